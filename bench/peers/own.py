"""The project's own engines as programs of the benchmark."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from batchgame.sim.engine import EngineUnavailable, available, engine
from batchgame.sim.hyperparameters import Hyperparameters
from batchgame.sim.swarm import Swarm
from peers.experiment import MOMENTUM, RATE, SEED, Experiment


def threads_of(name: str) -> tuple[int, ...]:
    """Return the numbers of threads with which an engine is measured. It is empty if the engine is not available."""
    if name not in {found.name for found in available() if found.ok}:
        return ()
    return (1, 2) if name == "native" else (1,)


def with_threads(name: str, threads: int) -> Any:
    """Return the engine with this name, on this number of threads if it uses threads."""
    chosen: Any = engine(name)
    return type(chosen)(threads=threads) if hasattr(chosen, "threads") else chosen


class Own:
    """One of the project's engines as a program."""

    def __init__(self, one: Experiment, name: str, threads: int) -> None:
        self.one, self.engine = one, with_threads(name, threads)

    def restart(self, trajectories: int) -> None:
        """Make a new swarm of K trajectories."""
        one = self.one
        self.swarm = Swarm(
            one.problem, Hyperparameters(one.batch_size, MOMENTUM, RATE),
            seed=SEED, trajectory=np.arange(trajectories), dtype=one.dtype, xp=self.engine.xp,
        )  # fmt: skip

    def advance(self, updates: int) -> None:
        """Advance the swarm, as the game does."""
        self.engine.advance(self.swarm, updates)

    def ends(self) -> tuple[NDArray[Any], NDArray[Any], NDArray[Any]]:
        """Return the arrays of the swarm."""
        return self.swarm.x, self.swarm.y, self.swarm.solved_at


def prepare(one: Experiment, name: str, threads: int = 1) -> Own:
    """Return the program. Raises EngineUnavailable if the engine cannot run on this machine."""
    if not threads_of(name):
        raise EngineUnavailable(name, next(found.reason for found in available() if found.name == name))
    return Own(one, name, threads)
