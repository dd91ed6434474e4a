"""Outcomes without a race on a screen: of one pick, or of a map over batch size and momentum."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from batchgame.sim.cells import Cells
from batchgame.sim.clock import Clock
from batchgame.sim.engine import engine as engine_named
from batchgame.sim.hardware import Parallel
from batchgame.sim.hyperparameters import Hyperparameters
from batchgame.sim.lane import Lane, LaneRun
from batchgame.sim.outcome import Outcome
from batchgame.sim.problem import Problem, typical_slope, with_budget
from batchgame.sim.schedule import PLAIN, Schedule

SLICES = 100  # how often a run reports its progress, at most
REPORT_SECONDS = 0.1  # Slices that take less are joined: each reads and writes the state of all trajectories.


def outcome(
    problem: Problem, hyperparameters: Hyperparameters, *, parallel: Parallel, trajectories: int = 1000, seed: int = 0,
    engine: str = "auto", dtype: str = "float64", updates: int | None = None, epochs: int | None = None,
    on_progress: Callable[[float], None] | None = None,
) -> Outcome:  # fmt: skip
    """Compute the outcome of one pick: the same figures as of a race with these hyperparameters.

    updates, epochs: another budget than the problem's. on_progress is called with the share that is done, 0 to 1.
    """
    problem = with_budget(problem, updates, epochs)
    run = LaneRun(
        Lane("you", hyperparameters), problem, Clock(parallel), engine_named(engine),
        seed=seed, trajectories=trajectories, dtype=dtype, traced=False,
    )  # fmt: skip
    done, joined = 0, 1
    while done < SLICES:
        done, began = min(done + joined, SLICES), time.perf_counter()
        run.advance(run.budget * done // SLICES)
        if time.perf_counter() - began < REPORT_SECONDS:
            joined *= 2
        if on_progress:
            on_progress(done / SLICES)
    return run.outcome(hyperparameters.learning_rate * typical_slope(problem))


@dataclass(frozen=True)
class Cell:
    """One cell of a map of outcomes, computed with so many trajectories."""

    batch_size: int
    momentum: float
    trajectories: int
    outcome: Outcome


def outcome_map(
    problem: Problem, batch_sizes: Sequence[int], momenta: Sequence[float], learning_rate: float, *, parallel: Parallel,
    seed: int = 0, trajectories: int = 1000, coarse: int = 256, engine: str = "auto", dtype: str = "float64",
    schedule: Schedule = PLAIN,
) -> Iterator[Cell]:  # fmt: skip
    """Yield every cell with the first `coarse` trajectories, then every cell again with all of them.

    Trajectories are not computed twice. The momenta of one batch size share a swarm, and trajectory k has the same
    shuffles in each of its cells.
    """
    chosen, few = engine_named(engine), min(coarse, trajectories)
    picks = tuple((momentum, learning_rate) for momentum in momenta)
    rows = [
        Cells(problem, batch_size, picks, parallel, seed, chosen, dtype=dtype, schedule=schedule)
        for batch_size in batch_sizes
    ]
    first = []
    for row in rows:
        first.append(row.run(range(few)))
        yield from map(_cell, row.outcomes(first[-1]))
    if few < trajectories:
        for row, ends in zip(rows, first, strict=True):
            rest = row.run(range(few, trajectories))
            yield from map(_cell, row.outcomes(chosen.xp.concatenate([ends, rest], axis=-1)))


def _cell(found: Outcome) -> Cell:
    own = found.hyperparameters
    return Cell(own.batch_size, own.momentum, found.trajectories, found)
