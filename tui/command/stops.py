"""SIGINT, SIGTERM and SIGHUP while a command works: each ends it in order, with one line and the status of a shell.

The first signal raises Stopped where the command is. From then on signals are ignored: a terminal that closes or a
system that shuts down sends two at once, and the second must not interrupt the clearing up.
"""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

from batchgame.tui.command.interrupt import may_not_raise

SAID = {"SIGINT": "interrupted", "SIGTERM": "terminated", "SIGHUP": "hung up"}
GRACE = 10.0  # seconds to clear up; then the process ends without
AGAIN = 0.02  # seconds until a signal that came during an import is tried again
_NUMBERS = {getattr(signal, name): said for name, said in SAID.items() if hasattr(signal, name)}


class Stopped(KeyboardInterrupt):
    """A signal has ended the command. Its arguments are what the user should know, beside that."""

    number: int = signal.SIGINT


@contextmanager
def stoppable() -> Iterator[None]:
    """Let signals raise Stopped in the block. A signal that the process was started to ignore stays ignored."""
    before = {number: signal.getsignal(number) for number in _NUMBERS}
    usual = {
        number: handler
        for number, handler in before.items()
        if handler == signal.SIG_DFL or (number == signal.SIGINT and callable(handler))
    }
    if threading.current_thread() is not threading.main_thread():
        usual = {}  # only the main thread may set a handler
    ended = True
    for number in usual:
        signal.signal(number, _stop)
    try:
        yield
        ended = False
    except Stopped:
        raise
    except BaseException:
        ended = False
        raise
    finally:
        for number, handler in usual.items():
            # After a signal the process ends, and a second one should not change its status. Python's own end would
            # set back all handlers but this.
            signal.signal(number, signal.SIG_IGN if ended else handler)


def ignore_stops() -> None:
    """Ignore the signals from now on to the end of the command: its work is complete, or it clears up."""
    for number in _NUMBERS:
        if signal.getsignal(number) is _stop:
            signal.signal(number, _ignore)


def told(stop: KeyboardInterrupt) -> tuple[int, str]:
    """Return the exit status and the line for a command that was stopped."""
    number = stop.number if isinstance(stop, Stopped) else signal.SIGINT
    return 128 + number, "; ".join([_NUMBERS[number], *map(str, stop.args)])


def _ignore(*_: object) -> None:
    """Do nothing. With SIG_IGN Python would complain here about a signal that came together with the first."""


def _stop(number: int, frame: FrameType | None) -> None:
    if may_not_raise(frame):
        _later(AGAIN, signal.raise_signal, number)
        return
    ignore_stops()
    _later(GRACE, os._exit, 128 + number)
    stop = Stopped()
    stop.number = number
    raise stop


def _later(seconds: float, call: Callable[[int], None], number: int) -> None:
    timer = threading.Timer(seconds, call, (number,))
    timer.daemon = True
    timer.start()
