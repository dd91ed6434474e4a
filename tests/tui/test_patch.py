"""Patches: applied to what the terminal shows they give the new grid, in the fewest bytes."""

import asyncio
from pathlib import Path

import pyte
from driving import playing
from hypothesis import given
from hypothesis import strategies as st
from rich.color import ColorSystem

from batchgame.tui.grid import Grid
from batchgame.tui.widgets.patch import encode, turn

INK = ("#eceff4", "#0a1018", False)
COLOURS = st.sampled_from([None, "#ffbf47", "#5cc8ff", "#0a1018"])
TEXTS = st.text(st.sampled_from("ab ─●⣿中文鞍"), max_size=8)
WRITES = st.lists(st.tuples(st.integers(0, 29), st.integers(0, 5), TEXTS, COLOURS, COLOURS, st.booleans()), max_size=12)


def _painted(writes: list[tuple[int, int, str, str | None, str | None, bool]]) -> Grid:
    grid = Grid(30, 6, ink=INK)
    for x, y, text, ink, paper, bold in writes:
        grid.text(x, y, text, ink, bg=paper, bold=bold)
    return grid


@given(WRITES, WRITES)
def test_a_patch_turns_the_old_screen_into_the_new_one(
    before: list[tuple[int, int, str, str | None, str | None, bool]],
    after: list[tuple[int, int, str, str | None, str | None, bool]],
) -> None:
    old, new = _painted(before), _painted(after)
    screen = pyte.Screen(30, 6)
    stream = pyte.Stream(screen)
    whole = [(y, 0, 30) for y in range(6)]
    stream.feed(encode(old, whole, ColorSystem.TRUECOLOR))
    stream.feed(encode(new, new.spans(old), ColorSystem.TRUECOLOR))
    wanted = pyte.Screen(30, 6)
    pyte.Stream(wanted).feed(encode(new, whole, ColorSystem.TRUECOLOR))
    assert screen.display == wanted.display
    assert [[screen.buffer[y][x] for x in range(30)] for y in range(6)] == [
        [wanted.buffer[y][x] for x in range(30)] for y in range(6)
    ]


def test_only_what_differs_is_named() -> None:
    true = ColorSystem.TRUECOLOR
    assert turn(None, ("#ff0000", None, True), true) == "\x1b[1;38;2;255;0;0m"
    assert turn(("#ff0000", None, True), ("#ff0000", "#000000", True), true) == "\x1b[48;2;0;0;0m"
    assert turn(("#ff0000", None, True), (None, None, False), true) == "\x1b[22;39m"
    assert turn(("red", None, False), ("blue", None, False), ColorSystem.STANDARD) == "\x1b[34m"
    assert turn(("#ff0000", None, False), ("#00ff00", "#0000ff", True), None) == "\x1b[1m"


def test_nothing_changed_is_nothing_sent() -> None:
    grid = _painted([(0, 0, "鞍點", "#ffbf47", None, False)])
    again = _painted([(0, 0, "鞍點", "#ffbf47", None, False)])
    assert encode(again, again.spans(grid), ColorSystem.TRUECOLOR) == ""


def test_a_whole_update_shows_the_newest_grid_whatever_textual_remembers(tmp_path: Path) -> None:
    """A key that falls between a frame and a layout must not be swallowed by lines that Textual kept."""

    async def play() -> None:
        async with playing(tmp_path, scenario="saddle", lang="en") as player:
            app = player.app
            player.app.screen._compositor.render_full_update()
            grid = app.paint(80, 24)
            grid.text(45, 20, "something new", None)
            app.canvas.show(grid)
            sent = app.screen._compositor.render_full_update().render_segments(app.console)
            assert "something new" in sent
            assert app.canvas.patch() is None

    asyncio.run(play())
