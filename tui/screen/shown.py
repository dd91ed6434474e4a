"""The record of what the terminal shows, and the text that brings the terminal nearer to a new grid."""

from __future__ import annotations

from collections.abc import Sequence

from batchgame.tui.draw.colours import Depth
from batchgame.tui.draw.grid import Grid
from batchgame.tui.screen.encode import Span, encode


class Shown:
    """A record of the cells that the terminal shows.

    owes: the last patch left out something that differs. owes_key: it left out something that a key had changed.
    """

    def __init__(self) -> None:
        self._grid: Grid | None = None
        self._row = 0  # where the next patch begins, since the last one had no room for the rows from here on
        self._fresh = False  # the terminal has not yet been sent every cell, and somebody waits for them
        self._urgent = True  # somebody waits for the next fresh screen
        self.owes = self.owes_key = False

    def forget(self, urgent: bool = True) -> None:
        """Forget what the terminal shows, so that every cell will be sent again. urgent: somebody waits for them."""
        self._grid = None
        self._urgent = urgent
        self._row = 0

    def differs(self, grid: Grid) -> list[Span]:
        """Return the spans of a grid that the terminal does not show yet; all rows if the size is a new one."""
        if self._grid is None or self._grid.size != grid.size:
            self._grid = Grid(grid.width, grid.height, ink=("unknown", "unknown", False))
            self._row = 0
            self._fresh, self._urgent = self._urgent, True
        return grid.spans(self._grid)

    def patch(
        self,
        grid: Grid,
        depth: Depth,
        room: int | None = None,
        urgent_room: int | None = None,
        before: Grid | None = None,
    ) -> str:
        """Return the text for as many differing spans as there is room for, at least one; they count as shown.

        Spans that a key has changed come first and have a room of their own; `before` is the grid as it was painted
        until the key. While somebody waits for a fresh screen, all spans count as changed by a key. The others
        follow from the row where the last patch ended, so that no row waits for ever. Rooms are in bytes; None is no
        limit.
        """
        spans = self.differs(grid)
        assert self._grid is not None
        pressed = set(spans) if self._fresh else _touching(spans, grid.spans(before) if before else ())
        spans.sort(key=lambda span: (span not in pressed, span[0] < self._row))
        text, sent = encode(grid, spans, depth, lambda at: urgent_room if spans[at] in pressed else room)
        for y, start, end in spans[:sent]:
            self._grid.cells[y][start:end] = grid.cells[y][start:end]
        self.owes = sent < len(spans)
        self.owes_key = self.owes and spans[sent] in pressed
        self._row = spans[sent][0] if self.owes else 0
        self._fresh &= self.owes
        return text


def _touching(spans: Sequence[Span], areas: Sequence[Span]) -> set[Span]:
    """Return the spans that share a cell with one of the areas."""
    return {s for s in spans if any(s[0] == a[0] and s[1] < a[2] and a[1] < s[2] for a in areas)}
