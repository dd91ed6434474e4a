"""The progress of a long piece of work on stderr: a line that rewrites itself, or a new line now and then in a log."""

from __future__ import annotations

import sys
import threading
import time
from types import TracebackType

from batchgame.scenarios.text.numbers import whole_percent

FIRST_AFTER = 1.0  # seconds: shorter work reports nothing
TERMINAL_EVERY = 0.5
LOG_EVERY = 5.0


class Meter:
    """The meter of one piece of work, for `with Meter("saddle") as meter: meter(fraction)`.

    A thread of its own writes, however rarely the work reports.
    """

    def __init__(self, what: str) -> None:
        self.what = what
        self._fraction, self._part = 0.0, ""
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._speak, daemon=True)
        self._width = 0

    def __call__(self, done: float, total: float = 1.0, part: str = "") -> None:
        """So much of the work is done, and now comes `part`."""
        self._fraction, self._part = done / total, part

    def __enter__(self) -> Meter:
        if sys.stderr is not None:
            self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._done.set()
        if sys.stderr is not None:
            self._thread.join()
        if self._width:
            _put("\r" + " " * self._width + "\r")

    def _speak(self) -> None:
        began = time.monotonic()
        terminal = sys.stderr.isatty()
        wait = FIRST_AFTER
        while not self._done.wait(wait):
            wait = TERMINAL_EVERY if terminal else LOG_EVERY
            seconds = time.monotonic() - began
            line = f"{self.what}: {whole_percent(self._fraction):>4}, {seconds:.0f} s {self._part[:40]}".rstrip()
            if not _put("\r" + line.ljust(self._width) if terminal else line + "\n"):
                return
            self._width = len(line) if terminal else 0


def _put(text: str) -> bool:
    """Write to the standard error; return whether anybody still reads it."""
    try:
        sys.stderr.write(text)
        sys.stderr.flush()
    except (OSError, ValueError):
        return False
    return True
