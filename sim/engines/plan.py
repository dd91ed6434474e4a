"""Plans: a landscape as an update needs it, with shared values as numbers and values that differ as columns."""

from __future__ import annotations

from typing import Any

from batchgame.sim.landscape import MONOMIALS, Landscape, Well

MONOMIALS_WITH_GRADIENT = range(1, len(MONOMIALS))


class Plan:
    """A landscape prepared for batches, or for all examples if `full`.

    constant: by monomial, the coefficient that all examples share. columns: by monomial, coefficients (N,) that differ.
    For the full batch every coefficient is a constant, its mean over the examples in the order of their index.
    """

    def __init__(self, landscape: Landscape, dtype: Any, xp: Any, *, full: bool) -> None:
        self.full = full
        self.constant: dict[int, float] = {}
        self.columns: dict[int, Any] = {}
        for column in MONOMIALS_WITH_GRADIENT:
            values = landscape.coefficients[:, column].astype(dtype)
            if not values.any():
                continue
            if (values == values[0]).all():
                self.constant[column] = float(values[0])
            elif not full:
                self.columns[column] = xp.asarray(values)
            elif mean := mean_in_order(values):
                self.constant[column] = mean
        self.wells = [PlannedWell(well, dtype, xp) for well in landscape.wells]


class PlannedWell:
    """A well prepared for updates: centre x, centre y and amplitude of each example, (N,) each.

    host: as NumPy arrays. columns: on the engine's machine. same: whether all examples share a value.
    """

    def __init__(self, well: Well, dtype: Any, xp: Any) -> None:
        self.a11, self.a12, self.a22 = (float(value) for value in well.precision)
        rows = (well.centre[0] + well.shift[:, 0], well.centre[1] + well.shift[:, 1], well.amplitude)
        self.host = [row.astype(dtype) for row in rows]
        self.columns = [xp.asarray(row) for row in self.host]
        self.same = [bool((row == row[0]).all()) for row in self.host]


def mean_in_order(values: Any) -> float:
    """Compute the mean of (N,): add in the order of the index and multiply by 1/N, all in the dtype of the values."""
    total = values[0]
    for value in values[1:]:
        total = total + value
    return float(total * values.dtype.type(1.0 / len(values)))
