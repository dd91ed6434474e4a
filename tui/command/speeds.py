"""The measurements of `batchgame bench`: the speed of each engine on this machine. It imports NumPy.

A quarter of the time is for whole commands (`whole.py`). The rest is cut into as many equal parts as the table has
cells. Within its part a cell runs one piece of work after another, and the median piece counts. A cell stops after the
piece in which its part ends, so pieces are short.
"""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

from batchgame.scenarios.reading.library import find
from batchgame.scenarios.reading.problem import problem
from batchgame.sim.engine import available, engine
from batchgame.sim.hyperparameters import Hyperparameters
from batchgame.sim.problem import Problem
from batchgame.sim.schedule import Batches
from batchgame.sim.swarm import Swarm
from batchgame.tui.command import whole

SCENARIO = "canyon"
BATCH_SIZES, DTYPES = (1, 4, 20), ("float32", "float64")
RATE, MOMENTUM = 0.2, 0.5
TRAJECTORIES = 8192
MAP_CELLS, MAP_TRAJECTORIES = 48, 256
SWEEP = 1_000_000_000  # trajectory-updates
WHOLE = 0.25  # of the time is for whole commands
PIECE = 0.02  # seconds that a piece is meant to take


class Choice(NamedTuple):
    """An engine with its number of threads."""

    engine: str
    threads: int


class Speed(NamedTuple):
    """One cell of the table; `speed` is in trajectory-updates per second."""

    engine: str
    threads: int
    dtype: str
    batch_size: int
    speed: float
    pieces: int


def choices(asked: str | None) -> list[Choice]:
    """Return NumPy first, then every other engine of this machine, or only the one that is asked for.

    An engine that has threads comes twice: with one thread and with as many as it takes.
    """
    wanted = None if asked is None else engine(asked).name
    found = [Choice("numpy", 1)]
    for name, there, _ in available():
        if not there or name == "numpy" or wanted not in (None, name):
            continue
        counts = sorted({1, getattr(engine(name), "threads", 1)})
        found += [Choice(name, threads) for threads in counts]
    return found


def chosen(choice: Choice) -> Any:
    """Return the engine of a choice, made anew where it has a number of threads."""
    found: Any = engine(choice.engine)
    return type(found)(threads=choice.threads) if hasattr(found, "threads") else found


def measured(found: list[Choice], seconds: float, on_progress: Callable[[float], None]) -> list[Speed]:
    """Measure every engine in both precisions with every batch size, each for an equal part of the time left."""
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
    """Return the trajectory-updates per second of the median piece, and the number of pieces of whole epochs."""
    began = time.perf_counter()
    updates_in_epoch = -(-stage.landscape.examples // batch_size)
    pick = Hyperparameters(batch_size, MOMENTUM, RATE)
    swarm = Swarm(stage, pick, seed=0, trajectory=np.arange(TRAJECTORIES), dtype=dtype, xp=engine.xp)
    first = _piece(engine, swarm, updates_in_epoch)  # allocates buffers, and on a GPU compiles
    if time.perf_counter() - began < seconds:
        first = _piece(engine, swarm, updates_in_epoch)
    updates = updates_in_epoch * max(1, min(round(PIECE / first), round(seconds / 4 / first)))
    found = [first / updates_in_epoch]
    while time.perf_counter() - began + found[-1] * updates < seconds:
        found.append(_piece(engine, swarm, updates) / updates)
    return TRAJECTORIES / statistics.median(found[1:] or found), len(found[1:] or found)


def _piece(engine: Any, swarm: Any, updates: int) -> float:
    """Return the seconds that so many updates take; on a GPU until the device has made them."""
    began = time.perf_counter()
    engine.advance(swarm, updates)
    engine.to_host(swarm.x[:1])
    return time.perf_counter() - began


def estimates(speeds: list[Speed], auto: str) -> dict[str, float]:
    """Return the seconds of a map and of a sweep with the engine that `auto` chooses, in float64 as they are computed.

    A map's cells are spread evenly over the batch sizes measured here, each for the canyon's budget of epochs.
    """
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


def report(asked: str | None, seconds: int, on_progress: Callable[[float], None]) -> dict[str, Any]:
    """Measure, and return the fields of the JSON object in their order."""
    kernels = 1 - WHOLE
    speeds = measured(choices(asked), seconds * kernels, lambda done: on_progress(done * kernels))
    commands = whole.rows(asked, seconds * WHOLE, lambda done: on_progress(kernels + done * WHOLE))
    auto = engine("auto").name
    return {
        "scenario": SCENARIO,
        "trajectories": TRAJECTORIES,
        "processors": os.cpu_count(),
        "seconds": seconds,
        "auto": auto,
        "speeds": [speed._asdict() | {"speed": round(speed.speed)} for speed in speeds],
        "estimates": estimates(speeds, auto),
        "commands": commands,
    }


def table(result: dict[str, Any]) -> str:
    """Return the figures of the JSON object as a table for a reader."""
    lines = [
        f"canyon, {result['trajectories']} trajectories, {result['processors']} processors;"
        " million trajectory-updates per second",
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
        *whole.table(result["commands"]),
    ]
    return "\n".join(lines)


def _duration(seconds: float) -> str:
    return f"{seconds:.2g} s" if seconds < 60 else f"{seconds / 60:.3g} min"
