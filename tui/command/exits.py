"""The ends of a game that no key causes: a signal, a line that is cut, an error in the code.

The terminal is always restored, and the exit status is the one that a shell expects.
"""

from __future__ import annotations

import _thread
import os
import signal
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from batchgame.tui.command.interrupt import interrupt
from batchgame.tui.command.terminal_gone import watched

SIGNALS = ("SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT")
GRACE = 3.0  # seconds for the terminal to take the bytes that restore it
GRACE_WITHOUT_TERMINAL = 1.0  # seconds for the progress to be saved
FRAMES = 3  # of a traceback


@contextmanager
def ending_by_signal(
    leave: Callable[[int], bool], drop: Callable[[], None], terminals: Sequence[int]
) -> Iterator[None]:
    """Make signals, and the loss of one of the terminals, end the game.

    Each calls `leave` with the exit status, which returns False if it cannot leave; an exception ends the game then. A
    terminal that is gone counts as SIGHUP. A terminal that takes no more bytes (Ctrl+S, a line that hangs) blocks the
    whole game inside a write. A timer is the second way out: it calls `drop`, and ends the process. So does a signal to
    a game in the background, which was stopped: it has given its terminal back, and may not touch it.
    """

    def ends(number: int, frame: FrameType | None) -> None:
        status = 128 + number
        if in_background():
            end_now(status)
        last = threading.Timer(GRACE if has_terminal() else GRACE_WITHOUT_TERMINAL, end_now, (status,))
        last.daemon = True
        last.start()
        if leave(status):
            return
        if number == signal.SIGINT:
            interrupt(number, frame)
        raise SystemExit(status)

    def gone() -> None:
        _thread.interrupt_main(signal.SIGHUP)  # also where the signal itself is blocked
        time.sleep(GRACE_WITHOUT_TERMINAL)
        end_now(128 + signal.SIGHUP)

    def end_now(status: int) -> None:
        try:
            drop()
        finally:
            os._exit(status)

    numbers = [getattr(signal, name) for name in SIGNALS if hasattr(signal, name)]
    before = {number: signal.signal(number, ends) for number in numbers}
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, numbers)
    try:
        with watched(terminals, gone):
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


def in_background() -> bool:
    """Return whether the terminal belongs to another program than this one: a shell that has stopped the game."""
    try:
        return os.tcgetpgrp(0) != os.getpgrp()
    except (AttributeError, OSError):  # no terminal, or Windows
        return False


def where(error: BaseException) -> str:
    """Return the last places of a traceback, one line each, innermost last, without the values of variables."""
    frames = traceback.extract_tb(error.__traceback__)[-FRAMES:]
    return "".join(f"  {'/'.join(Path(at.filename).parts[-3:])}, line {at.lineno}, {at.name}\n" for at in frames)
