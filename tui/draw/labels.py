"""Names on a map: each stands beside the thing it names, and covers no mark, no other name and no edge."""

from collections.abc import Iterable

from batchgame.tui.draw.grid import Grid, measure
from batchgame.tui.draw.layout import Rect

Spot = tuple[int, int]


class Labels:
    """The names of a map, and the cells that they must not cover.

    Callers block only cells of things that stand still, so that a name does not jump from frame to frame.
    """

    def __init__(self, area: Rect) -> None:
        self.area = area
        self._taken: set[Spot] = {(area.x + n, area.y) for n in range(8)}  # where the axis has its name
        self._lines: set[Spot] = set()
        self._names: list[tuple[int, int, str, str | None, bool, int | None]] = []

    def block(self, x: int, y: int) -> None:
        """Keep a cell free of names."""
        self._taken.add((x, y))

    def keep_off(self, cells: Iterable[Spot]) -> None:
        """Let names cover these cells only if there is no other place."""
        self._lines |= set(cells)

    def add(
        self, x: int, y: int, name: str, ink: str | None, *, left_first: bool = False, other: int | None = None
    ) -> None:
        """Add a name for the thing at (x, y).

        other: the column of its left edge, if it is wide. left_first: try the place left of it before the right one.
        """
        self._names.append((x, y, name, ink, left_first, other))

    def free(self, x: int, y: int, length: int) -> bool:
        """Return whether `length` cells from (x, y) lie in the area and hold neither a name nor a blocked cell."""
        area = self.area
        inside = area.x <= x and x + length <= area.x + area.w and area.y <= y < area.y + area.h
        return inside and not any((x + n, y) in self._taken for n in range(length))

    def paint(self, grid: Grid) -> None:
        """Write each name at its best free place; a name without a free place is left out.

        Places are tried in the order right, left, below, above. A place apart from all lines is better than one beside
        a line, and that is better than one over a line.
        """
        for x, y, name, ink, left_first, other in self._names:
            length = measure(name, grid.folds)
            left = x if other is None else other
            middle = (x + left) // 2 - length // 2
            beside = [(x + 2, y), (left - 1 - length, y)]
            places = beside[::-1] if left_first else beside
            places += [(middle, y + 1), (middle, y - 1), (x + 2, y + 1), (x + 2, y - 1), (x + 4, y), (x + 6, y)]
            free = [(a, b) for a, b in places if self.free(a, b, length)]
            clear = [(a, b) for a, b in free if not self._crossed(a, b, length)]
            apart = [(a, b) for a, b in clear if not self._crossed(a - 1, b, length + 2)]
            if not free:
                continue
            a, b = (apart or clear or free)[0]
            if grid.folds == "ascii":  # a space on both sides, since contours are made of full stops
                for edge in (a - 1, a + length):
                    if self.free(edge, b, 1) and not self._crossed(edge, b, 1):
                        grid.put(edge, b, " ")
            grid.text(a, b, name, ink)
            self._taken |= {(a + n, b) for n in range(-1, length + 1)}  # with a gap: two names must not make one word

    def _crossed(self, x: int, y: int, length: int) -> bool:
        return any((x + n, y) in self._lines for n in range(length))
