"""The coefficients of a landscape, multiplied out from the terms of its file.

Decimals are read as they are written and added as exact fractions; each coefficient is rounded once. Therefore
`0.1·(x − 2.049)²` gives the same constant whichever term comes first, and tilts of k/64 still sum to exactly 0.
"""

from fractions import Fraction
from math import comb

from msgspec import Struct

from batchgame.scenarios.reading.landscape_terms import MONOMIALS, POLYNOMIAL_NAMES, LandscapeSpec, Point, Well

_Terms = dict[tuple[int, int], Fraction]


class CompiledWell(Struct, frozen=True):
    """A well as numbers: centre (2,), precision (3,) = a11 a12 a22, amplitude (N,), shift (N, 2)."""

    centre: Point
    precision: tuple[float, float, float]
    amplitude: tuple[float, ...]
    shift: tuple[Point, ...]


class Compiled(Struct, frozen=True):
    """A landscape as numbers: coefficients (N, 15) in the order of MONOMIALS, and wells.

    others: the coefficients of further pieces, each (N, 15). The loss of an example is that of its lowest piece.
    """

    coefficients: tuple[tuple[float, ...], ...]
    wells: tuple[CompiledWell, ...]
    others: tuple[tuple[tuple[float, ...], ...], ...] = ()


def compile_landscape(spec: LandscapeSpec, examples: int) -> Compiled:
    """Multiply out the terms of a landscape of N examples. The lengths of its lists have to be checked before."""
    others = tuple(
        compile_landscape(LandscapeSpec(polynomial=piece, shifts=spec.shifts), examples).coefficients
        for piece in spec.others
    )
    shifts = spec.shifts or ((0.0, 0.0),) * examples
    rows = tuple(_row(spec, n, shifts[n]) for n in range(examples))
    wells = tuple(_well(well, examples, shifts) for well in spec.well)
    return Compiled(rows, wells, others)


def _exact(number: float) -> Fraction:
    return Fraction(repr(number))


def _row(spec: LandscapeSpec, n: int, shift: Point) -> tuple[float, ...]:
    terms: _Terms = dict.fromkeys(MONOMIALS, Fraction(0))
    dx, dy = _exact(shift[0]), _exact(shift[1])
    if spec.bowl is not None:
        (cx, cy), (hx, hy) = spec.bowl.centre, spec.bowl.curvatures
        _add(terms, (2, 0), _exact(hx) / 2, _exact(cx) + dx, Fraction(0))
        _add(terms, (0, 2), _exact(hy) / 2, Fraction(0), _exact(cy) + dy)
    if spec.saddle is not None:
        cx, cy = spec.saddle.centre
        _add(terms, (2, 0), _exact(spec.saddle.up) / 2, _exact(cx) + dx, Fraction(0))
        _add(terms, (0, 2), -_exact(spec.saddle.down) / 2, Fraction(0), _exact(cy) + dy)
        _add(terms, (0, 4), _exact(spec.saddle.walls) / 4, Fraction(0), _exact(cy) + dy)
    for name, value in spec.polynomial.items():
        factor = value[n] if isinstance(value, tuple) else value
        _add(terms, POLYNOMIAL_NAMES[name], _exact(factor), dx, dy)
    if spec.regression is not None:
        x, y = _exact(spec.regression.x[n]), _exact(spec.regression.y[n])
        for powers, value_ in (((2, 0), x * x), ((1, 1), 2 * x), ((0, 2), Fraction(1))):
            terms[powers] += value_
        for powers, value_ in (((1, 0), -2 * x * y), ((0, 1), -2 * y), ((0, 0), y * y)):
            terms[powers] += value_
    if spec.tilt is not None:
        terms[1, 0] += _exact(spec.tilt.x[n]) / spec.tilt.over
        terms[0, 1] += _exact(spec.tilt.y[n]) / spec.tilt.over
    return tuple(float(terms[powers]) for powers in MONOMIALS)


def _add(terms: _Terms, powers: tuple[int, int], factor: Fraction, cx: Fraction, cy: Fraction) -> None:
    """Multiply factor·(x − cx)^i·(y − cy)^j out, and add it to the terms."""
    i, j = powers
    for p in range(i + 1):
        for q in range(j + 1):
            terms[p, q] += factor * comb(i, p) * (-cx) ** (i - p) * comb(j, q) * (-cy) ** (j - q)


def _well(well: Well, examples: int, shifts: tuple[Point, ...]) -> CompiledWell:
    wx, wy = well.widths
    amplitude = well.depth if isinstance(well.depth, tuple) else (well.depth,) * examples
    own = well.shifts or ((0.0, 0.0),) * examples
    moved = tuple(
        (float(_exact(a[0]) + _exact(b[0])), float(_exact(a[1]) + _exact(b[1])))
        for a, b in zip(shifts, own, strict=True)
    )
    return CompiledWell(well.centre, (1 / (wx * wx), 0.0, 1 / (wy * wy)), tuple(float(a) for a in amplitude), moved)
