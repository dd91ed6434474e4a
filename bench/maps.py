"""How long the result's map takes: from its request to the last cell with 256 trajectories, and to the last with all.

    python bench/maps.py [SCENARIO/STAGE …]

The start of the worker process is included, because a player waits for it. Every stage by default, with the engine that
a game takes.
"""

from __future__ import annotations

import os
import platform
import sys
import time

from batchgame.scenarios.reading.library import find, load, names
from batchgame.sim.engine import engine
from batchgame.tui.maps.round_maps import FEW, result_map
from batchgame.tui.race.options import PlayOptions
from batchgame.tui.race.round import Round

LOOK = 0.002  # seconds between two looks


def seconds(name: str) -> tuple[int, float, float, float]:
    """Return how many cells the map has, and when the first one, all with FEW trajectories, and all with all came."""
    round_ = Round(*find(name), PlayOptions(scenario=name))
    _ = round_.problem  # compiled before the clock starts
    began, first, few = time.perf_counter(), 0.0, 0.0
    map_ = result_map(round_)
    try:
        while not map_.complete:
            time.sleep(LOOK)
            now = time.perf_counter() - began
            first = first or (now if map_.cells else 0.0)
            few = few or (now if map_.least >= FEW else 0.0)
            if map_.failed and not map_.complete:
                raise SystemExit(f"{name}: the worker failed")
        return map_.axes.size, first, few, time.perf_counter() - began
    finally:
        map_.close()


def main() -> None:
    """Print one line per stage."""
    stages = [f"{name}/{stage.name}".rstrip("/") for name in names() for stage in load(name).stages]
    print(f"{platform.processor() or platform.machine()}, {os.cpu_count()} cores, engine {engine('auto').name}")
    print(f"{'stage':22}{'cells':>6}{'first s':>9}{f'{FEW} s':>8}{'all s':>8}")
    for name in sys.argv[1:] or stages:
        cells, first, few, all_ = seconds(name)
        print(f"{name:22}{cells:6}{first:9.2f}{few:8.2f}{all_:8.2f}", flush=True)


if __name__ == "__main__":
    main()
