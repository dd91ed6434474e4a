"""A swarm: K trajectories with the same landscape, batch size and seed, which differ in their shuffles."""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from typing import Any

import numpy as np

from batchgame.sim.hyperparameters import Hyperparameters
from batchgame.sim.problem import Problem

STATE = ("x", "y", "vx", "vy", "inside", "solved_at", "diverged_at", "moved")


class Swarm:
    """The state of K trajectories after `update` updates. An engine changes it in place.

    All arrays are on the machine that the engine computes on.
    x, y, vx, vy (K,): position θ and movement m, in `dtype`.
    momentum, learning_rate: one number, or one per trajectory (K,) in `dtype`.
    trajectory (K,) uint32: the number of each trajectory, which selects its shuffles.
    inside (K,): the number of updates in a row that the trajectory has been inside the goal.
    solved_at, diverged_at (K,): the update (counted from 1) of first passage, and of leaving ‖θ‖ ≤ 1000; 0 if neither.
    moved (1,): whether any movement so far was different from 0.
    engine_cache: whatever the engine has prepared for this swarm.
    """

    def __init__(
        self, problem: Problem, hyperparameters: Hyperparameters, *, seed: int, trajectory: Any, dtype: str, xp: Any
    ) -> None:
        count = len(trajectory)
        self.problem = problem
        self._use(hyperparameters)
        self.seed = seed
        self.trajectory = xp.asarray(trajectory, dtype=xp.uint32)
        self.x = xp.full(count, problem.start[0], dtype=dtype)
        self.y = xp.full(count, problem.start[1], dtype=dtype)
        self.vx = xp.zeros(count, dtype=dtype)
        self.vy = xp.zeros(count, dtype=dtype)
        self.inside = xp.zeros(count, dtype=xp.int32)
        self.solved_at = xp.zeros(count, dtype=xp.int32)
        self.diverged_at = xp.zeros(count, dtype=xp.int32)
        self.update = 0
        self.moved = xp.zeros(1, dtype=bool)

    @classmethod
    def of_cells(
        cls, problem: Problem, cells: Sequence[Hyperparameters], *, seed: int, trajectory: Any, dtype: str, xp: Any
    ) -> Swarm:
        """Build one swarm of C cells with n trajectories each, cell after cell; K = C · n.

        The cells share their batch size and schedule. trajectory (n,): the same numbers in every cell.
        """
        count, (momenta, rates) = len(trajectory), zip(*((h.momentum, h.learning_rate) for h in cells), strict=True)
        numbers = np.tile(trajectory, len(cells))
        swarm = cls(problem, cells[0], seed=seed, trajectory=numbers, dtype=dtype, xp=xp)
        swarm.momentum = xp.asarray(np.repeat(momenta, count), dtype=dtype)
        # A learning rate that all share stays one number, so that a warm-up rounds it as it does in a lane.
        if len(set(rates)) > 1:
            swarm.learning_rate = xp.asarray(np.repeat(rates, count), dtype=dtype)
        return swarm

    @property
    def count(self) -> int:
        """Return the number of trajectories, K."""
        return len(self.trajectory)

    def fork(self, hyperparameters: Hyperparameters) -> Swarm:
        """Return a copy that continues from this state with other hyperparameters."""
        twin = copy(self)
        for name in STATE:
            setattr(twin, name, getattr(self, name).copy())
        twin._use(hyperparameters)
        return twin

    def first(self) -> Swarm:
        """Return a copy of the first trajectory alone, which continues from this state."""
        twin = copy(self)
        for name in STATE:
            setattr(twin, name, getattr(self, name)[:1].copy())
        twin.trajectory, twin.engine_cache = self.trajectory[:1].copy(), None
        return twin

    def _use(self, hyperparameters: Hyperparameters) -> None:
        examples, batch_size = self.problem.landscape.examples, hyperparameters.batch_size
        if not 1 <= batch_size <= examples:
            raise ValueError(f"batch size {batch_size}: 1 to {examples} is allowed")
        self.batches = hyperparameters.batches(examples)
        self.momentum: Any = float(hyperparameters.momentum)
        self.learning_rate: Any = float(hyperparameters.learning_rate)
        self.engine_cache: Any = None  # what an engine prepared for other hyperparameters is of no use
