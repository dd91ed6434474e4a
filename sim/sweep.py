"""Outcomes without a show: one pick, or the map of outcomes over batch size and momentum."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from batchgame.sim.clock import Clock
from batchgame.sim.course import Course
from batchgame.sim.engine import engine as engine_named
from batchgame.sim.hyperparameters import Hyperparameters
from batchgame.sim.lane import Lane, LaneRun, summary
from batchgame.sim.outcome import SOLVED, Outcome, Status
from batchgame.sim.race import typical_slope, with_budget
from batchgame.sim.swarm import Swarm

PAR = 1.25
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
) -> Iterator[Cell]:  # fmt: skip
    """Every cell with a few trajectories first, then each with all: trajectory k of a cell is the same in both.

    The momenta of a batch size share one swarm, and each trajectory number its shuffles.
    """
    chosen = engine_named(engine)
    few = min(coarse, trajectories)
    halves: dict[int, Swarm] = {}
    for batch_size in batch_sizes:
        swarm = _row(course, batch_size, momenta, learning_rate, seed, range(few), dtype, chosen.xp)
        chosen.advance(swarm, course.budget.in_updates(batch_size, course.landscape.examples))
        halves[batch_size] = swarm
        yield from _cells(course, momenta, learning_rate, parallel, seed, [swarm], chosen.to_host)
    if few == trajectories:
        return
    for batch_size in batch_sizes:
        swarm = _row(course, batch_size, momenta, learning_rate, seed, range(few, trajectories), dtype, chosen.xp)
        chosen.advance(swarm, course.budget.in_updates(batch_size, course.landscape.examples))
        yield from _cells(course, momenta, learning_rate, parallel, seed, [halves[batch_size], swarm], chosen.to_host)


def par(cells: Sequence[Cell], unit: str) -> float | None:
    """1.25 x the smallest median, in updates or epochs, among the cells that solve; None when none does."""
    medians = [
        cell.outcome.median_epochs if unit == "epochs" else cell.outcome.median_updates
        for cell in cells
        if cell.outcome.probability >= SOLVED
    ]
    return min((PAR * median for median in medians if median is not None), default=None)


def _row(course, batch_size, momenta, learning_rate, seed, numbers, dtype, xp) -> Swarm:  # type: ignore[no-untyped-def]
    """All momenta of a batch size as one swarm: trajectory numbers repeat, momentum by momentum."""
    trajectory = np.tile(np.array(numbers, dtype=np.uint32), len(momenta))
    momentum = np.repeat(np.array(momenta, dtype=np.float64), len(numbers))
    return Swarm(course, batch_size, momentum, learning_rate, seed=seed, trajectory=trajectory, dtype=dtype, xp=xp)


def _cells(course, momenta, learning_rate, parallel, seed, swarms, to_host) -> Iterator[Cell]:  # type: ignore[no-untyped-def]
    batch_size = swarms[0].batch_size
    for n, momentum in enumerate(momenta):
        parts = []
        for swarm in swarms:
            each = swarm.count // len(momenta)
            part = slice(n * each, (n + 1) * each)
            theta = np.stack([to_host(swarm.x[part]), to_host(swarm.y[part])], axis=-1)
            parts.append((to_host(swarm.solved_at[part]), to_host(swarm.diverged_at[part]), theta))
        solved_at, diverged_at = (np.concatenate([part[i] for part in parts]) for i in (0, 1))
        loss = float(np.median(course.landscape.loss(np.concatenate([part[2] for part in parts]))))
        words = Hyperparameters(batch_size, momentum, learning_rate)
        done = summary(
            words, course, Clock(parallel), seed, swarms[0].update, solved_at, diverged_at, loss, Status.OUT_OF_BUDGET
        )
        yield Cell(batch_size, momentum, len(solved_at), done)
