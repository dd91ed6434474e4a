"""The engine in C: several trajectories in each vector of a processor, and blocks of trajectories on threads."""

from __future__ import annotations

import os
from functools import partial
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from batchgame.sim.engines.array import ArrayEngine
from batchgame.sim.engines.native import core
from batchgame.sim.engines.native.helpers import helpers
from batchgame.sim.engines.program import fits, program
from batchgame.sim.engines.spans import Span, etas, of_each, own_rate, span
from batchgame.sim.swarm import Swarm

SETS: tuple[str, ...] = core.sets()
WORTH_THREADS = 100_000  # example gradients; for fewer, handing work to threads costs more than it saves
LONGEST = 1 << 24  # example gradients per thread and call: a fraction of a second, so that Ctrl+C takes effect


def processors() -> int:
    """Return how many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class NativeEngine(ArrayEngine):
    """The engine in C. Array code computes losses, and the landscapes that C does not know.

    threads: as many as there are processors by default. instructions: one of SETS, the fastest by default.
    """

    def __init__(self, threads: int | None = None, instructions: str = SETS[-1]) -> None:
        super().__init__("native", np)
        self.threads = threads or processors()
        self.instructions = instructions

    def advance(self, swarm: Swarm, updates: int) -> None:
        """Move every trajectory of a swarm by a number of updates, and check arrival and divergence at each."""
        if not fits(swarm.problem.landscape):
            super().advance(swarm, updates)
            return
        if not isinstance(swarm.engine_cache, Prepared):
            swarm.engine_cache = Prepared(swarm)
        end = swarm.update + updates
        while swarm.update < end:
            part = span(swarm, end - swarm.update, LONGEST * self.threads)
            call = swarm.engine_cache.call(part, SETS.index(self.instructions))
            swarm.moved |= self._call(call, swarm.count * part.updates * part.batch_size)
            swarm.update += part.updates

    def _call(self, call: Any, work: int) -> bool:
        """Call C on this thread, and on others if there is enough work. Returns whether any trajectory moved."""
        taken = np.zeros(1, dtype=np.int64)  # how many trajectories the threads have taken so far
        helping = helpers(self.threads - 1).call(call, taken) if self.threads > 1 and work >= WORTH_THREADS else []
        moved = [bool(call(taken)), *(helper.result() for helper in helping if not helper.cancel())]
        return any(moved)


class Prepared:
    """A swarm prepared for C: a program for each batch size, and λ and η of every trajectory."""

    def __init__(self, swarm: Swarm) -> None:
        self.swarm, self.dtype = swarm, swarm.x.dtype
        self.each = of_each(swarm.momentum, swarm, np), of_each(own_rate(swarm), swarm, np)
        self._programs: dict[int, Packed] = {}

    def call(self, part: Span, instructions: int) -> partial[bool]:
        """Return a function that makes the updates of one span. instructions: an index into SETS.

        Its argument is (1,) int64: how many trajectories are taken. All threads that make the same call share it.
        """
        swarm = self.swarm
        if part.batch_size not in self._programs:
            self._programs[part.batch_size] = packed(swarm, part.epoch)
        arrays = (
            etas(swarm, part.updates, self.dtype), *self.each, swarm.trajectory, swarm.x, swarm.y, swarm.vx, swarm.vy,
            swarm.inside, swarm.solved_at, swarm.diverged_at,
        )  # fmt: skip
        is_double = self.dtype == np.float64
        numbers = (is_double, swarm.seed, swarm.update, part.updates, part.epoch, part.position, part.hold)
        return partial(core.advance, instructions, *self._programs[part.batch_size], *arrays, *numbers)


class Packed(NamedTuple):
    """A program in arrays, as C reads it. See Program for what they contain."""

    shape: NDArray[np.int32]
    network: NDArray[np.int32]
    table: NDArray[Any]
    loss: NDArray[np.float64]


def packed(swarm: Swarm, epoch: int) -> Packed:
    """Pack the program for the batch size of an epoch into the arrays that C reads."""
    made = program(swarm.problem, swarm.batches, epoch, swarm.x.dtype)
    return Packed(np.array(list(made.shape.values()), dtype=np.int32), made.network, made.table, made.loss)
