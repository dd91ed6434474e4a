"""The estimate of memory, by which `--trajectories` is refused, against the memory that an experiment takes."""

import tracemalloc
from collections.abc import Callable

import pytest

from batchgame.scenarios.reading.library import find
from batchgame.scenarios.reading.problem import problem
from batchgame.sim.cells import Cells
from batchgame.sim.engine import available, engine
from batchgame.sim.hyperparameters import Hyperparameters
from batchgame.sim.outcomes import outcome
from batchgame.sim.problem import Problem, with_budget
from batchgame.sim.race import Lane, Race
from batchgame.tui.command.argument_checks import BYTES_IN_RUN, BYTES_PER_TRAJECTORY, memory_needed

MANY = 50_000


def run(stage: Problem, trajectories: int, engine: str) -> None:
    outcome(stage, Hyperparameters(4, 0.5, 0.05), parallel=1, trajectories=trajectories, updates=5, engine=engine)


def race(stage: Problem, trajectories: int, engine: str) -> None:
    lanes = [Lane(name, Hyperparameters(size, 0.5, 0.05)) for name, size in (("you", 4), ("full", 20), ("one", 1))]
    shown = Race(stage, lanes, parallel=1, trajectories=trajectories, engine=engine)
    shown.advance(shown.duration // 100)
    shown.frame()


@pytest.mark.parametrize("which", ["numpy", "native"])
@pytest.mark.parametrize("work", [run, race])
@pytest.mark.parametrize("name", ["canyon", "saddle", "hill"])
def test_the_estimate_holds(work: Callable[[Problem, int, str], None], name: str, which: str) -> None:
    found = next(line for line in available() if line.name == which)
    if not found.ok:
        pytest.skip(f"{which}: {found.reason}")
    scenario, stage = find(name)
    compiled = problem(scenario, stage)
    work(compiled, 100, which)  # allocates what is made once
    tracemalloc.start()
    try:
        work(compiled, MANY, which)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    each = BYTES_IN_RUN if (work, which) == (run, "native") else BYTES_PER_TRAJECTORY
    needed = memory_needed(MANY, scenario.examples if which == "numpy" else 0, each=each)
    assert needed / 4 < peak <= needed


def test_a_cell_that_blows_up_needs_no_more() -> None:
    """Its trajectories are at rest, where the status needs every gradient that they could draw."""
    scenario, stage = find("canyon")
    compiled = with_budget(problem(scenario, stage), 5, None)
    cells = Cells(compiled, 4, ((0.5, 1e9),), 1, 0, engine("auto"))
    next(cells.outcomes(cells.run(range(100))))
    tracemalloc.start()
    try:
        (found,) = cells.outcomes(cells.run(range(MANY)))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert found.status == "BLOWN UP"
    assert peak <= memory_needed(MANY, 0)
