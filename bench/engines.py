"""How many trajectory-updates a second the NumPy engine makes, against NumPy written the obvious way.

    python bench/engines.py [RUNS]

On the canyon (20 examples, a well), one process, medians of RUNS (7) runs of each, taken in turn. The
peer keeps θ as (K, 2), gathers every coefficient of every row of the batch, and lets `mean` add them.
"""

import os
import platform
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from batchgame.scenarios.course import course
from batchgame.scenarios.library import find
from batchgame.sim.course import Course
from batchgame.sim.engine import engine
from batchgame.sim.landscape import MONOMIALS
from batchgame.sim.swarm import Swarm

TRAJECTORIES = 8192
UPDATES = {1: 60, 4: 60, 20: 20}
RATE, MOMENTUM = 0.2, 0.5
RUNS = 7


def of_engine(stage: Course, batch_size: int, dtype: str) -> float:
    """Seconds for UPDATES of all trajectories."""
    swarm = Swarm(
        stage, batch_size, MOMENTUM, RATE, seed=0, trajectory=np.arange(TRAJECTORIES), dtype=dtype, xp=np
    )  # fmt: skip
    began = time.perf_counter()
    engine("numpy").advance(swarm, UPDATES[batch_size])
    return time.perf_counter() - began


def naive(stage: Course, batch_size: int, dtype: str) -> float:
    """The same experiment, with NumPy's own shuffle and no thought for speed."""
    landscape, rng = stage.landscape, np.random.default_rng(0)
    coefficients = landscape.coefficients.astype(dtype)
    theta = np.tile(np.array(stage.start, dtype=dtype), (TRAJECTORIES, 1))
    velocity = np.zeros_like(theta)
    examples = landscape.examples
    began = time.perf_counter()
    for update in range(UPDATES[batch_size]):
        position = update % -(-examples // batch_size)
        if position == 0:
            order = rng.random((TRAJECTORIES, examples)).argsort(axis=1)
        rows = order[:, position * batch_size : (position + 1) * batch_size]  # (K, b)
        x, y = theta[:, :1], theta[:, 1:]
        gx, gy = np.zeros_like(x), np.zeros_like(y)
        for column, (i, j) in enumerate(MONOMIALS):
            values = coefficients[:, column]
            if values.any():
                gathered = values[rows]  # (K, b)
                if i:
                    gx = gx + gathered * (i * x ** (i - 1) * y**j)
                if j:
                    gy = gy + gathered * (j * x**i * y ** (j - 1))
        for well in landscape.wells:
            a11, a12, a22 = (float(value) for value in well.precision)
            centre = (well.centre + well.shift).astype(dtype)[rows]  # (K, b, 2)
            ux, uy = x - centre[..., 0], y - centre[..., 1]
            px, py = a11 * ux + a12 * uy, a12 * ux + a22 * uy
            bump = well.amplitude.astype(dtype)[rows] * np.exp(-0.5 * (ux * px + uy * py))
            gx, gy = gx + bump * px, gy + bump * py
        gradient = np.stack([gx.mean(axis=1), gy.mean(axis=1)], axis=1)
        velocity = MOMENTUM * velocity - RATE * gradient
        theta = theta + velocity
        (cx, cy, rx, ry), *_ = stage.goal.ellipses
        (((theta - (cx, cy)) / (rx, ry)) ** 2).sum(axis=1) <= 1  # noqa: B015 - the goal is looked at, as in the game
    return time.perf_counter() - began


def machine() -> str:
    """What this ran on."""
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
        processor = next(line.partition(": ")[2] for line in lines if line.startswith("model name"))
    except (OSError, StopIteration):
        processor = platform.processor() or platform.machine()
    return f"{processor}, {os.cpu_count()} processors, Python {platform.python_version()}, NumPy {np.__version__}"


def main() -> None:
    """Run both in turn; print millions a second and ratios of medians."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else RUNS
    stage = course(*find("canyon"))
    programs: dict[str, Callable[[Course, int, str], float]] = {"engine": of_engine, "naive": naive}
    print(f"canyon, {TRAJECTORIES} trajectories, one thread, median of {runs} runs ({machine()})")
    print("million trajectory-updates a second   engine (slowest to fastest)    naive   ratio")
    for dtype in ("float32", "float64"):
        for batch_size, updates in UPDATES.items():
            speeds: dict[str, list[float]] = {name: [] for name in programs}
            for program in programs.values():
                program(stage, batch_size, dtype)  # warm
            for _ in range(runs):
                for name, program in programs.items():
                    speeds[name].append(TRAJECTORIES * updates / program(stage, batch_size, dtype) / 1e6)
            fast, slow = (statistics.median(speeds[name]) for name in programs)
            spread = f"({min(speeds['engine']):.1f} to {max(speeds['engine']):.1f})"
            print(f"  {dtype}  B = {batch_size:<3}{fast:24.1f}  {spread:18}{slow:10.2f}{fast / slow:8.1f}")


if __name__ == "__main__":
    main()
