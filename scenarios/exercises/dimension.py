"""The proofs of the dimension exercise: exact chances by quadrature, and random matrices that are drawn."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from math import isclose, log, log10, sqrt

from batchgame.scenarios.text.numbers import decimal, percentage, power_of_ten
from batchgame.sim.dimension import LEVELS, Spectra, chance

ASKED = (2, 3, 5)  # dimensions whose chance the player predicts
MILLION = 1_000_000
FACTOR = 3.0  # a prediction within this factor of the exact chance is a hit
LOW, MANY = -1.2, 20  # a level of the loss, and a number of dimensions, at which nearly all critical points are minima
MARKS = tuple(10 ** (-step / 3) for step in range(22))  # the values that a marker can take, three per decade


@cache
def drawn(dimension: int, level: float = 0.0) -> Spectra:
    """Draw all random matrices of a dimension at a level of the loss, as the exercise does, and keep their spectra."""
    spectra = Spectra(dimension, level=level)
    while not spectra.complete:
        spectra.measure()
    return spectra


def answer(dimension: int) -> int:
    """Return the index of the mark that is nearest to the exact chance, on a logarithmic scale."""
    return min(range(len(MARKS)), key=lambda n: abs(log10(MARKS[n]) - log10(chance(dimension))))


def hit(dimension: int, mark: int) -> bool:
    """Return whether a mark is within a factor of three of the exact chance of a minimum."""
    return 1 / FACTOR <= MARKS[mark] / chance(dimension) <= FACTOR


@cache
def _few(dimension: int, level: float) -> Spectra:
    """Draw one slice of matrices after the other until there are a thousand: enough to tell nearly all from none."""
    spectra = Spectra(dimension, level=level)
    while spectra.matrices < 1000:
        spectra.measure()
    return spectra


def _follows_the_loss() -> bool:
    """Check that the share of negative eigenvalues grows with the level of the loss, from none to all."""
    shares = [_few(MANY, level).negative()[1] for level in LEVELS]
    return shares == sorted(shares) and shares[0] < 0.01 < 0.99 < shares[-1]


def _law() -> bool:
    """Compare the second difference of the logarithm with the law that the chance falls like exp(−(ln 3/4)·d²)."""
    a, b, c = (log(chance(d)) for d in (8, 9, 10))
    return isclose(a - 2 * b + c, -log(3) / 2, rel_tol=0.05)


def _measured() -> bool:
    """Compare the exact chance with the interval of the matrices that are drawn, at d = 2 and 3."""
    return all(drawn(d).interval()[0] <= chance(d) <= drawn(d).interval()[1] for d in (2, 3))


PROOFS: dict[str, Callable[[], bool]] = {
    "tens_of_thousands": lambda: chance(10) * MILLION > 10_000,
    "some_hundreds": lambda: 100 < chance(10) * MILLION < 10_000,
    "none": lambda: chance(10) * MILLION < 1,
    "two_by_formula": lambda: isclose(chance(2), (2 - sqrt(2)) / 4, rel_tol=1e-6),
    "law": _law,
    "measured": _measured,
    "low_are_minima": lambda: _few(MANY, LOW).interval()[0] > 0.95,
    "mean_are_saddles": lambda: _few(MANY, 0.0).minima == 0,
    "follows_the_loss": _follows_the_loss,
    "negative_half": lambda: abs(drawn(20).negative()[1] - 0.5) < 0.02,
    "negative_none": lambda: drawn(20).negative()[1] < 0.1,
    "negative_all": lambda: drawn(20).negative()[1] > 0.9,
}

NUMBERS: dict[str, Callable[[], str]] = {
    "two": lambda: percentage(chance(2)),
    "three": lambda: percentage(chance(3)),
    "five": lambda: percentage(chance(5), 3),
    "ten": lambda: power_of_ten(1 / chance(10)),
    "low_level": lambda: decimal(LOW),
    "many": lambda: str(MANY),
    "low_share": lambda: percentage(_few(MANY, LOW).fraction, 2),
    "half": lambda: percentage(drawn(20).negative()[1], 0),
}
