"""The request for a map and the lines of its answer, both ends of what a game and its worker process say."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from batchgame.tui.maps.axes import Axes, Place
from batchgame.tui.maps.cell import Cell

if TYPE_CHECKING:
    from batchgame.scenarios.reading.format import Scenario, Stage
    from batchgame.sim.hardware import Parallel


class Request(NamedTuple):
    """A map to be computed in passes, (stride, trajectories) each; see `sim.plane.Plane` for the other fields.

    It holds the description of a stage, which the worker compiles: the game would have to wait for its own NumPy.
    schedule: the name of one of the stage's schedules, or None.
    """

    axes: Axes
    scenario: Scenario
    stage: Stage
    parallel: Parallel
    seed: int
    engine: str
    schedule: str | None
    passes: tuple[tuple[int, int], ...]


def answer(request: Request) -> Iterator[str]:
    """Compute the map, and yield one line of JSON per block of cells.

    A line is [index of the pass, trajectories, rows, columns, solved, diverged, median updates, median epochs, median
    time, status]; from `rows` on each is a list with one item per cell.
    """
    # Not at the top: the game's own process reads lines, and must not load NumPy for its first frame.
    from batchgame.scenarios.reading.problem import problem, schedule
    from batchgame.sim.cells import numbers_or_none
    from batchgame.sim.engine import engine
    from batchgame.sim.plane import Plane
    from batchgame.sim.plane import Stage as Pass

    plane = Plane(
        problem(request.scenario, request.stage), *request.axes, request.parallel, request.seed,
        engine(request.engine), schedule(request.stage, request.schedule),
    )  # fmt: skip
    for number, pass_ in enumerate(request.passes):
        for block in plane.refine(Pass(*pass_)):
            found = block.figures
            counts = (found.solved.tolist(), found.diverged.tolist())
            medians = map(numbers_or_none, (found.median_updates, found.median_epochs, found.median_time))
            yield json.dumps(
                [number, found.trajectories, *zip(*block.places, strict=True), *counts, *medians, found.status]
            )


def read_line(line: str | bytes) -> tuple[int, dict[Place, Cell]]:
    """Return the index of the pass that a line of the answer belongs to, and its cells."""
    number, trajectories, rows, columns, *figures = json.loads(line)
    cells = zip(rows, columns, *figures, strict=True)
    return number, {(row, column): Cell(trajectories, *found) for row, column, *found in cells}
