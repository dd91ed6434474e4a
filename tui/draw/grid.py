"""The grid of cells that every page is painted on, as plain lists: the first frame needs neither NumPy nor Textual."""

from __future__ import annotations

from itertools import compress
from operator import ne

from batchgame.scenarios.text.clean import glyph_width
from batchgame.tui.draw.width import Folds, fold, measure, narrow, wrap

__all__ = ["Cell", "Grid", "Style", "fold", "measure", "wrap"]

Style = tuple[str | None, str | None, bool]  # ink, paper, bold; names of colours, None for the terminal's own
Cell = tuple[str, Style]  # glyph, style
MERGE = 4  # so many unchanged cells between two changed ones cost fewer bytes to send again than to jump over


class Grid:
    """A grid of width x height cells. A glyph that is two cells wide stands in the first, and "" in the second.

    clipped: texts that did not fit, for tests. pictures: areas (x, y, w, h) in which moving signs are part of a picture
    and not of a word.
    """

    def __init__(self, width: int, height: int, *, ink: Style = (None, None, False), folds: Folds = "") -> None:
        self.width, self.height, self.folds = width, height, folds
        self.cells: list[list[Cell]] = [[(" ", ink)] * width for _ in range(height)]
        self.clipped: list[str] = []
        self.pictures: list[tuple[int, int, int, int]] = []
        self._hot: list[tuple[int, int, int, int, str]] = []

    @property
    def size(self) -> tuple[int, int]:
        """Return the size in columns and rows."""
        return self.width, self.height

    def put(self, x: int, y: int, glyph: str, fg: str | None = None, bg: str | None = None, bold: bool = False) -> None:
        """Put one glyph into a cell, or nothing if it is outside or half outside. bg None keeps the paper."""
        if not (0 <= x < self.width and 0 <= y < self.height):
            return
        if self.folds and not glyph.isascii():
            glyph = fold(glyph, self.folds)[:1]
        row = self.cells[y]
        cells = glyph_width(glyph) if len(glyph) == 1 else 1
        if not cells:  # the last safeguard: no cell ever holds a control character
            return
        wide = cells == 2
        if wide and x + 1 >= self.width:
            return
        if not row[x][0] or (x + 1 < self.width and not row[x + 1][0]):
            self._untear(row, x)
        style = (fg, row[x][1][1] if bg is None else bg, bold)
        row[x] = (glyph, style)
        if wide:
            self._untear(row, x + 1)
            row[x + 1] = ("", style)

    def text(
        self, x: int, y: int, string: str, fg: str | None, *, bg: str | None = None, bold: bool = False,
        width: int | None = None, align: str = "left",
    ) -> int:  # fmt: skip
        """Write one line of text and return the column after it; bg None keeps the paper.

        A text longer than `width`, or than the rest of the row, is cut and noted in `clipped`. align: "left", "right"
        or "center", within `width`.
        """
        string = fold(string, self.folds)
        length = measure(string)
        room = max(0, self.width - x if width is None else min(width, self.width - x))
        inside = 0 <= y < self.height and x >= 0
        if (length > room or not inside) and string.strip():
            self.clipped.append(string)
        if not inside:
            return x
        if length <= room and width is not None and align != "left":
            x += (room - length) if align == "right" else (room - length) // 2
            room = length
        if narrow(string):
            return self._narrow(x, y, string[:room], (fg, bg, bold))
        end = x + room
        for glyph in string:
            cells = glyph_width(glyph)
            if not cells:
                continue
            if x + cells > end:
                break
            self.put(x, y, glyph, fg, bg, bold)
            x += cells
        return x

    def paragraph(
        self, x: int, y: int, width: int, height: int, string: str, fg: str | None, *, bold: bool = False
    ) -> int:
        """Write wrapped text and return the row after it. Lines beyond `height` are noted in `clipped`."""
        lines = wrap(string, max(1, width), self.folds)
        if len(lines) > max(0, height):
            self.clipped.append(" ".join(lines[max(0, height) :]))
        for line in lines[: max(0, height)]:
            self.text(x, y, line, fg, bold=bold, width=width)
            y += 1
        return y

    def fill(self, x: int, y: int, w: int, h: int, bg: str | None, glyph: str = " ") -> None:
        """Fill a rectangle with one glyph on one paper."""
        style: Style = (None, bg, False)
        glyph = fold(glyph, self.folds)[:1]
        for row in self.cells[max(0, y) : max(0, y + h)]:
            left, right = max(0, x), min(self.width, x + w)
            if left < right:
                self._untear(row, left)
                self._untear(row, right - 1)
                row[left:right] = [(glyph, style)] * (right - left)

    def hline(self, x: int, y: int, w: int, fg: str | None) -> None:
        """Draw a thin horizontal line."""
        left, right = max(0, x), min(self.width, x + w)
        if 0 <= y < self.height and left < right:
            self._narrow(left, y, ("-" if self.folds else "─") * (right - left), (fg, None, False))

    def frame(self, x: int, y: int, w: int, h: int, fg: str | None, title: str = "", ink: str | None = None) -> int:
        """Draw a box with a title in its upper edge, and return the column after the title."""
        for edge in (y, y + h - 1):
            self.hline(x + 1, edge, w - 2, fg)
        for row in range(y + 1, y + h - 1):
            self.put(x, row, "│", fg)
            self.put(x + w - 1, row, "│", fg)
        for glyph, column, row in (("╭", x, y), ("╮", x + w - 1, y), ("╰", x, y + h - 1), ("╯", x + w - 1, y + h - 1)):
            self.put(column, row, glyph, fg)
        if not title:
            return x + 2
        end = self.text(x + 2, y, f" {title} ", ink, bold=True, width=w - 4)
        return end

    def hot(self, x: int, y: int, w: int, h: int, action: str) -> None:
        """Give an area the action that a click on it does."""
        self._hot.append((x, y, w, h, action))

    def action_at(self, x: int, y: int) -> str | None:
        """Return the action of a click on a cell, or None; where areas overlap, that of the last one."""
        for left, top, w, h, action in reversed(self._hot):
            if left <= x < left + w and top <= y < top + h:
                return action
        return None

    def spans(self, old: Grid) -> list[tuple[int, int, int]]:
        """Return where this grid differs from another of its size, as (row, first column, column after the last)."""
        found = []
        for y, (now, before) in enumerate(zip(self.cells, old.cells, strict=True)):
            if now == before:
                continue
            start = end = -MERGE - 1
            for x in compress(range(self.width), map(ne, now, before)):  # a loop of our own takes three times as long
                if x > end + MERGE:
                    if end > 0:
                        found.append(self._whole(y, start, end, old))
                    start = x
                end = x + 1
            found.append(self._whole(y, start, end, old))
        return found

    def _whole(self, y: int, start: int, end: int, old: Grid) -> tuple[int, int, int]:
        """Return the span, extended where it would cut a wide glyph of either grid."""
        for row in (self.cells[y], old.cells[y]):
            if start > 0 and not row[start][0]:
                start -= 1
            if end < self.width and not row[end][0]:
                end += 1
        return y, start, end

    def _narrow(self, x: int, y: int, string: str, style: Style) -> int:
        """Write a text that fits and has no wide glyphs: the common case, with one slice instead of many `put`s."""
        end = x + len(string)
        if end > x:
            row, (fg, bg, bold) = self.cells[y], style
            self._untear(row, x)
            self._untear(row, end - 1)
            row[x:end] = [
                (glyph, style if bg is not None else (fg, under[1], bold))
                for glyph, (_, under) in zip(string, row[x:end], strict=True)
            ]
        return end

    def _untear(self, row: list[Cell], x: int) -> None:
        """Replace the other half of a wide glyph by a space, before the cell at `x` is overwritten."""
        if not row[x][0] and x > 0:
            row[x - 1] = (" ", row[x - 1][1])
        elif x + 1 < self.width and not row[x + 1][0]:
            row[x + 1] = (" ", row[x + 1][1])
