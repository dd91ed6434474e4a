"""The 95% interval of a mean difference, how it changes as values are added, and what may be said of it."""

from __future__ import annotations

from functools import cache
from math import lgamma, pi, sqrt
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
COVERS = 0.95
FEWEST = 3  # values that an interval is made of
Kind = Literal["few", "below", "above", "open", "reopened"]


class Interval(NamedTuple):
    """A mean over so many values, and half the width of its 95% interval."""

    values: int
    mean: float
    half: float

    @property
    def side(self) -> int:
        """Return −1 if the interval lies below 0, 1 if it lies above, 0 if it contains 0."""
        return -1 if self.mean + self.half < 0 else 1 if self.mean - self.half > 0 else 0


class Verdict(NamedTuple):
    """What the intervals say, from the first one to the last.

    kind: "below" and "above" 0 without a break since there are `since` values; "open" if the last interval contains 0
    and all did; "reopened" if an earlier one, of `since` values, did not; "few" if there are too few values.
    """

    kind: Kind
    since: int = 0


def interval(values: Array) -> Interval:
    """Return the mean of values and its 95% interval by Student's t; at least two values are needed."""
    return Interval(
        len(values), float(values.mean()), student(len(values) - 1) * float(values.std(ddof=1)) / sqrt(len(values))
    )


def verdict(values: Array) -> Verdict:
    """Look at the interval after each value, and say where it has got to."""
    sides = [interval(values[:count]).side for count in range(FEWEST, len(values) + 1)]
    if not sides:
        return Verdict("few")
    if sides[-1]:
        since = next(n for n in range(len(sides), 0, -1) if n == 1 or sides[n - 2] != sides[-1])
        return Verdict("below" if sides[-1] < 0 else "above", since + FEWEST - 1)
    sure = [n for n, side in enumerate(sides) if side]
    return Verdict("reopened", sure[-1] + FEWEST) if sure else Verdict("open")


@cache
def student(freedom: int) -> float:
    """Return how many standard errors the interval reaches to each side, by quadrature of Student's density."""
    x = np.linspace(0, 40, 400_001)
    scale = lgamma((freedom + 1) / 2) - lgamma(freedom / 2) - 0.5 * np.log(freedom * pi)
    density = np.exp(scale - (freedom + 1) / 2 * np.log1p(x * x / freedom))
    below = np.concatenate([[0.0], np.cumsum((density[1:] + density[:-1]) / 2 * (x[1] - x[0]))])
    return float(np.interp(COVERS / 2, below, x))
