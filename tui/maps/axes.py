"""The axes of a map: which knob runs across, which runs down, and the value at which the third is held.

Nothing here needs NumPy, because a page draws its axes in the first frame.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from batchgame.sim.plane import Knob

KNOBS: tuple[Knob, ...] = ("batch_size", "momentum", "learning_rate")
SYMBOLS = {"batch_size": "B", "momentum": "λ", "learning_rate": "η"}
Place = tuple[int, int]  # row, column


class Axes(NamedTuple):
    """The values of knob x in the columns and of knob y in the rows; `held` is the value of the third knob."""

    x: Knob
    y: Knob
    columns: tuple[float, ...]
    rows: tuple[float, ...]
    held: float

    @property
    def held_knob(self) -> Knob:
        """Return the knob that is on neither axis."""
        return third(self.x, self.y)

    @property
    def size(self) -> int:
        """Return how many cells the map has."""
        return len(self.rows) * len(self.columns)

    def values(self, place: Place) -> dict[Knob, float]:
        """Return the value of each of the three knobs in a cell."""
        row, column = place
        known = {self.x: self.columns[column], self.y: self.rows[row]}
        return {knob: known.get(knob, self.held) for knob in KNOBS}

    def place(self, across: float, down: float) -> Place | None:
        """Return the cell with exactly these values on the two axes, or None if it is not on the map."""
        if across not in self.columns or down not in self.rows:
            return None
        return self.rows.index(down), self.columns.index(across)


def third(x: Knob, y: Knob) -> Knob:
    """Return the knob that is on neither axis."""
    return next(knob for knob in KNOBS if knob not in (x, y))
