"""Names on a map: whole, apart, and never over a mark."""

from __future__ import annotations

from cells import glyph_rows
from hypothesis import given, settings
from hypothesis import strategies as st

from batchgame.tui.draw.grid import Grid, measure
from batchgame.tui.draw.labels import Labels
from batchgame.tui.draw.layout import Rect

AREA = Rect(2, 1, 30, 9)
NAMES = ("goal", "saddle", "盆地", "canyon", "起點")


def painted(labels: Labels, *, ascii: bool = False) -> Grid:
    grid = Grid(36, 12, folds="ascii" if ascii else "")
    labels.paint(grid)
    return grid


@settings(max_examples=200, deadline=None, derandomize=True)
@given(
    st.lists(st.tuples(st.integers(2, 31), st.integers(1, 9), st.sampled_from(NAMES), st.booleans()), max_size=5),
    st.lists(st.tuples(st.integers(2, 31), st.integers(1, 9)), max_size=30),
)
def test_names_are_whole_and_cover_no_mark(
    named: list[tuple[int, int, str, bool]], marks: list[tuple[int, int]]
) -> None:
    labels = Labels(AREA)
    for mark in marks:
        labels.block(*mark)
    for x, y, name, left_first in named:
        labels.block(x, y)
        labels.add(x, y, name, None, left_first=left_first)
    grid = painted(labels)
    assert grid.clipped == []
    written = {(x, y) for y, row in enumerate(grid.cells) for x, (glyph, _) in enumerate(row) if glyph != " "}
    assert not written & ({*marks} | {(x, y) for x, y, _, _ in named})
    assert all(AREA.x <= x < AREA.x + AREA.w and AREA.y <= y < AREA.y + AREA.h for x, y in written)
    words = " ".join(glyph_rows(grid)).split()
    assert all(word in NAMES for word in words), "two names make one word"


def test_a_name_keeps_off_a_line_where_it_can() -> None:
    ring = [(x, 4) for x in range(12, 20)]
    labels = Labels(AREA)
    labels.keep_off(ring)
    labels.add(10, 4, "basin", None)
    cells = painted(labels).cells
    assert not any(cells[y][x][0] != " " for x, y in ring)
    everywhere = Labels(AREA)
    everywhere.keep_off((x, y) for x in range(36) for y in range(12))
    everywhere.add(10, 4, "basin", None)
    assert "basin" in " ".join(glyph_rows(painted(everywhere)))


def test_a_wide_thing_is_named_beside_either_edge() -> None:
    labels = Labels(AREA)
    labels.add(30, 5, "goal", None, other=20)
    row = glyph_rows(painted(labels))[5]
    assert row.index("goal") + measure("goal") < 20


def test_a_map_without_room_goes_unnamed() -> None:
    labels = Labels(Rect(0, 0, 3, 2))
    labels.add(1, 1, "saddle", None)
    assert not "".join(glyph_rows(painted(labels))).strip()


def test_a_name_does_not_stand_beside_the_mark_of_another() -> None:
    labels = Labels(AREA)
    for x, name in ((11, "凹處"), (14, "小山")):
        labels.block(x, 5)
        labels.add(x, 5, name, None, left_first=name == "凹處")
    labels.keep_off({(x, 5) for x in range(16, 30)})
    cells = painted(labels).cells
    found = [(x, y) for y, row in enumerate(cells) for x, (glyph, _) in enumerate(row) if glyph == "小"]
    assert len(found) == 1
    assert found[0][0] > 12
