"""A terminal at the far end of a slow line, with a limited number of bytes per second and a round-trip time.

Everything that the program writes is taken at once and queued, as a network does. If a program does not wait for the
answers of the terminal, it fills the queue, and its reaction to a key comes after the queue.

    python bench/slow_line.py [BYTES_PER_SECOND [ROUND_TRIP_SECONDS]] -- play saddle …

plays the game through such a line, in the terminal in which this runs.
"""

from __future__ import annotations

import os
import pty
import select
import signal
import sys
import termios
import time
import tty
from collections import deque
from fcntl import ioctl
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "tui"))
from terminal_of import Terminal

CHUNK = 128  # bytes that arrive together
GAME = Path(sys.executable).with_name("batchgame")
BYTES_PER_SECOND, ROUND_TRIP = 20_000.0, 0.05


class Line:
    """A slow line as two queues: bytes from the program, delayed by bandwidth and distance, and bytes to the program.

    over: whether the program has ended.
    """

    def __init__(
        self, program: int, bytes_per_second: float = BYTES_PER_SECOND, round_trip: float = ROUND_TRIP
    ) -> None:
        self.program = program
        self._seconds_per_byte, self._way = 1 / bytes_per_second, round_trip / 2
        self._down: deque[tuple[float, bytes]] = deque()
        self._up: deque[tuple[float, bytes]] = deque()
        self._busy_until = 0.0
        self.over = False

    @property
    def queued(self) -> int:
        """Return the number of bytes on their way to the terminal."""
        return sum(len(data) for _, data in self._down)

    def send(self, data: bytes) -> None:
        """Send bytes from the terminal to the program."""
        self._up.append((time.monotonic() + self._way, data))

    def receive(self, seconds: float, also: tuple[int, ...] = ()) -> bytes:
        """Return the bytes that arrive at the terminal next.

        Returns no bytes after `seconds`, or as soon as one of the file descriptors in `also` can be read.
        """
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
            self._busy_until = max(time.monotonic(), self._busy_until) + len(piece) * self._seconds_per_byte
            self._down.append((self._busy_until + self._way, piece))


class FarTerminal(Terminal):
    """The terminal of the tests at the far end of a slow line."""

    def __init__(
        self,
        *arguments: Any,
        bytes_per_second: float = BYTES_PER_SECOND,
        round_trip: float = ROUND_TRIP,
        **options: Any,
    ) -> None:
        super().__init__(*arguments, **options)
        self.line = Line(self.child.child_fd, bytes_per_second, round_trip)

    def read(self, seconds: float) -> int:
        """Wait for bytes for at most `seconds` and process them. Returns their number."""
        data = self.line.receive(seconds)
        self.take(data)
        return len(data)

    def type(self, text: str) -> None:
        """Send keys, or answers of the terminal, to the program."""
        self.line.send(text.encode())


def main() -> None:
    """Play through a slow line."""
    at = sys.argv.index("--") if "--" in sys.argv else len(sys.argv)
    figures = [float(argument) for argument in sys.argv[1:at]]
    process, program = pty.fork()
    if not process:
        os.execv(GAME, [str(GAME), *sys.argv[at + 1 :]])

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
