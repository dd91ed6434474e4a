"""clean(): which characters a line on a terminal may hold, and how many cells it takes."""

from __future__ import annotations

import unicodedata

import pytest
from cells import glyph_rows
from hostile import UNSEEN, strings

from batchgame.scenarios.text.clean import clean, flaw
from batchgame.tui.draw.grid import Grid
from batchgame.tui.draw.width import Folds, glyph_width, measure

ALL = [chr(number) for number in range(0x110000)]


def test_examples() -> None:
    examples = [
        ("a\x1b[0m\u200bb\x85", 60, "a[0mb"),
        ("e\u0301", 60, "é"),
        ("x" + "\u0301" * 50 + "y", 60, "x\u0301\u0301y"),
        ("\u0301abc", 60, "abc"),
        ("批次大小", 8, "批次大小"),
        ("批次大小", 7, "批次大…"),
        ("批次大小", 6, "批次…"),
        ("abcdef", 5, "abcd…"),
        ("abcdef", 1, "…"),
        ("abcdef", 0, ""),
        ("two\nlines\tand\u2028more", 60, "twolinesandmore"),
        ("\udc9b31m\ud800", 60, "31m"),
        ("[@click=app.bell()]x[/]", 60, "[@click=app.bell()]x[/]"),
    ]
    assert [clean(text, width) for text, width, _ in examples] == [shown for _, _, shown in examples]


def test_every_character_is_dropped_or_seen() -> None:
    left = (sign for start in range(0, len(ALL), 256) for sign in clean("".join(ALL[start : start + 256]), 1000))
    assert [hex(ord(sign)) for sign in left if unicodedata.category(sign) in UNSEEN] == []


def test_hostile_strings() -> None:
    for text in strings():
        for width in (1, 7, 60):
            shown = clean(text, width)
            assert measure(shown) <= width
            assert clean(shown, width) == shown
            assert flaw(shown) is None
            assert unicodedata.is_normalized("NFC", shown)


def test_a_flaw_is_what_would_be_dropped() -> None:
    for text in strings():
        kept = unicodedata.normalize("NFC", text)
        if text and flaw(text) is None and measure(text[0]):
            assert clean(text, 10_000) == kept


def test_a_long_string_costs_no_more_than_its_head() -> None:
    assert clean("x" * 10**7) == "x" * 59 + "…"
    assert clean("\x00" * 10**7) == "…"


def test_what_is_not_to_be_seen_takes_no_cell() -> None:
    wide = [hex(ord(sign)) for sign in ALL if unicodedata.category(sign) in UNSEEN and glyph_width(sign)]
    assert wide == []


@pytest.mark.parametrize("folds", ["", "ambiguous", "ascii"])
def test_no_way_puts_a_control_character_into_a_grid(folds: Folds) -> None:
    """Check the last wall: nothing but the cells of a grid goes to the terminal."""
    grid = Grid(60, 6, folds=folds)
    for sign in (
        *map(chr, range(0x20)),
        *map(chr, range(0x7F, 0xA0)),
        "\u202e",
        "\u2028",
        "\ud800",
        "\ue000",
        "\u0378",
    ):
        grid.put(0, 0, sign)
        grid.text(0, 1, f"a{sign}b", None)
        grid.text(0, 2, f"批{sign}次", None)
        grid.paragraph(0, 3, 20, 2, f"a{sign}b", None)
        assert not {unicodedata.category(one) for row in glyph_rows(grid) for one in row} & UNSEEN, hex(ord(sign))
