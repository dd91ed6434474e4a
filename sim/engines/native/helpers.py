"""Helper threads that wait for work, because starting new ones costs more than a frame of the game."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from functools import cache
from queue import SimpleQueue
from typing import Any

from batchgame.sim.engines.native import core

Job = tuple[Future[Any], Callable[..., Any], tuple[Any, ...]]


class Helpers:
    """`count` threads beside the calling thread, kept off its processor.

    Linux often wakes a thread on the processor of the thread that wakes it, where it would wait for milliseconds.

    They are daemons that take jobs from a queue. At its end Python waits for the threads of a ThreadPoolExecutor, and
    for ever if Ctrl+C came after the start of such a thread and before the executor knew of it.
    """

    def __init__(self, count: int) -> None:
        self.count = count
        self._jobs: SimpleQueue[Job] = SimpleQueue()
        self._started = 0
        self._threads: list[int] = []
        self._kept_off = -1

    def call(self, function: Callable[..., Any], *arguments: Any) -> list[Future[Any]]:
        """Start the same call on every helper thread and return without waiting.

        A call that no thread has begun can be cancelled, also if Ctrl+C has kept a thread from being started.
        """
        while self._started < self.count:
            self._started += 1  # before the start: after an interrupt there is at most one thread too few
            threading.Thread(target=self._serve, name=f"batchgame-{self._started}", daemon=True).start()
        self._keep_off(core.processor())
        futures: list[Future[Any]] = [Future() for _ in range(self.count)]
        for future in futures:
            self._jobs.put((future, function, arguments))
        return futures

    def _serve(self) -> None:
        self._threads.append(threading.get_native_id())
        self._kept_off = -1
        while True:
            _run(*self._jobs.get())

    def _keep_off(self, processor: int) -> None:
        if processor == self._kept_off or not hasattr(os, "sched_setaffinity"):
            return
        if others := os.sched_getaffinity(0) - {processor}:
            with suppress(OSError):  # If this is not allowed, the threads are only slower.
                for thread in self._threads:
                    os.sched_setaffinity(thread, others)
        self._kept_off = processor


def _run(future: Future[Any], function: Callable[..., Any], arguments: tuple[Any, ...]) -> None:
    """Run a job. It is a function of its own, so that a thread that waits holds no arrays of its last job."""
    if not future.set_running_or_notify_cancel():
        return
    try:
        future.set_result(function(*arguments))
    except BaseException as error:  # belongs to the thread that asks for the result
        future.set_exception(error)


@cache
def helpers(count: int) -> Helpers:
    """Return the set of `count` helper threads. It is made once and shared by all swarms."""
    return Helpers(count)
