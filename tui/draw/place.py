"""From positions on a landscape to shares of an area and to cells."""

from __future__ import annotations

from typing import Any

import numpy as np

from batchgame.tui.draw.layout import Rect
from batchgame.tui.draw.raster import from_top


class Place:
    """Where points of a region lie in an area of the grid."""

    def __init__(self, area: Rect, region: tuple[float, float, float, float]) -> None:
        self.area, self.region = area, region

    def share(self, points: Any) -> Any:
        """Return positions (..., 2) as shares (..., 2) of the area, 0 to 1, with y upward."""
        x0, x1, y0, y1 = self.region
        return (np.asarray(points, dtype=float) - (x0, y0)) / (x1 - x0, y1 - y0)

    def cell(self, point: Any) -> tuple[int, int]:
        """Return the cell of one point, or the nearest cell for a point outside."""
        x, y = self.share(point)
        column = min(max(int(x * self.area.w), 0), self.area.w - 1)
        return self.area.x + column, self.area.y + from_top(y, self.area.h)
