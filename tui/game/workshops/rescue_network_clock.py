"""The clock of the rescue: a process times the updates of one network on this machine."""

from __future__ import annotations

import json
import os
import subprocess

from batchgame.sim.networks import update_times
from batchgame.sim.networks.rescue import BATCH_SIZES, UpdateClock
from batchgame.sim.process import python

PATIENCE = 20.0  # seconds


def measured_clock() -> UpdateClock | None:
    """Time updates at every batch size in a process of its own. Returns None if it fails: then there are no seconds."""
    environ = {name: os.environ[name] for name in ("SYSTEMROOT",) if name in os.environ}
    command = python(update_times.__name__, options=("-I", "-B"))
    try:
        found = subprocess.run(
            command, env=environ | dict.fromkeys(update_times.THREADS, "1"), stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=PATIENCE, check=True,
        )  # fmt: skip
        seconds, busy = update_times.medians(json.loads(found.stdout))
    except (OSError, subprocess.SubprocessError, ValueError):
        return None
    return UpdateClock(seconds, busy) if all(seconds.get(size, 0) > 0 for size in BATCH_SIZES) else None
