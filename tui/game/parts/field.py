"""A landscape with arrows, paths and a cursor on it: what the exercises draw."""

from __future__ import annotations

from typing import Any

import numpy as np

from batchgame.sim.landscape import Landscape
from batchgame.tui.draw.layout import Rect
from batchgame.tui.draw.pen import Pen
from batchgame.tui.draw.place import Place
from batchgame.tui.draw.raster import Dots, Layer, composite
from batchgame.tui.draw.terrain import paint_terrain

Region = tuple[float, float, float, float]


class Field:
    """A landscape that collects lines by their ink, and draws them at once."""

    def __init__(self, pen: Pen, area: Rect, landscape: Landscape, region: Region) -> None:
        grid, look = pen.grid, pen.look
        self.grid, self.area, self.look = grid, area, look
        self.place = Place(area, region)
        self._layers: list[Layer] = []
        grid.pictures.append((area.x, area.y, area.w, area.h))
        paint_terrain(grid, area, landscape, region, look)

    def line(self, points: Any, ink: str | None, letter: str) -> None:
        """Add a line through points (M, 2)."""
        dots = Dots(self.area.w, self.area.h)
        ends = self.place.share(np.array(points))
        dots.line(ends[:, 0], ends[:, 1])
        self._layers.append(Layer(dots, ink, letter))

    def arrow(self, start: Any, by: Any, ink: str | None, letter: str) -> None:
        """Add a line from a point, by a vector."""
        self.line([start, np.asarray(start) + np.asarray(by)], ink, letter)

    def draw(self) -> None:
        """Draw the lines. Glyphs come after them."""
        composite(self.grid, self.area.x, self.area.y, self._layers)

    def glyph(self, at: Any, sign: str, ink: str | None) -> None:
        """Put a sign at a point."""
        x, y = self.place.cell(at)
        self.grid.put(x, y, sign, ink, bold=True)
