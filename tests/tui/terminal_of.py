"""The game in a real pseudo-terminal: keys go in, a screen comes out, and all bytes on the way are kept."""

from __future__ import annotations

import os
import re
import signal
import sys
import time
from collections.abc import Callable, Sequence
from copy import copy, deepcopy
from pathlib import Path
from typing import Any

import pytest

if sys.platform == "win32":
    pytest.skip("no pseudo-terminals here", allow_module_level=True)
pexpect = pytest.importorskip("pexpect", reason="needs pexpect")
pyte = pytest.importorskip("pyte", reason="needs pyte")

import termios  # noqa: E402 - not on Windows

COMMAND = [sys.executable, "-m", "batchgame.tui.cli"]
NOT_PASSED_ON = ("NO_COLOR", "LC_CTYPE", "STY")
NEEDS_PROC = pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="needs /proc to find processes")
PATIENCE = 90.0  # seconds that a test waits for what it wants to see, on a machine with other work to do
KEYS = {
    "enter": "\r", "tab": "\t", "space": " ", "escape": "\x1b", "up": "\x1b[A", "down": "\x1b[B", "right": "\x1b[C",
    "left": "\x1b[D", "shift+tab": "\x1b[Z", "full_stop": ".", "plus": "+", "equals_sign": "=", "minus": "-",
    "hyphen_minus": "-", "question_mark": "?", "ctrl+c": "\x03", "ctrl+q": "\x11", "ctrl+l": "\x0c",
}  # fmt: skip
# Beyond pyte: private parameters other than "?", mode queries, and strings to the terminal.
FOREIGN = re.compile(rb"\x1b\[[<=>][0-9;]*[a-zA-Z]|\x1b\[\?[0-9;]*\$p|\x1b[P\]][^\x1b\x07]*(?:\x1b\\|\x07)")
UNFINISHED = re.compile(rb"\x1b(?:\[[0-9;?<=>$ ]*|[P\]][^\x1b\x07]*\x1b?)?\Z")
MODE = re.compile(rb"\x1b\[\?([0-9;]+)([hl])")
PUSHED = re.compile(rb"\x1b\[>[0-9]*u")  # a keyboard protocol
STYLE = re.compile(rb"\x1b\[([0-9;:]*)m")


ALTERNATE = 1049


class Screen(pyte.Screen):  # type: ignore[misc]
    """pyte's screen with two additions: an alternate screen, and an answer to the question where the cursor is."""

    def __init__(self, columns: int, lines: int, answer: Callable[[str], None] | None, alternate: bool) -> None:
        self._give = answer
        self._has_alternate = alternate
        self._kept: tuple[Any, Any] | None = None
        super().__init__(columns, lines)

    def set_mode(self, *modes: int, **how: bool) -> None:
        if self._has_alternate and how.get("private") and ALTERNATE in modes and self._kept is None:
            self._kept = deepcopy(self.buffer), copy(self.cursor)
            self.erase_in_display(2)
        super().set_mode(*modes, **how)

    def reset_mode(self, *modes: int, **how: bool) -> None:
        super().reset_mode(*modes, **how)
        if how.get("private") and ALTERNATE in modes and self._kept is not None:
            (self.buffer, self.cursor), self._kept = self._kept, None
            self.dirty.update(range(self.lines))

    def report_device_status(self, mode: int = 0, private: bool = False, **_: object) -> None:
        if mode == 6 and self._give:
            column = min(self.cursor.x, self.columns - 1)  # pyte's stands beyond the last cell before it wraps
            self._give(f"\x1b[{'?' if private else ''}{self.cursor.y + 1};{column + 1}R")


def untouched() -> list[Any]:
    """Return the flags of a fresh line: a program that starts quickly has changed its own before a test can look."""
    ends = os.openpty()
    try:
        return termios.tcgetattr(ends[1])
    finally:
        for end in ends:
            os.close(end)


class Terminal:
    """A terminal of 80x24 with one program in it. Use it in a `with`: a program that still runs at its end is killed.

    With answers=False it never says where its cursor is, as some terminals do. With alternate=False it has one screen
    only (vt100, older Linux consoles), and what a program draws stays there.
    """

    def __init__(
        self,
        data: Path,
        *words: str,
        size: tuple[int, int] = (80, 24),
        command: Sequence[str] = COMMAND,
        answers: bool = True,
        alternate: bool = True,
        **environ: str,
    ) -> None:
        around = {name: value for name, value in os.environ.items() if name not in NOT_PASSED_ON}
        around |= {"TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8"}
        around |= {"BATCHGAME_DATA": str(data), **environ}
        self.data = data
        self.sent = bytearray()
        self.hung_up = False
        self.screen = Screen(*size, self._answer if answers else None, alternate)
        self.answered = 0
        self._stream = pyte.ByteStream(self.screen)
        self._held = b""
        self.child: Any = pexpect.spawn(
            command[0], [*command[1:], *words], env=around, dimensions=(size[1], size[0]), timeout=PATIENCE
        )
        self.child.delaybeforesend = None
        self.flags = untouched()

    def __enter__(self) -> Terminal:
        return self

    def __exit__(self, *_: object) -> None:
        if self.child.isalive():
            self.child.kill(signal.SIGKILL)
            self.child.wait()
        if not self.hung_up:
            self.child.close(force=True)

    def termios(self) -> list[Any]:
        """Return the line's flags as they are now."""
        return termios.tcgetattr(self.child.child_fd)

    def read(self, seconds: float) -> int:
        """Wait at most that long for bytes, show them, and return how many came."""
        try:
            data: bytes = self.child.read_nonblocking(1 << 16, timeout=seconds)
        except (pexpect.TIMEOUT, pexpect.EOF):
            return 0
        self.take(data)
        return len(data)

    def take(self, data: bytes) -> None:
        """Show these bytes on the screen, as if the program had sent them."""
        self.sent += data
        whole = FOREIGN.sub(b"", self._held + data)
        cut = UNFINISHED.search(whole)
        at = cut.start() if cut else len(whole)
        self._held = whole[at:]
        self._stream.feed(whole[:at])

    def type(self, text: str) -> None:
        """Send to the program what is typed, or what the terminal answers."""
        self.child.send(text)

    def _answer(self, report: str) -> None:
        self.answered += 1
        try:
            self.type(report)
        except OSError:  # the program has ended
            return

    def text(self) -> str:
        """Return the screen as lines. In the middle of a frame pyte's own display fails on half a wide character."""
        lines, columns = range(self.screen.lines), range(self.screen.columns)
        return "\n".join("".join(self.screen.buffer[y][x].data for x in columns) for y in lines)

    def cells(self) -> list[list[tuple[Any, ...]]]:
        """Return the screen as cells, each with its character and its colours."""
        lines, columns = range(self.screen.lines), range(self.screen.columns)
        return [[tuple(self.screen.buffer[y][x]) for x in columns] for y in lines]

    def until(self, wanted: str | Callable[[str], object], seconds: float = PATIENCE) -> str:
        """Wait until the words are on the screen, or until `wanted` is true of its text; return the text."""
        end = time.monotonic() + seconds
        while not (wanted in self.text() if isinstance(wanted, str) else wanted(self.text())):
            assert time.monotonic() < end, f"no {wanted!r} on\n{self.text()}"
            if not self.read(0.1) and not self.child.isalive() and not self.read(0.1):
                pytest.fail(f"ended without {wanted!r} on\n{self.text()}")
        return self.text()

    def settled(self, quiet: float = 0.5) -> str:
        """Wait until nothing has come for `quiet` seconds, and return the text of the screen.

        A program that is only slow has not settled: wait with `until` where you know what will be on the screen.
        """
        end = time.monotonic() + PATIENCE
        while self.read(quiet):
            assert time.monotonic() < end, f"it never stops sending; now it shows\n{self.text()}"
        return self.text()

    def press(self, *keys: str) -> None:
        """Type keys, each by its name in the table of commands or as it is typed."""
        for key in keys:
            self.type(KEYS.get(key, key))
            if key == "escape":
                time.sleep(0.15)  # a key that follows at once would be read as the rest of an escape sequence

    def click(self, words: str) -> None:
        """Press and release the left button on the first cell of these words."""
        x, y = self.place(words)
        self.child.send(f"\x1b[<0;{x};{y}M\x1b[<0;{x};{y}m")

    def place(self, words: str) -> tuple[int, int]:
        """Return the column and the row of these words, from 1; of the last ones if they stand there twice."""
        rows = [[self.screen.buffer[y][x].data for x in range(self.screen.columns)] for y in range(self.screen.lines)]
        starts = [(x, y) for y, row in enumerate(rows) for x in range(len(row)) if "".join(row[x:]).startswith(words)]
        return starts[-1][0] + 1, starts[-1][1] + 1

    def resize(self, width: int, height: int) -> None:
        """Give the window another size; the program gets SIGWINCH."""
        self.screen.resize(height, width)
        self.child.setwinsize(height, width)

    def hang_up(self) -> None:
        """Close the window."""
        self.child.ptyproc.fileobj.close()
        self.hung_up = True

    def ended(self, seconds: float = PATIENCE) -> int:
        """Wait until the program has ended; return its exit status as a shell does (128 and more: a signal)."""
        end = time.monotonic() + seconds
        while self.child.isalive():
            assert time.monotonic() < end, f"still there, with\n{self.text()}"
            time.sleep(0.02) if self.hung_up else self.read(0.05)
        while not self.hung_up and self.read(0.2):
            pass
        status: int | None = self.child.exitstatus
        return 128 + int(self.child.signalstatus) if status is None else status

    def modes(self) -> dict[int, bool]:
        """Return the private modes that the program has set or reset, with their last state."""
        found: dict[int, bool] = {}
        for numbers, which in MODE.findall(self.sent):
            found |= {int(number): which == b"h" for number in numbers.split(b";")}
        return found

    def styles(self) -> set[tuple[int, ...]]:
        """Return every attribute of every SGR that was sent: (1,), (38, 2), (48, 5), (31,) …"""
        found: set[tuple[int, ...]] = set()
        for run in set(STYLE.findall(self.sent)):
            numbers = [int(number or 0) for number in run.replace(b":", b";").split(b";")]
            while numbers:
                first = numbers.pop(0)
                if first in (38, 48, 58):
                    kind = numbers.pop(0)
                    del numbers[: 3 if kind == 2 else 1]
                    found.add((first, kind))
                else:
                    found.add((first,))
        return found

    def processes(self) -> list[int]:
        """Find the processes that keep their progress in the same folder as this game; needs /proc."""
        mark = f"BATCHGAME_DATA={self.data}".encode()
        found = []
        for process in Path("/proc").iterdir():
            try:
                if process.name.isdigit() and mark in (process / "environ").read_bytes().split(b"\0"):
                    found.append(int(process.name))
            except OSError:
                continue
        return found

    def map_worker(self) -> int:
        """Wait for the process that computes the map of outcomes, and return its number."""
        found: list[int] = []

        def comes(_: str) -> bool:
            found[:] = [process for process in self.processes() if process != self.child.pid]
            return bool(found)

        self.until(comes)
        return found[0]


def is_restored(terminal: Terminal) -> bool:
    """Check that the terminal is as it was: its own screen, a cursor, no mouse, no paste brackets, its flags."""
    modes = terminal.modes()
    left_on = {number for number in (1000, 1002, 1003, 1004, 1006, 1015, 1016, 1049, 2004, 2048) if modes.get(number)}
    assert not left_on, "modes left on"
    assert modes.get(1049) is False
    assert modes.get(25) is True, "the cursor is hidden"
    assert modes.get(7, True), "lines do not wrap"
    assert len(PUSHED.findall(terminal.sent)) == terminal.sent.count(b"\x1b[<u"), "keyboard protocol left on"
    assert terminal.termios() == terminal.flags
    assert b"Traceback" not in terminal.sent
    return True
