"""Ctrl+C in every command: one line and status 130, at any moment of its life, and never a traceback.

Python turns the signal into an exception at whatever line it is. Before a command works, and while a module is being
imported, that exception is reported with a traceback, or swallowed. Nothing can be lost there, so the process ends.

This module imports as little as possible, because until it is loaded Python's own handler reports a traceback: `signal`
takes 4 ms for the names of its numbers, and `_signal` is the same without them.
"""

import _signal as signal  # type: ignore[import-not-found]
import os
import sys
from types import FrameType

STATUS = 130
SAID = "interrupted"


def watch_for_interrupts() -> None:
    """Let Ctrl+C end the process from now on, except in one that was started with the signal ignored."""
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, end_at_once)


def end_at_once(*_: object) -> None:
    """End the process from the handler of the signal."""
    try:
        if sys.stderr is not None:
            os.write(2, f"batchgame: {SAID}\n".encode())
    finally:
        os._exit(STATUS)


def interrupt(_: int, frame: FrameType | None) -> None:
    """Raise KeyboardInterrupt, or end the process if a module is being imported or an event loop is being made."""
    if may_not_raise(frame):
        end_at_once()
    raise KeyboardInterrupt


def may_not_raise(frame: FrameType | None) -> bool:
    """Return whether this frame runs where an exception would be swallowed, or told with a traceback.

    Within an import modules turn it into something else, and half an event loop complains when it is deleted.
    """
    while frame is not None:
        if frame.f_globals.get("__name__") == "importlib._bootstrap" or frame.f_code.co_name == "new_event_loop":
            return True
        frame = frame.f_back
    return False
