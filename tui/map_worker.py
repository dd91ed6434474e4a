"""The map of outcomes, computed in a process of its own: a pickled request on stdin, a line of JSON a cell on stdout.

A process, because a thread that loops in Python doubles the time from a key to the screen.
"""

import json
import os
import pickle
import sys
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from batchgame.sim.course import Course
    from batchgame.sim.tool import Tool

KEPT = ("SYSTEMROOT", "OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS")  # Windows starts nothing without the first


class Request(NamedTuple):
    """Which cells: every batch size with every momentum, at one learning rate, on one clock."""

    course: "Course"
    batch_sizes: tuple[int, ...]
    momenta: tuple[float, ...]
    learning_rate: float
    parallel: int
    seed: int
    trajectories: int
    engine: str
    tool: "Tool"


def alone() -> tuple[list[str], dict[str, str]]:
    """The command of a worker that writes no files and obeys no variables, and all of its environment.

    What can be imported here can be imported there, however this process was told where to look.
    """
    code = "import sys; sys.path[:] = sys.argv[1:]; from batchgame.tui.map_worker import main; main()"
    environ = {name: os.environ[name] for name in KEPT if name in os.environ}
    return [sys.executable, "-I", "-B", "-c", code, *sys.path], environ


def main() -> None:
    """Read the request, answer cell by cell, coarse first; stop when nobody listens any more."""
    from batchgame.sim.sweep import outcome_map

    if hasattr(os, "nice"):
        os.nice(10)
    # The parent wrote this pickle: it is not a format that anything else may speak to us.
    request: Request = pickle.load(sys.stdin.buffer)
    cells = outcome_map(
        request.course,
        request.batch_sizes,
        request.momenta,
        request.learning_rate,
        parallel=request.parallel,
        seed=request.seed,
        trajectories=request.trajectories,
        engine=request.engine,
        tool=request.tool,
    )
    try:
        for cell in cells:
            result = cell.outcome
            print(
                json.dumps(
                    [
                        cell.batch_size,
                        cell.momentum,
                        cell.trajectories,
                        result.solved,
                        result.diverged,
                        result.median_updates,
                        result.median_epochs,
                        result.median_time,
                    ]
                ),
                flush=True,
            )
    except (BrokenPipeError, KeyboardInterrupt):
        os._exit(0)


if __name__ == "__main__":
    main()
