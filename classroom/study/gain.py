"""The gain of a class, with an interval, and what each question tells. Pure functions of who was right in what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import atan, cos, exp, inf, isnan, lgamma, log, nan, pi, sqrt

LEVEL = 0.95


@dataclass(frozen=True)
class Gain:
    """The gain of a class. before, after: mean shares of right answers. low, high: the interval, which may be open."""

    people: int
    before: float
    after: float
    gain: float
    low: float
    high: float


def gain(before: Sequence[float], after: Sequence[float]) -> Gain:
    """Compute the gain (after − before) / (1 − before) of the class means, and its 95 % interval by Fieller's theorem.

    before, after: the share of right answers of each person, in the same order. The gain is 1 − R, where R is the mean
    share of wrong answers afterwards over that before (Hake 1998, Am. J. Phys. 66, 64). R is a ratio of two means of
    the same people, and Fieller's theorem gives its interval: all R for which the mean of wrong_after − R·wrong_before
    does not differ from 0 by a t test of n − 1 degrees (Fieller 1954, J. R. Stat. Soc. B 16, 175). Unlike the delta
    method it does not take the denominator for exact, and it is open where the class has hardly been wrong before.
    """
    people = len(before)
    x, y = [1 - share for share in before], [1 - share for share in after]
    if people == 0:
        return Gain(0, nan, nan, nan, -inf, inf)
    mean_x, mean_y = sum(x) / people, sum(y) / people
    value = 1 - mean_y / mean_x if mean_x > 0 else nan
    low, high = _fieller(x, y, mean_x, mean_y) if people > 1 else (-inf, inf)
    return Gain(people, 1 - mean_x, 1 - mean_y, value, 1 - high, 1 - low)


def _fieller(x: Sequence[float], y: Sequence[float], mean_x: float, mean_y: float) -> tuple[float, float]:
    """Return the ends of the interval for the ratio mean_y / mean_x; both are infinite where it is open."""
    n = len(x)
    var_x = sum((a - mean_x) ** 2 for a in x) / (n - 1) / n
    var_y = sum((b - mean_y) ** 2 for b in y) / (n - 1) / n
    both = sum((a - mean_x) * (b - mean_y) for a, b in zip(x, y, strict=True)) / (n - 1) / n
    t2 = t_quantile(0.5 + LEVEL / 2, n - 1) ** 2
    # (mean_y − R mean_x)² = t² (var_y − 2 R both + R² var_x), a square equation in R.
    a, b, c = mean_x**2 - t2 * var_x, mean_x * mean_y - t2 * both, mean_y**2 - t2 * var_y
    root = b * b - a * c
    if a <= 0 or root < 0:
        return -inf, inf
    return (b - sqrt(root)) / a, (b + sqrt(root)) / a


def t_quantile(p: float, df: int) -> float:
    """Return the quantile of Student's t with df degrees of freedom, for p of at least 0.5."""
    low, high = 0.0, 1e4
    for _ in range(80):
        middle = (low + high) / 2
        if t_below(middle, df) < p:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def t_below(t: float, df: int) -> float:
    """Return the probability that Student's t is below t ≥ 0, from its density by Simpson's rule.

    The place is put as t = tan(angle)·√df, in which the density is cos^(df − 1) and smooth everywhere.
    """
    from_zero, steps = _angle(t, df), 400
    width = from_zero / steps
    weights = (1 if n in (0, steps) else 4 if n % 2 else 2 for n in range(steps + 1))
    area = sum(w * _density(n * width, df) for n, w in enumerate(weights)) * width / 3
    return 0.5 + area * exp(lgamma((df + 1) / 2) - lgamma(df / 2)) / sqrt(pi)


def _angle(t: float, df: int) -> float:
    return atan(t / sqrt(df))


def _density(angle: float, df: int) -> float:
    inside = cos(angle)
    return exp((df - 1) * log(inside)) if inside > 0 else 0.0


def discrimination(right: Sequence[bool], rest: Sequence[float]) -> float | None:
    """Correlate a question with the other questions of its form; None where one of both does not vary."""
    n = len(right)
    if n < 2:
        return None
    mean_a, mean_b = sum(right) / n, sum(rest) / n
    a, b = [value - mean_a for value in right], [value - mean_b for value in rest]
    spread = sqrt(sum(value * value for value in a) * sum(value * value for value in b))
    found = sum(u * v for u, v in zip(a, b, strict=True)) / spread if spread > 1e-12 else nan
    return None if isnan(found) else found
