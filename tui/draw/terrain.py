"""The landscape as a background: coloured bands of loss, or contour lines where there are too few colours."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from batchgame.tui.draw.grid import Cell, Grid
from batchgame.tui.draw.layout import Rect
from batchgame.tui.draw.look import Look, mix
from batchgame.tui.draw.raster import BRAILLE, Dots

if TYPE_CHECKING:
    from batchgame.sim.race import LaneFrame

CONTOURS = 9  # the number of levels where contour lines replace bands
FEWER = 6  # the same where the lines have no colour of their own
CROWDED = (0.006, 0.03, 0.12)  # the shares of a lane's trajectories around a bin from which each step of glow begins
GLOW = 0.11  # the share of the lane's colour that each step mixes in


def paint_terrain(
    grid: Grid, area: Rect, landscape: Any, region: tuple[float, float, float, float], look: Look
) -> None:
    """Fill an area with the landscape; a darker band is a lower loss. region: (x0, x1, y0, y1) of its parameters."""
    for row, cells in enumerate(_background(landscape, region, area.w, area.h, look)):
        if 0 <= area.y + row < grid.height:
            grid.cells[area.y + row][area.x : area.x + area.w] = cells


def paint_glow(grid: Grid, area: Rect, lanes: Sequence[tuple[str | None, LaneFrame]]) -> None:
    """Mix a lane's colour into the bands where its trajectories crowd, in three steps.

    Only a few markers are drawn for each lane, and they can't show where most of its trajectories are. Colours that are
    not "#rrggbb" can't be mixed, and are left as they are.
    """
    for ink, lane in lanes:
        bins = lane.density.shape[0]
        across = (np.arange(area.w) * 2 + 1) * bins // (2 * area.w)
        # Two bins may fall into one row.
        halves = ((np.arange(area.h) * 4 + part) * bins // (4 * area.h) for part in (1, 3))
        if not (ink and ink.startswith("#")):
            continue
        counts = lane.density[::-1]
        around = np.where(counts > 0, _smooth(_smooth(counts).T).T, 0)  # no glow in an empty bin beside a crowd
        crowd = np.maximum.reduce([around[np.ix_(down, across)] for down in halves])
        steps = np.searchsorted(CROWDED, crowd / lane.trajectories, side="right")
        for row, column in zip(*(axis.tolist() for axis in steps.nonzero()), strict=True):
            cells, x = grid.cells[area.y + row], area.x + column
            glyph, (upper, lower, bold) = cells[x]
            share = GLOW * int(steps[row, column])
            cells[x] = (glyph, (mix(upper, ink, share), mix(lower, ink, share), bold))


def _smooth(counts: NDArray[Any]) -> NDArray[np.float64]:
    """Return half of each row plus a quarter of each neighbour, so that a crowd has no sharp edge."""
    around = counts / 2
    around[1:] += counts[:-1] / 4
    around[:-1] += counts[1:] / 4
    return np.asarray(around, dtype=np.float64)


def spread_out(loss: NDArray[np.float64], levels: int) -> NDArray[np.intp]:
    """Return the loss as levels from 0 to levels − 1.

    A level is about half by height and half by rank, so that both flat and steep parts have several levels.
    """
    low = loss.min()
    by_height = np.sqrt((loss - low) / max(float(np.quantile(loss, 0.97) - low), 1e-300)).clip(0, 1)
    by_rank = np.searchsorted(np.sort(loss, axis=None), loss) / loss.size
    share = 0.55 * by_height + 0.45 * by_rank
    return np.asarray(np.minimum(share / max(float(share.max()), 1e-300) * levels, levels - 1), dtype=np.intp)


@lru_cache(maxsize=24)
def _background(
    landscape: Any, region: tuple[float, float, float, float], w: int, h: int, look: Look
) -> list[list[Cell]]:
    """Return the landscape's cells: h rows of w. Cached, because a race paints the same landscape at every frame."""
    if look.bands and look.folds:
        return _whole_cells(_levels(landscape, region, w, h, len(look.bands)), look)
    if look.bands:
        return _bands(_levels(landscape, region, w, 2 * h, len(look.bands)), look)
    if look.ascii:
        return _edges_ascii(_levels(landscape, region, w, h, FEWER), look)
    return _edges(_levels(landscape, region, 2 * w, 4 * h, FEWER if look.mono else CONTOURS), look)


def _levels(
    landscape: Any, region: tuple[float, float, float, float], columns: int, rows: int, levels: int
) -> NDArray[np.intp]:
    """Return the level at the centre of each of rows x columns parts of the region, with the top row first."""
    x0, x1, y0, y1 = region
    xs = x0 + (x1 - x0) * (np.arange(columns) + 0.5) / columns
    ys = y1 - (y1 - y0) * (np.arange(rows) + 0.5) / rows
    return spread_out(landscape.loss(np.stack(np.meshgrid(xs, ys), axis=-1)), levels)


def _bands(levels: NDArray[np.intp], look: Look) -> list[list[Cell]]:
    """Return cells that show two levels each, one above the other, as half blocks."""
    rows: list[list[Cell]] = []
    for top, bottom in zip(levels[::2].tolist(), levels[1::2].tolist(), strict=True):
        rows.append([
            (" ", (None, look.bands[b], False)) if a == b else ("▀", (look.bands[a], look.bands[b], False))
            for a, b in zip(top, bottom, strict=True)
        ])  # fmt: skip
    return rows


def _whole_cells(levels: NDArray[np.intp], look: Look) -> list[list[Cell]]:
    """Return cells of one level each, for terminals where half blocks can't be drawn."""
    return [[(" ", (None, look.bands[level], False)) for level in row] for row in levels.tolist()]


def _edges(levels: NDArray[np.intp], look: Look) -> list[list[Cell]]:
    """Return cells with dots where the level changes.

    Only one dot in two is drawn (one in five without colours), so that a line looks lighter than a swarm.
    """
    dots = Dots(levels.shape[1] // 2, levels.shape[0] // 4)
    on = np.zeros(levels.shape, dtype=bool)
    on[:, 1:] |= levels[:, 1:] != levels[:, :-1]
    on[1:, :] |= levels[1:, :] != levels[:-1, :]
    rows, columns = np.indices(levels.shape)
    sparse = (rows + 2 * columns) % 5 < 1 if look.mono else (rows + 2 * columns) % 4 < 2
    dots.on = on & sparse
    style = (look.contour or look.dim, look.background, False)
    return [[(chr(BRAILLE + m) if m else " ", style) for m in row] for row in dots.masks().tolist()]


def _edges_ascii(levels: NDArray[np.intp], look: Look) -> list[list[Cell]]:
    """Return cells with a full stop where the level changes."""
    on = np.zeros(levels.shape, dtype=bool)
    on[:, 1:] |= levels[:, 1:] != levels[:, :-1]
    style = (look.contour or look.dim, look.background, False)
    return [[("." if edge else " ", style) for edge in row] for row in on.tolist()]
