"""The values that a map is painted from."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from batchgame.tui.maps.axes import SYMBOLS, Place

if TYPE_CHECKING:
    from batchgame.tui.maps.axes import Axes
    from batchgame.tui.maps.cell import Cell


class Axis(NamedTuple):
    """The symbol of a knob, and its value in each column or row."""

    symbol: str
    values: tuple[float, ...]


@dataclass(frozen=True)
class MapView:
    """A map as it is painted: its axes, the cells that are known, and the marks on them.

    pick is what the player raced with, cursor is the cell that has the keys. known are the cells outside the fog; None
    means that there is no fog. wanted is how many trajectories a finished cell has. With `numbers`, each cell shows the
    per cent that solved where there is room for it.
    """

    x: Axis
    y: Axis
    cells: Mapping[Place, Cell]
    cursor: Place | None = None
    pick: Place | None = None
    known: Collection[Place] | None = None
    wanted: int = 0
    numbers: bool = False

    @property
    def lit(self) -> Place | None:
        """Return the cell whose values are lit on the axes."""
        return self.cursor or self.pick

    def hidden(self, place: Place) -> bool:
        """Return whether a cell lies in the fog."""
        return self.known is not None and place not in self.known


def axes_of(axes: Axes) -> tuple[Axis, Axis]:
    """Return the axes x and y as they are painted."""
    return Axis(SYMBOLS[axes.x], axes.columns), Axis(SYMBOLS[axes.y], axes.rows)


def filled(cells: Mapping[Place, Cell], axes: Axes, strides: Sequence[int]) -> dict[Place, Cell]:
    """Return for each place its cell, or the one of the coarser pass in whose block it lies; strides: coarse first."""
    stand_ins = {}
    for row in range(len(axes.rows)):
        for column in range(len(axes.columns)):
            for stride in reversed(strides):
                cell = cells.get((row - row % stride, column - column % stride))
                if cell:
                    stand_ins[row, column] = cell
                    break
    return stand_ins
