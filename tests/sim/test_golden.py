"""Stored trajectories of the reference, which every engine has to reproduce, also on a real GPU.

`BATCHGAME_WRITE_GOLDENS=1 uv run --group dev pytest tests/sim/test_golden.py` writes them again.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from batchgame.scenarios.reading.library import find
from batchgame.scenarios.reading.problem import problem as bundled
from batchgame.sim.engine import available, engine

from .swarms import swarm_of

FILE = Path(__file__).parent / "data" / "golden.json"
STAGES = ["epoch", "saddle", "ravine/bent", "two-weights", "rescue", "canyon", "hill", "gate"]
CASES = [(name, size, dtype) for name in STAGES for size in (1, 3, 20) for dtype in ("float32", "float64")]
UPDATES, TRAJECTORIES = 45, 8
ENGINES = [pytest.param("numpy"), pytest.param("native"), pytest.param("cupy", marks=pytest.mark.gpu)]


def key(name: str, batch_size: int, dtype: str) -> str:
    return f"{name} B={batch_size} {dtype}"


def run(which: str, name: str, batch_size: int, dtype: str) -> dict[str, Any]:
    """Compute a case: the bits of θ, and first passages."""
    made = engine(which)
    stage = bundled(*find(name))
    swarm = swarm_of(stage, batch_size, 0.5, 0.05, seed=17, trajectories=TRAJECTORIES, dtype=dtype, xp=made.xp)
    made.advance(swarm, UPDATES)
    x, y, solved = (made.to_host(array) for array in (swarm.x, swarm.y, swarm.solved_at))
    bits = {axis: [value.hex() for value in at.astype(float).tolist()] for axis, at in (("x", x), ("y", y))}
    return {**bits, "solved_at": solved.tolist()}


@pytest.mark.parametrize("which", ENGINES)
def test_golden_trajectories(which: str) -> None:
    """Without wells they agree bit for bit. With wells they agree up to the rounding of different exp functions."""
    if os.environ.get("BATCHGAME_WRITE_GOLDENS") and which == "numpy":
        FILE.write_text(json.dumps({key(*case): run("numpy", *case) for case in CASES}, indent=1) + "\n")
    found = next(line for line in available() if line.name == which)
    if not found.ok:
        pytest.skip(f"{which}: {found.reason}")
    golden = json.loads(FILE.read_text())
    assert set(golden) == {key(*case) for case in CASES}
    for name, batch_size, dtype in CASES:
        expected, made = golden[key(name, batch_size, dtype)], run(which, name, batch_size, dtype)
        if bundled(*find(name)).landscape.wells:
            for axis in ("x", "y"):
                here, there = (np.array([float.fromhex(v) for v in side[axis]]) for side in (expected, made))
                assert np.allclose(here, there, rtol=0, atol=1e-4 if dtype == "float32" else 1e-11), (name, batch_size)
        else:
            assert made == expected, (name, batch_size, dtype)
