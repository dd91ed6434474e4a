"""Outcomes without a show: one pick, or the map of outcomes over batch size and momentum."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from batchgame.sim.clock import Clock
from batchgame.sim.course import Course, typical_slope, with_budget
from batchgame.sim.engine import engine as engine_named
from batchgame.sim.engines.array import ArrayEngine
from batchgame.sim.glance import rank
from batchgame.sim.hyperparameters import Hyperparameters
from batchgame.sim.lane import AT_REST, Lane, LaneRun, still, summary
from batchgame.sim.outcome import Outcome, status_of
from batchgame.sim.swarm import Swarm
from batchgame.sim.tool import PLAIN, Batches, Tool

SLICES = 100  # reports of progress in a run


def outcome(
    course: Course, hyperparameters: Hyperparameters, *, parallel: int, trajectories: int = 1000, seed: int = 0,
    engine: str = "auto", dtype: str = "float64", updates: int | None = None, epochs: int | None = None,
    on_progress: Callable[[float], None] | None = None,
) -> Outcome:  # fmt: skip
    """What a pick comes to within a budget (the course's by default): the same figures as a race with these words."""
    course = with_budget(course, updates, epochs)
    run = LaneRun(
        Lane("you", hyperparameters), course, Clock(parallel), engine_named(engine),
        seed=seed, trajectories=trajectories, dtype=dtype,
    )  # fmt: skip
    for part in range(1, SLICES + 1):
        run.advance(run.budget * part // SLICES)
        if on_progress:
            on_progress(part / SLICES)
    return run.outcome(hyperparameters.learning_rate * typical_slope(course))


@dataclass(frozen=True)
class Cell:
    """One cell of a map of outcomes."""

    batch_size: int
    momentum: float
    trajectories: int
    outcome: Outcome


def outcome_map(
    course: Course, batch_sizes: Sequence[int], momenta: Sequence[float], learning_rate: float, *, parallel: int,
    seed: int = 0, trajectories: int = 1000, coarse: int = 128, engine: str = "auto", dtype: str = "float64",
    tool: Tool = PLAIN,
) -> Iterator[Cell]:  # fmt: skip
    """Every cell with a few trajectories first, then each with all: trajectory k of a cell is the same in both.

    The momenta of a batch size share one swarm, and each trajectory number its shuffles.
    """
    chosen, few = engine_named(engine), min(coarse, trajectories)
    row = _Row(course, tuple(momenta), learning_rate, parallel, seed, dtype, chosen, tool)
    halves = {}
    for batch_size in batch_sizes:
        halves[batch_size] = row.run(batch_size, range(few))
        yield from row.cells(batch_size, halves[batch_size])
    if few < trajectories:
        for batch_size in batch_sizes:
            rest = row.run(batch_size, range(few, trajectories))
            yield from row.cells(batch_size, np.concatenate([halves[batch_size], rest], axis=-1))


@dataclass(frozen=True)
class _Row:
    """The cells of one batch size: all momenta as one swarm, the trajectory numbers again for each."""

    course: Course
    momenta: tuple[float, ...]
    learning_rate: float
    parallel: int
    seed: int
    dtype: str
    engine: ArrayEngine
    tool: Tool

    def run(self, batch_size: int, numbers: range) -> NDArray[np.float64]:
        """solved_at, diverged_at, x, y, ‖m‖, loss at the end of the budget, (6, momenta, numbers)."""
        swarm = Swarm(
            self.course, batch_size, np.repeat(np.array(self.momenta), len(numbers)), self.learning_rate,
            seed=self.seed, trajectory=np.tile(np.array(numbers, dtype=np.uint32), len(self.momenta)),
            dtype=self.dtype, xp=self.engine.xp, tool=self.tool,
        )  # fmt: skip
        self.engine.advance(swarm, self._updates(batch_size))
        xp, host = self.engine.xp, self.engine.to_host
        steps, losses = xp.hypot(swarm.vx, swarm.vy), self.engine.loss(swarm)
        ends = (swarm.solved_at, swarm.diverged_at, swarm.x, swarm.y, steps, losses)
        return np.stack([host(end).astype(np.float64) for end in ends]).reshape(6, len(self.momenta), -1)

    def cells(self, batch_size: int, ends: NDArray[np.float64]) -> Iterator[Cell]:
        """What each momentum has come to, from `run`."""
        scale = self.learning_rate * typical_slope(self.course)
        updates, count = self._updates(batch_size), ends.shape[-1]
        for momentum, (solved_at, diverged_at, x, y, steps, losses) in zip(
            self.momenta, ends.swapaxes(0, 1), strict=True
        ):
            words = Hyperparameters(batch_size, momentum, self.learning_rate, self.tool)
            stopped = steps.max() <= AT_REST * scale
            status = status_of(
                trajectories=count,
                solved=int(np.count_nonzero(solved_at)),
                diverged=int(np.count_nonzero(diverged_at)),
                updates=updates,
                at_rest=bool(stopped) and still(self.course, words, np.stack([x, y], axis=-1), scale),
                median_step=float(np.sort(steps)[rank(count, 0.5)]),
                scale=scale,
                over=True,
            )
            done = summary(
                words, self.course, Clock(self.parallel), self.seed, updates, solved_at, diverged_at,
                float(np.median(losses)), status,
            )  # fmt: skip
            yield Cell(batch_size, momentum, count, done)

    def _updates(self, batch_size: int) -> int:
        return self.course.budget.in_updates(Batches(self.course.landscape.examples, batch_size, self.tool))
