"""The look at the window's size after a signal: soon, but not at every one of many."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

from batchgame.tui.screen.size import WindowSize, window

SETTLE_SECONDS = 1 / 30  # a window that is dragged tells of a new size at every pixel, and each takes a frame
QUIET_SECONDS = 1.0  # without a signal: the next one is not the same drag of the same window


class WindowWatch:
    """A watch over the size of the window.

    resized: called with a new size. again: called first where the terminal may be another one. Programs that keep a
    session while its terminal is away (dtach, abduco) send the same signal when they connect it to another terminal,
    which may have another size or the same. A window that is dragged is begun again only once.
    """

    def __init__(
        self, loop: asyncio.AbstractEventLoop, resized: Callable[[WindowSize], None], again: Callable[[], None]
    ) -> None:
        self._loop = loop
        self._resized, self._again = resized, again
        self._size = window()
        self._compared = 0.0  # when, on the monotonic clock
        self._due: asyncio.TimerHandle | None = None

    def look(self) -> WindowSize:
        """Return the size as it is now, which counts as reported."""
        self._size = window()
        return self._size

    def signalled(self) -> None:
        """Look soon: the terminal's window may have another size. Signals until then add nothing."""
        if self._due is None:
            self._due = self._loop.call_later(SETTLE_SECONDS, self._compare)

    def stop(self) -> None:
        """Look no more, until the next signal."""
        if self._due is not None:
            self._due.cancel()
            self._due = None

    def _compare(self) -> None:
        self._due = None
        now = time.monotonic()
        quiet, self._compared = now - self._compared > QUIET_SECONDS, now
        before = self._size
        if self.look() == before or quiet:
            self._again()
        if self._size != before:
            self._resized(self._size)
