"""Patches: on a terminal that shows the old grid they give the new one, in few bytes."""

import asyncio
import subprocess
import sys
from pathlib import Path

import pyte
from driving import playing
from hypothesis import given
from hypothesis import strategies as st

from batchgame.tui.draw.colours import Depth
from batchgame.tui.draw.grid import Grid
from batchgame.tui.screen.encode import encode, turn
from batchgame.tui.screen.shown import Shown

TRUE: Depth = "true"
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
    stream.feed(encode(old, whole, TRUE)[0])
    stream.feed(encode(new, new.spans(old), TRUE)[0])
    assert _cells(screen) == _cells(_drawn(new))


@given(st.lists(WRITES, min_size=1, max_size=6), st.integers(1, 400))
def test_patches_with_little_room_come_to_the_same_screen(
    frames: list[list[tuple[int, int, str, str | None, str | None, bool]]], room: int
) -> None:
    """New frames come before the last one is all sent; the cells that are left at the end are sent then."""
    screen, shown = pyte.Screen(30, 6), Shown()
    stream = pyte.Stream(screen)
    for writes in frames:
        stream.feed(shown.patch(_painted(writes), TRUE, room))
    last = _painted(frames[-1])
    for _ in range(200):
        if not shown.differs(last):
            break
        stream.feed(shown.patch(last, TRUE, room))
    assert _cells(screen) == _cells(_drawn(last))
    assert shown.differs(last) == []


def test_a_patch_with_little_room_is_short_and_begins_with_the_cells_that_a_key_has_changed() -> None:
    shown = Shown()
    shown.patch(_painted([]), TRUE)
    moved = _painted([(x, y, "⣿", "#ffbf47", None, False) for y in range(5) for x in range(0, 30, 7)])
    pressed = _painted([(x, y, "⣿", "#ffbf47", None, False) for y in range(5) for x in range(0, 30, 7)])
    pressed.text(3, 5, "paused", None)
    text = shown.patch(pressed, TRUE, 20, 200, before=moved)
    assert "paused" in text
    assert len(text) < 80
    assert shown.owes
    assert not shown.owes_key


def test_no_row_waits_for_ever() -> None:
    """If every cell changes in every frame, each row is sent within as many frames as there are rows."""
    shown = Shown()
    shown.patch(_painted([]), TRUE)
    seen = set()
    for n in range(6):
        glyph = "abcdef"[n]
        frame = _painted([(0, y, glyph * 8, None, None, False) for y in range(6)])
        text = shown.patch(frame, TRUE, 1)
        seen |= {y for y in range(6) if f"\x1b[{y + 1};1H" in text}
    assert seen == set(range(6))


def test_a_terminal_of_which_nothing_is_known_gets_all() -> None:
    shown, grid = Shown(), _painted([(0, 0, "中文", None, None, False)])
    whole = shown.patch(grid, TRUE)
    assert shown.patch(grid, TRUE) == ""
    shown.forget()
    assert shown.patch(grid, TRUE) == whole


def _drawn(grid: Grid) -> pyte.Screen:
    screen = pyte.Screen(grid.width, grid.height)
    pyte.Stream(screen).feed(encode(grid, [(y, 0, grid.width) for y in range(grid.height)], TRUE)[0])
    return screen


def _cells(screen: pyte.Screen) -> list[list[object]]:
    return [[screen.buffer[y][x] for x in range(screen.columns)] for y in range(screen.lines)]


def test_only_what_differs_is_named() -> None:
    assert turn(None, ("#ff0000", None, True), TRUE) == "\x1b[1;38;2;255;0;0m"
    assert turn(("#ff0000", None, True), ("#ff0000", "#000000", True), TRUE) == "\x1b[48;2;0;0;0m"
    assert turn(("#ff0000", None, True), (None, None, False), TRUE) == "\x1b[22;39m"
    assert turn(("red", None, False), ("blue", None, False), "16") == "\x1b[34m"
    assert turn(("#ff0000", None, False), ("#00ff00", "#0000ff", True), "mono") == "\x1b[1m"


def test_nothing_changed_is_nothing_sent() -> None:
    grid = _painted([(0, 0, "鞍點", "#ffbf47", None, False)])
    again = _painted([(0, 0, "鞍點", "#ffbf47", None, False)])
    assert encode(again, again.spans(grid), TRUE) == ("", 0)


def test_a_frame_is_made_of_the_newest_grid_and_only_a_written_one_counts(tmp_path: Path) -> None:
    """A key that is pressed between a frame and a layout must not be lost."""

    async def play() -> None:
        async with playing(tmp_path, scenario="saddle", lang="en") as player:
            app = player.app
            for update, word in (("render_full_update", "FIRST"), ("render_partial_update", "other")):
                getattr(app.screen._compositor, update)()  # asked for, but never written
                grid = app.paint(80, 24)
                grid.text(45, 20, word, None)
                app.canvas.show(grid)
                app.flow.begin()  # there is no terminal that could answer
                patch = app.screen._compositor.render_full_update()
                assert patch
                assert word in patch.render_segments(app.console)
                assert app.canvas.patch() is None

    asyncio.run(play())


PAGE_TO_BYTES = """
import pkgutil, sys
from importlib import import_module
import batchgame.tui.draw, batchgame.tui.screen.flow
from batchgame.tui.draw.bars import charge_bar
from batchgame.tui.draw.grid import Grid
from batchgame.tui.draw.look import look
from batchgame.tui.screen.flicker import FlickerLimit
from batchgame.tui.screen.shown import Shown

early = [name for name in ("numpy", "textual", "rich") if name in sys.modules]
for colors in ("true", "256", "16", "mono"):
    chosen, flicker, shown = look(colors), FlickerLimit(), Shown()
    for word in ("before", "after"):
        grid = Grid(80, 24, ink=(chosen.text, chosen.background, False))
        grid.frame(0, 1, 60, 20, chosen.faint, "title", chosen.accent)
        grid.paragraph(2, 3, 40, 5, word, chosen.soft)
        charge_bar(grid, 2, 10, 20, 0.5, "FIRE", chosen.you, chosen)
        assert shown.patch(flicker.settle(grid, 0.0), colors)
for module in pkgutil.iter_modules(batchgame.tui.draw.__path__):
    import_module(f"batchgame.tui.draw.{module.name}")
print(early, [name for name in ("textual", "rich") if name in sys.modules])
"""


def test_from_a_page_to_its_bytes_no_terminal_library_is_loaded() -> None:
    run = subprocess.run([sys.executable, "-c", PAGE_TO_BYTES], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[] []"
