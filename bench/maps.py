"""The time that the result page's map takes, until all cells have 256 trajectories and until they have all.

    python bench/maps.py [SCENARIO/STAGE …]

The time includes the start of the worker process, since a player waits for that too. By default all stages are
measured. The engine is the one that a game uses.
"""

from __future__ import annotations

import os
import platform
import sys
import time

from batchgame.scenarios.reading.library import find, load, names
from batchgame.sim.engine import engine
from batchgame.tui.maps.computed import OutcomeMap
from batchgame.tui.race.options import PlayOptions
from batchgame.tui.race.round import Round

FEW = 256  # trajectories per cell in the first complete map
INTERVAL = 0.002  # seconds between two checks


def seconds(name: str) -> tuple[int, float, float, float]:
    """Measure the map of one stage.

    Returns the number of cells, and seconds until the first cell, until all have FEW trajectories, and until all have
    all trajectories.
    """
    round_ = Round(*find(name), PlayOptions(scenario=name))
    request = round_.map_request()
    began, first, few = time.perf_counter(), 0.0, 0.0
    map_ = OutcomeMap(request)
    try:
        while not map_.complete:
            time.sleep(INTERVAL)
            squares, now = map_.squares, time.perf_counter() - began
            first = first or (now if squares else 0.0)
            if not few and len(squares) == map_.size and all(s.trajectories >= FEW for s in squares.values()):
                few = now
            if map_.failed and not map_.complete:
                raise SystemExit(f"{name}: the worker failed")
        return map_.size, first, few, time.perf_counter() - began
    finally:
        map_.close()


def main() -> None:
    """Measure, and print one line per stage."""
    stages = [f"{name}/{stage.name}".rstrip("/") for name in names() for stage in load(name).stages]
    print(f"{platform.processor() or platform.machine()}, {os.cpu_count()} cores, engine {engine('auto').name}")
    print(f"{'stage':22}{'cells':>6}{'first s':>9}{f'{FEW} s':>8}{'all s':>8}")
    for name in sys.argv[1:] or stages:
        cells, first, few, all_ = seconds(name)
        print(f"{name:22}{cells:6}{first:9.2f}{few:8.2f}{all_:8.2f}", flush=True)


if __name__ == "__main__":
    main()
