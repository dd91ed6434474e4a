"""Long work in plain lines: it is made while its progress is told, and Ctrl+C leaves."""

from __future__ import annotations

import time
from typing import TypeVar

from batchgame.tui.plain.meter import Meter
from batchgame.tui.race.trainer import Work

Value = TypeVar("Value")


def finished(what: str, work: Work[Value]) -> tuple[Value, float]:
    """Make all steps of some work, and return its last value and the seconds it took.

    what: is named where the progress is told.
    """
    last, began = None, time.perf_counter()
    with Meter(what) as meter:
        for share, value in work():
            meter(share)
            last = value
    assert last is not None, "work has at least one step"
    return last, time.perf_counter() - began
