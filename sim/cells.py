"""Cells of a map or a sweep: picks that share a batch size, run as one swarm, each with the same shuffles."""

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
from batchgame.sim.hyperparameters import Hyperparameters
from batchgame.sim.lane import AT_REST, in_epochs_and_time
from batchgame.sim.outcome import Outcome, Status, status_of
from batchgame.sim.problem import Problem, typical_slope
from batchgame.sim.schedule import PLAIN, Batches, Schedule
from batchgame.sim.swarm import Swarm

# Of each trajectory at the end of the budget: solved_at, diverged_at, x, y, ‖m‖, loss, (6, C, numbers) float64. They
# stay on the machine that the engine computes on; only what cells have come to leaves it.
Ends = Any
Column = NDArray[np.float64]
PULLS = 100_000  # gradients of examples at once


class Figures(NamedTuple):
    """What C cells have come to, (C,) each: counts, medians to solve (NaN: fewer than half did), final loss, status."""

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
    """C picks (momentum, learning rate) with one batch size, for the course's whole budget.

    A trajectory is the same in any company: a cell's figures do not depend on which other cells it is run with, and
    those of trajectories run in parts are joined along the last axis.
    """

    problem: Problem
    batch_size: int
    picks: tuple[tuple[float, float], ...]
    parallel: int
    seed: int
    engine: ArrayEngine
    dtype: str = "float64"
    schedule: Schedule = PLAIN

    @cached_property
    def batches(self) -> Batches:
        """Which update of these cells uses how many examples."""
        return Batches(self.problem.landscape.examples, self.batch_size, self.schedule)

    @cached_property
    def hyperparameters(self) -> tuple[Hyperparameters, ...]:
        """Those of each cell, (C,)."""
        return tuple(Hyperparameters(self.batch_size, *pick, self.schedule) for pick in self.picks)

    @property
    def updates(self) -> int:
        """Of each trajectory."""
        return self.problem.budget.in_updates(self.batches)

    def run(self, numbers: range) -> Ends:
        """Run the trajectories of these numbers in every cell."""
        # Where nothing is drawn, trajectories do not differ: one is run, and stands for all of them.
        few, xp = numbers[:1] if self.batches.is_deterministic else numbers, self.engine.xp
        swarm = Swarm.of_cells(
            self.problem, self.hyperparameters, seed=self.seed, trajectory=np.array(few, dtype=np.uint32),
            dtype=self.dtype, xp=xp,
        )  # fmt: skip
        self.engine.advance(swarm, self.updates)
        steps, losses = xp.hypot(swarm.vx, swarm.vy), self.engine.loss(swarm)
        ends = (swarm.solved_at, swarm.diverged_at, swarm.x, swarm.y, steps, losses)
        found = xp.concatenate([end.astype(xp.float64) for end in ends]).reshape(6, len(self.picks), -1)
        return xp.repeat(found, len(numbers), axis=-1) if len(few) < len(numbers) else found

    def figures(self, ends: Ends) -> Figures:
        """What the cells have come to, from `run`; the same figures as a race with these words."""
        count, updates = ends.shape[-1], self.updates
        early, *counts, losses, longest, step = self._reduced(ends)
        solved, diverged = (column.astype(np.int64) for column in counts)
        early[(2 * solved < count) | np.isinf(early)] = np.nan
        # Exact sums of fractions, a few µs each: once for every value that occurs.
        clock = Clock(self.parallel)
        known = {value: in_epochs_and_time(value, self.batches, clock) for value in set(early[~np.isnan(early)])}
        epochs, time = np.array([known.get(value, (np.nan, np.nan)) for value in early.tolist()]).T
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
        return Figures(count, solved, diverged, early, epochs, time, losses, status)

    def _reduced(self, ends: Ends) -> NDArray[np.float64]:
        """Median of first passage (inf: fewer than half), how many solved, how many diverged, median loss, longest and
        median ‖m‖, (6, C): one small copy from where the trajectories are.
        """
        xp = self.engine.xp
        solved_at, diverged_at, _, _, steps, losses = ends
        found = (
            _median(xp.where(solved_at != 0, solved_at, np.inf), xp), (solved_at != 0).sum(axis=-1),
            (diverged_at != 0).sum(axis=-1), _median(losses, xp), steps.max(axis=-1),
            xp.partition(steps, rank(ends.shape[-1], 0.5))[:, rank(ends.shape[-1], 0.5)],
        )  # fmt: skip
        columns = xp.concatenate([column.astype(xp.float64) for column in found]).reshape(len(found), -1)
        return np.asarray(self.engine.to_host(columns))

    def outcomes(self, ends: Ends) -> Iterator[Outcome]:
        """The same, an outcome a cell."""
        found = self.figures(ends)
        updates, epochs = self.updates, self.batches.epochs_seen(self.updates)
        rows = zip(
            self.hyperparameters, found.solved.tolist(), found.diverged.tolist(), numbers_or_none(found.median_updates),
            numbers_or_none(found.median_epochs), numbers_or_none(found.median_time), found.final_loss.tolist(),
            found.status, strict=True,
        )  # fmt: skip
        for own, solved, diverged, early, seen, time, loss, status in rows:
            yield Outcome(
                own, found.trajectories, self.seed, updates, epochs, solved, diverged, early, seen, time, loss, status
            )

    @cached_property
    def _scales(self) -> Column:
        """A usual step of each cell, η × the median ‖gradient‖ over the map's region."""
        return np.array([rate for _, rate in self.picks]) * typical_slope(self.problem)

    def _at_rest(self, ends: Ends, longest: Column) -> NDArray[np.bool_]:
        """Cells in which every movement, and every gradient that could still be drawn, is 0 or next to nothing."""
        smallest = AT_REST * self._scales
        rest = longest <= smallest
        for cell in np.flatnonzero(rest).tolist():
            rate = self.picks[cell][1] * self.batches.schedule.factor(self.batch_size)
            x, y = (self.engine.to_host(ends[axis, cell]) for axis in (2, 3))
            rest[cell] = self._largest_pull(x, y) * rate <= smallest[cell]
        return np.asarray(rest, dtype=bool)

    def _largest_pull(self, x: Column, y: Column) -> float:
        """Of all gradients that could be drawn where trajectories are, (K,); a block at a time: each is N of them."""
        landscape, largest = self.problem.landscape, 0.0
        if self.batches.is_deterministic:
            return float(np.abs(landscape.gradient(np.stack([x[:1], y[:1]], axis=-1))).max())
        block = max(1, PULLS // landscape.examples)
        for start in range(0, len(x), block):
            theta = np.stack([x[start : start + block], y[start : start + block]], axis=-1)
            largest = float(np.maximum(largest, np.abs(landscape.example_gradients(theta)).max()))  # NaN stays
        return largest


def _median(values: Any, xp: Any) -> Any:
    """Of (C, numbers) along the last axis, (C,): between two in the middle, their mean."""
    low, high = (values.shape[-1] - 1) // 2, values.shape[-1] // 2
    ordered = xp.partition(values, [low, high])
    return (ordered[:, low] + ordered[:, high]) * 0.5


def numbers_or_none(column: Column) -> list[float | None]:
    """Plain numbers, None for NaN."""
    return [None if value != value else value for value in column.tolist()]
