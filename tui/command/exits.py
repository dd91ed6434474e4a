"""The ends of a game that no key causes: a signal, a line that is cut, an error in the code.

The terminal is always restored, and the exit status is the one that a shell expects.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

SIGNALS = ("SIGINT", "SIGTERM", "SIGHUP")
GRACE = 3.0  # seconds for the terminal to take the bytes that restore it
GRACE_WITHOUT_TERMINAL = 0.5
FRAMES = 3  # of a traceback


@contextmanager
def ending_by_signal(leave: Callable[[int], bool], drop: Callable[[], None]) -> Iterator[None]:
    """Make signals end the game: each calls `leave` with the exit status, which returns False if it cannot leave.

    A terminal that takes no more bytes (Ctrl+S, a line that hangs) blocks the whole game inside a write. A timer is the
    second way out: it calls `drop`, which stops the work in the background, and ends the process.
    """

    def ends(number: int, _: FrameType | None) -> None:
        status = 128 + number
        if not leave(status):
            raise SystemExit(status)
        grace = GRACE if has_terminal() else GRACE_WITHOUT_TERMINAL
        last = threading.Timer(grace, end_now, (status,))
        last.daemon = True
        last.start()

    def end_now(status: int) -> None:
        try:
            drop()
        finally:
            os._exit(status)

    numbers = [getattr(signal, name) for name in SIGNALS if hasattr(signal, name)]
    before = {number: signal.signal(number, ends) for number in numbers}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def has_terminal() -> bool:
    """Return whether stderr is still a terminal: one that was closed has no size."""
    try:
        os.get_terminal_size(sys.__stderr__.fileno() if sys.__stderr__ else 2)
    except (OSError, ValueError):
        return False
    return True


def where(error: BaseException) -> str:
    """Return the last places of a traceback, one line each, innermost last, without the values of variables."""
    frames = traceback.extract_tb(error.__traceback__)[-FRAMES:]
    return "".join(f"  {'/'.join(Path(at.filename).parts[-3:])}, line {at.lineno}, {at.name}\n" for at in frames)
