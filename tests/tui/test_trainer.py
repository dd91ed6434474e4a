"""Work behind a page: its newest result is taken, it can pause, and nothing goes on once it is closed."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator

import pytest

from batchgame.tui.race.trainer import Step, Trainer

WAIT_SECONDS = 30.0


class Counting:
    """Work that makes one step whenever it is allowed to."""

    def __init__(self, steps: int = 1000) -> None:
        self.steps, self.made = steps, 0
        self.may = threading.Semaphore(0)

    def __call__(self) -> Iterator[Step[int]]:
        for n in range(self.steps):
            assert self.may.acquire(timeout=WAIT_SECONDS)
            self.made += 1
            yield Step((n + 1) / self.steps, n)


def until(done: object) -> None:
    end = time.monotonic() + WAIT_SECONDS
    while not done():  # type: ignore[operator]
        assert time.monotonic() < end
        time.sleep(0.001)


def test_the_newest_result_is_taken_and_the_end_is_seen() -> None:
    work = Counting(steps=4)
    trainer = Trainer(work)
    assert (trainer.take(), trainer.value, trainer.running) == (False, None, True)
    assert trainer.seconds_left is None
    work.may.release(4)
    until(lambda: not trainer.running or trainer.take())
    until(lambda: (trainer.take() or True) and not trainer.running)
    assert (trainer.value, trainer.share, trainer.seconds_left) == (3, 1.0, 0.0)
    assert not trainer.take()


def test_it_waits_while_paused_and_ends_when_closed() -> None:
    work = Counting()
    trainer = Trainer(work)
    trainer.toggle_pause()
    work.may.release(1000)
    until(lambda: work.made == 1)
    assert trainer.paused
    time.sleep(0.02)
    assert work.made == 1, "one step at most was being made"
    trainer.close()
    until(lambda: not [thread for thread in threading.enumerate() if thread.name == "trainer"])
    assert (work.made, trainer.running) == (1, False)


def test_a_mistake_in_the_work_is_raised_on_the_screen() -> None:
    def broken() -> Iterator[Step[int]]:
        yield Step(0.5, 1)
        raise ZeroDivisionError

    trainer = Trainer(broken)
    with pytest.raises(ZeroDivisionError):
        until(lambda: trainer.take() and False)
