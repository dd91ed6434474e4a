"""`batchgame bench`: how fast each engine is on this machine. Never imports Textual.

Time is cut into as many equal parts as there are cells; within its part a cell runs piece after piece, and the median
piece counts. What takes longer than its part is stopped after the piece that it is in, so pieces are short.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import time
from typing import TYPE_CHECKING, Any, NamedTuple

from batchgame.sim.engine_names import ENGINES
from batchgame.tui.command.argument_types import one_of, whole
from batchgame.tui.command.parser import Parser

if TYPE_CHECKING:
    from collections.abc import Callable

    from batchgame.sim.problem import Problem

SCENARIO = "canyon"
BATCH_SIZES, DTYPES = (1, 4, 20), ("float32", "float64")
RATE, MOMENTUM = 0.2, 0.5
TRAJECTORIES = 8192
MAP_CELLS, MAP_TRAJECTORIES = 48, 256
SWEEP = 1_000_000_000  # trajectory-updates
PIECE = 0.02  # seconds that a piece is meant to take


class Choice(NamedTuple):
    """An engine on so many threads."""

    engine: str
    threads: int


class Speed(NamedTuple):
    """A cell of the table; speed: trajectory-updates a second."""

    engine: str
    threads: int
    dtype: str
    batch_size: int
    speed: float
    pieces: int


def parser() -> Parser:
    """The words of `batchgame bench`."""
    parser = Parser("bench", "How many trajectory-updates a second each engine makes on this machine, on the canyon.")
    parser.add_argument(
        "--seconds",
        metavar="S",
        type=whole("--seconds", 1, 600),
        default=10,
        help="how long to measure: 1 to 600 (10)",
    )
    parser.add_argument(
        "--engine",
        metavar="NAME",
        type=one_of("--engine", ENGINES),
        help="only this one, beside numpy, which ratios are to (all that are there)",
    )
    parser.add_argument("--json", action="store_true", help="one JSON object on stdout and nothing else")
    return parser


def main(words: argparse.Namespace) -> int:
    """Measure, and print what came of it."""
    from batchgame.sim.engine import engine
    from batchgame.tui.command.arguments import check_engine
    from batchgame.tui.plain.meter import Meter

    check_engine(words.engine or "auto")
    with Meter("bench") as meter:
        speeds = measured(choices(words.engine), words.seconds, meter)
    result = {
        "scenario": SCENARIO,
        "trajectories": TRAJECTORIES,
        "processors": os.cpu_count(),
        "seconds": words.seconds,
        "auto": engine("auto").name,
        "speeds": [speed._asdict() | {"speed": round(speed.speed)} for speed in speeds],
        "estimates": estimates(speeds, engine("auto").name),
    }
    print(json.dumps(result, allow_nan=False) if words.json else _table(result))
    return 0


def choices(asked: str | None) -> list[Choice]:
    """NumPy first; every other engine that is there, or the one asked for, on one thread and on as many as it takes."""
    from batchgame.sim.engine import available, engine

    wanted = None if asked is None else engine(asked).name
    found = [Choice("numpy", 1)]
    for name, there, _ in available():
        if not there or name == "numpy" or wanted not in (None, name):
            continue
        counts = sorted({1, getattr(engine(name), "threads", 1)})
        found += [Choice(name, threads) for threads in counts]
    return found


def chosen(choice: Choice) -> Any:
    """The engine itself, made anew where it has a choice of threads."""
    from batchgame.sim.engine import engine

    found: Any = engine(choice.engine)
    return type(found)(threads=choice.threads) if hasattr(found, "threads") else found


def measured(found: list[Choice], seconds: float, on_progress: Callable[[float], None]) -> list[Speed]:
    """Every engine in both precisions with every batch size, each for an equal part of the time that is left."""
    from batchgame.scenarios.reading.library import find
    from batchgame.scenarios.reading.problem import problem

    stage, end = problem(*find(SCENARIO)), time.perf_counter() + seconds
    cells = [(choice, dtype, size) for choice in found for dtype in DTYPES for size in BATCH_SIZES]
    speeds = []
    for n, (choice, dtype, size) in enumerate(cells):
        part = max(0.0, end - time.perf_counter()) / (len(cells) - n)
        speed, pieces = _speed(stage, chosen(choice), dtype, size, part)
        speeds.append(Speed(*choice, dtype, size, speed, pieces))
        on_progress((n + 1) / len(cells))
    return speeds


def _speed(stage: Problem, engine: Any, dtype: str, batch_size: int, seconds: float) -> tuple[float, int]:
    """Trajectory-updates a second in the median piece, and how many pieces there were; a piece is whole epochs."""
    import numpy as np

    from batchgame.sim.hyperparameters import Hyperparameters
    from batchgame.sim.swarm import Swarm

    began = time.perf_counter()
    updates_in_epoch = -(-stage.landscape.examples // batch_size)
    pick = Hyperparameters(batch_size, MOMENTUM, RATE)
    swarm = Swarm(stage, pick, seed=0, trajectory=np.arange(TRAJECTORIES), dtype=dtype, xp=engine.xp)
    first = _piece(engine, swarm, updates_in_epoch)  # buffers, and on a GPU the compiling
    if time.perf_counter() - began < seconds:
        first = _piece(engine, swarm, updates_in_epoch)
    updates = updates_in_epoch * max(1, min(round(PIECE / first), round(seconds / 4 / first)))
    found = [first / updates_in_epoch]
    while time.perf_counter() - began + found[-1] * updates < seconds:
        found.append(_piece(engine, swarm, updates) / updates)
    return TRAJECTORIES / statistics.median(found[1:] or found), len(found[1:] or found)


def _piece(engine: Any, swarm: Any, updates: int) -> float:
    """Seconds until they are made; on a GPU until it is done."""
    began = time.perf_counter()
    engine.advance(swarm, updates)
    engine.to_host(swarm.x[:1])
    return time.perf_counter() - began


def estimates(speeds: list[Speed], auto: str) -> dict[str, float]:
    """Seconds for a map and for a sweep with the engine that `auto` chooses, in float64 as they are computed.

    A map's cells are spread evenly over the batch sizes measured here, each for the canyon's budget of epochs.
    """
    from batchgame.scenarios.reading.library import find
    from batchgame.scenarios.reading.problem import problem
    from batchgame.sim.schedule import Batches

    own = [found for found in speeds if found.engine == auto] or speeds
    threads = max(found.threads for found in own)
    of_auto = [found for found in own if found.threads == threads and found.dtype == "float64"]
    stage = problem(*find(SCENARIO))
    trajectories = MAP_CELLS * MAP_TRAJECTORIES / len(of_auto)
    work = {
        found: trajectories * stage.budget.in_updates(Batches(stage.landscape.examples, found.batch_size))
        for found in of_auto
    }
    return {
        "map": sum(updates / found.speed for found, updates in work.items()),
        "sweep": SWEEP * statistics.mean(1 / found.speed for found in of_auto),
    }


def _table(result: dict[str, Any]) -> str:
    """The same figures for a reader."""
    lines = [
        f"canyon, {result['trajectories']} trajectories, {result['processors']} processors;"
        " million trajectory-updates a second",
        f"{'engine':10}{'threads':>8}  {'precision':10}" + "".join(f"{f'B = {size}':>9}" for size in BATCH_SIZES)
        + "    times NumPy",
    ]  # fmt: skip
    rows: dict[tuple[str, int, str], list[float]] = {}
    for found in result["speeds"]:
        rows.setdefault((found["engine"], found["threads"], found["dtype"]), []).append(found["speed"])
    for (name, threads, dtype), speeds in rows.items():
        numbers = "".join(f"{speed / 1e6:9.1f}" for speed in speeds)
        ratios = "".join(f"{speed / base:7.2f}" for speed, base in zip(speeds, rows["numpy", 1, dtype], strict=True))
        lines.append(f"{name:10}{threads:>8}  {dtype:10}{numbers}  {ratios}".rstrip())
    map_seconds, sweep_seconds = result["estimates"].values()
    lines += [
        f"auto chooses {result['auto']}; computed from its rows in float64:",
        f"  a map of {MAP_CELLS} cells x {MAP_TRAJECTORIES} trajectories   {_duration(map_seconds)}",
        f"  a sweep of 10^9 trajectory-updates    {_duration(sweep_seconds)}",
    ]
    return "\n".join(lines)


def _duration(seconds: float) -> str:
    """As a reader says it."""
    return f"{seconds:.2g} s" if seconds < 60 else f"{seconds / 60:.3g} min"
