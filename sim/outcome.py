"""The outcome of a lane: how many of its trajectories solved and how soon, its status, and confidence intervals."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from math import inf, sqrt
from typing import Any, Protocol

from batchgame.sim.hyperparameters import Hyperparameters

SOLVED = 0.8  # share of the trajectories that have to solve for a lane to arrive
PAR = 1.25  # par is the smallest median times this
BLOWN_UP = 0.5  # share of the trajectories that have to diverge for a lane to blow up
CRAWLING = 0.01  # a median step below this share of a usual step is crawling
_Z = 1.959964  # quantile of the normal distribution for a two-sided interval of 95 %


class Status(StrEnum):
    """The status of a lane. The first that applies, in this order, is the one."""

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
    """Return the status of a lane. scale: a usual step, η times the median ‖gradient‖ over the map's region."""
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
    """The result of `trajectories` trajectories after `updates` updates.

    solved, diverged: counts. median_updates, median_epochs, median_time (in units of the clock): medians of first
    passages, None unless more than half solved. final_loss: the median of the full loss at the end, None if the median
    trajectory diverged.
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
    final_loss: float | None
    status: Status

    @property
    def probability(self) -> float:
        """Return the share of the trajectories that solved."""
        return self.solved / self.trajectories

    def interval(self) -> tuple[float, float]:
        """Return the 95 % interval for the true chance to solve."""
        return wilson(self.solved, self.trajectories)


def or_infinite(losses: Any, diverged_at: Any, xp: Any) -> Any:
    """Return the losses, with ∞ for each trajectory that diverged, so that it is sorted after all others.

    A diverged trajectory was stopped where it was last, and the loss there says nothing: far away from everything it
    may be lower than the loss at the goal. A median, or any quantile, that comes out as ∞ is therefore no number.
    diverged_at: 0 for a trajectory that did not diverge, in the shape of `losses`. xp: numpy or cupy.
    """
    return xp.where(diverged_at != 0, inf, losses)


def wilson(successes: int, trials: int) -> tuple[float, float]:
    """Compute Wilson's 95 % score interval (E. B. Wilson 1927), which also holds for 0 successes and for all."""
    p = successes / trials
    centre = p + _Z**2 / (2 * trials)
    spread = _Z * sqrt(p * (1 - p) / trials + _Z**2 / (4 * trials**2))
    scale = 1 + _Z**2 / trials
    return max(0.0, (centre - spread) / scale), min(1.0, (centre + spread) / scale)


class Scored(Protocol):
    """The figures that par is computed from, of an outcome or of a cell of a map."""

    @property
    def probability(self) -> float:
        """Return the share of the trajectories that solved."""

    @property
    def median_updates(self) -> float | None:
        """Return the median first passage in updates, None unless more than half solved."""

    @property
    def median_epochs(self) -> float | None:
        """Return the median first passage in epochs, None unless more than half solved."""


def par(picks: Iterable[Scored], unit: str) -> float | None:
    """Compute par: 1.25 times the smallest median among the picks that solve. Returns None if no pick solves.

    unit: "epochs", or anything else for updates.
    """
    solving = [pick for pick in picks if pick.probability >= SOLVED]
    medians = [pick.median_epochs if unit == "epochs" else pick.median_updates for pick in solving]
    return min((PAR * median for median in medians if median is not None), default=None)
