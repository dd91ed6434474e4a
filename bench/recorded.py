"""A program in a pseudo-terminal that answers at once. Its screen is drawn afterwards, frame by frame.

A terminal that draws while it is watched takes a part of the processors that the program is measured on.
"""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import TracebackType

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "tui"))
import pyte
from terminal_of import FOREIGN

QUESTION = re.compile(rb"([^\x1b]{0,4})\x1b\[6n")
PROBE = "●".encode()  # is followed by the question how wide it was drawn
SEQUENCE = re.compile(rb"\x1b\[[0-9;?<>=$]*[ -/]*[@-~]|\x1b[()][A-Z0-9]")
PATIENCE = 300.0  # seconds
REST = 0.5  # seconds without a byte


class Recorded:
    """A program and everything that it has sent, with the times at which it came."""

    def __init__(self, words: list[str], data: Path, size: tuple[int, int]) -> None:
        self.size = size
        self.sent: list[tuple[float, bytes]] = []
        self._unread = b""
        self._terminal, end = pty.openpty()
        fcntl.ioctl(end, termios.TIOCSWINSZ, struct.pack("HHHH", size[1], size[0], 0, 0))
        environ = os.environ | {"TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8"}
        for name in ("COLUMNS", "LINES", "NO_COLOR"):
            environ.pop(name, None)
        self._program = subprocess.Popen(
            words, stdin=end, stdout=end, stderr=end, env=environ | {"BATCHGAME_DATA": str(data)}, cwd="/",
            start_new_session=True,
        )  # fmt: skip
        os.close(end)

    def __enter__(self) -> Recorded:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._program.terminate()
        try:
            while self._program.poll() is None:
                self._read(0.1)
        except OSError:  # the program has closed its end
            self._program.wait()
        os.close(self._terminal)

    def press(self, keys: str) -> None:
        """Type these keys into the terminal."""
        os.write(self._terminal, keys.encode())

    def watch(self, seconds: float) -> None:
        """Let the program run for some seconds."""
        end = time.perf_counter() + seconds
        while (left := end - time.perf_counter()) > 0:
            self._read(min(left, 0.1))

    def until(self, found: Callable[[str], bool]) -> None:
        """Let the program run until what it has sent since the last call, without the sequences, satisfies `found`.

        Cells that stay as they were are not sent, so words may not be whole in it. The screen is drawn only when the
        program rests.
        """
        since, end, drawn = len(self.sent), time.perf_counter() + PATIENCE, 0
        while not found(SEQUENCE.sub(b"", b"".join(data for _, data in self.sent[since:])).decode(errors="replace")):
            if time.perf_counter() > end:
                raise SystemExit(f"waited {PATIENCE:.0f} s in vain; sent were {self.sent[-3:]!r}")
            try:
                self._read(0.1)
            except OSError:
                raise SystemExit(f"the program has ended: {self.sent[-3:]!r}") from None
            if drawn < len(self.sent) and time.perf_counter() > self.sent[-1][0] + REST:
                drawn = len(self.sent)
                if found("\n".join([row for _, rows in [*self.frames()][-1:] for row in rows])):
                    return

    def frames(self) -> Iterator[tuple[float, list[str]]]:
        """Yield when each frame came, and the screen after it. A frame ends with a question for the cursor's place."""
        screen = pyte.Screen(*self.size)
        stream, waiting = pyte.ByteStream(screen), b""
        for at, data in self.sent:
            *complete, waiting = (waiting + data).split(b"\x1b[6n")
            for frame in complete:
                stream.feed(FOREIGN.sub(b"", frame))
                yield at, list(screen.display)

    def _read(self, seconds: float) -> None:
        if not select.select([self._terminal], [], [], seconds)[0]:
            return
        data = os.read(self._terminal, 1 << 16)
        if not data:
            raise OSError("no more bytes")
        self.sent.append((time.perf_counter(), data))
        self._unread += data
        for before in QUESTION.findall(self._unread):
            os.write(self._terminal, b"\x1b[2;2R" if before.endswith(PROBE) else b"\x1b[1;1R")
        last = self._unread.rfind(b"\x1b[6n")
        self._unread = self._unread[last + 1 if last >= 0 else -200 :]
