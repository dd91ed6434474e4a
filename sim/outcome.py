"""What a lane has come to: how many of its trajectories solved, how soon, and how sure that is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from math import sqrt
from typing import Protocol

from batchgame.sim.hyperparameters import Hyperparameters

SOLVED = 0.8  # of the trajectories: the pick solves the stage
PAR = 1.25  # of the smallest median
BLOWN_UP = 0.5  # of the trajectories
CRAWLING = 0.01  # of the scale
_Z = 1.959964  # two-sided 95 %


class Status(StrEnum):
    """Of a lane, from its trajectories; the first that holds."""

    BLOWN_UP = "BLOWN UP"
    ARRIVED = "ARRIVED"
    AT_REST = "AT REST"
    CRAWLING = "CRAWLING"
    OUT_OF_BUDGET = "OUT OF BUDGET"
    MOVING = "MOVING"


def status_of(
    *, trajectories: int, solved: int, diverged: int, updates: int, at_rest: bool, median_step: float, scale: float,
    over: bool,
) -> Status:  # fmt: skip
    """The status of a lane. scale: η × the median ‖gradient‖ over the map's region, a usual step."""
    if diverged >= BLOWN_UP * trajectories:
        return Status.BLOWN_UP
    if solved >= SOLVED * trajectories:
        return Status.ARRIVED
    if at_rest:
        return Status.AT_REST
    if updates and median_step < CRAWLING * scale:
        return Status.CRAWLING
    return Status.OUT_OF_BUDGET if over else Status.MOVING


@dataclass(frozen=True)
class Outcome:
    """Of `trajectories` runs after `updates` updates: counts, medians to solve (None: fewer than half did), final loss.

    updates, epochs: the budget used. median_time is in units of the clock.
    """

    hyperparameters: Hyperparameters
    trajectories: int
    seed: int
    updates: int
    epochs: float
    solved: int
    diverged: int
    median_updates: float | None
    median_epochs: float | None
    median_time: float | None
    final_loss: float
    status: Status

    @property
    def probability(self) -> float:
        """The fraction that solved."""
        return self.solved / self.trajectories

    def interval(self) -> tuple[float, float]:
        """Where the true chance plausibly lies, 95 %."""
        return wilson(self.solved, self.trajectories)


def wilson(successes: int, trials: int) -> tuple[float, float]:
    """Wilson's score interval, 95 %: right also at 0 and at all (E. B. Wilson 1927)."""
    p = successes / trials
    centre = p + _Z**2 / (2 * trials)
    spread = _Z * sqrt(p * (1 - p) / trials + _Z**2 / (4 * trials**2))
    scale = 1 + _Z**2 / trials
    return max(0.0, (centre - spread) / scale), min(1.0, (centre + spread) / scale)


class Scored(Protocol):
    """What par is computed from: an outcome, or a cell of a map."""

    @property
    def probability(self) -> float:
        """The fraction that solved."""

    @property
    def median_updates(self) -> float | None:
        """To solve; None when fewer than half did."""

    @property
    def median_epochs(self) -> float | None:
        """The same in epochs."""


def par(picks: Iterable[Scored], unit: str) -> float | None:
    """1.25 x the smallest median, in updates or epochs, among the picks that solve; None when none does."""
    solving = [pick for pick in picks if pick.probability >= SOLVED]
    medians = [pick.median_epochs if unit == "epochs" else pick.median_updates for pick in solving]
    return min((PAR * median for median in medians if median is not None), default=None)
