"""A whole round in a real pseudo-terminal, in every depth of colour, and out of it again by every way out."""

from __future__ import annotations

import signal
import time
from pathlib import Path

import pytest
from terminal_of import Terminal, is_restored

WORDS = ("play", "saddle", "--lang", "en", "--trajectories", "100")


def _round(terminal: Terminal) -> None:
    """From the prediction to the next stage, finding what each step shows."""
    terminal.until("Which of these surely does NOT move")
    terminal.press("1")
    terminal.until("if you are sure")
    terminal.press("9", "enter")
    terminal.until("ONE EPOCH")
    terminal.press("enter")
    terminal.until("STEP SIZE")
    terminal.press("enter")
    terminal.until(", over")
    terminal.press("enter")
    terminal.until("What did you see")
    terminal.press("2")
    terminal.until("LESSON")
    terminal.press("enter")
    terminal.until("The same idea, other numbers")
    terminal.press("2")
    terminal.until("Yes.")
    terminal.press("enter")
    terminal.until("down the ridge")


def test_a_whole_round_and_q(tmp_path: Path) -> None:
    with Terminal(tmp_path, *WORDS) as terminal:
        _round(terminal)
        terminal.press("q")
        assert terminal.ended() == 0
        assert is_restored(terminal)
    assert '"saddle"' in (tmp_path / "progress.json").read_text()


@pytest.mark.parametrize(("number", "status"), [(signal.SIGTERM, 143), (signal.SIGINT, 130)])
def test_a_signal_in_mid_race_restores_the_terminal(number: int, status: int, tmp_path: Path) -> None:
    with Terminal(tmp_path, *WORDS) as terminal:
        terminal.until("Which of these")
        terminal.press("1", "9", "enter")
        terminal.until("ONE EPOCH")
        terminal.press("enter")
        terminal.until("STEP SIZE")
        terminal.child.kill(number)
        assert terminal.ended() == status
        assert is_restored(terminal)
        assert terminal.processes() == []


def test_ctrl_c_restores_the_terminal(tmp_path: Path) -> None:
    with Terminal(tmp_path, *WORDS) as terminal:
        terminal.until("Which of these")
        terminal.press("ctrl+c")
        assert terminal.ended() == 130
        assert is_restored(terminal)


def test_a_closed_window_ends_the_game_within_a_second_and_keeps_what_was_earned(tmp_path: Path) -> None:
    with Terminal(tmp_path, *WORDS) as terminal:
        _round(terminal)
        terminal.hang_up()
        began = time.monotonic()
        terminal.ended()
        assert time.monotonic() - began < 2.0  # of a busy machine
        assert terminal.processes() == []
    assert '"saddle"' in (tmp_path / "progress.json").read_text()


def test_ascii_sends_no_byte_above_126_and_mono_no_colour(tmp_path: Path) -> None:
    with Terminal(tmp_path, *WORDS, "--ascii", "--colors", "mono") as terminal:
        _round(terminal)
        terminal.press("q")
        terminal.ended()
        assert max(terminal.sent) <= 126
        assert {style for style in terminal.styles() if 30 <= style[0] <= 49 or style[0] >= 90} == set()


@pytest.mark.parametrize(("depth", "kinds"), [("16", set()), ("256", {5}), ("true", {2})])
def test_a_depth_of_colour_is_kept_to(depth: str, kinds: set[int], tmp_path: Path) -> None:
    with Terminal(tmp_path, *WORDS, "--colors", depth) as terminal:
        _round(terminal)
        terminal.press("q")
        terminal.ended()
        assert {style[1] for style in terminal.styles() if len(style) > 1} == kinds


def test_a_small_window_is_covered_and_comes_back(tmp_path: Path) -> None:
    with Terminal(tmp_path, *WORDS) as terminal:
        terminal.until("Which of these")
        terminal.resize(20, 5)
        terminal.until("60x18")
        terminal.resize(80, 24)
        terminal.until("Which of these")
        terminal.resize(120, 40)
        terminal.until("Which of these")


def test_a_still_screen_sends_nothing(tmp_path: Path) -> None:
    with Terminal(tmp_path, *WORDS) as terminal:
        terminal.until("Which of these")
        terminal.settled(1.0)
        before = len(terminal.sent)
        end = time.monotonic() + 2
        while time.monotonic() < end:
            terminal.read(0.1)
        assert len(terminal.sent) == before
