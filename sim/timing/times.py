"""What was measured: quantiles of the time of an update by batch size, their ratios, and the clock that fits them."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil
from typing import NamedTuple

from batchgame.sim.hardware import Measured

ROWS = 60_000
SIZES = (1, 10, 100, 1000, 10_000, 60_000)
LOW, HIGH = 0.2, 0.9  # the quantiles of the band
FEW = 3  # updates: fewer have no quantiles
BUSY = 2.0  # times: where the high quantile is further from the low one, something else runs on the machine


class Point(NamedTuple):
    """Updates with one batch size: how many were measured, and the 20, 50 and 90 % quantiles of their seconds."""

    batch_size: int
    updates: int
    low: float
    median: float
    high: float

    @property
    def busy(self) -> bool:
        """Return whether the updates took so different times that the machine was busy, or were too few to tell."""
        return self.high > BUSY * self.low or self.updates < FEW

    @property
    def epoch(self) -> float:
        """Return the seconds of an epoch of 60 000 examples."""
        return ceil(ROWS / self.batch_size) * self.median


class Times(NamedTuple):
    """The points so far, by ascending batch size. sizes: what is asked for. seconds: of measuring, with the start.

    ended: the process ended before everything was measured, for this reason.
    """

    sizes: tuple[int, ...]
    points: tuple[Point, ...] = ()
    seconds: float = 0.0
    ended: str = ""
    complete: bool = False

    @property
    def busy(self) -> bool:
        """Return whether the machine was busy at any batch size."""
        return any(point.busy for point in self.points)

    @property
    def one(self) -> float | None:
        """Return the seconds of an update with batch size 1, which all ratios are of."""
        return self.points[0].median if self.points and self.points[0].batch_size == 1 else None

    def point(self, batch_size: int) -> Point | None:
        """Return what was measured at a batch size."""
        return next((point for point in self.points if point.batch_size == batch_size), None)

    def ratio(self, batch_size: int) -> float | None:
        """Return the time of an update divided by that with batch size 1."""
        point, one = self.point(batch_size), self.one
        return None if point is None or not one else point.median / one

    def fit(self) -> Measured | None:
        """Return the fixed cost of an update and the cost of an example, in microseconds, as fits the points best.

        Least squares of the relative errors, because the times span four decades. None with fewer than three points, or
        where the costs that fit are not above 0.
        """
        if len(self.points) < 3:
            return None
        rows = [(1 / point.median, point.batch_size / point.median) for point in self.points]
        aa, ab, bb = (sum(row[i] * row[j] for row in rows) for i, j in ((0, 0), (0, 1), (1, 1)))
        a, b = (sum(row[i] for row in rows) for i in (0, 1))
        determinant = aa * bb - ab * ab
        fixed, each = (a * bb - b * ab) / determinant, (b * aa - a * ab) / determinant
        return _rounded(fixed, each) if fixed > 0 < each else None


def _rounded(fixed: float, each: float) -> Measured | None:
    """Round to what a command line can repeat exactly: three digits, in microseconds."""
    return Measured(float(f"{fixed * 1e6:.3g}"), float(f"{each * 1e6:.3g}"))


def point_of(batch_size: int, seconds: Sequence[float]) -> Point:
    """Return the quantiles of the seconds of updates."""
    ordered = sorted(seconds)
    return Point(batch_size, len(ordered), *(quantile(ordered, share) for share in (LOW, 0.5, HIGH)))


def quantile(ordered: Sequence[float], share: float) -> float:
    """Return a quantile of ascending values, between two of them if it lies there."""
    at = share * (len(ordered) - 1)
    low = int(at)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (at - low)
