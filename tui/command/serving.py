"""What the two commands share that serve until a signal ends them: `class serve` and `serve`."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Coroutine
from typing import TypeVar

from batchgame.tui.command.stops import SAID, Stopped

T = TypeVar("T")


async def until_stopped(serving: Coroutine[None, None, T], kept: str) -> T:
    """Serve until it ends or a signal comes, which cancels it. Raises Stopped then, with what the user should know.

    Only the first signal counts: a second one must not interrupt the end of what is served.
    """
    loop, task = asyncio.get_running_loop(), asyncio.ensure_future(serving)
    stop, said = Stopped(kept), list[int]()

    def stopped(number: int) -> None:
        if not said:
            said.append(number)
            task.cancel()

    for name in SAID:
        if hasattr(signal, name):
            loop.add_signal_handler(getattr(signal, name), stopped, getattr(signal, name))
    try:
        return await task
    except asyncio.CancelledError:
        stop.number = said[0] if said else signal.SIGINT
        raise stop from None
