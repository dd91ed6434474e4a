"""A game that finds itself in another terminal: after a stop, or because a program between the two has changed it.

dtach, abduco and `docker attach` keep a game while its terminal is away, and connect it to another one without a word.
"""

from __future__ import annotations

import os
import re
import signal
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyte
import pytest
from terminal_of import COMMAND, NEEDS_PROC, Terminal, is_restored

WORDS = ("play", "canyon", "--lang", "en", "--trajectories", "100")
MODE_QUESTION = re.compile(rb"\x1b\[\?(\d+)\$p")
SYNC, SIZE_REPORTS, PIXELS = 2026, 2048, 1016
HELD = b"\x1b[?2026h"  # begins a frame that is shown as a whole


class Changing(Terminal):
    """A terminal that becomes another one.

    knows: the modes that it says it knows. silent: it answers nothing, since nobody is there.
    """

    def __init__(self, *arguments: Any, knows: tuple[int, ...] = (), **how: Any) -> None:
        self.knows = knows
        self.silent = False
        super().__init__(*arguments, **how)

    def take(self, data: bytes) -> None:
        super().take(data)
        for mode in MODE_QUESTION.findall(data):
            self.type(f"\x1b[?{mode.decode()};{2 if int(mode) in self.knows else 0}$y")

    def type(self, text: str) -> None:
        if not (self.silent and text.endswith(("R", "$y"))):
            super().type(text)

    def become_another(self) -> None:
        """Forget all modes and the whole screen, as a terminal that was opened just now."""
        self.screen.reset()
        self.sent.clear()


def modes_are_set(terminal: Terminal) -> bool:
    """Tell whether the terminal has every mode again that the game needs."""
    modes = terminal.modes()
    return (
        bool(modes.get(1049) and modes.get(1000) and modes.get(2004))
        and not modes.get(25)
        and b"\x1b[>" in terminal.sent
    )


def stop_and_continue(terminal: Terminal, meanwhile: Callable[[], None]) -> None:
    """Stop the game as Ctrl+Z would, and let it go on after something has happened."""
    game = min(pid for pid in terminal.processes() if pid != terminal.child.pid)
    os.kill(game, signal.SIGTSTP)
    terminal.until("Stopped")
    meanwhile()
    terminal.child.send("fg\r")


def in_a_shell(tmp_path: Path, **how: Any) -> Changing:
    shell = ["bash", "--norc", "--noprofile", "--noediting", "-i"]
    terminal = Changing(tmp_path, command=shell, PS1="prompt> ", HISTFILE="/dev/null", **how)
    terminal.until("prompt>")
    terminal.child.send(f"{' '.join((*COMMAND, *WORDS))}\r")
    terminal.until("How sure")
    return terminal


def leave(terminal: Terminal) -> None:
    terminal.press("ctrl+c")
    assert terminal.ended() == 130
    assert is_restored(terminal)


@NEEDS_PROC
def test_after_a_stop_nothing_is_believed_that_the_former_terminal_said(tmp_path: Path) -> None:
    """Stop in a terminal with every ability, and continue in one that has none: sizes, clicks and frames work."""
    with in_a_shell(tmp_path, knows=(SYNC, SIZE_REPORTS, PIXELS)) as terminal:
        terminal.press("1")
        terminal.until("9: sure")
        assert HELD in terminal.sent

        def another() -> None:
            terminal.knows = ()
            terminal.become_another()

        stop_and_continue(terminal, another)
        terminal.until("9: sure")
        assert b"\x1b[?2026$p" in terminal.sent
        terminal.resize(120, 40)
        terminal.until(lambda text: "Enter next" in text.splitlines()[39])
        since = len(terminal.sent)
        terminal.click("9 sure")
        terminal.until("ONE EPOCH")
        assert HELD not in terminal.sent[since:]
        assert not terminal.modes().get(PIXELS)
        assert not terminal.modes().get(SIZE_REPORTS)


@NEEDS_PROC
@pytest.mark.parametrize("narrow_first", [True, False])
def test_after_a_stop_the_width_of_signs_is_asked_again(
    narrow_first: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    narrow = pyte.screens.wcwidth

    def wide(sign: str) -> int:
        return 2 if unicodedata.east_asian_width(sign) in "WFA" else narrow(sign)

    def has_ambiguous(text: str) -> bool:
        return any(unicodedata.east_asian_width(sign) == "A" for sign in text)

    monkeypatch.setattr(pyte.screens, "wcwidth", narrow if narrow_first else wide)
    with in_a_shell(tmp_path) as terminal:
        terminal.until(lambda text: "How sure" in text and has_ambiguous(text) == narrow_first)

        def another() -> None:
            monkeypatch.setattr(pyte.screens, "wcwidth", wide if narrow_first else narrow)

        stop_and_continue(terminal, another)
        terminal.until(lambda text: "How sure" in text and has_ambiguous(text) != narrow_first)


@pytest.mark.parametrize(
    "sign",
    [lambda terminal: terminal.child.kill(signal.SIGWINCH), lambda terminal: terminal.press("ctrl+l")],
    ids=["SIGWINCH without another size", "Ctrl+L"],
)
def test_a_reattach_that_asks_for_the_screen_gets_modes_and_questions_too(
    sign: Callable[[Terminal], None], tmp_path: Path
) -> None:
    """Reattach as dtach does, by either of its two ways to ask for the screen."""
    with Changing(tmp_path, *WORDS, knows=(SYNC,)) as terminal:
        terminal.until("How sure")
        before = terminal.settled()
        pushed = terminal.sent.count(b"\x1b[>") - terminal.sent.count(b"\x1b[<u")
        terminal.become_another()
        sign(terminal)
        terminal.until(lambda text: text == before)
        assert modes_are_set(terminal)
        assert b"\x1b[?2026$p" in terminal.sent
        assert terminal.sent.count(b"\x1b[>") == pushed == terminal.sent.count(b"\x1b[<u"), "one takes another's place"
        terminal.sent += b"\x1b[>1u"  # the one that the first push stands for
        leave(terminal)


def test_a_reattach_in_a_window_of_another_size_gets_modes_too(tmp_path: Path) -> None:
    with Changing(tmp_path, *WORDS) as terminal:
        terminal.until("How sure")
        terminal.settled()
        for width, height in ((120, 40), (80, 24)):
            terminal.become_another()
            terminal.resize(width, height)
            terminal.until(lambda text: "Enter next" in text.splitlines()[height - 1])  # noqa: B023 - called at once
            terminal.settled(1.2)
            assert modes_are_set(terminal)


def test_a_window_that_is_dragged_is_not_begun_anew_at_every_step(tmp_path: Path) -> None:
    with Terminal(tmp_path, *WORDS) as terminal:
        terminal.until("How sure")
        terminal.settled()
        before = terminal.sent.count(b"\x1b[?1049h")
        for width in range(81, 121):
            terminal.resize(width, 24)
            terminal.read(0.05)
        terminal.until(lambda text: "RESULT" in text.splitlines()[0][100:])
        assert terminal.sent.count(b"\x1b[?1049h") - before < 10


@pytest.mark.slow
def test_a_terminal_that_answers_after_a_long_silence_may_be_another_one(tmp_path: Path) -> None:
    """Take the terminal away from a race for longer than an answer may take, and give it another one."""
    with Changing(tmp_path, *WORDS) as terminal:
        terminal.until("How sure")
        terminal.press("1", "9")
        terminal.until("ONE EPOCH")
        terminal.press("enter")
        terminal.until("STEP SIZE")
        terminal.press("minus", "minus")
        terminal.silent = True
        terminal.until(lambda _: _frames(terminal) > 30)
        terminal.become_another()
        terminal.silent = False
        terminal.until(lambda text: modes_are_set(terminal) and "BATCHGAME" in text and "STEP SIZE" in text)
        terminal.press("space")
        terminal.until("paused")
        paused = terminal.settled()
        terminal.press("ctrl+l")
        assert terminal.settled() == paused


def _frames(terminal: Terminal) -> int:
    return terminal.sent.count(b"\x1b[6n")


def test_a_terminal_that_falls_silent_keeps_its_window(tmp_path: Path) -> None:
    """Let a terminal promise reports of its size, and then send none: the size that the system knows counts."""
    with Changing(tmp_path, *WORDS, knows=(SIZE_REPORTS, PIXELS)) as terminal:
        terminal.until("How sure")
        terminal.silent = True
        for width, height in ((120, 40), (70, 20), (80, 24)):
            terminal.resize(width, height)
            terminal.until(lambda text: "Enter next" in text.splitlines()[height - 1])  # noqa: B023 - called at once
        terminal.silent = False
        terminal.press("1")
        terminal.until("9: sure")
        leave(terminal)
