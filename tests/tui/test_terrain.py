"""The landscape: darker is lower, saddle and basins can be told apart, no byte above 126 in ASCII."""

from __future__ import annotations

from functools import cache
from itertools import product

import numpy as np
from cells import glyph_rows
from looks import DEPTHS
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
PLAIN = (None, None, False)
COLOURED: tuple[Colors, ...] = ("true", "256")
LINED = [look("16"), look("mono"), look("mono", "ascii")]


@cache
def of(name: str) -> Problem:
    return problem(*find(name))


def painted(name: str, chosen: Look, area: Rect = AREA) -> Grid:
    grid, land = Grid(44, 18, folds=chosen.folds), of(name)
    paint_terrain(grid, area, land.landscape, land.region, chosen)
    return grid


def levels(grid: Grid, chosen: Look) -> NDArray[np.intp]:
    """Read the numbers of the bands back from the cells, (2h, w)."""
    found = []
    for y in range(AREA.y, AREA.y + AREA.h):
        cells = grid.cells[y][AREA.x : AREA.x + AREA.w]
        found.append([chosen.bands.index(style[0] if glyph == "▀" else style[1]) for glyph, style in cells])
        found.append([chosen.bands.index(style[1]) for _, style in cells])
    return np.array(found)


def is_in_order(name: str, depth: Colors) -> bool:
    """Return whether a higher loss is never in a lower band."""
    chosen, land = look(depth), of(name)
    bands = levels(painted(name, chosen), chosen)
    x0, x1, y0, y1 = land.region
    xs = x0 + (x1 - x0) * (np.arange(AREA.w) + 0.5) / AREA.w
    ys = y1 - (y1 - y0) * (np.arange(2 * AREA.h) + 0.5) / (2 * AREA.h)
    loss = land.landscape.loss(np.stack(np.meshgrid(xs, ys), axis=-1))
    order = np.argsort(loss, axis=None)
    return bool((np.diff(bands.ravel()[order]) >= 0).all())


def test_a_lower_place_is_never_in_a_higher_band() -> None:
    assert [found for found in product(names(), COLOURED) if not is_in_order(*found)] == []


def test_most_bands_are_used() -> None:
    chosen = look("true")
    used = {name: len(np.unique(levels(painted(name, chosen), chosen))) for name in names()}
    assert {name: count for name, count in used.items() if count < 0.7 * len(chosen.bands)} == {}


def test_a_saddle_lies_between_its_valleys_and_its_walls() -> None:
    chosen = look("true")
    bands, (x0, x1, y0, y1) = levels(painted("saddle", chosen), chosen), of("saddle").region

    def at(x: float, y: float) -> int:
        return int(bands[int((y1 - y) / (y1 - y0) * 2 * AREA.h), int((x - x0) / (x1 - x0) * AREA.w)])

    lowest = np.argwhere(bands == bands.min())
    assert at(0.0, 0.0) > bands.min()
    assert at(x0 * 0.98, 0.0) > at(0.0, 0.0)
    assert len({row < AREA.h for row, _ in lowest.tolist()}) == 2  # a valley above, a valley below


def faults(name: str, chosen: Look) -> list[str]:
    """Return what is wrong with the cells in and around the area."""
    grid = painted(name, chosen)
    outside = {
        cell
        for y, row in enumerate(grid.cells)
        for x, cell in enumerate(row)
        if not (AREA.x <= x < AREA.x + AREA.w and AREA.y <= y < AREA.y + AREA.h)
    }
    wrong = {
        "size": [len(row) for row in grid.cells] != [44] * 18,
        "outside": outside != {(" ", PLAIN)},
        "not ASCII": chosen.ascii and max(map(ord, "".join(glyph_rows(grid)))) > 126,
        "coloured": chosen.mono and {style for row in grid.cells for _, style in row} != {PLAIN},
    }
    return [fault for fault, found in wrong.items() if found]


def test_it_fills_its_area_and_nothing_else() -> None:
    chosen = [look(depth, folds) for depth, folds in product(DEPTHS, ("", "ascii"))]  # type: ignore[arg-type]
    wrong = {(name, one.name, one.ascii): faults(name, one) for name, one in product(names(), chosen)}
    assert {key: found for key, found in wrong.items() if found} == {}


def inked(name: str, chosen: Look) -> float:
    """Return the share of the area's cells that are not blank."""
    rows = glyph_rows(painted(name, chosen))[AREA.y : AREA.y + AREA.h]
    inside = "".join(row[AREA.x : AREA.x + AREA.w] for row in rows)
    return 1 - inside.count(" ") / len(inside)


def test_contours_leave_room_for_the_swarm() -> None:
    shares = {(name, n): inked(name, chosen) for name in names() for n, chosen in enumerate(LINED)}
    assert {key: share for key, share in shares.items() if not 0.03 < share < 0.7} == {}


def test_a_flat_landscape_is_one_level_and_breaks_nothing() -> None:
    assert spread_out(np.zeros((4, 4)), 20).tolist() == [[0] * 4] * 4


def test_levels_follow_the_loss() -> None:
    loss = np.sort(np.random.default_rng(1).exponential(size=500)).reshape(20, 25)
    found = spread_out(loss, 20)
    assert (np.diff(found.ravel()) >= 0).all()
    assert (found.min(), found.max()) == (0, 19)
