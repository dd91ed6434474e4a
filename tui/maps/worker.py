"""Maps, computed in a process of their own: a pickled request on stdin, lines of JSON on stdout.

A process, because a thread that loops in Python doubles the time from a key to the screen.
"""

import json
import os
import pickle
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from batchgame.sim.plane import Knob
    from batchgame.sim.problem import Problem
    from batchgame.sim.schedule import Schedule

KEPT = ("SYSTEMROOT", "OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS")  # Windows starts nothing without the first


class Asked(Protocol):
    """A request: what is to be computed, and the lines of the answer."""

    def lines(self) -> Iterator[str]:
        """One after the other, as they are computed."""


class Request(NamedTuple):
    """Which cells: every batch size with every momentum, at one learning rate, on one clock."""

    problem: "Problem"
    batch_sizes: tuple[int, ...]
    momenta: tuple[float, ...]
    learning_rate: float
    parallel: int
    seed: int
    trajectories: int
    engine: str
    schedule: "Schedule"

    def lines(self) -> Iterator[str]:
        """A line a cell, coarse first."""
        from batchgame.sim.outcomes import outcome_map

        cells = outcome_map(
            self.problem,
            self.batch_sizes,
            self.momenta,
            self.learning_rate,
            parallel=self.parallel,
            seed=self.seed,
            trajectories=self.trajectories,
            engine=self.engine,
            schedule=self.schedule,
        )
        for cell in cells:
            came = cell.outcome
            medians = (came.median_updates, came.median_epochs, came.median_time)
            yield json.dumps([cell.batch_size, cell.momentum, cell.trajectories, came.solved, came.diverged, *medians])


class PlaneRequest(NamedTuple):
    """Which cells of a plane: the values of the knobs x and y, the third held; stages: (stride, trajectories) each."""

    problem: "Problem"
    x: "Knob"
    y: "Knob"
    columns: tuple[float, ...]
    rows: tuple[float, ...]
    held: float
    parallel: int
    seed: int
    engine: str
    schedule: "Schedule"
    stages: tuple[tuple[int, int], ...]

    def lines(self) -> Iterator[str]:
        """A line a block: which stage it belongs to, the trajectories, and a list each of rows, columns and figures."""
        from batchgame.sim.cells import numbers_or_none
        from batchgame.sim.engine import engine
        from batchgame.sim.plane import Plane, Stage

        plane = Plane(*self[:8], engine(self.engine), self.schedule)
        for number, stage in enumerate(self.stages):
            for block in plane.refine(Stage(*stage)):
                found = block.figures
                counts = (found.solved.tolist(), found.diverged.tolist())
                medians = map(numbers_or_none, (found.median_updates, found.median_epochs, found.median_time))
                yield json.dumps(
                    [number, found.trajectories, *zip(*block.places, strict=True), *counts, *medians, found.status]
                )


def alone() -> tuple[list[str], dict[str, str]]:
    """The command of a worker that writes no files and obeys no variables, and all of its environment.

    What can be imported here can be imported there, however this process was told where to look.
    """
    code = "import sys; sys.path[:] = sys.argv[1:]; from batchgame.tui.maps.worker import main; main()"
    environ = {name: os.environ[name] for name in KEPT if name in os.environ}
    return [sys.executable, "-I", "-B", "-c", code, *sys.path], environ


def main() -> None:
    """Read the request, answer line by line; stop when nobody listens any more."""
    if hasattr(os, "nice"):
        os.nice(10)
    # While the request is on its way: most of the start is NumPy's.

    # The parent wrote this pickle: it is not a format that anything else may speak to us.
    request: Asked = pickle.load(sys.stdin.buffer)
    try:
        for line in request.lines():
            print(line, flush=True)
    except (BrokenPipeError, KeyboardInterrupt):
        os._exit(0)


if __name__ == "__main__":
    main()
