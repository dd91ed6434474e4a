"""A whole round in a real pseudo-terminal, in every depth of colour, and every way to leave it."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest
from terminal_of import Terminal, is_restored

from batchgame.scenarios.reading.library import find
from batchgame.tui.race.options import PlayOptions
from batchgame.tui.race.round import Round

WORDS = ("play", "saddle", "--lang", "en", "--trajectories", "100")


def _round(terminal: Terminal) -> None:
    """Play from the prediction to the next stage, and find on each page what it shows."""
    terminal.until("Which of these surely does NOT move")
    terminal.press("1")
    terminal.until("sure, and on")
    terminal.press("9")
    terminal.until("ONE EPOCH")
    terminal.press("enter")
    terminal.until("STEP SIZE")
    terminal.press("enter")
    terminal.until(", over")
    terminal.press("enter")
    terminal.until("What did you see")
    terminal.press("2")
    terminal.until("LESSON closed")
    terminal.press("v")
    terminal.until("MODEL")
    terminal.press("enter")
    terminal.until("The same idea, other numbers")
    question = Round(*find("saddle"), PlayOptions()).transfer
    terminal.press(str(question.order.index(question.right) + 1))
    terminal.until("Yes.")
    terminal.press("enter")
    terminal.until("down the ridge")


@pytest.mark.parametrize(("depth", "kinds"), [("mono", set()), ("16", set()), ("256", {5}), ("true", {2})])
def test_a_whole_round_in_each_depth_of_colour_and_q(depth: str, kinds: set[int], tmp_path: Path) -> None:
    """Play a round: it sends the colours of its depth only, ASCII where asked for, and restores the terminal."""
    ascii = ["--ascii"] if depth == "mono" else []
    with Terminal(tmp_path, *WORDS, "--colors", depth, *ascii) as terminal:
        _round(terminal)
        terminal.press("q")
        assert terminal.ended() == 0
        assert is_restored(terminal)
        assert {style[1] for style in terminal.styles() if len(style) > 1} == kinds
        if depth == "mono":
            assert max(terminal.sent) <= 126
            assert {style for style in terminal.styles() if 30 <= style[0] <= 49 or style[0] >= 90} == set()
    assert '"saddle"' in (tmp_path / "progress.json").read_text()


@pytest.mark.parametrize(
    ("around", "kinds"),
    [
        ({"STY": "7.pts-1.host"}, {5}),
        ({"TERM": "screen-256color"}, {5}),
        ({"TERM": "screen"}, set()),
        ({"TERM": "linux"}, set()),
    ],
    ids=["STY", "screen-256color", "screen", "linux"],
)
@pytest.mark.parametrize("kiosk", [(), ("--kiosk",)], ids=["", "kiosk"])
def test_no_true_colour_inside_screen(
    around: dict[str, str], kinds: set[int], kiosk: tuple[str, ...], tmp_path: Path
) -> None:
    """Start with COLORTERM=truecolor from outside of GNU screen, which shows such a colour as another one."""
    with Terminal(tmp_path, *WORDS, *kiosk, **around) as terminal:
        terminal.until("Which of these")
        terminal.press("1", "9")
        terminal.until("ONE EPOCH")
        assert {style[1] for style in terminal.styles() if len(style) > 1} == kinds


@pytest.mark.parametrize(("number", "status"), [(signal.SIGTERM, 143), (signal.SIGINT, 130)])
def test_a_signal_in_mid_race_restores_the_terminal(number: int, status: int, tmp_path: Path) -> None:
    with Terminal(tmp_path, *WORDS) as terminal:
        terminal.until("Which of these")
        terminal.press("1", "9")
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


def test_a_closed_window_ends_the_game_and_keeps_what_was_earned(tmp_path: Path) -> None:
    with Terminal(tmp_path, *WORDS) as terminal:
        _round(terminal)
        terminal.hang_up()
        terminal.ended()
        assert terminal.processes() == []
    assert '"saddle"' in (tmp_path / "progress.json").read_text()


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
        terminal.settled(2.0)  # this fails when it never stops sending
