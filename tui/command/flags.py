"""The flags of the terminal's line, which are set back at the very end: until then nothing that is typed is echoed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from batchgame.tui.command.exits import in_background


@contextmanager
def kept_until_the_end(file: int) -> Iterator[Callable[[], None]]:
    """Set the flags of a terminal back when the block ends. Yields the function that does it, for an end without that.

    What was typed meanwhile, and what the terminal answered too late, is thrown away: the shell would take both for
    commands. A game in the background changes nothing, because the terminal belongs to another program then.
    """
    try:
        import termios
    except ImportError:  # Windows
        yield lambda: None
        return
    try:
        flags = termios.tcgetattr(file)
    except termios.error:
        yield lambda: None
        return

    def set_back() -> None:
        with suppress(OSError, termios.error):
            if not in_background():
                termios.tcflush(file, termios.TCIFLUSH)
                termios.tcsetattr(file, termios.TCSANOW, flags)

    try:
        yield set_back
    finally:
        set_back()
