"""The landscape: darker is lower, saddle and basins can be told apart, no byte above 126 in ASCII."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
from cells import glyph_rows
from numpy.typing import NDArray

from batchgame.scenarios.reading.library import find, names
from batchgame.scenarios.reading.problem import problem
from batchgame.sim.problem import Problem
from batchgame.tui.draw.grid import Grid
from batchgame.tui.draw.layout import Rect
from batchgame.tui.draw.look import Look, look
from batchgame.tui.draw.terrain import paint_terrain, spread_out
from batchgame.tui.text.choices import Colors

AREA = Rect(2, 1, 40, 16)


@cache
def of(name: str) -> Problem:
    return problem(*find(name))


def painted(name: str, chosen: Look, area: Rect = AREA) -> Grid:
    grid, land = Grid(44, 18, folds=chosen.folds), of(name)
    paint_terrain(grid, area, land.landscape, land.region, chosen)
    return grid


def levels(grid: Grid, chosen: Look) -> NDArray[np.intp]:
    """(2h, w) numbers of the bands, read back from the cells."""
    found = []
    for y in range(AREA.y, AREA.y + AREA.h):
        cells = grid.cells[y][AREA.x : AREA.x + AREA.w]
        found.append([chosen.bands.index(style[0] if glyph == "▀" else style[1]) for glyph, style in cells])
        found.append([chosen.bands.index(style[1]) for _, style in cells])
    return np.array(found)


@pytest.mark.parametrize("depth", ["true", "256"])
@pytest.mark.parametrize("name", names())
def test_a_lower_place_is_never_in_a_higher_band(name: str, depth: Colors) -> None:
    chosen, land = look(depth), of(name)
    bands = levels(painted(name, chosen), chosen)
    x0, x1, y0, y1 = land.region
    xs = x0 + (x1 - x0) * (np.arange(AREA.w) + 0.5) / AREA.w
    ys = y1 - (y1 - y0) * (np.arange(2 * AREA.h) + 0.5) / (2 * AREA.h)
    loss = land.landscape.loss(np.stack(np.meshgrid(xs, ys), axis=-1))
    order = np.argsort(loss, axis=None)
    assert (np.diff(bands.ravel()[order]) >= 0).all()


@pytest.mark.parametrize("name", names())
def test_most_bands_are_used(name: str) -> None:
    chosen = look("true")
    used = len(np.unique(levels(painted(name, chosen), chosen)))
    assert used >= 0.7 * len(chosen.bands)


def test_a_saddle_lies_between_its_valleys_and_its_walls() -> None:
    chosen = look("true")
    bands, (x0, x1, y0, y1) = levels(painted("saddle", chosen), chosen), of("saddle").region

    def at(x: float, y: float) -> int:
        return int(bands[int((y1 - y) / (y1 - y0) * 2 * AREA.h), int((x - x0) / (x1 - x0) * AREA.w)])

    lowest = np.argwhere(bands == bands.min())
    assert at(0.0, 0.0) > bands.min()
    assert at(x0 * 0.98, 0.0) > at(0.0, 0.0)
    assert len({row < AREA.h for row, _ in lowest.tolist()}) == 2  # a valley above, a valley below


@pytest.mark.parametrize("ascii", [False, True])
@pytest.mark.parametrize("depth", ["true", "256", "16", "mono"])
@pytest.mark.parametrize("name", names())
def test_it_fills_its_area_and_nothing_else(name: str, depth: Colors, ascii: bool) -> None:
    grid = painted(name, look(depth, "ascii" if ascii else ""))
    assert [len(row) for row in grid.cells] == [44] * 18
    for y, row in enumerate(grid.cells):
        for x, (glyph, style) in enumerate(row):
            if not (AREA.x <= x < AREA.x + AREA.w and AREA.y <= y < AREA.y + AREA.h):
                assert (glyph, style) == (" ", (None, None, False))
    if ascii:
        assert max(map(ord, "".join(glyph_rows(grid)))) <= 126
    if depth == "mono":
        assert {style for row in grid.cells for _, style in row} == {(None, None, False)}


@pytest.mark.parametrize(("depth", "ascii"), [("16", False), ("mono", False), ("mono", True)])
@pytest.mark.parametrize("name", names())
def test_contours_leave_room_for_the_swarm(name: str, depth: Colors, ascii: bool) -> None:
    grid = painted(name, look(depth, "ascii" if ascii else ""))
    inside = "".join(glyph_rows(grid)[y][AREA.x : AREA.x + AREA.w] for y in range(AREA.y, AREA.y + AREA.h))
    taken = 1 - inside.count(" ") / len(inside)
    assert 0.03 < taken < 0.7


def test_a_flat_landscape_is_one_level_and_breaks_nothing() -> None:
    assert spread_out(np.zeros((4, 4)), 20).tolist() == [[0] * 4] * 4


def test_levels_follow_the_loss() -> None:
    loss = np.sort(np.random.default_rng(1).exponential(size=500)).reshape(20, 25)
    found = spread_out(loss, 20)
    assert (np.diff(found.ravel()) >= 0).all()
    assert (found.min(), found.max()) == (0, 19)
