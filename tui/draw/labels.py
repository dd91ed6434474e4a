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
        self._taken: set[Spot] = {(area.x + n, area.y) for n in range(8)}  # where the axes have their names
        self._taken |= {(area.x + area.w - 1 - n, area.y + area.h - 1) for n in range(6)}
        self._marks: set[Spot] = set()
        self._lines: set[Spot] = set()
        self.written: set[Spot] = set()  # the cells of the names, once they are painted
        self._names: list[tuple[int, int, str, str | None, bool, int | None]] = []

    def block(self, x: int, y: int) -> None:
        """Keep a cell free of names: a mark stands there."""
        self._taken.add((x, y))
        self._marks.add((x, y))

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

        Places are tried in the order right, left, below, above. A place that is not beside the mark of another name is
        better than one that is; a place apart from all lines is better than one beside a line, and that is better than
        one over a line.
        """
        for x, y, name, ink, left_first, other in self._names:
            length = measure(name, grid.folds)
            left = x if other is None else other
            middle = (x + left) // 2 - length // 2
            beside = [(x + 2, y), (left - 1 - length, y)]
            places = beside[::-1] if left_first else beside
            places += [(middle, y + 1), (middle, y - 1), (x, y + 1), (x, y - 1), (x + 1 - length, y + 1),
                       (x + 1 - length, y - 1), (x + 2, y + 1), (x + 2, y - 1)]  # fmt: skip
            free = [(a, b) for a, b in places if self.free(a, b, length)]
            if not free:
                continue
            own = {(column, y) for column in range(left, x + 1)}
            a, b = min(free, key=lambda place: self._badness(place, length, own))  # the first of the best
            if grid.folds == "ascii":  # a space on both sides, since contours are made of full stops
                for edge in (a - 1, a + length):
                    if self.free(edge, b, 1) and not self._crossed(edge, b, 1):
                        grid.put(edge, b, " ")
            grid.text(a, b, name, ink)
            self.written |= {(a + n, b) for n in range(length)}
            self._taken |= {(a + n, b) for n in range(-1, length + 1)}  # with a gap: two names must not make one word

    def _badness(self, place: Spot, length: int, own: set[Spot]) -> tuple[bool, bool, bool]:
        """Return whether a name here lies over a line, beside the mark of something else, or beside a line."""
        x, y = place
        around = {(column, row) for column in range(x - 1, x + length + 1) for row in (y - 1, y, y + 1)}
        foreign = not around.isdisjoint(self._marks - own)
        return self._crossed(x, y, length), foreign, self._crossed(x - 1, y, length + 2)

    def _crossed(self, x: int, y: int, length: int) -> bool:
        return any((x + n, y) in self._lines for n in range(length))
