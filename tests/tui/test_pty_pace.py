"""Frames over a line, in a real pseudo-terminal: small, one at a time, and never in the way of a key."""

from __future__ import annotations

import shlex
import time
import unicodedata
from pathlib import Path

import pyte
import pytest
from slow_line import FarTerminal
from terminal_of import COMMAND, Terminal

from batchgame.tui.screen.flow import ASK

QUESTION = ASK.encode()
BUDGET = {(80, 24): 4000, (120, 40): 5000}  # bytes a frame at 20 frames a second, in true colour


def _fire(terminal: Terminal) -> None:
    terminal.until("How sure")
    terminal.press("1", "9", "enter")
    terminal.until("ONE EPOCH")
    terminal.press("enter")
    terminal.until("STEP SIZE")


def _to_result(terminal: Terminal) -> str:
    terminal.until(", over")
    terminal.press("enter")
    terminal.until("What did you see")
    terminal.press("2")
    terminal.until("LESSON")
    terminal.press("m")
    return terminal.until(lambda text: "#" in text or "par" in text)


@pytest.mark.parametrize("size", BUDGET)
@pytest.mark.parametrize("stage", ["canyon", "saddle"])
def test_a_frame_is_within_its_budget_through_five_seconds_of_a_race(
    stage: str, size: tuple[int, int], tmp_path: Path
) -> None:
    with Terminal(tmp_path, "play", stage, "--lang", "en", "--fps", "20", size=size) as terminal:
        _fire(terminal)
        terminal.read(0.2)
        before, end = len(terminal.sent), time.monotonic() + 5
        while time.monotonic() < end:
            terminal.read(0.1)
        frames = [len(frame) for frame in bytes(terminal.sent[before:]).split(QUESTION)[1:-1]]
        assert len(frames) >= 40, "twenty a second, on a machine with something else to do"
        assert max(frames) <= BUDGET[size]
        assert sum(frames) / len(frames) <= BUDGET[size] / 2


def test_there_is_one_frame_in_flight(tmp_path: Path) -> None:
    """A terminal that holds its answers back gets no second frame, whatever is pressed, until it gives them."""

    class Hesitant(Terminal):
        held: list[str] | None = None

        def type(self, text: str) -> None:
            if self.held is not None and text.endswith("R"):
                self.held.append(text)
            else:
                super().type(text)

    with Hesitant(tmp_path, "play", "canyon", "--lang", "en", "--trajectories", "100") as terminal:
        _fire(terminal)
        terminal.read(0.2)
        terminal.held = []
        before, end = len(terminal.sent), time.monotonic() + 1.5
        while time.monotonic() < end:
            terminal.press("right")
            terminal.read(0.1)
        assert bytes(terminal.sent[before:]).count(QUESTION) <= 2  # one may have been on its way when it began
        answers, terminal.held = terminal.held, None
        for answer in answers:
            terminal.type(answer)
        terminal.press("space")
        terminal.until("paused")


def test_a_terminal_that_never_answers_still_plays(tmp_path: Path) -> None:
    with Terminal(tmp_path, "play", "saddle", "--lang", "en", "--trajectories", "100", answers=False) as terminal:
        _fire(terminal)
        terminal.press("plus", "plus")
        assert "ARRIVED" in _to_result(terminal) or "solved" in terminal.text()
        terminal.press("q")
        assert terminal.ended() == 0


def test_a_terminal_that_always_answers_the_same_is_kept_up_with(tmp_path: Path) -> None:
    """A relay that answers every question with one place, and only once for all that comes together."""

    class Relay(Terminal):
        asked = False

        def read(self, seconds: float) -> int:
            size = super().read(seconds)
            if self.asked:
                self.asked = False
                super().type("\x1b[1;1R")
            return size

        def type(self, text: str) -> None:
            if text.endswith("R"):
                self.asked = True
            else:
                super().type(text)

    with Relay(tmp_path, "play", "canyon", "--lang", "en", "--fps", "20", size=(120, 40)) as terminal:
        _fire(terminal)
        before, end = len(terminal.sent), time.monotonic() + 3
        while time.monotonic() < end:
            terminal.read(0.02)
        assert bytes(terminal.sent[before:]).count(QUESTION) >= 25


def test_a_slow_line_changes_nothing_about_the_race(tmp_path: Path) -> None:
    words = ("play", "saddle", "--lang", "en", "--seed", "7", "--trajectories", "200")
    ends = []
    for number, kind in enumerate((Terminal, FarTerminal)):
        (tmp_path / str(number)).mkdir()
        with kind(tmp_path / str(number), *words) as terminal:
            _fire(terminal)
            terminal.press("plus", "plus")
            terminal.until(", over", 60)
            lanes = terminal.settled(1.0).splitlines()[18:22]
            terminal.press("enter")
            terminal.until("What did you see")
            terminal.press("2")
            terminal.until("LESSON")
            terminal.settled(1.0)
            ends.append((lanes, [row[:40] for row in terminal.settled(1.0).splitlines()[:12]]))
    assert ends[0] == ends[1]


def test_a_key_does_not_wait_behind_frames_on_a_slow_line(tmp_path: Path) -> None:
    """20 kB a second, 50 ms there and back. How long exactly is for bench/terminal.py; here nothing may queue up."""
    with FarTerminal(tmp_path, "play", "canyon", "--lang", "en", "--fps", "20") as terminal:
        _fire(terminal)
        terminal.read(1.5)
        most = 0
        for key in ("right", "plus", "minus", "right", "space", "space") * 3:
            terminal.press(key)
            end = time.monotonic() + 0.3
            while time.monotonic() < end:
                terminal.read(0.02)
                most = max(most, terminal.line.queued)
        assert most <= 4000, "bytes on their way at once"


def test_no_answer_is_left_for_the_shell(tmp_path: Path) -> None:
    """A frame is always on its way when a player leaves in mid-race; its answer comes later."""
    script = (
        f'{shlex.join(COMMAND)} play canyon --lang en; IFS= read -r -s -n 1 -t 1 typed; echo "left: <$typed>"; sleep 2'
    )
    with FarTerminal(tmp_path, "-c", script, command=["bash"], round_trip=0.5) as terminal:
        _fire(terminal)
        for _ in range(10):
            terminal.read(0.05)
        terminal.press("q")
        terminal.until("left: <>")


# The keys to each page of a round, and words of its own that the page shows in both languages.
ROUND = (
    ((), {"en": "1-4 pick", "zh-TW": "1-4 選擇"}),
    (("1", "9", "enter"), {"en": "Enter fire", "zh-TW": "Enter 發射"}),
    (("enter",), {"en": "Enter skip", "zh-TW": "Enter 跳到結尾"}),
    (("enter",), {"en": "Enter next", "zh-TW": "Enter 下一步"}),
    (("enter",), {"en": "watch it again", "zh-TW": "再看一次"}),
    (("2",), {"en": "replay line", "zh-TW": "重播指令"}),
    (("m",), {"en": "aim with these", "zh-TW": "用這組瞄準"}),
    (("?",), {"en": "Arrows scroll", "zh-TW": "方向鍵捲動"}),
)


@pytest.mark.parametrize("lang", ["en", "zh-TW"])
def test_a_terminal_that_draws_ambiguous_signs_two_cells_wide_is_served(
    lang: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Once the terminal has answered, no page of a round has such a sign, whenever one looks."""
    monkeypatch.setattr(pyte.screens, "wcwidth", _wide)
    with Terminal(tmp_path, "play", "canyon", "--lang", lang, "--trajectories", "100", size=(120, 40)) as terminal:
        terminal.until(lambda text: ROUND[0][1][lang] in text and not _ambiguous(text))
        for keys, words in ROUND:
            terminal.press(*keys)
            text = terminal.until(words[lang])
            for _ in range(10):
                assert not _ambiguous(text), text
                terminal.read(0.1)
                text = terminal.text()
            assert "BATCHGAME" in text
        assert any("\u2800" < sign <= "\u28ff" for sign in bytes(terminal.sent).decode()), "braille is not ambiguous"


def _ambiguous(text: str) -> set[str]:
    return {sign for sign in text if unicodedata.east_asian_width(sign) == "A"}


def _wide(sign: str) -> int:
    if unicodedata.combining(sign):
        return 0
    return 2 if unicodedata.east_asian_width(sign) in "WFA" else 1
