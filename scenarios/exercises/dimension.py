"""The proofs of the dimension exercise: exact chances by quadrature, and random matrices that are drawn."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from math import isclose, log, log10, sqrt

from batchgame.scenarios.text.numbers import percentage, power_of_ten
from batchgame.sim.dimension import Spectra, chance

ASKED = (2, 3, 5)  # dimensions whose chance the player predicts
MILLION = 1_000_000
FACTOR = 3.0  # a prediction within this factor of the measured fraction is a hit
MARKS = tuple(10 ** (-step / 3) for step in range(22))  # the values that a marker can take, three per decade


@cache
def drawn(dimension: int) -> Spectra:
    """Draw all random matrices of a dimension, as the exercise does, and keep their spectra."""
    spectra = Spectra(dimension)
    while not spectra.complete:
        spectra.measure()
    return spectra


def answer(dimension: int) -> int:
    """Return the index of the mark that is nearest to the exact chance, on a logarithmic scale."""
    return min(range(len(MARKS)), key=lambda n: abs(log10(MARKS[n]) - log10(chance(dimension))))


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
    "negative_half": lambda: abs(drawn(20).negative()[1] - 0.5) < 0.02,
    "negative_none": lambda: drawn(20).negative()[1] < 0.1,
    "negative_all": lambda: drawn(20).negative()[1] > 0.9,
}

NUMBERS: dict[str, Callable[[], str]] = {
    "two": lambda: percentage(chance(2)),
    "three": lambda: percentage(chance(3)),
    "five": lambda: percentage(chance(5), 3),
    "ten": lambda: power_of_ten(1 / chance(10)),
    "half": lambda: percentage(drawn(20).negative()[1], 0),
}
