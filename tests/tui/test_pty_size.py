"""The size of the window in a real pseudo-terminal: the terminal's own, always, and never more than can be drawn."""

from __future__ import annotations

import fcntl
import os
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

import pytest
from terminal_of import COMMAND, NEEDS_PROC, Terminal

from batchgame.tui.screen.size import DEFAULT, TALLEST, WIDEST, bounded

SADDLE = ("play", "saddle", "--lang", "en", "--trajectories", "100")
EXPORTED = [
    {"COLUMNS": "40", "LINES": "10"},
    {"COLUMNS": "200", "LINES": "60"},
    {"COLUMNS": "40"},
    {"LINES": "10"},
    {"COLUMNS": "abc", "LINES": "-1"},
    {"COLUMNS": "99999", "LINES": "99999"},
    {"COLUMNS": "0", "LINES": "0"},
]
HUGE = (65535, 65535)
# The test's end of the pty gets its size, twice, while the program starts, which would undo an earlier change.
ONCE_SIZED = "read -r _; "
MOST_MEMORY = 200_000  # kB


def claim(terminal: Terminal, columns: int, rows: int) -> None:
    """Let the terminal's end of the line claim a size that the test's own screen does not have."""
    fcntl.ioctl(terminal.child.child_fd, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))


def peak(process: int) -> int:
    """Return the most memory that a process has had so far, in kB."""
    status = Path(f"/proc/{process}/status").read_text()
    return int(next(line for line in status.splitlines() if line.startswith("VmHWM")).split()[1])


def quit_(terminal: Terminal) -> None:
    terminal.press("ctrl+c")
    assert terminal.ended() == 130


@pytest.mark.parametrize("words", [SADDLE, (*SADDLE, "--kiosk"), ("map", "saddle", "--lang", "en")], ids=" ".join)
@pytest.mark.share(2)
def test_exported_columns_and_lines_do_not_matter(words: tuple[str, ...], tmp_path: Path) -> None:
    """Start with sizes that a shell has exported long ago: every screen is that of the terminal itself."""
    with ExitStack() as stack:
        plain, *others = [
            stack.enter_context(Terminal(tmp_path, *words, size=(100, 30), **around)) for around in ({}, *EXPORTED)
        ]
        plain.until(lambda text: text.splitlines()[29].strip())
        footer = plain.settled().splitlines()[29]
        for terminal in others:
            terminal.until(lambda text: text.splitlines()[29] == footer)
            terminal.resize(120, 40)
            terminal.until(lambda text: footer.strip() in text.splitlines()[39])


@pytest.mark.parametrize("command", [(), ("play",), ("map",), ("run",), ("sweep",), ("doctor",)], ids=" ".join)
def test_help_is_as_wide_as_the_terminal(command: tuple[str, ...], tmp_path: Path) -> None:
    """Read the help in a terminal and through a pipe. Through a pipe it has always 80 columns."""

    def piped(**around: str) -> str:
        words = [*COMMAND, *command, "--help"]
        environ = {name: value for name, value in os.environ.items() if name not in ("COLUMNS", "LINES")}
        return subprocess.run(words, env=environ | around, capture_output=True, text=True, check=True).stdout

    assert {piped(**around) for around in EXPORTED[:3]} == {piped()}
    with Terminal(tmp_path, *command, "--help", size=(70, 50), COLUMNS="40", LINES="10") as terminal:
        assert terminal.ended() == 0
        shown = [line.rstrip() for line in terminal.text().splitlines()]
        if command:
            assert max(map(len, shown)) > 50


def test_doctor_tells_the_terminals_own_size(tmp_path: Path) -> None:
    said = {}
    for size, around in (((90, 30), {}), ((90, 30), EXPORTED[0]), ((0, 0), {}), (HUGE, {})):
        script = f"{ONCE_SIZED}stty columns {size[0]} rows {size[1]}; "
        script += f"exec env {'' if around else '-u COLUMNS -u LINES'} {' '.join(COMMAND)} doctor | grep '^  size'"
        with Terminal(tmp_path, "-c", script, command=["sh"], **around) as terminal:  # type: ignore[arg-type]
            terminal.press("enter")
            assert terminal.ended() == 0
            said[size, *around] = bytes(terminal.sent).decode().split(maxsplit=1)[1].strip()
    assert said == {
        ((90, 30),): "90 x 30: the terminal's own",
        ((90, 30), "COLUMNS", "LINES"): "90 x 30: the terminal's own, whatever COLUMNS and LINES say",
        ((0, 0),): "80 x 24: the terminal does not know its own (`stty columns 80 rows 24` tells it)",
        (HUGE,): f"{WIDEST} x {TALLEST}: the terminal says 65535 x 65535, and no more is drawn",
    }


def test_a_terminal_that_does_not_know_its_size_has_a_usual_one_until_it_does(tmp_path: Path) -> None:
    script = f"{ONCE_SIZED}stty columns 0 rows 0; exec {' '.join((*COMMAND, *SADDLE))}"
    with Terminal(tmp_path, "-c", script, command=["sh"], **EXPORTED[0]) as terminal:  # type: ignore[arg-type]
        terminal.press("enter")
        terminal.until(lambda text: "How sure" in text and text.splitlines()[DEFAULT[1] - 1].strip())
        terminal.resize(120, 40)
        terminal.until(lambda text: text.splitlines()[39].strip())
        claim(terminal, 0, 0)
        terminal.until(lambda text: "1-3 pick" in text.splitlines()[DEFAULT[1] - 1])


@pytest.mark.parametrize("blocked", [False, True])
def test_a_change_of_size_is_never_ignored(blocked: bool, tmp_path: Path) -> None:
    """Resize a terminal that has reported sizes by itself, also where the game was started with the signal blocked."""
    start = "import os, signal, sys; signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGWINCH, signal.SIGCONT]); "
    start += "signal.signal(signal.SIGWINCH, signal.SIG_IGN); os.execv(sys.argv[1], sys.argv[1:])"
    command = [sys.executable, "-c", start, *COMMAND] if blocked else COMMAND
    with Terminal(tmp_path, *SADDLE, command=command) as terminal:
        terminal.until("How sure")
        terminal.type("\x1b[?2048;2$y\x1b[?2048;1$y\x1b[48;50;200;500;2000t\x1b[48;10;40;0;0t")
        for width, height in ((120, 40), (70, 20), (100, 32), (80, 24)):
            terminal.resize(width, height)
            terminal.until(lambda text: text.splitlines()[height - 1].strip())  # noqa: B023 - called at once
        assert not {1016, 2048} & set(terminal.modes())
        quit_(terminal)


def test_a_size_that_somebody_types_is_none(tmp_path: Path) -> None:
    with Terminal(tmp_path, *SADDLE) as terminal:
        terminal.until("How sure")
        before = terminal.settled()
        terminal.type("".join(f"\x1b[48;{n};{n};{n};{n}t" for n in (1, 65535, 10**9, 40)))
        terminal.press("1")
        terminal.until("9: sure")
        terminal.press("ctrl+l")
        assert terminal.settled().splitlines()[0] == before.splitlines()[0]
        quit_(terminal)


def test_bounds() -> None:
    assert bounded(80, 24) == (80, 24)
    assert bounded(*HUGE) == (WIDEST, TALLEST)
    assert bounded(1, 65535) == (1, TALLEST)
    assert bounded(0, 0) == DEFAULT
    assert bounded(0, 50) == (DEFAULT[0], 50)


def _at_start(terminal: Terminal) -> None:
    """Claim nothing: the size was set before the game started."""


def _later(terminal: Terminal) -> None:
    claim(terminal, *HUGE)
    claim(terminal, 65534, 3)
    claim(terminal, *HUGE)


PAGES = ("1", "9", "enter")  # to a race
ALL_PAGES = ("1", "9", "?", "escape", "enter", "enter", "enter", "2", "m", "m", "l", "d", "ctrl+l")


@NEEDS_PROC
@pytest.mark.parametrize(
    ("keys", "more"),
    [
        (PAGES, ("--kiosk",)),
        pytest.param(ALL_PAGES, (), marks=pytest.mark.slow),
        pytest.param(ALL_PAGES, ("--kiosk",), marks=pytest.mark.slow),
    ],
    ids=["race, kiosk", "all pages", "all pages, kiosk"],
)
@pytest.mark.parametrize("claims", [_at_start, _later], ids=["at the start", "later"])
def test_a_window_of_any_size_costs_little(
    claims: Callable[[Terminal], None], keys: tuple[str, ...], more: tuple[str, ...], tmp_path: Path
) -> None:
    """Claim 65535 x 65535 cells, and play: to a race, or through all pages as far as the map."""
    first = HUGE if claims is _at_start else (80, 24)
    script = f"{ONCE_SIZED}stty columns {first[0]} rows {first[1]}; exec {' '.join((*COMMAND, *SADDLE, *more))}"
    with Terminal(tmp_path, "-c", script, command=["sh"]) as terminal:
        game = terminal.child.pid
        terminal.press("enter")
        if claims is _later:
            terminal.until("How sure")
        claims(terminal)
        terminal.until(lambda _: len(terminal.sent) > 50_000)  # a large window is drawn
        for key in keys:
            terminal.press(key)
            end = time.monotonic() + 1.5
            while time.monotonic() < end:
                terminal.read(0.5)
        assert peak(game) <= MOST_MEMORY
        claim(terminal, 80, 24)
        terminal.until("BATCHGAME")
        assert peak(game) <= MOST_MEMORY
        quit_(terminal)
