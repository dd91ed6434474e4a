"""Helper threads that wait for work, because starting new ones costs more than a frame of the game."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from functools import cache
from typing import Any

from batchgame.sim.engines.native import core


class Helpers:
    """`count` threads beside the calling thread, kept off its processor.

    Linux often wakes a thread on the processor of the thread that wakes it, where it would wait for milliseconds.
    """

    def __init__(self, count: int) -> None:
        self.count = count
        self._pool = ThreadPoolExecutor(count, "batchgame", initializer=self._began)
        self._threads: list[int] = []
        self._kept_off = -1

    def _began(self) -> None:
        self._threads.append(threading.get_native_id())
        self._kept_off = -1

    def call(self, function: Callable[..., Any], *arguments: Any) -> list[Future[Any]]:
        """Start the same call on every helper thread and return without waiting."""
        self._keep_off(core.processor())
        return [self._pool.submit(function, *arguments) for _ in range(self.count)]

    def _keep_off(self, processor: int) -> None:
        if processor == self._kept_off or not hasattr(os, "sched_setaffinity"):
            return
        if others := os.sched_getaffinity(0) - {processor}:
            with suppress(OSError):  # If this is not allowed, the threads are only slower.
                for thread in self._threads:
                    os.sched_setaffinity(thread, others)
        self._kept_off = processor


@cache
def helpers(count: int) -> Helpers:
    """Return the set of `count` helper threads. It is made once and shared by all swarms."""
    return Helpers(count)
