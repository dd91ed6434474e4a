"""The process that times updates of one network in array code: it writes the times of each batch size as JSON.

It is a process of its own because BLAS must be told before NumPy is imported that it may use one thread: two of them on
a busy machine take up to 25 times as long.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from time import perf_counter

ROUNDS, EACH = 5, 5  # rounds through the batch sizes, and updates timed in each
THREADS = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")  # what BLAS libraries read
BUSY = 2.0  # the 90 % quantile of the times over the 20 % quantile, from which on the machine is busy


def main() -> None:
    """Time the updates of every batch size, in rounds: about a quarter of a second, and NumPy's import."""
    from batchgame.sim.networks.networks import Networks  # after the environment was read
    from batchgame.sim.networks.rescue import BATCH_SIZES, SETUP

    lanes = {size: Networks(SETUP, 1, batch_size=size, engine="numpy") for size in BATCH_SIZES}
    times: dict[int, list[float]] = {size: [] for size in lanes}
    for _ in range(ROUNDS):
        for size, lane in lanes.items():
            lane.advance(2)  # another size has filled the caches
            for _ in range(EACH):
                start = perf_counter()
                lane.advance(1)
                times[size].append(perf_counter() - start)
    print(json.dumps(times))


def medians(times: Mapping[str, Sequence[float]]) -> tuple[dict[int, float], bool]:
    """Return the median time of an update by batch size, and whether the machine was busy."""
    ordered = {int(size): sorted(each) for size, each in times.items()}
    busy = any(each[int(0.9 * len(each))] > BUSY * each[int(0.2 * len(each))] for each in ordered.values())
    return {size: each[len(each) // 2] for size, each in ordered.items()}, busy
