"""A thread that learns when the terminal is gone, whether or not a signal comes.

A signal may be blocked or ignored by the program that started the game. Reading gives an error, or no bytes for ever.
To wait for a hang-up costs nothing, and it comes however the terminal ends: closed, hung up, or its connection cut.
"""

from __future__ import annotations

import select
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager


def standard_files() -> list[int]:
    """Return the numbers of the standard streams that there are."""
    streams = (sys.__stdin__, sys.__stdout__, sys.__stderr__)
    return [stream.fileno() for stream in streams if stream is not None and not stream.closed]


@contextmanager
def watched(files: Sequence[int], gone: Callable[[], None]) -> Iterator[None]:
    """Call `gone` in a thread as soon as one of the terminals is gone. Windows has neither hang-ups nor `poll`."""
    if not hasattr(select, "poll") or not files:
        yield
        return
    over = threading.Event()

    def wait() -> None:
        poll = select.poll()
        for file in files:
            poll.register(file, 0)  # errors and hang-ups are told without being asked for
        poll.poll()
        if not over.is_set():
            gone()

    threading.Thread(target=wait, daemon=True, name="batchgame-hang-up").start()
    try:
        yield
    finally:
        over.set()
