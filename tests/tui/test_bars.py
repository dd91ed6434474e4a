"""Bars: as full as their fraction, and never wider than they may be."""

from __future__ import annotations

from itertools import product

import pytest
from cells import glyph_rows

from batchgame.tui.draw.bars import charge_bar, result_bar, shots_side_by_side, tape
from batchgame.tui.draw.grid import Grid, fold
from batchgame.tui.draw.look import Look, look

LOOKS = [look("true"), look("256"), look("16"), look("mono"), look("mono", "ascii"), look("true", "ascii")]


def by_name(chosen: Look) -> str:
    return f"{chosen.name}{'-ascii' * chosen.ascii}"


@pytest.mark.parametrize("chosen", LOOKS, ids=by_name)
def test_a_fuller_bar_is_never_shorter(chosen: Look) -> None:
    filled = []
    for n in range(101):
        grid = Grid(20, 1, folds=chosen.folds)
        result_bar(grid, 0, 0, 20, n / 100, chosen.good, chosen)
        filled.append(sum(glyph in "█#" for glyph, _ in grid.cells[0]))
    assert filled == sorted(filled)
    assert (filled[0], filled[50], filled[100]) == (0, 10, 20)


def test_a_fraction_out_of_range_stays_in_its_room() -> None:
    grid = Grid(12, 4)
    for y, fraction in enumerate((-1.0, 0.0, 1.0, 7.0)):
        result_bar(grid, 1, y, 10, fraction, "#ffffff", look("true"))
    assert [row[0] + row[11] for row in glyph_rows(grid)] == ["  "] * 4


def test_the_word_stands_whole_in_the_bar() -> None:
    cut = []
    for chosen, word in product(LOOKS, ("FIRE", "發射")):
        grid = Grid(13, 1, folds=chosen.folds)
        charge_bar(grid, 0, 0, 13, 1.0, word, chosen.full, chosen)
        if grid.clipped or (fold(word) if chosen.ascii else word) not in glyph_rows(grid)[0]:
            cut.append((by_name(chosen), word))
    assert cut == []


@pytest.mark.parametrize("chosen", LOOKS, ids=by_name)
def test_a_tape_rolls_and_never_blinks_as_a_whole(chosen: Look) -> None:
    rows = []
    for phase in range(10):
        grid = Grid(18, 1, folds=chosen.folds)
        tape(grid, 0, 0, 18, phase, chosen.one, chosen)
        rows.append(glyph_rows(grid)[0])
    dashes = [sum(glyph != " " for glyph in row) for row in rows]
    assert max(dashes) - min(dashes) <= 3
    assert min(dashes) > 0
    assert len(set(rows)) > 1


def dots_side_by_side(chosen: Look, batch_size: int, parallel: int) -> int:
    """Return how many dots, or letters in ASCII, are drawn for a batch."""
    grid = Grid(13, 1, folds=chosen.folds)
    shots_side_by_side(grid, 0, 0, 13, batch_size, "#ffffff", chosen, beat=0, parallel=parallel)
    return sum((ord(glyph) - 0x2800).bit_count() if glyph >= "⠀" else glyph in "|:" for glyph, _ in grid.cells[0])


@pytest.mark.parametrize("parallel", [1, 4, 20])
def test_side_by_side_more_examples_take_more_room(parallel: int) -> None:
    counts = {
        by_name(chosen): [dots_side_by_side(chosen, size, parallel) for size in range(1, parallel + 1)]
        for chosen in LOOKS
    }
    assert {name: found for name, found in counts.items() if found != sorted(found) or not found[0]} == {}
