"""The bytes on the line: only ASCII where it is asked for, no colours where there are none, none on a still page."""

from __future__ import annotations

from pathlib import Path

import pytest
from terminal_of import Terminal

CANYON = ("play", "canyon", "--lang", "en", "--trajectories", "100")


def _result(terminal: Terminal) -> None:
    """Play through hints, help, single updates, another axis, the map and the test loss to a result that stands still.

    `settled` fails when the screen never stops sending.
    """
    terminal.until("How sure")
    terminal.press("h", "h", "h", "1", "9")
    terminal.until("ONE EPOCH")
    terminal.press("right", "tab", "right", "p", "?")
    terminal.until("scroll")
    terminal.press("down", "escape")
    terminal.until("Enter fire")
    terminal.press("enter")
    terminal.until("STEP SIZE")
    terminal.press("space", ".", ".", "right", "+", "enter")
    terminal.until(", over")
    terminal.press("enter")
    terminal.until("Press 1 to")
    terminal.press("2")
    terminal.until("LESSON")
    terminal.press("t", "right", "t", "m", "right", "escape")
    terminal.until(lambda text: text.count(" 100 ") > 8)
    terminal.settled(1.5)


def _coloured(terminal: Terminal) -> set[tuple[int, ...]]:
    """Return the styles that name a colour; 39 and 49 name the terminal's own."""
    return {style for style in terminal.styles() if 30 <= style[0] <= 107 and style[0] not in (39, 49)}


@pytest.mark.parametrize("colors", ["true", "mono"])
def test_ascii_sends_no_byte_above_126_and_a_still_result_none_at_all(colors: str, tmp_path: Path) -> None:
    with Terminal(tmp_path, *CANYON, "--ascii", "--colors", colors) as terminal:
        _result(terminal)
        terminal.press("ctrl+c")
        assert terminal.ended() == 130
        assert max(terminal.sent) <= 126
        assert bool(_coloured(terminal)) is (colors != "mono")


def test_without_colours_there_are_none_whatever_the_glyphs(tmp_path: Path) -> None:
    with Terminal(tmp_path, *CANYON, "--colors", "mono") as terminal:
        _result(terminal)
        terminal.press("l", "escape")
        terminal.until("批次")
        terminal.press("0")
        terminal.settled()
        terminal.press("ctrl+c")
        terminal.ended()
        assert _coloured(terminal) == set()
        assert max(terminal.sent) > 126


def test_no_color_in_the_environment_is_heeded(tmp_path: Path) -> None:
    with Terminal(tmp_path, *CANYON, NO_COLOR="1") as terminal:
        terminal.until("How sure")
        terminal.settled()
        assert _coloured(terminal) == set()
