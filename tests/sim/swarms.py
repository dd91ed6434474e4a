"""Swarms for tests, with one momentum and learning rate for all trajectories or one for each trajectory."""

from __future__ import annotations

from typing import Any

import numpy as np

from batchgame.sim.hyperparameters import Hyperparameters
from batchgame.sim.problem import Problem
from batchgame.sim.schedule import PLAIN, Schedule
from batchgame.sim.swarm import Swarm


def swarm_of(
    stage: Problem, batch_size: int, momentum: Any = 0.5, learning_rate: Any = 0.05, *, schedule: Schedule = PLAIN,
    seed: int = 3, trajectories: int = 150, trajectory: Any = None, dtype: str = "float64", xp: Any = np,
) -> Swarm:  # fmt: skip
    """Make a swarm at its start. trajectory: the numbers of the trajectories, by default counted from 0."""
    numbers = np.arange(trajectories) if trajectory is None else trajectory
    one = Hyperparameters(batch_size, 0.0, 0.1, schedule)
    swarm = Swarm(stage, one, seed=seed, trajectory=numbers, dtype=dtype, xp=xp)
    swarm.momentum, swarm.learning_rate = (
        value if isinstance(value, float | int) else xp.asarray(value, dtype=dtype)
        for value in (momentum, learning_rate)
    )
    return swarm
