"""The C engine in each form that this processor has, and helpers to compare swarms bit for bit."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from batchgame.sim.engine import available
from batchgame.sim.engines.array import ArrayEngine
from batchgame.sim.swarm import Swarm

native = next(line for line in available() if line.name == "native")
needs_native = pytest.mark.skipif(not native.ok, reason=f"native: {native.reason}")
if native.ok:
    from batchgame.sim.engines.native.engine import SETS, NativeEngine

NUMPY = ArrayEngine("numpy", np)
FIELDS = ("x", "y", "vx", "vy", "inside", "solved_at", "diverged_at", "moved")
DTYPES = ["float32", "float64"]
WITH_WELLS = ["canyon", "hill", "gate", "boss"]


def engines() -> list[Any]:
    """Make engines for every instruction set of this processor on one thread, and one for two threads."""
    return [*(NativeEngine(1, instructions) for instructions in SETS), NativeEngine(2)] if native.ok else []


def same(one: Swarm, other: Swarm) -> None:
    for field in FIELDS:
        assert getattr(one, field).tobytes() == getattr(other, field).tobytes(), field


def in_pieces(engine: Any, swarm: Swarm, pieces: tuple[int, ...] = (1, 2, 30, 0, 50)) -> Swarm:
    for updates in pieces:
        engine.advance(swarm, updates)
    return swarm
