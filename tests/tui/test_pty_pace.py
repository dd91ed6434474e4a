"""Frames over a line in a real pseudo-terminal: small, one at a time, and never in the way of a key."""

from __future__ import annotations

import shlex
import sys
import time
import unicodedata
from pathlib import Path

import pyte
import pytest
from slow_line import FarTerminal
from terminal_of import PATIENCE, Terminal

from batchgame.tui.screen.flow import ASK
from batchgame.tui.text.catalogue import sentences

QUESTION = ASK.encode()
FPS = 20
BUDGET = {(80, 24): 4000, (120, 40): 5000}  # bytes of a frame at 20 frames per second, in true colour
# With this command the game waits an hour for an answer that is late, so it never sends a frame for want of one.
PATIENT = """
import sys
from batchgame.tui.screen import flow
flow.PATIENCE = 3600.0
from batchgame.tui.command.main import main
sys.exit(main(sys.argv[1:]))
"""
# With this command the game hears the terminal out when it leaves, however long a busy machine delays the answers.
LISTENING = """
import sys
from batchgame.tui.screen.flow import Flow
Flow.answer_within = lambda self: 60.0
from batchgame.tui.command.main import main
sys.exit(main(sys.argv[1:]))
"""


def _fire(*terminals: Terminal) -> None:
    """Begin all races at about the same time."""
    for terminal in terminals:
        terminal.until("How sure")
        terminal.press("1", "9")
        terminal.until("ONE EPOCH")
    for terminal in terminals:
        terminal.press("enter")
    for terminal in terminals:
        terminal.until("STEP SIZE")


def _watch(since: dict[Terminal, int], seconds: float, count: int) -> float:
    """Read all terminals for so long, and until each has had so many frames or its race is over. Returns the seconds.

    A race runs in real time: on a machine with too much to do it ends after few frames.
    """
    began = time.monotonic()
    while True:
        for terminal in since:
            terminal.read(0.02)
        took = time.monotonic() - began
        if took >= seconds and all(len(frames(*one)) >= count or ", over" in one[0].text() for one in since.items()):
            return took
        assert took < PATIENCE, "the race stands still"


def _to_result(terminal: Terminal) -> str:
    terminal.until(", over")
    terminal.press("enter")
    terminal.until("What did you see")
    terminal.press("2")
    terminal.until("LESSON")
    terminal.press("m")
    return terminal.until(lambda text: "#" in text or "par" in text)


def frames(terminal: Terminal, since: int) -> list[int]:
    """Return the sizes in bytes of the whole frames that came after the first `since` bytes."""
    return [len(frame) for frame in bytes(terminal.sent[since:]).split(QUESTION)[1:-1]]


@pytest.mark.parametrize("size", BUDGET)
@pytest.mark.share(2)
def test_a_frame_is_within_its_budget_through_five_seconds_of_a_race(size: tuple[int, int], tmp_path: Path) -> None:
    """Watch two races at once. A machine with too much to do draws fewer frames, and no larger ones."""
    words = ("--lang", "en", "--fps", str(FPS))
    with (
        Terminal(tmp_path, "play", "canyon", *words, size=size) as one,
        Terminal(tmp_path, "play", "saddle", *words, size=size) as other,
    ):
        _fire(one, other)
        # The key that fires changes the whole page, and a player waits for that: on a slow machine its cells come in
        # several frames, each four times as large as others may be. They are no frames of the race.
        _watch({terminal: len(terminal.sent) for terminal in (one, other)}, 0.5, 5)
        since = {terminal: len(terminal.sent) for terminal in (one, other)}
        seconds = _watch(since, 5.0, 40)
        for terminal in since:
            sizes = frames(terminal, since[terminal])
            assert max(sizes) <= BUDGET[size]
            assert sum(sizes) / seconds <= BUDGET[size] / 2 * FPS


def test_there_is_one_frame_in_flight(tmp_path: Path) -> None:
    """Hold the terminal's answers back: it gets no second frame, whatever is pressed, until it gives them."""

    class Hesitant(Terminal):
        held: list[str] | None = None

        def type(self, text: str) -> None:
            if self.held is not None and text.endswith("R"):
                self.held.append(text)
            else:
                super().type(text)

    words = ("play", "canyon", "--lang", "en", "--trajectories", "100")
    with Hesitant(tmp_path, *words, command=[sys.executable, "-c", PATIENT]) as terminal:
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
    """Answer every question with one place, and only once for all that comes together, as some relays do.

    A game that still waited for an answer after that would send no frame any more.
    """

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

    words = ("play", "canyon", "--lang", "en", "--fps", str(FPS))
    with Relay(tmp_path, *words, size=(120, 40), command=[sys.executable, "-c", PATIENT]) as terminal:
        _fire(terminal)
        before = len(terminal.sent)
        terminal.until(lambda _: len(frames(terminal, before)) >= 25)


def test_a_slow_line_changes_nothing_about_the_race(tmp_path: Path) -> None:
    """Play the same race near and far: the lanes at its end and the result come to the same text."""
    words = ("play", "saddle", "--lang", "en", "--seed", "7", "--trajectories", "200")
    (tmp_path / "near").mkdir()
    (tmp_path / "far").mkdir()
    with Terminal(tmp_path / "near", *words) as near, FarTerminal(tmp_path / "far", *words) as far:

        def is_over(text: str) -> bool:
            far.read(0.02)  # meanwhile the far terminal reads on, or its game would find that nobody answers
            return ", over" in text

        for terminal in (near, far):
            _fire(terminal)
            terminal.press("plus", "plus")
        near.until(is_over)
        lanes = _lanes(near.settled(1.0))
        far.until(lambda text: _lanes(text) == lanes)
        for terminal in (near, far):
            terminal.press("enter")
            terminal.until("What did you see")
            terminal.press("2")
            terminal.until("LESSON")
        result = _left_half(near.settled(1.0))
        far.until(lambda text: _left_half(text) == result)


def _lanes(text: str) -> list[str]:
    return text.splitlines()[18:22]


def _left_half(text: str) -> list[str]:
    return [row[:40] for row in text.splitlines()[:12]]


def test_a_key_does_not_wait_behind_frames_on_a_slow_line(tmp_path: Path) -> None:
    """Press keys over 20 kB per second and 50 ms there and back: nothing queues up before them.

    bench/terminal.py measures how long a key waits.
    """
    with FarTerminal(tmp_path, "play", "canyon", "--lang", "en", "--fps", "20") as terminal:
        _fire(terminal)
        _watch({terminal: len(terminal.sent)}, 1.5, 5)  # the page that a key has changed may come in larger frames
        most = 0
        for key in ("right", "plus", "minus", "right", "space", "space") * 3:
            terminal.press(key)
            end = time.monotonic() + 0.2
            while time.monotonic() < end:
                terminal.read(0.02)
                most = max(most, terminal.line.queued)
        assert most <= 4000, "bytes on their way at once"


def test_no_answer_is_left_for_the_shell(tmp_path: Path) -> None:
    """Leave in mid-race: a frame is on its way then, and its answer comes after the game has ended."""
    command = shlex.join([sys.executable, "-c", LISTENING, "play", "canyon", "--lang", "en"])
    script = f'{command}; IFS= read -r -s -n 1 -t 1 typed; echo "left: <$typed>"; sleep 2'
    with FarTerminal(tmp_path, "-c", script, command=["bash"], round_trip=0.5) as terminal:
        _fire(terminal)
        for _ in range(10):
            terminal.read(0.05)
        terminal.press("q")
        terminal.until("left: <>")


# The keys to each page of a round, and words of its own that the page shows in both languages.
ROUND = (
    ((), {"en": "1-4 pick", "zh-TW": "1-4 選擇"}),
    (("1", "9"), {"en": "Enter fire", "zh-TW": "Enter 發射"}),
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
    """Play on such a terminal: no ambiguous sign is left on any page, and no row is longer than the window."""
    monkeypatch.setattr(pyte.screens, "wcwidth", _wide)
    say = sentences(lang)
    pages: tuple[tuple[tuple[str, ...], str], ...] = (
        ((), say["predict.sure"]),
        (("1", "9"), say["aim.epoch"]),
        (("enter",), say["run.step"]),
        (("enter",), say["run.over"].rpartition("}")[2]),
        (("enter",), say["see.press"].partition("{")[0]),
        (("2", "v"), say["result.lesson"]),
        (("m",), say["map.title"]),
        (("?",), say["key.scroll"]),
    )
    with Terminal(tmp_path, "play", "canyon", "--lang", lang, "--trajectories", "100", size=(120, 40)) as terminal:
        for keys, shown in pages:
            terminal.press(*keys)
            terminal.until(lambda text: shown in text and _is_narrow(text))  # noqa: B023 - called at once
        assert any("\u2800" < sign <= "\u28ff" for sign in bytes(terminal.sent).decode(errors="ignore")), (
            "braille is not ambiguous"
        )
        assert ("按鍵" in terminal.text()) == (lang == "zh-TW")


def _is_narrow(text: str) -> bool:
    """Tell whether the page is there, without a sign that may be drawn two cells wide."""
    return "BATCHGAME" in text and all(unicodedata.east_asian_width(sign) != "A" for sign in text)


def _wide(sign: str) -> int:
    if unicodedata.combining(sign):
        return 0
    return 2 if unicodedata.east_asian_width(sign) in "WFA" else 1
