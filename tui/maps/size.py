"""The size of a map's cells: how many fit into an area, and how large each is."""

from __future__ import annotations

from typing import NamedTuple

from batchgame.tui.draw.layout import Rect
from batchgame.tui.draw.look import Look
from batchgame.tui.maps.view import MapView

NUMBER_HEAD, BLOCK_HEAD = 5, 10  # columns for the values of the rows, left of the cells
SMALLEST_NUMBER, LARGEST_NUMBER = 3, 9  # columns of a cell with a number in it
TALLEST_NUMBER = 3
LARGEST_BLOCK = 4  # columns of a cell without


class Size(NamedTuple):
    """Where cells lie in a grid. The values of the columns stand in the row below them.

    rows and columns are those that are shown; w and h are the size of one cell, h in half rows where `halves` is 2;
    lines is how many rows of the grid all cells take.
    """

    x: int
    y: int
    head: int
    numbers: bool
    rows: range
    columns: range
    w: int
    h: int
    halves: int
    lines: int

    @property
    def left(self) -> int:
        """Return the column of the grid at which the cells begin."""
        return self.x + self.head

    @property
    def below(self) -> int:
        """Return the row of the grid after the values of the columns."""
        return self.y + self.lines + 1


def blocks_that_fit(look: Look, area: Rect) -> tuple[int, int]:
    """Return how many columns and rows of cells without numbers an area has room for."""
    return max(0, area.w - BLOCK_HEAD), max(0, area.h - 1) * _halves(look)


def size_of(look: Look, area: Rect, view: MapView) -> Size:
    """Return the size of the cells: with numbers if the view wants them and all of them fit, else blocks.

    Of more cells than fit even as blocks, those around the cursor are shown.
    """
    across, down = len(view.x.values), len(view.y.values)
    w, h = (area.w - NUMBER_HEAD) // across, (area.h - 1) // down
    if view.numbers and w >= SMALLEST_NUMBER and h >= 1:
        w, h = min(LARGEST_NUMBER, w), min(TALLEST_NUMBER, h)
        return Size(area.x, area.y, NUMBER_HEAD, True, range(down), range(across), w, h, 1, down * h)
    halves, (most_columns, most_rows) = _halves(look), blocks_that_fit(look, area)
    row, column = view.lit or (0, 0)
    rows, columns = _around(row, down, most_rows), _around(column, across, most_columns)
    w = min(LARGEST_BLOCK, most_columns // max(1, len(columns)))
    h = most_rows // max(1, len(rows))
    lines = min(area.h - 1, -(-len(rows) * h // halves))
    return Size(area.x, area.y, BLOCK_HEAD, False, rows, columns, w, h, halves, max(0, lines))


def _halves(look: Look) -> int:
    """Two cells above each other in a character need colours and the sign ▀."""
    return 1 if look.mono or look.folds else 2


def _around(at: int, count: int, room: int) -> range:
    """Return as many of `count` indices as there is room for, with `at` among them."""
    room = min(room, count)
    first = min(max(0, at - room // 2), count - room)
    return range(first, first + room)
