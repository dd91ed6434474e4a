"""The painted map: no cell claims more than was counted, the pick is found, the fog hides, and any area will do."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

import pytest
from cells import glyph_rows

from batchgame.tui.draw.grid import Grid
from batchgame.tui.draw.layout import Rect
from batchgame.tui.draw.look import Look, look
from batchgame.tui.draw.pen import Pen
from batchgame.tui.maps.axes import Place
from batchgame.tui.maps.cell import Cell, share
from batchgame.tui.maps.legend import paint_legend
from batchgame.tui.maps.paint import paint_map
from batchgame.tui.maps.size import BLOCK_HEAD, NUMBER_HEAD, size_of
from batchgame.tui.maps.tiles import PICK, TENTHS, sign
from batchgame.tui.maps.view import Axis, MapView
from batchgame.tui.text.catalogue import Catalogue
from batchgame.tui.text.choices import Colors

SIZES, MOMENTA = (1, 2, 4, 5, 10, 20), (0.0, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 0.99)
PLACES = [(row, column) for row in range(len(SIZES)) for column in range(len(MOMENTA))]
PICKED = (2, 5)  # batch size 4, momentum 0.9
DEPTHS = [("true", ""), ("256", ""), ("16", ""), ("mono", ""), ("mono", "ascii"), ("true", "ascii")]


def cell(solved: int, trajectories: int = 1000, status: str = "MOVING") -> Cell:
    return Cell(trajectories, solved, 0, 3.0, 1.5, 2.0, status)


def viewed(cells: Mapping[Place, Cell] | None = None, **marks: Any) -> MapView:
    if cells is None:
        cells = {(row, n): cell(int(1000 * MOMENTA[n] / SIZES[row])) for row, n in PLACES}
    marks = {"pick": PICKED, "wanted": 1000, "numbers": True, **marks}
    return MapView(Axis("λ", MOMENTA), Axis("B", tuple(map(float, SIZES))), cells, **marks)


def painted(chosen: Look, w: int = 37, h: int = 8, view: MapView | None = None) -> Grid:
    grid, view = Grid(w, h, folds=chosen.folds), view or viewed()
    paint_map(Pen(grid, chosen, Catalogue("en")), size_of(chosen, Rect(0, 0, w, h), view), view)
    return grid


def test_only_all_is_100_and_only_none_is_0() -> None:
    words = {0: "0", 1: "<1", 9: "<1", 10: "1", 500: "50", 989: "99", 994: "99", 999: "99", 1000: "100"}
    assert {solved: share(cell(solved)) for solved in words} == words


def test_signs_without_colours() -> None:
    assert sign(None) == " "
    assert sign(cell(0, status="BLOWN UP")) == "x"
    shares = [sign(cell(solved, 16)) for solved in range(17)]
    assert shares == sorted(shares, key=TENTHS.index)
    assert (shares[0], shares[-1]) == (TENTHS[0], TENTHS[-1])


@pytest.mark.parametrize("depth", DEPTHS)
@pytest.mark.parametrize("size", [(37, 7), (37, 20), (60, 14), (90, 26)])
def test_every_cell_is_written_whole_at_every_size(size: tuple[int, int], depth: tuple[Any, Any]) -> None:
    grid = painted(look(*depth), *size)
    assert grid.clipped == []
    text = "\n".join(glyph_rows(grid))
    for batch_size in SIZES:
        assert f"B{batch_size:>3}" in text
    for momentum in MOMENTA:
        assert f"{momentum:g}".removeprefix("0") in text or momentum == 0


def test_the_pick_is_a_filled_cell() -> None:
    chosen = look("true")
    grid = painted(chosen)
    left = NUMBER_HEAD + PICKED[1] * 4
    assert {style[1] for _, style in grid.cells[2][left : left + 4]} == {chosen.accent}
    assert chosen.accent not in {style[1] for row in grid.cells for _, style in row[:left]}


@pytest.mark.parametrize("width", [37, 60, 90])
@pytest.mark.parametrize("folds", ["", "ascii"])
def test_without_colour_the_pick_stands_in_brackets(width: int, folds: Any) -> None:
    text = "\n".join(glyph_rows(painted(look("mono", folds), width)))
    assert text.count("[") == text.count("]") == 1
    line = next(line for line in text.splitlines() if "[" in line)
    assert line[line.index("[") + 1 : line.index("]")].strip() == share(cell(225))


@pytest.mark.parametrize(("depth", "folds"), [("true", ""), ("mono", ""), ("mono", "ascii")])
def test_brackets_and_cursor_cover_no_figure(depth: Colors, folds: Any) -> None:
    for width in (37, 60, 90):
        plain = glyph_rows(painted(look("true", folds), width))
        for cursor in PLACES:
            shown = glyph_rows(painted(look(depth, folds), width, view=viewed(cursor=cursor)))
            for row, (now, before) in enumerate(zip(shown, plain, strict=True)):
                lost = [(row, x) for x, (a, b) in enumerate(zip(now, before, strict=True)) if b.isdigit() and a != b]
                assert lost == [], (cursor, width)


def test_fog_hides_what_is_not_known() -> None:
    chosen, known = look("true"), {PICKED, (2, 4)}
    body = [line[NUMBER_HEAD:] for line in glyph_rows(painted(chosen, view=viewed(known=known)))[:6]]
    assert sum(chosen.fog in line for line in body) == 6
    figures = "".join(line.replace(chosen.fog, " ") for line in body).split()
    assert len(figures) == len(known)


def test_what_is_still_computed_says_so() -> None:
    line = glyph_rows(painted(look("true"), view=viewed({(2, 4): cell(60, 128), (2, 3): cell(128, 128)})))[2]
    assert "~47" in line
    assert "100" in line
    assert line.count("·") == 2 * (len(MOMENTA) - 2)


def test_a_click_names_the_cell() -> None:
    grid = painted(look("true"))
    assert grid.action_at(NUMBER_HEAD + 4 * 5 + 1, 2) == "cell:2:5"
    assert grid.action_at(NUMBER_HEAD, 0) == "cell:0:0"
    assert grid.action_at(1, 1) is None


def test_more_solved_is_never_painted_colder() -> None:
    chosen = look("true")
    papers = [chosen.heat(n / 100)[0] for n in range(101)]
    order = [paper for paper, _ in chosen.heats]
    ranks = [order.index(paper) for paper in papers]
    assert ranks == sorted(ranks)


def shown(depth: tuple[Any, Any], known: Collection[Place] | None) -> Grid:
    """As wide as 80x24 has room for beside a lesson, which is too narrow for twelve numbers."""
    chosen = look(*depth)
    momenta = tuple(n / 12 for n in range(12))
    cells = {(row, column): cell(900) for row in range(6) for column in range(12)}
    view = MapView(Axis("λ", momenta), Axis("B", SIZES), cells, (1, 11), (5, 0), known, 1000, numbers=True)
    grid = Grid(38, 12, folds=chosen.folds)
    size = size_of(chosen, Rect(0, 0, 38, 10), view)
    assert not size.numbers
    pen = Pen(grid, chosen, Catalogue("en"))
    paint_map(pen, size, view)
    paint_legend(pen, Rect(0, 10, 38, 2), view, numbers=size.numbers, text="1000 runs a cell")
    return grid


@pytest.mark.parametrize("depth", DEPTHS)
def test_without_room_for_numbers_pick_and_cursor_are_still_marked(depth: tuple[Any, Any]) -> None:
    chosen = look(*depth)
    grid = shown(depth, None)
    assert grid.clipped == []
    assert "1000 runs a cell" in glyph_rows(grid)[11]
    text = "\n".join(glyph_rows(grid)[:9])
    if chosen.mono or chosen.ascii:
        assert PICK in text
        assert "+" in text
    else:
        colours = {colour for row in grid.cells[:10] for _, style in row[BLOCK_HEAD:] for colour in style[:2]}
        assert {chosen.accent, chosen.text} <= colours


def test_fog_hides_blocks_too() -> None:
    fog = look("true").fog
    assert fog not in "".join(glyph_rows(shown(("true", ""), None)))
    assert "".join(glyph_rows(shown(("true", ""), {(5, 0), (1, 11)}))).count(fog) > 20


@pytest.mark.parametrize("depth", DEPTHS)
@pytest.mark.parametrize("numbers", [True, False])
def test_a_map_is_painted_into_any_area(numbers: bool, depth: tuple[Any, Any]) -> None:
    """Cells for which there is no room are left out, but never the one under the cursor."""
    chosen = look(*depth)
    for width, height in [(0, 0), (3, 1), (11, 2), (12, 3), (16, 5), (200, 60)]:
        for cursor in ((0, 0), (5, 7)):
            view = viewed(cursor=cursor, numbers=numbers)
            size = size_of(chosen, Rect(2, 1, width, height), view)
            grid = Grid(width + 4, height + 2, folds=chosen.folds)
            paint_map(Pen(grid, chosen, Catalogue("en")), size, view)
            if size.rows and size.columns:
                assert cursor[0] in size.rows
                assert cursor[1] in size.columns
                assert size.below <= 1 + height
                right = size.left + size.w * len(size.columns)
                assert right <= 2 + width
