"""A program in a process of its own, so that its threads and its memory are: a JSON object a line in, one a line out.

    python worker.py PROGRAM THREADS

{"prepare": [B, N, dtype]} → {} or {"absent": why}; {"check": [K, updates]} → what has become of them;
{"time": [K, updates, times]} → {"seconds": …}, each time from the start, and without what comes before it.
"""

from __future__ import annotations

import json
import os
import sys
import time
from importlib import import_module
from pathlib import Path
from typing import Any

MODULES = {name: f"peers.{name}_peer" for name in ("numba", "jax", "torch", "c", "naive")}
OURS = ("numpy", "native")


def pin() -> None:
    """To one processor, where the system lets us: a library then has no use for more threads than one."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})


def program(name: str, threads: int, words: list[Any]) -> Any:
    """One that is ready to run; ImportError, Absent or EngineUnavailable where it cannot be."""
    from peers import own
    from peers.experiment import experiment

    one = experiment(*words)
    return own.prepare(one, name, threads) if name in OURS else import_module(MODULES[name]).prepare(one)


def checked(made: Any, trajectories: int, updates: int) -> dict[str, float]:
    """The fraction that has solved, and mean and standard deviation of x."""
    made.restart(trajectories)
    made.advance(updates)
    x, _, solved_at = made.ends()
    x = x.astype("float64")
    return {"solved": float((solved_at > 0).mean()), "mean": float(x.mean()), "deviation": float(x.std())}


def timed(made: Any, trajectories: int, updates: int, times: int) -> dict[str, float]:
    """Wall time of the updates."""
    seconds = 0.0
    for _ in range(times):
        made.restart(trajectories)
        began = time.perf_counter()
        made.advance(updates)
        seconds += time.perf_counter() - began
    return {"seconds": seconds}


def main() -> None:
    """Answer until stdin ends."""
    name, threads = sys.argv[1], int(sys.argv[2])
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # what a library prints is no answer
    if threads == 1:
        pin()
    made: Any = None
    for line in sys.stdin:
        ((what, words),) = json.loads(line).items()
        answer: dict[str, Any] = {}
        if what == "prepare":
            try:
                made = program(name, threads, words)
            except ImportError as error:
                answer = {"absent": f"not here: pip install {error.name}", "package": error.name}
            except Exception as error:
                answer = {"absent": str(error) or type(error).__name__}
        else:
            answer = {"check": checked, "time": timed}[what](made, *words)
        answers.write(json.dumps(answer) + "\n")
        answers.flush()


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[1]))
    main()
