"""The terms of a landscape that a scenario file may add up."""

from typing import Annotated

from msgspec import Meta, Struct

Point = tuple[float, float]
# The powers (i, j) of x^i y^j, in the order of every row of coefficients.
MONOMIALS = tuple((degree - j, j) for degree in range(5) for j in range(degree + 1))
Column = Annotated[tuple[float, ...], Meta(min_length=1, max_length=1000)]


class Regression(Struct, frozen=True, forbid_unknown_fields=True):
    """A linear regression: the loss of example n is (w·x_n + b − y_n)², and θ = (w, b)."""

    x: Column
    y: Column


class Bowl(Struct, frozen=True, forbid_unknown_fields=True):
    """The bowl ½h₁(x − c₁)² + ½h₂(y − c₂)² with curvatures h > 0."""

    centre: Point
    curvatures: tuple[Annotated[float, Meta(gt=0)], Annotated[float, Meta(gt=0)]]


class Saddle(Struct, frozen=True, forbid_unknown_fields=True):
    """The saddle ½·up·(x − c₁)² − ½·down·(y − c₂)² + ¼·walls·(y − c₂)⁴.

    A valley lies on either side of it, and walls close both.
    """

    up: Annotated[float, Meta(gt=0)]
    down: Annotated[float, Meta(gt=0)]
    walls: Annotated[float, Meta(gt=0)]
    centre: Point = (0.0, 0.0)


class Tilt(Struct, frozen=True, forbid_unknown_fields=True):
    """One slope per example: (x_n·x + y_n·y) / over. Whole numbers over 64 are exact in floating point."""

    x: Column
    y: Column
    over: Annotated[int, Meta(ge=1, le=1_000_000)] = 1


class Well(Struct, frozen=True, forbid_unknown_fields=True):
    """The well −depth·exp(−½((x − c₁)²/w₁² + (y − c₂)²/w₂²)).

    With a depth below 0 it is a hill. depth: one for all examples, or one per example.
    """

    centre: Point
    widths: tuple[Annotated[float, Meta(gt=0)], Annotated[float, Meta(gt=0)]]
    depth: float | Column
    shifts: Annotated[tuple[Point, ...], Meta(max_length=1000)] = ()


class LandscapeSpec(Struct, frozen=True, forbid_unknown_fields=True):
    """A landscape as the sum of its terms.

    shifts: one movement (dx, dy) per example, of its own copy of bowl, saddle, polynomial and wells.
    others: further polynomials. The loss of an example is the lowest of `polynomial` and these; no other term may be
    used beside them.
    """

    regression: Regression | None = None
    bowl: Bowl | None = None
    saddle: Saddle | None = None
    polynomial: dict[str, float | Column] = {}
    tilt: Tilt | None = None
    well: Annotated[tuple[Well, ...], Meta(max_length=4)] = ()
    others: Annotated[tuple[dict[str, float | Column], ...], Meta(max_length=3)] = ()
    shifts: Annotated[tuple[Point, ...], Meta(max_length=1000)] = ()


def is_shifted_only(spec: LandscapeSpec) -> bool:
    """Return whether the examples differ in the shifts of the whole landscape, and in nothing else."""
    varies = any(isinstance(value, tuple) for value in spec.polynomial.values())
    varies |= any(isinstance(well.depth, tuple) or well.shifts for well in spec.well)
    return bool(spec.shifts) and not (varies or spec.others or spec.regression or spec.tilt)


def monomial_name(powers: tuple[int, int]) -> str:
    """Return the name by which a file calls x^i y^j: `1`, `x`, `y`, `x2`, `xy`, `x2y`."""
    name = "".join(f"{letter}{power if power > 1 else ''}" for letter, power in zip("xy", powers, strict=True) if power)
    return name or "1"


POLYNOMIAL_NAMES = {monomial_name(powers): powers for powers in MONOMIALS}
