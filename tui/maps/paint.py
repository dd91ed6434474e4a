"""The painter of maps: cells, and the values of their columns and rows along two edges."""

from __future__ import annotations

from batchgame.scenarios.text.numbers import number
from batchgame.tui.draw.grid import measure
from batchgame.tui.draw.pen import Pen
from batchgame.tui.maps.size import Size
from batchgame.tui.maps.tiles import paint_blocks, paint_numbers
from batchgame.tui.maps.view import MapView


def paint_map(pen: Pen, size: Size, view: MapView) -> None:
    """Draw the map; a click on a cell is the action "cell:ROW:COLUMN"."""
    if size.numbers:
        paint_numbers(pen, size, view)
    else:
        paint_blocks(pen, size, view)
    for line in range(size.lines):
        row = size.rows[line * size.halves // size.h]
        for n, column in enumerate(size.columns):
            pen.grid.hot(size.left + n * size.w, size.y + line, size.w, 1, f"cell:{row}:{column}")
    _down(pen, size, view)
    _across(pen, size, view)


def _down(pen: Pen, size: Size, view: MapView) -> None:
    """Draw the values of the rows: the lit one always, others where there is room above and below."""
    grid, symbol, taken = pen.grid, view.y.symbol, set[int]()
    gap = 1 if size.h >= size.halves else 2
    first = size.rows[:0] if view.lit is None else (view.lit[0],)
    for row in (*first, *size.rows):
        line = ((row - size.rows.start) * size.h + (size.h - 1) // 2) // size.halves
        if any(abs(line - other) < gap for other in taken):
            continue
        taken.add(line)
        words = number(view.y.values[row])
        words = f"{symbol}{words:>3}" if size.numbers else f"{symbol} {words}"
        ink, bold = _label(pen, size, bool(first) and row == first[0])
        grid.text(size.x, size.y + line, words, ink, bold=bold, width=size.head - 1, align="right")


def _across(pen: Pen, size: Size, view: MapView) -> None:
    """Draw the values of the columns: the lit one always, others where they do not touch."""
    grid, y = pen.grid, size.y + size.lines
    end = size.left + len(size.columns) * size.w
    grid.text(size.x, y, view.x.symbol, pen.look.soft, width=size.head - 1, align="right")
    taken: list[tuple[int, int]] = []
    gap = 1 if size.numbers else 2
    lit = None if view.lit is None else view.lit[1]
    ends = [size.columns[0], size.columns[-1]] if size.columns else []
    for column in (*([] if lit is None else [lit]), *ends, *size.columns):
        words = _short(view.x.values[column], size.w) if size.numbers else number(view.x.values[column])
        length = measure(words, grid.folds)
        start = size.left + (column - size.columns.start) * size.w
        start += size.w - length if size.numbers else (size.w - length) // 2
        start = max(min(start, end - length), size.left)
        if any(start < right + gap and left < start + length + gap for left, right in taken):
            continue
        taken.append((start, start + length))
        ink, bold = _label(pen, size, column == lit)
        grid.text(start, y, words, ink, bold=bold)


def _label(pen: Pen, size: Size, lit: bool) -> tuple[str | None, bool]:
    """Return ink and boldness of a value. Beside cells without numbers the accent leads the eye to the cursor."""
    look = pen.look
    if size.numbers:
        return (look.text if lit else look.soft), lit
    return (look.accent if lit else look.dim), lit


def _short(value: float, room: int) -> str:
    """Write a value without its leading 0 in narrow cells, and with two digits where three have no room."""
    words = number(value)
    if room < 5 and value:
        words = words.removeprefix("0")
    return words if len(words) <= room else number(value, 2).removeprefix("0")
