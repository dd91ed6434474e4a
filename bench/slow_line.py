"""A terminal at the far end of a slow line: so many bytes a second, and so long there and back.

Everything the program writes is taken at once and queued, as a network would: a program that does not wait for the
terminal's answers fills the queue, and its keys wait behind it.

    python bench/slow_line.py [BYTES_A_SECOND [SECONDS_THERE_AND_BACK]] -- play saddle …

plays through such a line in the terminal that this runs in.
"""

from __future__ import annotations

import os
import select
import sys
import time
from collections import deque
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "tui"))
from terminal_of import Terminal

CHUNK = 128  # bytes that arrive together
BYTES_A_SECOND, ROUND_TRIP = 20_000.0, 0.05


class Line:
    """Two queues: what comes from the program, held back by its length and the way, and what goes to it."""

    def __init__(self, program: int, bytes_a_second: float = BYTES_A_SECOND, round_trip: float = ROUND_TRIP) -> None:
        self.program = program
        self._seconds_a_byte, self._way = 1 / bytes_a_second, round_trip / 2
        self._down: deque[tuple[float, bytes]] = deque()
        self._up: deque[tuple[float, bytes]] = deque()
        self._busy_until = 0.0
        self.over = False

    @property
    def queued(self) -> int:
        """Bytes on their way to the terminal."""
        return sum(len(data) for _, data in self._down)

    def send(self, data: bytes) -> None:
        """From the terminal to the program."""
        self._up.append((time.monotonic() + self._way, data))

    def receive(self, seconds: float, also: tuple[int, ...] = ()) -> bytes:
        """What has arrived at the terminal, after at most so long, or as soon as one of `also` can be read."""
        end = time.monotonic() + seconds
        while True:
            now = time.monotonic()
            while self._up and self._up[0][0] <= now:
                self._give(self._up.popleft()[1])
            if self._down and self._down[0][0] <= now:
                return self._down.popleft()[1]
            if now >= end:
                return b""
            turns = [end, *(queue[0][0] for queue in (self._down, self._up) if queue)]
            sources = also if self.over else (self.program, *also)
            ready = select.select(sources, [], [], max(0.0, min(turns) - now))[0]
            if self.program in ready:
                self._take()
            if any(other in ready for other in also):
                return b""
            if self.over and not self._down:
                return b""

    def _give(self, data: bytes) -> None:
        try:
            os.write(self.program, data)
        except OSError:
            self.over = True

    def _take(self) -> None:
        try:
            data = os.read(self.program, 1 << 16)
        except OSError:
            data = b""
        self.over = not data
        for at in range(0, len(data), CHUNK):
            piece = data[at : at + CHUNK]
            self._busy_until = max(time.monotonic(), self._busy_until) + len(piece) * self._seconds_a_byte
            self._down.append((self._busy_until + self._way, piece))


class FarTerminal(Terminal):
    """The tests' terminal, but far away."""

    def __init__(
        self, *words: Any, bytes_a_second: float = BYTES_A_SECOND, round_trip: float = ROUND_TRIP, **options: Any
    ) -> None:
        super().__init__(*words, **options)
        self.line = Line(self.child.child_fd, bytes_a_second, round_trip)

    def read(self, seconds: float) -> int:
        """Take in what arrives within that time, until something has; how many bytes."""
        data = self.line.receive(seconds)
        self.take(data)
        return len(data)

    def type(self, text: str) -> None:
        """Send what is typed, or answered by the terminal."""
        self.line.send(text.encode())


def main() -> None:
    """Play through a slow line."""
    import pty
    import signal
    import termios
    import tty
    from fcntl import ioctl

    at = sys.argv.index("--") if "--" in sys.argv else len(sys.argv)
    figures = [float(word) for word in sys.argv[1:at]]
    process, program = pty.fork()
    if not process:
        os.execv(sys.executable, [sys.executable, "-m", "batchgame.tui.cli", *sys.argv[at + 1 :]])

    def resize(*_: object) -> None:
        ioctl(program, termios.TIOCSWINSZ, ioctl(0, termios.TIOCGWINSZ, b"\0" * 8))

    resize()
    signal.signal(signal.SIGWINCH, resize)
    before, line = termios.tcgetattr(0), Line(program, *figures)
    tty.setraw(0)
    try:
        while not (line.over and not line.queued):
            os.write(1, line.receive(0.2, (0,)))
            if select.select([0], [], [], 0)[0]:
                line.send(os.read(0, 1024))
    finally:
        termios.tcsetattr(0, termios.TCSADRAIN, before)
    sys.exit(os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]))


if __name__ == "__main__":
    main()
