"""Cells of a map or a sweep: several momenta and learning rates with one batch size, computed as one swarm."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from batchgame.sim.clock import Clock
from batchgame.sim.engines.array import ArrayEngine
from batchgame.sim.glance import rank
from batchgame.sim.hardware import Parallel
from batchgame.sim.hyperparameters import Hyperparameters
from batchgame.sim.lane import AT_REST, in_epochs_and_time, still
from batchgame.sim.outcome import Outcome, Status, or_infinite, status_of
from batchgame.sim.problem import Problem, typical_slope
from batchgame.sim.schedule import PLAIN, Batches, Schedule
from batchgame.sim.swarm import Swarm

# solved_at, diverged_at, x, y, ‖m‖ and the loss of each trajectory at the end of the budget, (6, C, n) float64. The
# array stays on the machine that the engine computes on; only the figures of the cells leave it.
Ends = Any
Column = NDArray[np.float64]


class Figures(NamedTuple):
    """Figures of C cells, (C,) each.

    A median is NaN unless more than half of a cell's trajectories solved, and a final loss is NaN if the median
    trajectory diverged.
    """

    trajectories: int
    solved: NDArray[np.int64]
    diverged: NDArray[np.int64]
    median_updates: Column
    median_epochs: Column
    median_time: Column
    final_loss: Column
    status: tuple[Status, ...]


@dataclass(frozen=True)
class Cells:
    """C cells that share a batch size and a schedule, computed for the whole budget of the problem.

    picks: the momentum and the learning rate of each cell.
    A trajectory does not depend on what is computed beside it. A cell's figures are therefore the same with any other
    cells, and the ends of two runs with different trajectory numbers may be joined along the last axis.
    """

    problem: Problem
    batch_size: int
    picks: tuple[tuple[float, float], ...]
    parallel: Parallel
    seed: int
    engine: ArrayEngine
    dtype: str = "float64"
    schedule: Schedule = PLAIN

    @cached_property
    def batches(self) -> Batches:
        """Return the batches that all cells share."""
        return Batches(self.problem.landscape.examples, self.batch_size, self.schedule)

    @cached_property
    def hyperparameters(self) -> tuple[Hyperparameters, ...]:
        """Return the hyperparameters of each cell, (C,)."""
        return tuple(Hyperparameters(self.batch_size, *pick, self.schedule) for pick in self.picks)

    @property
    def updates(self) -> int:
        """Return the budget of each trajectory in updates."""
        return self.problem.budget.in_updates(self.batches)

    def run(self, numbers: range) -> Ends:
        """Compute the trajectories with these numbers in every cell, (6, C, n)."""
        # Without randomness all trajectories of a cell are equal: one is computed and repeated.
        distinct, xp = numbers[:1] if self.batches.is_deterministic else numbers, self.engine.xp
        swarm = Swarm.of_cells(
            self.problem, self.hyperparameters, seed=self.seed, trajectory=np.array(distinct, dtype=np.uint32),
            dtype=self.dtype, xp=xp,
        )  # fmt: skip
        self.engine.advance(swarm, self.updates)
        steps, losses = xp.hypot(swarm.vx, swarm.vy), self.engine.loss(swarm)
        columns = (swarm.solved_at, swarm.diverged_at, swarm.x, swarm.y, steps, losses)
        ends = xp.concatenate([column.astype(xp.float64) for column in columns]).reshape(6, len(self.picks), -1)
        return xp.repeat(ends, len(numbers), axis=-1) if len(distinct) < len(numbers) else ends

    def figures(self, ends: Ends) -> Figures:
        """Reduce the result of `run` to figures, which are those of a race with the same hyperparameters."""
        count, updates = ends.shape[-1], self.updates
        medians, *counts, losses, longest, step = self._reduced(ends)
        solved, diverged = (column.astype(np.int64) for column in counts)
        medians[np.isinf(medians)] = np.nan
        losses[np.isinf(losses)] = np.nan
        # A conversion sums exact fractions and takes a few µs, so it is done once per distinct value.
        clock, distinct = Clock(self.parallel), set(medians[~np.isnan(medians)])
        known = {value: in_epochs_and_time(value, self.batches, clock) for value in distinct}
        epochs, time = np.array([known.get(value, (np.nan, np.nan)) for value in medians.tolist()]).T
        status = tuple(
            status_of(
                trajectories=count, solved=arrived, diverged=left, updates=updates, at_rest=rest, median_step=length,
                scale=scale, over=True,
            )
            for arrived, left, rest, length, scale in zip(
                *(column.tolist() for column in (solved, diverged, self._at_rest(ends, longest), step, self._scales)),
                strict=True,
            )
        )  # fmt: skip
        return Figures(count, solved, diverged, medians, epochs, time, losses, status)

    def outcomes(self, ends: Ends) -> Iterator[Outcome]:
        """Yield the figures of each cell as an Outcome, in the order of the picks."""
        found = self.figures(ends)
        updates, epochs = self.updates, self.batches.epochs_seen(self.updates)
        rows = zip(
            self.hyperparameters, found.solved.tolist(), found.diverged.tolist(), numbers_or_none(found.median_updates),
            numbers_or_none(found.median_epochs), numbers_or_none(found.median_time),
            numbers_or_none(found.final_loss), found.status, strict=True,
        )  # fmt: skip
        for own, solved, diverged, median, in_epochs, in_time, loss, status in rows:
            yield Outcome(
                own, found.trajectories, self.seed, updates, epochs, solved, diverged, median, in_epochs, in_time, loss,
                status,
            )  # fmt: skip

    def _reduced(self, ends: Ends) -> NDArray[np.float64]:
        """Reduce ends on the engine's machine and return one small copy, (6, C).

        Its rows are: median first passage (inf unless more than half solved), number solved, number diverged, median
        loss (inf if the median trajectory diverged), longest ‖m‖, median ‖m‖.
        """
        xp = self.engine.xp
        solved_at, diverged_at, _, _, steps, losses = ends
        rows = (
            _median(xp.where(solved_at != 0, solved_at, np.inf), xp), (solved_at != 0).sum(axis=-1),
            (diverged_at != 0).sum(axis=-1), _median(or_infinite(losses, diverged_at, xp), xp), steps.max(axis=-1),
            xp.partition(steps, rank(ends.shape[-1], 0.5))[:, rank(ends.shape[-1], 0.5)],
        )  # fmt: skip
        reduced = xp.concatenate([row.astype(xp.float64) for row in rows]).reshape(len(rows), -1)
        return np.asarray(self.engine.to_host(reduced))

    @cached_property
    def _scales(self) -> Column:
        """Return the usual length of a step in each cell, (C,): η times the median ‖gradient‖ over the map's region."""
        return np.array([rate for _, rate in self.picks]) * typical_slope(self.problem)

    def _at_rest(self, ends: Ends, longest: Column) -> NDArray[np.bool_]:
        """Find the cells, (C,), in which nothing moves and no batch could move anything by a noticeable step."""
        rest = longest <= AT_REST * self._scales
        for cell in np.flatnonzero(rest).tolist():
            x, y = (self.engine.to_host(ends[axis, cell]) for axis in (2, 3))
            if self.batches.is_deterministic:
                x, y = x[:1], y[:1]
            rest[cell] = still(self.problem, self.hyperparameters[cell], x, y, self._scales[cell])
        return np.asarray(rest, dtype=bool)


def _median(values: Any, xp: Any) -> Any:
    """Compute the median along the last axis, (C, n) -> (C,): the mean of the two middle values if n is even."""
    low, high = (values.shape[-1] - 1) // 2, values.shape[-1] // 2
    ordered = xp.partition(values, [low, high])
    return (ordered[:, low] + ordered[:, high]) * 0.5


def numbers_or_none(column: Column) -> list[float | None]:
    """Convert an array to a list of Python numbers, with None in place of NaN."""
    return [None if value != value else value for value in column.tolist()]
