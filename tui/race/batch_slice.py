"""The loss of the batch that pulls now, along a line through the ball, and when a running race shows the next one."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from batchgame.sim.problem import Problem, typical_slope
from batchgame.tui.race.batch_losses import STUCK

if TYPE_CHECKING:
    from batchgame.sim.race import LaneFrame
    from batchgame.tui.race.round import Round

POINTS = 120  # of a curve: more than the dots of the widest strip
OFTEN, SELDOM = 1 / 6, 1 / 3  # seconds between two batches: while every one is shown, and once some are left out
MARGIN = 0.05  # of the map beyond start and goals, and of the losses there
Array = NDArray[np.float64]


class BatchSlice(NamedTuple):
    """A slice through the ball of trajectory 0, for the batch of one update.

    number: of the update, from 1. size: the examples in its batch, of `total`. line (M,): positions along the axis.
    mean, batch (M,): the loss of all examples and of the batch. examples (N, M): the loss of each example. ball: where
    it stands on the line, and the batch's loss there. slope, mean_slope: at the ball. floor: a smaller slope is no
    pull.
    """

    axis: int
    number: int
    size: int
    total: int
    line: Array
    mean: Array
    batch: Array
    examples: Array
    ball: tuple[float, float]
    slope: float
    mean_slope: float
    floor: float

    @property
    def way(self) -> str:
        """Return which way the batch's loss falls at the ball: right, left, up, down, or flat."""
        if abs(self.slope) <= self.floor:
            return "flat"
        return (("left", "right"), ("down", "up"))[self.axis][self.slope < 0]


def batch_slice(round_: Round, update: int, theta: Array) -> BatchSlice:
    """Cut the loss of the batch of an update, counted from 0, through theta (2,), along the axis of the stage."""
    problem, axis = round_.problem, 1 if round_.stage.batch_slice == "y" else 0
    landscape = problem.landscape
    rows = batch_rows(round_, update)
    line = _line(problem, axis)
    along = np.tile(np.asarray(theta, dtype=float), (POINTS, 1))
    along[:, axis] = line
    each = landscape.example_losses(along)  # (M, N)
    slopes = landscape.example_gradients(theta)[:, axis]  # (N,)
    loss = float(landscape.example_losses(theta)[rows].mean())
    return BatchSlice(
        axis, update + 1, len(rows), landscape.examples, line, each.mean(axis=1), each[:, rows].mean(axis=1), each.T,
        (float(theta[axis]), loss), float(slopes[rows].mean()), float(slopes.mean()), _floor(problem),
    )  # fmt: skip


def batch_rows(round_: Round, update: int) -> NDArray[np.uint32]:
    """Return the examples of trajectory 0's batch at an update of the player's lane, counted from 0."""
    batches = round_.lanes()[0].hyperparameters.batches(round_.scenario.examples)
    epoch, position = batches.place(update)
    size = batches.size(epoch)
    order = batches.rows(round_.options.seed, np.zeros(1, dtype=np.uint32), epoch, np)[0]
    rows: NDArray[np.uint32] = order[position * size : (position + 1) * size]
    return rows


def _line(problem: Problem, axis: int) -> Array:
    x0, x1, y0, y1 = problem.region
    return np.linspace(x0, x1, POINTS) if axis == 0 else np.linspace(y0, y1, POINTS)


@lru_cache(maxsize=8)
def _floor(problem: Problem) -> float:
    return STUCK * typical_slope(problem)


@lru_cache(maxsize=8)
def loss_range(problem: Problem, axis: int) -> tuple[float, float]:
    """Return the lowest and the highest loss that a strip shows: what most examples have between start and goals.

    They stay the same for the whole race, so that a curve that moves has moved. Curves run out of the strip above.
    """
    line, places = _line(problem, axis), [problem.start[axis], *(ellipse[axis] for ellipse in problem.goal.ellipses)]
    along = np.tile(np.asarray(problem.start, dtype=float), (POINTS, 1))
    along[:, axis] = line
    between = (line >= min(places) - MARGIN * np.ptp(line)) & (line <= max(places) + MARGIN * np.ptp(line))
    each = problem.landscape.example_losses(along[between])
    mean = each.mean(axis=1)
    low, high = (float(value) for value in np.quantile(each, (0.05, 0.95)))
    low, high = min(low, float(mean.min())), max(high, float(mean.max()))
    return low - MARGIN * (high - low), high + MARGIN * (high - low)


class LiveSlice:
    """Which batch the strip of a running race shows. It follows the player's lane, and never faster than it may.

    every: how many shots there are from one batch that is shown to the next.
    """

    def __init__(self, round_: Round) -> None:
        self.round = round_
        self.shown: BatchSlice | None = None
        self.every = 1
        self._at = 0.0

    def follow(self, lane: LaneFrame, wall: float, *, now: bool = False) -> None:
        """Show the batch that pulls now, if there is a new one and it is time for it. now: in any case."""
        update = min(lane.updates, lane.budget_updates - 1)
        passed = update + 1 - self.shown.number if self.shown else 1
        due = wall - self._at >= (OFTEN if self.every == 1 else SELDOM)
        if self.shown is None or now or (passed and due):
            if passed:
                self.every = passed
            self.shown, self._at = batch_slice(self.round, update, lane.hero[-1]), wall
