"""Outcomes without a show: one pick, or the map of outcomes over batch size and momentum."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from batchgame.sim.cells import Cells
from batchgame.sim.clock import Clock
from batchgame.sim.engine import engine as engine_named
from batchgame.sim.hyperparameters import Hyperparameters
from batchgame.sim.lane import Lane, LaneRun
from batchgame.sim.outcome import Outcome
from batchgame.sim.problem import Problem, typical_slope, with_budget
from batchgame.sim.schedule import PLAIN, Schedule

SLICES = 100  # reports of progress in a run


def outcome(
    problem: Problem, hyperparameters: Hyperparameters, *, parallel: int, trajectories: int = 1000, seed: int = 0,
    engine: str = "auto", dtype: str = "float64", updates: int | None = None, epochs: int | None = None,
    on_progress: Callable[[float], None] | None = None,
) -> Outcome:  # fmt: skip
    """What a pick comes to within a budget (the course's by default): the same figures as a race with these words."""
    problem = with_budget(problem, updates, epochs)
    run = LaneRun(
        Lane("you", hyperparameters), problem, Clock(parallel), engine_named(engine),
        seed=seed, trajectories=trajectories, dtype=dtype,
    )  # fmt: skip
    for part in range(1, SLICES + 1):
        run.advance(run.budget * part // SLICES)
        if on_progress:
            on_progress(part / SLICES)
    return run.outcome(hyperparameters.learning_rate * typical_slope(problem))


@dataclass(frozen=True)
class Cell:
    """One cell of a map of outcomes."""

    batch_size: int
    momentum: float
    trajectories: int
    outcome: Outcome


def outcome_map(
    problem: Problem, batch_sizes: Sequence[int], momenta: Sequence[float], learning_rate: float, *, parallel: int,
    seed: int = 0, trajectories: int = 1000, coarse: int = 256, engine: str = "auto", dtype: str = "float64",
    schedule: Schedule = PLAIN,
) -> Iterator[Cell]:  # fmt: skip
    """Yield every cell with `coarse` trajectories first, then every cell with all; the first ones are among them.

    The momenta of a batch size run as one swarm, and trajectory k has the same shuffles in each of them.
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
