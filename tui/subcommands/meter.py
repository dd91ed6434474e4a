"""How far a long piece of work is, on stderr: a line that rewrites itself, or in a log now and then a line."""

from __future__ import annotations

import sys
import time
from types import TracebackType

FIRST_AFTER = 1.0  # seconds; what is done sooner says nothing
TERMINAL_EVERY = 0.2
LOG_EVERY = 5.0


class Meter:
    """`with Meter("saddle") as meter: meter(done, total)`. total 0: not known."""

    def __init__(self, what: str) -> None:
        self.what = what
        self._began = time.monotonic()
        self._next = self._began + FIRST_AFTER
        self._width = 0
        self._terminal = sys.stderr is not None and sys.stderr.isatty()

    def __call__(self, done: float, total: float = 1.0) -> None:
        """So much of the work is done."""
        now = time.monotonic()
        if now < self._next or sys.stderr is None:
            return
        self._next = now + (TERMINAL_EVERY if self._terminal else LOG_EVERY)
        share = f"{100 * min(done / total, 1.0):3.0f} %" if total else f"{done:g}"
        self._write(f"{self.what}: {share}, {now - self._began:.0f} s")

    def __enter__(self) -> Meter:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._width:
            self._put("\r" + " " * self._width + "\r")

    def _write(self, line: str) -> None:
        if self._terminal:
            self._put("\r" + line.ljust(self._width))
            self._width = len(line)
        else:
            self._put(line + "\n")

    def _put(self, text: str) -> None:
        try:
            sys.stderr.write(text)
            sys.stderr.flush()
        except OSError:  # nobody listens: the work goes on
            self._next = float("inf")
