"""Long work behind a page: a thread makes it step by step, and the screen takes the newest result.

Keys are answered meanwhile, because a step is short or computes outside Python's lock. Work that is closed ends after
the step that it is at. A page closes it when it leaves the screen, and the session when the game ends.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from typing import Generic, NamedTuple, TypeVar

Value = TypeVar("Value")


class Step(NamedTuple, Generic[Value]):
    """What a step has led to.

    share: of all work, done by now. value: the result so far, which later steps leave as it is.
    """

    share: float
    value: Value


Work = Callable[[], Iterator[Step[Value]]]


class Trainer(Generic[Value]):
    """Work in a thread. `take` brings the newest value to the screen; nothing else looks into the thread.

    work: is called in the thread, and yields a Step at least five times a second. The first import of what it needs
    belongs into it, too, if that takes long.
    value, share: the newest result that was taken, None before the first one.
    """

    def __init__(self, work: Work[Value]) -> None:
        self.value: Value | None = None
        self.share = 0.0
        self._news: deque[Step[Value]] = deque(maxlen=1)  # the newest result that has not been taken
        self._error: Exception | None = None
        self._ended = self._closed = False
        self._seconds = 0.0  # of work, without pauses
        self._go = threading.Event()
        self._go.set()
        threading.Thread(target=self._run, args=(work,), name="trainer", daemon=True).start()

    @property
    def paused(self) -> bool:
        """Return whether the work waits after the step that it is at."""
        return not self._go.is_set()

    @property
    def running(self) -> bool:
        """Return whether something may still come that `take` has not brought."""
        return not self._closed and (not self._ended or bool(self._news))

    @property
    def seconds(self) -> float:
        """Return the seconds of work so far, without pauses."""
        return self._seconds

    @property
    def seconds_left(self) -> float | None:
        """Return the seconds of work to the end at the pace so far, or None before the first step."""
        return self._seconds * (1 - self.share) / self.share if self.share else None

    def take(self) -> bool:
        """Take the newest result. Returns whether there was a new one. An error in the thread is raised here."""
        if self._error is not None:
            raise self._error
        if not self._news:
            return False
        self.share, self.value = self._news.pop()
        return True

    def toggle_pause(self) -> None:
        """Wait after the step that is being made, or go on."""
        if self.paused:
            self._go.set()
        else:
            self._go.clear()

    def close(self) -> None:
        """End the work after the step that it is at, without waiting for it."""
        self._closed = True
        self._go.set()

    def _run(self, work: Work[Value]) -> None:
        try:
            began = time.perf_counter()
            for step in work():
                self._seconds += time.perf_counter() - began
                if self._closed:
                    return
                self._news.append(step)
                self._go.wait()
                if self._closed:
                    return
                began = time.perf_counter()
        except Exception as error:  # belongs to the screen's own thread, which ends the game
            self._error = error
        finally:
            self._ended = True
