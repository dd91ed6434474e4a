"""How the game ends when it is not the player's key that ends it: signals, a line that is cut, a mistake in the code.

Always with the terminal as it was, and with the exit status that a shell expects.
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
GRACE = 3.0  # seconds: for the terminal to take what restores it
GRACE_WITHOUT_TERMINAL = 0.5
FRAMES = 3  # of a traceback: where it happened, without the values of variables


@contextmanager
def ending_by_signal(leave: Callable[[int], bool], drop: Callable[[], None]) -> Iterator[None]:
    """While it lasts, a signal calls `leave` with the exit status; where that can't be done, it exits at once.

    A terminal that takes no more bytes (Ctrl+S, a hanging line) blocks the whole game inside a write. So a second way
    out waits beside the first: `drop` stops what runs in the background, and the process ends.
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
    """Somebody is still there to read: a terminal that was closed answers no question."""
    try:
        os.get_terminal_size(sys.__stderr__.fileno() if sys.__stderr__ else 2)
    except (OSError, ValueError):
        return False
    return True


def where(error: BaseException) -> str:
    """The last few places on the way to an error, a line each, innermost last."""
    frames = traceback.extract_tb(error.__traceback__)[-FRAMES:]
    return "".join(f"  {'/'.join(Path(at.filename).parts[-3:])}, line {at.lineno}, {at.name}\n" for at in frames)
