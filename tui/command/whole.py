"""The measurements of whole commands for `batchgame bench`: what a user waits for, beside the engines under it.

`run` and `check` are started as processes, and their start counts. The map is the one of a result, from its request to
its last cell. A frame is one update of a race of three lanes, with everything that a screen draws. It imports NumPy.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence

from batchgame.scenarios.reading.library import find
from batchgame.sim.process import python
from batchgame.sim.race import Race
from batchgame.tui.command.argument_types import FailedError
from batchgame.tui.command.main import main as command
from batchgame.tui.maps.round_maps import FEW, ladder_axes, plane_map
from batchgame.tui.race.options import PlayOptions
from batchgame.tui.race.round import Round

SCENARIO = "canyon"
RUN_TRAJECTORIES, RUN_UPDATES = 20_000, 300
FRAME_TRAJECTORIES = 1000  # per lane, as in a game
FRAMES = 20  # of which the mean is taken
PATIENCE = 600.0  # seconds


def rows(asked: str | None, seconds: float, on_progress: Callable[[float], None]) -> dict[str, float]:
    """Return the median seconds of each command. Each is measured once at least, and again while its part lasts."""
    round_ = Round(*find(SCENARIO), PlayOptions(scenario=SCENARIO, engine=asked or "auto"))
    _ = round_.problem  # compiled before a clock starts
    measures: dict[str, Callable[[], float]] = {
        "run": lambda: _run(round_), "check": lambda: _process("check", SCENARIO),
        "map": lambda: _map(round_), "frame": lambda: _frame(round_),
    }  # fmt: skip
    found = {}
    for name, measure in measures.items():
        end, times = time.perf_counter() + seconds / len(measures), [measure()]
        while time.perf_counter() + times[-1] < end:
            times.append(measure())
        found[name] = statistics.median(times)
        on_progress(len(found) / len(measures))
    return found


def _run(round_: Round) -> float:
    return _process(
        "run", SCENARIO, "--batch-size", "4", "--momentum", "0.5", "--engine", round_.options.engine,
        "--trajectories", str(RUN_TRAJECTORIES), "--updates", str(RUN_UPDATES), "--json",
    )  # fmt: skip


def _process(*words: str) -> float:
    """Return the seconds that a command takes, from the start of its process to its end."""
    began = time.perf_counter()
    nothing = subprocess.DEVNULL
    status = subprocess.run(
        python(__name__, *words), stdin=nothing, stdout=nothing, stderr=nothing, check=False
    ).returncode
    if status:
        raise FailedError(f"batchgame {' '.join(words)} has ended with status {status}")
    return time.perf_counter() - began


def _map(round_: Round) -> float:
    began = time.perf_counter()
    map_ = plane_map(round_, ladder_axes(round_), ((1, FEW),), kiosk=False)
    try:
        map_.join(PATIENCE)
        if not map_.complete:
            raise FailedError("the process of the map has ended")
        return time.perf_counter() - began
    finally:
        map_.close()


def _frame(round_: Round) -> float:
    race = Race(
        round_.problem, round_.lanes(), parallel=round_.parallel, trajectories=FRAME_TRAJECTORIES,
        engine=round_.options.engine,
    )  # fmt: skip
    race.frame()
    began = time.perf_counter()
    for _ in range(FRAMES):
        race.advance(race.next_update())
        race.frame()
    return (time.perf_counter() - began) / FRAMES


def table(found: dict[str, float]) -> Sequence[str]:
    """Return the rows for a reader."""
    return (
        f"whole commands on {SCENARIO}:",
        f"  run, {RUN_TRAJECTORIES} trajectories x {RUN_UPDATES} updates    {found['run']:.2f} s",
        f"  map, all cells x {FEW} trajectories        {found['map']:.2f} s",
        f"  check                                    {found['check']:.2f} s",
        f"  a frame of 3 x {FRAME_TRAJECTORIES} trajectories         {1000 * found['frame']:.2g} ms",
    )


def main(*words: str) -> None:
    """Run a command in this process, whose start is measured as well."""
    sys.exit(command(words))
