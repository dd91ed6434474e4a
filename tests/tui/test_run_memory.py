"""The memory of `batchgame run` for each trajectory."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

MOST = 100  # bytes per trajectory
MANY = 600_000


def peak(trajectories: int, dtype: str, batch_size: int) -> int:
    """Return the most memory that a run has used, in bytes."""
    words = ["run", "canyon", "--updates", "20", "--momentum", "0.5", "--learning-rate", "0.2", "--engine", "auto"]
    words += ["--dtype", dtype, "--batch-size", str(batch_size), "--trajectories", str(trajectories)]
    command = [sys.executable, "-m", "batchgame.tui", *words]
    run = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    assert run.stderr
    error = run.stderr.read()
    _, status, used = os.wait4(run.pid, 0)
    run.returncode = status
    assert status == 0, error
    return used.ru_maxrss * (1 if sys.platform == "darwin" else 1024)


@pytest.mark.skipif(not hasattr(os, "wait4"), reason="this system does not say how much memory a process has used")
@pytest.mark.parametrize(("dtype", "batch_size"), [("float32", 1), ("float64", 4), ("float64", 20)])
def test_a_run_needs_at_most_a_hundred_bytes_per_trajectory(dtype: str, batch_size: int) -> None:
    assert peak(MANY, dtype, batch_size) - peak(1000, dtype, batch_size) <= MOST * (MANY - 1000)
