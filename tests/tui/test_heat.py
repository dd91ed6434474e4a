"""The map of outcomes: no cell claims more than was counted, the pick is found, the fog hides."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

import pytest
from cells import glyph_rows

from batchgame.tui.draw.grid import Grid
from batchgame.tui.draw.look import Look, look
from batchgame.tui.maps.heat import Key, paint_map, share
from batchgame.tui.text.choices import Colors

SIZES, MOMENTA = (1, 2, 4, 5, 10, 20), (0.0, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 0.99)
PICK: Key = (4, 0.9)


class Square(NamedTuple):
    solved: int
    trajectories: int = 1000


def painted(
    chosen: Look, w: int = 37, h: int = 8, *, squares: dict[Key, Square] | None = None,
    known: Collection[Key] | None = None, cursor: Key | None = None,
) -> Grid:  # fmt: skip
    grid = Grid(w, h, folds=chosen.folds)
    if squares is None:
        squares = {(b, m): Square(int(1000 * m / b)) for b in SIZES for m in MOMENTA}
    paint_map(
        grid, 0, 0, w, h, squares, SIZES, MOMENTA, pick=PICK, known=known, cursor=cursor, wanted=1000, look=chosen
    )
    return grid


@pytest.mark.parametrize(
    ("solved", "words"),
    [(0, "0"), (1, "<1"), (9, "<1"), (10, "1"), (500, "50"), (989, "99"), (994, "99"), (999, "99"), (1000, "100")],
)
def test_only_all_is_100_and_only_none_is_0(solved: int, words: str) -> None:
    assert share(Square(solved)) == words


@pytest.mark.parametrize("ascii", [False, True])
@pytest.mark.parametrize("depth", ["true", "256", "16", "mono"])
@pytest.mark.parametrize("size", [(37, 7), (37, 20), (60, 14), (90, 26)])
def test_every_cell_is_written_whole_at_every_size(size: tuple[int, int], depth: Colors, ascii: bool) -> None:
    grid = painted(look(depth, "ascii" if ascii else ""), *size)
    assert grid.clipped == []
    text = "\n".join(glyph_rows(grid))
    for batch_size in SIZES:
        assert f"B{batch_size:>3}" in text
    for momentum in MOMENTA:
        assert f"{momentum:g}".removeprefix("0") in text or momentum == 0


def test_the_pick_is_a_filled_cell() -> None:
    chosen = look("true")
    grid = painted(chosen)
    left = 5 + MOMENTA.index(0.9) * 4
    assert {style[1] for _, style in grid.cells[2][left : left + 4]} == {chosen.accent}
    assert chosen.accent not in {style[1] for row in grid.cells for _, style in row[:left]}


@pytest.mark.parametrize("width", [37, 60, 90])
@pytest.mark.parametrize(("depth", "ascii"), [("mono", False), ("mono", True)])
def test_without_colour_the_pick_stands_in_brackets(width: int, depth: Colors, ascii: bool) -> None:
    grid = painted(look(depth, "ascii" if ascii else ""), width, 8)
    text = "\n".join(glyph_rows(grid))
    assert text.count("[") == text.count("]") == 1
    line = next(line for line in text.splitlines() if "[" in line)
    assert line[line.index("[") + 1 : line.index("]")].strip() == share(Square(225))


@pytest.mark.parametrize(("depth", "ascii"), [("true", False), ("mono", False), ("mono", True)])
def test_brackets_and_cursor_cover_no_figure(depth: Colors, ascii: bool) -> None:
    chosen = look(depth, "ascii" if ascii else "")
    for width in (37, 60, 90):
        plain = glyph_rows(painted(look("true", "ascii" if ascii else ""), width, 8, cursor=None))
        for cursor in [(b, m) for b in SIZES for m in MOMENTA]:
            shown = glyph_rows(painted(chosen, width, 8, cursor=cursor))
            for row, (now, before) in enumerate(zip(shown, plain, strict=True)):
                lost = [(row, x) for x, (a, b) in enumerate(zip(now, before, strict=True)) if b.isdigit() and a != b]
                assert lost == [], (cursor, width)


def test_fog_hides_what_is_not_known() -> None:
    chosen = look("true")
    known = {(4, 0.9), (4, 0.8)}
    grid = painted(chosen, known=known)
    body = ["".join(glyph for glyph, _ in row[5:]) for row in grid.cells[:6]]
    assert sum(chosen.fog in line for line in body) == 6
    figures = "".join(line.replace(chosen.fog, " ") for line in body).split()
    assert len(figures) == len(known)


def test_what_is_still_computed_says_so() -> None:
    squares = {(4, 0.8): Square(60, 128), (4, 0.7): Square(128, 128)}
    line = glyph_rows(painted(look("true"), squares=squares))[2]
    assert "~47" in line
    assert "100" in line
    assert line.count("·") == 2 * (len(MOMENTA) - 2)


def test_a_click_names_the_cell() -> None:
    grid = painted(look("true"))
    assert grid.action_at(5 + 4 * 5 + 1, 2) == "cell:2:5"
    assert grid.action_at(5, 0) == "cell:0:0"
    assert grid.action_at(1, 1) is None


def test_more_solved_is_never_painted_colder() -> None:
    chosen = look("true")
    papers = [chosen.heat(n / 100)[0] for n in range(101)]
    order = [paper for paper, _ in chosen.heats]
    ranks = [order.index(paper) for paper in papers]
    assert ranks == sorted(ranks)
