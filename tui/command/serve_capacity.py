"""How many games a machine can serve without becoming slow, from its processors and its memory."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

PER_PROCESSOR = 10.0  # games in a race at FPS frames a second: with more, keys wait (bench/serve.py)
FPS = 5
MEGABYTES = 60  # of a game, with its share of what computes maps
KEPT_MEGABYTES = 500  # for the server and everything else on the machine
MOST = 500


class Machine(NamedTuple):
    """What games share. megabytes: free ones; None if the system does not say."""

    processors: int
    megabytes: int | None


def machine() -> Machine:
    """Look at this machine."""
    processors = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    with suppress(OSError, StopIteration, ValueError):
        lines = Path("/proc/meminfo").read_text().splitlines()
        return Machine(processors, int(next(line.split()[1] for line in lines if line.startswith("MemAvail"))) // 1024)
    return Machine(processors, None)


def capacity(found: Machine, fps: int) -> int:
    """Return how many games fit, at least one. Between keys a game costs as many frames as it shows."""
    by_time = found.processors * PER_PROCESSOR * FPS / max(fps, FPS)
    by_memory = float(MOST) if found.megabytes is None else (found.megabytes - KEPT_MEGABYTES) / MEGABYTES
    return max(1, min(MOST, int(by_time), int(by_memory)))
