"""Names on a map: beside what they name, never over a mark, over each other or over the edge."""

from batchgame.tui.grid import Grid, measure
from batchgame.tui.layout import Rect


class Labels:
    """Collects names, finds room for each, paints them."""

    def __init__(self, area: Rect) -> None:
        self.area = area
        self._taken: set[tuple[int, int]] = {(area.x + n, area.y) for n in range(8)}  # the name of the axis
        self._names: list[tuple[int, int, str, str | None, bool, int | None]] = []

    def block(self, x: int, y: int) -> None:
        """A cell that no name may cover."""
        self._taken.add((x, y))

    def add(
        self, x: int, y: int, name: str, ink: str | None, *, left_first: bool = False, other: int | None = None
    ) -> None:
        """Name the cell (x, y); other: where its left edge is, when it is wide."""
        self._names.append((x, y, name, ink, left_first, other))

    def free(self, x: int, y: int, length: int) -> bool:
        """No name and no mark in these cells, and all of them in the area."""
        area = self.area
        inside = area.x <= x and x + length <= area.x + area.w and area.y <= y < area.y + area.h
        return inside and not any((x + n, y) in self._taken for n in range(-1, length + 1))

    def paint(self, grid: Grid) -> None:
        """Each name at the first free place: right, left, below, above."""
        for x, y, name, ink, left_first, other in self._names:
            length = measure(name, grid.ascii)
            left = x if other is None else other
            middle = (x + left) // 2 - length // 2
            places = [
                (x + 2, y),
                (left - 1 - length, y),
                (middle, y + 1),
                (middle, y - 1),
                (x + 2, y + 1),
                (x + 2, y - 1),
            ]
            if left_first:
                places[0], places[1] = places[1], places[0]
            spot = next((spot for spot in places if self.free(*spot, length)), None)
            if spot is None:
                continue  # a map too small for its names
            grid.text(*spot, name, ink)
            self._taken |= {(spot[0] + n, spot[1]) for n in range(length)}
