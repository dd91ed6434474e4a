"""The look at the window's size after a signal: soon, but not at every one of many."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from batchgame.tui.screen.size import WindowSize, window

SETTLE_SECONDS = 1 / 30  # a window that is dragged tells of a new size at every pixel, and each takes a frame


class WindowWatch:
    """A watch over the size of the window.

    resized: called with a new size. again: called where a signal came and the size is the old one. Programs that keep a
    session while its terminal is away (dtach, abduco) ask like this for the whole screen in another terminal.
    """

    def __init__(
        self, loop: asyncio.AbstractEventLoop, resized: Callable[[WindowSize], None], again: Callable[[], None]
    ) -> None:
        self._loop = loop
        self._resized, self._again = resized, again
        self._size = window()
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
        before = self._size
        if self.look() == before:
            self._again()
        else:
            self._resized(self._size)
