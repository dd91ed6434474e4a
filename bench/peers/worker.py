"""A process that runs one program of the benchmark, with threads and memory of its own.

    python worker.py PROGRAM THREADS

It reads one JSON object per line from stdin and answers each with one line on stdout:
{"prepare": [B, N, dtype]} → {}, or {"absent": reason};
{"check": [K, updates]} → the share that solved, and mean and standard deviation of x;
{"time": [K, updates, times]} → {"seconds": …} for that many repetitions from the start, without preparing the start.
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
    """Restrict this process to one processor, if the system allows it, so that libraries use one thread."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})


def program(name: str, threads: int, arguments: list[Any]) -> Any:
    """Prepare a program. Raises ImportError, Absent or EngineUnavailable if it cannot run."""
    # A missing package is an answer of this process, not its end.
    from peers import own
    from peers.experiment import experiment

    one = experiment(*arguments)
    return own.prepare(one, name, threads) if name in OURS else import_module(MODULES[name]).prepare(one)


def checked(made: Any, trajectories: int, updates: int) -> dict[str, float]:
    """Return the share that solved, and mean and standard deviation of x."""
    made.restart(trajectories)
    made.advance(updates)
    x, _, solved_at = made.ends()
    x = x.astype("float64")
    return {"solved": float((solved_at > 0).mean()), "mean": float(x.mean()), "deviation": float(x.std())}


def timed(made: Any, trajectories: int, updates: int, times: int) -> dict[str, float]:
    """Measure the wall time of the updates, summed over all repetitions."""
    seconds = 0.0
    for _ in range(times):
        made.restart(trajectories)
        began = time.perf_counter()
        made.advance(updates)
        seconds += time.perf_counter() - began
    return {"seconds": seconds}


def main() -> None:
    """Answer requests until stdin ends."""
    name, threads = sys.argv[1], int(sys.argv[2])
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # Output that libraries print goes to stderr, since stdout is for answers.
    if threads == 1:
        pin()
    made: Any = None
    for line in sys.stdin:
        ((request, arguments),) = json.loads(line).items()
        answer: dict[str, Any] = {}
        if request == "prepare":
            try:
                made = program(name, threads, arguments)
            except ImportError as error:
                answer = {"absent": f"not here: pip install {error.name}", "package": error.name}
            except Exception as error:
                answer = {"absent": str(error) or type(error).__name__}
        else:
            answer = {"check": checked, "time": timed}[request](made, *arguments)
        answers.write(json.dumps(answer) + "\n")
        answers.flush()


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[1]))
    main()
