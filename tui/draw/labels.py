"""Names on a map: beside what they name, never over a mark, over each other or over the edge."""

from collections.abc import Iterable

from batchgame.tui.draw.grid import Grid, measure
from batchgame.tui.draw.layout import Rect

Spot = tuple[int, int]


class Labels:
    """Collects names, finds room for each, paints them. Only what stands still is kept clear, so that none jumps."""

    def __init__(self, area: Rect) -> None:
        self.area = area
        self._taken: set[Spot] = {(area.x + n, area.y) for n in range(8)}  # the name of the axis
        self._lines: set[Spot] = set()
        self._names: list[tuple[int, int, str, str | None, bool, int | None]] = []

    def block(self, x: int, y: int) -> None:
        """A cell that no name may cover."""
        self._taken.add((x, y))

    def keep_off(self, cells: Iterable[Spot]) -> None:
        """Cells that a name covers only where there is no other place for it."""
        self._lines |= set(cells)

    def add(
        self, x: int, y: int, name: str, ink: str | None, *, left_first: bool = False, other: int | None = None
    ) -> None:
        """Name the cell (x, y); other: where its left edge is, when it is wide."""
        self._names.append((x, y, name, ink, left_first, other))

    def free(self, x: int, y: int, length: int) -> bool:
        """No name and no mark in these cells, and all of them in the area."""
        area = self.area
        inside = area.x <= x and x + length <= area.x + area.w and area.y <= y < area.y + area.h
        return inside and not any((x + n, y) in self._taken for n in range(length))

    def paint(self, grid: Grid) -> None:
        """Each name at the first free place: right, left, below, above; over a line rather than not at all."""
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
                continue  # a map too small for its names
            a, b = (apart or clear or free)[0]
            if grid.folds == "ascii":  # apart from the full stops of a contour
                for edge in (a - 1, a + length):
                    if self.free(edge, b, 1) and not self._crossed(edge, b, 1):
                        grid.put(edge, b, " ")
            grid.text(a, b, name, ink)
            self._taken |= {(a + n, b) for n in range(-1, length + 1)}  # a gap, so that two names never make one word

    def _crossed(self, x: int, y: int, length: int) -> bool:
        return any((x + n, y) in self._lines for n in range(length))
