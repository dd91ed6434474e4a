"""The grid: wide glyphs never tear, a text that is cut is noted, only changed cells are sent."""

from __future__ import annotations

import subprocess
import sys

from cells import glyph_rows
from hypothesis import given, settings
from hypothesis import strategies as st

from batchgame.scenarios.reading.library import load, names
from batchgame.scenarios.text.clean import glyph_width
from batchgame.scenarios.text.languages import LANGUAGES
from batchgame.scenarios.text.lines import NOT_FIRST
from batchgame.tui.draw.grid import Grid, fold, measure, wrap
from batchgame.tui.text.catalogue import sentences

INK = ("#ffffff", "#000000", False)
CHINESE = "完整批次停在鞍點上，動量無法推動它。"
words = st.text(alphabet="ab λ●─批次大小，。", max_size=14)


def whole(grid: Grid) -> None:
    """Check that a cell is "" exactly where the cell before it holds a wide glyph."""
    for row in grid.cells:
        assert len(row) == grid.width
        for x, (glyph, style) in enumerate(row):
            if glyph == "":
                assert x > 0
                assert glyph_width(row[x - 1][0]) == 2
                assert style == row[x - 1][1]
            elif glyph_width(glyph) == 2:
                assert x + 1 < grid.width
                assert row[x + 1][0] == ""
    assert all(measure(line) == grid.width for line in glyph_rows(grid))


@settings(max_examples=300, deadline=None, derandomize=True)
@given(
    st.lists(
        st.one_of(
            st.tuples(st.just("text"), st.integers(-2, 14), st.integers(-1, 4), words, st.booleans()),
            st.tuples(st.just("put"), st.integers(-2, 14), st.integers(-1, 4), st.sampled_from("a●大"), st.booleans()),
            st.tuples(st.just("fill"), st.integers(-2, 14), st.integers(-1, 4), st.just(""), st.booleans()),
        ),
        max_size=12,
    )
)
def test_whatever_is_painted_over_whatever_no_wide_glyph_is_torn(
    strokes: list[tuple[str, int, int, str, bool]],
) -> None:
    grid, before = Grid(12, 3, ink=INK), Grid(12, 3, ink=INK)
    for kind, x, y, what, paper in strokes:
        bg = "#112233" if paper else None
        if kind == "text":
            grid.text(x, y, what, "#aaaaaa", bg=bg)
        elif kind == "put":
            grid.put(x, y, what, "#bbbbbb", bg)
        else:
            grid.fill(x, y, 3, 2, bg)
        whole(grid)
    spans = grid.spans(before)
    sent = {(y, x) for y, first, after in spans for x in range(first, after)}
    changed = {(y, x) for y in range(3) for x in range(12) if grid.cells[y][x] != before.cells[y][x]}
    assert changed <= sent
    for y, first, after in spans:
        assert grid.cells[y][first][0] != ""
        assert after == 12 or grid.cells[y][after][0] != ""
        assert after == 12 or before.cells[y][after][0] != ""


def test_half_of_a_wide_glyph_overwritten_leaves_a_space() -> None:
    for x in (0, 1):
        grid = Grid(4, 1)
        grid.text(0, 0, "大小", None)
        grid.put(x, 0, "a")
        assert glyph_rows(grid) == [("a 小", " a小")[x]]


def test_a_wide_glyph_that_would_cross_the_edge_is_not_drawn() -> None:
    grid = Grid(5, 1)
    assert grid.text(2, 0, "大小", None) == 4
    assert glyph_rows(grid) == ["  大 "]
    assert grid.clipped == ["大小"]
    grid.put(4, 0, "小")
    assert glyph_rows(grid) == ["  大 "]


def test_a_text_that_is_cut_is_noted() -> None:
    grid = Grid(10, 2)
    grid.text(8, 0, "abc", None)
    grid.text(0, 0, "abcd", None, width=3)
    grid.text(0, 5, "a", None)
    assert grid.clipped == ["abc", "abcd", "a"]


def test_alignment() -> None:
    grid = Grid(6, 3)
    for y, align in enumerate(("left", "right", "center")):
        grid.text(0, y, "ab", None, width=6, align=align)
    assert glyph_rows(grid) == ["ab    ", "    ab", "  ab  "]


def test_text_without_paper_keeps_what_is_under_it() -> None:
    grid = Grid(4, 1)
    grid.fill(0, 0, 4, 1, "#123456")
    grid.text(0, 0, "a大", "#ffffff")
    assert [style[1] for _, style in grid.cells[0]] == ["#123456"] * 4


def test_the_last_thing_made_hot_takes_the_click() -> None:
    grid = Grid(10, 10)
    grid.hot(0, 0, 10, 10, "page")
    grid.hot(2, 2, 3, 1, "button")
    assert [grid.action_at(*at) for at in ((4, 2), (5, 2), (0, 0), (10, 0))] == ["button", "page", "page", None]


def test_an_unchanged_grid_sends_nothing_and_near_changes_go_together() -> None:
    old, new = Grid(40, 2), Grid(40, 2)
    assert new.spans(old) == []
    for x in (3, 6, 30):
        new.put(x, 1, "x")
    assert new.spans(old) == [(1, 3, 7), (1, 30, 31)]


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.text(alphabet="batch size λ，。：？！、」「批次大小動量", max_size=60), st.integers(4, 30))
def test_wrapped_lines_fit_and_lose_nothing(text: str, width: int) -> None:
    lines = wrap(text, width)
    assert all(measure(line) <= width for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())


def test_chinese_lines_start_with_no_stop_and_latin_words_stay_whole() -> None:
    text = f"{CHINESE}batch size 等於一的 momentum，{CHINESE}"
    for width in range(12, 40):
        lines = wrap(text, width)
        assert not [line for line in lines if line[:1] and line[0] in NOT_FIRST]
        assert all(any(word in line for line in lines) for word in ("batch", "size", "momentum"))


def test_a_paragraph_notes_the_lines_that_have_no_room() -> None:
    grid = Grid(10, 5)
    assert grid.paragraph(0, 0, 10, 1, "one two three four", None) == 1
    assert grid.clipped == ["three four"]
    assert grid.paragraph(0, 2, 10, 3, CHINESE[:8], None) == 4


def every_text() -> list[str]:
    texts = [text for language in LANGUAGES for text in sentences(language).values()]
    for name in names():
        texts.append(repr(load(name)))
    return texts


def test_in_ascii_nothing_above_byte_126_is_drawn() -> None:
    def row(glyph: str) -> str:
        grid = Grid(12, 1, folds="ascii")
        grid.text(0, 0, glyph, None)
        if glyph.isprintable():
            grid.put(11, 0, glyph)
        return glyph_rows(grid)[0]

    glyphs = set("".join(every_text())) | {chr(n) for n in range(0x2500, 0x2600)} | set("⣿é中\x7f")
    rows = {glyph: row(glyph) for glyph in glyphs - {"\n"}}
    assert {glyph: shown for glyph, shown in rows.items() if len(shown) != 12 or max(map(ord, shown)) > 126} == {}


def test_no_sign_of_the_english_texts_is_unknown_in_ascii() -> None:
    # The name of the other language is in Chinese, and a "?" in a text is meant.
    latin = {key: [c for c in text if glyph_width(c) == 1 and c != "?"] for key, text in sentences("en").items()}
    assert [key for key, signs in latin.items() if "?" in fold("".join(signs))] == []


def test_folding_comes_before_measuring() -> None:
    assert measure("θ1 →", "ascii") == len("theta1 >")
    grid = Grid(6, 1, folds="ascii")
    grid.text(0, 0, "θ1 →", None)
    assert grid.clipped == ["theta1 >"]


def test_the_grid_needs_neither_numpy_nor_textual() -> None:
    code = (
        "import sys, batchgame.tui.draw.grid, batchgame.tui.draw.look, batchgame.tui.draw.bars\n"
        "print([m for m in ('numpy', 'textual', 'rich') if m in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"
