"""Dots: where they are set, how layers share a cell, letters where there is no braille."""

from __future__ import annotations

import numpy as np
from cells import glyph_rows
from hypothesis import given, settings
from hypothesis import strategies as st

from batchgame.tui.draw.grid import Grid
from batchgame.tui.draw.raster import BRAILLE, Dots, Layer, composite, union


def test_each_corner_is_its_dot_of_the_cell() -> None:
    masks = {(0, 1): 0x01, (0, 0): 0x40, (1, 1): 0x08, (1, 0): 0x80}
    masks |= {(0.1, 0.6): 0x02, (0.9, 0.6): 0x10, (0.1, 0.3): 0x04}
    found = {}
    for x, y in masks:
        dots = Dots(1, 1)
        dots.plot([x], [y])
        found[x, y] = int(dots.masks()[0, 0])
    assert found == masks


def test_the_masks_are_those_of_a_plain_loop() -> None:
    dots = Dots(7, 5)
    dots.on = np.random.default_rng(3).random(dots.on.shape) < 0.4
    bits = {
        (0, 0): 0x01,
        (1, 0): 0x02,
        (2, 0): 0x04,
        (0, 1): 0x08,
        (1, 1): 0x10,
        (2, 1): 0x20,
        (3, 0): 0x40,
        (3, 1): 0x80,
    }
    expected = [
        [sum(bit for (r, c), bit in bits.items() if dots.on[4 * row + r, 2 * column + c]) for column in range(7)]
        for row in range(5)
    ]
    assert dots.masks().tolist() == expected


def test_what_is_outside_is_left_out() -> None:
    dots = Dots(3, 3)
    dots.plot([-0.1, 1.1, 0.5, 0.5, np.nan, np.inf], [0.5, 0.5, -0.1, 1.1, 0.5, 0.5])
    assert not dots.on.any()


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1)), min_size=2, max_size=6))
def test_a_line_has_no_gap(points: list[tuple[float, float]]) -> None:
    dots = Dots(20, 8)
    dots.line(*zip(*points, strict=True))
    rows, columns = dots.on.nonzero()
    at = set(zip(rows.tolist(), columns.tolist(), strict=True))
    seen, edge = set(), [next(iter(at))]
    while edge:
        row, column = edge.pop()
        seen.add((row, column))
        near = {(row + a, column + b) for a in (-1, 0, 1) for b in (-1, 0, 1)}
        edge += (near & at) - seen
    assert seen == at


def test_a_line_far_outside_costs_little_and_breaks_nothing() -> None:
    dots = Dots(20, 8)
    dots.line([0.5, 0.6, 1e9, 0.5], [0.5, 1e9, -1e9, 0.5])
    dots.line([0.5, 1e30, -1e300, 0.5], [0.5, 1e300, -1e30, 0.5])
    dots.line([0.5], [0.5])
    assert dots.on.any()


def test_in_a_shared_cell_all_dots_stay_in_the_ink_of_the_first() -> None:
    grid, first, second = Grid(2, 1), Dots(2, 1), Dots(2, 1)
    first.plot([0.0], [1.0])
    second.plot([0.0, 0.9], [0.0, 0.9])
    layers = [Layer(first, "#aa0000"), Layer(second, "#00aa00")]
    composite(grid, 0, 0, layers)
    assert grid.cells[0][0] == (chr(BRAILLE + 0x41), ("#aa0000", None, False))
    assert grid.cells[0][1][1][0] == "#00aa00"
    assert union(layers).astype(bool).tolist() == [[True, True]]


def test_the_landscape_stays_under_the_dots() -> None:
    grid, dots = Grid(1, 1), Dots(1, 1)
    grid.fill(0, 0, 1, 1, "#123456")
    dots.plot([0.5], [0.5])
    composite(grid, 0, 0, [Layer(dots, "#ffffff")])
    assert grid.cells[0][0][1] == ("#ffffff", "#123456", False)


def test_letters_stand_for_dots_in_ascii() -> None:
    grid, first, second = Grid(2, 1, folds="ascii"), Dots(2, 1), Dots(2, 1)
    first.plot([0.1], [0.5])
    second.plot([0.1, 0.9], [0.5, 0.5])
    composite(grid, 0, 0, [Layer(first, None, "y"), Layer(second, None, "f")])
    assert glyph_rows(grid) == ["yf"]


def test_no_layers_paint_nothing() -> None:
    grid = Grid(2, 1)
    composite(grid, 0, 0, [])
    assert glyph_rows(grid) == ["  "]
