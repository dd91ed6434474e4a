"""A thread that writes to the terminal, so that a terminal that takes no bytes delays nothing else."""

from __future__ import annotations

import threading
from typing import IO


class Writer(threading.Thread):
    """Writes texts to a file, in the order in which they were handed over."""

    def __init__(self, file: IO[str]) -> None:
        super().__init__(daemon=True, name="batchgame-output")
        self._file = file
        self._change = threading.Condition()
        self._waiting: list[str] = []
        self._writing = False
        self._over = False

    def write(self, text: str) -> None:
        """Hand over a text; returns at once, before the text is written."""
        with self._change:
            self._waiting.append(text)
            self._change.notify()

    def clogged(self) -> bool:
        """Return whether texts wait behind one that the terminal has not taken yet."""
        return self._writing and bool(self._waiting)

    def stop(self) -> None:
        """Wait until the last byte is written, and end the thread."""
        with self._change:
            self._over = True
            self._change.notify()
        self.join()

    def run(self) -> None:
        """Write until `stop` is called. Once the terminal is gone, throw away what should be written."""
        while True:
            with self._change:
                self._writing = False
                self._change.wait_for(lambda: self._waiting or self._over)
                text, self._waiting = "".join(self._waiting), []
                if not text:
                    return
                self._writing = True
            try:
                self._file.write(text)
                self._file.flush()
            except (OSError, ValueError):  # the terminal is gone; the game learns it from its input, or by a signal
                with self._change:
                    self._waiting = []
