"""A swarm: K trajectories that share a landscape, a batch size and a seed, and differ in their shuffles."""

from __future__ import annotations

from copy import copy
from typing import Any

from batchgame.sim.problem import Problem
from batchgame.sim.schedule import PLAIN, Batches, Schedule


class Swarm:
    """The state of K trajectories after `update` updates; an engine moves it on.

    x, y, vx, vy (K,): position θ and movement m, in the engine's dtype. momentum, learning_rate: a number, or (K,).
    trajectory (K,) uint32: which shuffles. inside (K,): updates in a row inside the goal. solved_at, diverged_at (K,):
    the update (counted from 1) of first passage, of leaving ‖θ‖ ≤ 1000; 0: not yet. moved (1,): some movement was not
    0. kept: what the engine has prepared for this swarm.
    """

    def __init__(
        self, problem: Problem, batch_size: int, momentum: Any, learning_rate: Any, *, seed: int, trajectory: Any,
        dtype: str, xp: Any, schedule: Schedule = PLAIN,
    ) -> None:  # fmt: skip
        if not 1 <= batch_size <= problem.landscape.examples:
            raise ValueError(f"batch size {batch_size}: 1 to {problem.landscape.examples} is allowed")
        count = len(trajectory)
        self.batches = Batches(problem.landscape.examples, batch_size, schedule)
        self.problem = problem
        self.batch_size = batch_size
        self.momentum = momentum if isinstance(momentum, float | int) else xp.asarray(momentum, dtype=dtype)
        self.learning_rate = (
            learning_rate if isinstance(learning_rate, float | int) else xp.asarray(learning_rate, dtype=dtype)
        )
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
        self.engine_cache: Any = None

    def copy(self) -> Swarm:
        """The same state, which goes its own way from here."""
        twin = copy(self)
        for name in ("x", "y", "vx", "vy", "inside", "solved_at", "diverged_at", "moved"):
            setattr(twin, name, getattr(self, name).copy())
        twin.engine_cache = None
        return twin

    @property
    def updates_per_epoch(self) -> int:
        """⌈N/B⌉, of the first epoch."""
        return self.batches.updates_in_epoch(0)

    @property
    def count(self) -> int:
        """K."""
        return len(self.trajectory)
