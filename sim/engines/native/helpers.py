"""Threads that wait for work: starting them anew costs more than a frame of a game."""

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
    """`count` threads beside the one that calls, and off its processor.

    Linux likes to wake a thread where the one is that wakes it, and would let it wait there for milliseconds.
    """

    def __init__(self, count: int) -> None:
        self.count = count
        self._pool = ThreadPoolExecutor(count, "batchgame", initializer=self._began)
        self._threads: list[int] = []
        self._kept_off = -1

    def _began(self) -> None:
        self._threads.append(threading.get_native_id())
        self._kept_off = -1

    def call(self, function: Callable[..., Any], *words: Any) -> list[Future[Any]]:
        """The same call on every thread."""
        self._keep_off(core.processor())
        return [self._pool.submit(function, *words) for _ in range(self.count)]

    def _keep_off(self, processor: int) -> None:
        if processor == self._kept_off or not hasattr(os, "sched_setaffinity"):
            return
        if others := os.sched_getaffinity(0) - {processor}:
            with suppress(OSError):  # where that is not allowed, they are slower
                for thread in self._threads:
                    os.sched_setaffinity(thread, others)
        self._kept_off = processor


@cache
def helpers(count: int) -> Helpers:
    """One set of threads for each number of them."""
    return Helpers(count)
