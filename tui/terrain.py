"""The landscape as a background: bands of loss in colours, contour lines where there are too few colours."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from batchgame.tui.grid import Cell, Grid
from batchgame.tui.layout import Rect
from batchgame.tui.look import Look
from batchgame.tui.raster import BRAILLE, Dots

CONTOURS = 9  # lines where bands can't be drawn


def paint_terrain(
    grid: Grid, area: Rect, landscape: Any, region: tuple[float, float, float, float], look: Look
) -> None:
    """Fill the area with the landscape, darker is lower."""
    for row, cells in enumerate(_background(landscape, region, area.w, area.h, look)):
        if 0 <= area.y + row < grid.height:
            grid.cells[area.y + row][area.x : area.x + area.w] = cells


def spread_out(loss: NDArray[np.float64], levels: int) -> NDArray[np.intp]:
    """Loss as levels 0 … levels−1: half by height, half by rank, so that flat and steep parts both show."""
    low = loss.min()
    by_height = np.sqrt((loss - low) / max(float(np.quantile(loss, 0.97) - low), 1e-300)).clip(0, 1)
    by_rank = np.searchsorted(np.sort(loss, axis=None), loss) / loss.size
    share = 0.55 * by_height + 0.45 * by_rank
    return np.minimum((share / share.max() * levels).astype(np.intp), levels - 1)


@lru_cache(maxsize=24)
def _background(
    landscape: Any, region: tuple[float, float, float, float], w: int, h: int, look: Look
) -> list[list[Cell]]:
    if look.bands:
        return _bands(_levels(landscape, region, w, 2 * h, len(look.bands)), look)
    if look.ascii:
        return _edges_ascii(_levels(landscape, region, w, h, CONTOURS), look)
    return _edges(_levels(landscape, region, 2 * w, 4 * h, CONTOURS), look)


def _levels(
    landscape: Any, region: tuple[float, float, float, float], columns: int, rows: int, levels: int
) -> NDArray[np.intp]:
    """The level at the centre of each sub-cell, (rows, columns), the top row first."""
    x0, x1, y0, y1 = region
    xs = x0 + (x1 - x0) * (np.arange(columns) + 0.5) / columns
    ys = y1 - (y1 - y0) * (np.arange(rows) + 0.5) / rows
    return spread_out(landscape.loss(np.stack(np.meshgrid(xs, ys), axis=-1)), levels)


def _bands(levels: NDArray[np.intp], look: Look) -> list[list[Cell]]:
    """Two bands a cell, one above the other, by half blocks."""
    rows: list[list[Cell]] = []
    for top, bottom in zip(levels[::2].tolist(), levels[1::2].tolist(), strict=True):
        rows.append([
            (" ", (None, look.bands[b], False)) if a == b else ("▀", (look.bands[a], look.bands[b], False))
            for a, b in zip(top, bottom, strict=True)
        ])  # fmt: skip
    return rows


def _edges(levels: NDArray[np.intp], look: Look) -> list[list[Cell]]:
    """Dots where the level changes; every other one, so that a line stays lighter than a swarm."""
    dots = Dots(levels.shape[1] // 2, levels.shape[0] // 4)
    on = np.zeros(levels.shape, dtype=bool)
    on[:, 1:] |= levels[:, 1:] != levels[:, :-1]
    on[1:, :] |= levels[1:, :] != levels[:-1, :]
    rows, columns = np.indices(levels.shape)
    dots.on = on & ((rows + columns) % 2 == 0)
    style = (look.contour or look.dim, look.ground, False)
    return [[(chr(BRAILLE + m) if m else " ", style) for m in row] for row in dots.masks().tolist()]


def _edges_ascii(levels: NDArray[np.intp], look: Look) -> list[list[Cell]]:
    on = np.zeros(levels.shape, dtype=bool)
    on[:, 1:] |= levels[:, 1:] != levels[:, :-1]
    style = (look.contour or look.dim, look.ground, False)
    return [[("." if edge else " ", style) for edge in row] for row in on.tolist()]
