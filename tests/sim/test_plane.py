"""A plane of picks: the figures of a cell are those of a single run, whatever is computed beside it."""

from __future__ import annotations

from math import isnan

import numpy as np
import pytest

from batchgame.sim.cells import Cells
from batchgame.sim.engine import engine
from batchgame.sim.hyperparameters import Hyperparameters
from batchgame.sim.outcomes import outcome
from batchgame.sim.plane import Knob, Plane, Stage
from batchgame.sim.schedule import Schedule

from .stages import problem

SETTINGS = {"parallel": 3, "seed": 7}
MOMENTA, RATES, SIZES = (0.0, 0.5, 0.9, 0.99), (0.01, 0.1, 1.0, 30.0), (1, 3, 19, 20)
PLANES: list[tuple[Knob, Knob, tuple[float, ...], tuple[float, ...], float]] = [
    ("momentum", "batch_size", MOMENTA, SIZES, 0.1),
    ("momentum", "learning_rate", MOMENTA, RATES, 4),
    ("momentum", "learning_rate", MOMENTA, RATES, 20),
    ("learning_rate", "batch_size", RATES, SIZES, 0.5),
]


@pytest.mark.parametrize(("x", "y", "columns", "rows", "held"), PLANES)
@pytest.mark.parametrize("name", ["canyon", "saddle", "epoch"])
def test_a_cell_is_what_run_says(
    name: str, x: Knob, y: Knob, columns: tuple[float, ...], rows: tuple[float, ...], held: float
) -> None:
    stage = problem(name, epochs=6)
    plane = Plane(stage, x, y, columns, rows, held, engine=engine("auto"), **SETTINGS)
    seen = {}
    for wanted in (Stage(2, 10), Stage(1, 10), Stage(1, 25)):
        for block in plane.refine(wanted):
            assert block.figures.trajectories == wanted.trajectories
            for n, place in enumerate(block.places):
                seen[place, wanted.trajectories] = (block.figures, n)
    assert len(seen) == 2 * len(columns) * len(rows)
    for (place, trajectories), (found, n) in seen.items():
        single = outcome(stage, Hyperparameters(*plane.pick(place)), trajectories=trajectories, **SETTINGS)
        assert (found.solved[n], found.diverged[n]) == (single.solved, single.diverged)
        assert found.status[n] is single.status
        for median, wants in (
            (found.median_updates[n], single.median_updates),
            (found.median_epochs[n], single.median_epochs),
            (found.median_time[n], single.median_time),
            (found.final_loss[n], single.final_loss),
        ):
            assert isnan(median) if wants is None else median == wants


def test_every_cell_comes_once_a_pass_and_coarse_ones_first() -> None:
    columns, rows = tuple(np.linspace(0, 0.99, 11)), tuple(range(1, 21))
    plane = Plane(
        problem("saddle", epochs=2), "momentum", "batch_size", columns, rows, 0.05, engine=engine("auto"), **SETTINGS
    )
    first = [place for block in plane.refine(Stage(8, 4)) for place in block.places]
    assert first == [(row, column) for row in (0, 8, 16) for column in (0, 8)]
    rest = [place for block in plane.refine(Stage(1, 4)) for place in block.places]
    assert sorted(first + rest) == [(row, column) for row in range(20) for column in range(11)]
    assert list(plane.refine(Stage(1, 4))) == []


@pytest.mark.parametrize(
    "schedule", [Schedule(), Schedule(sampling="once"), Schedule(sampling="index"), Schedule(warm_up=2)]
)
def test_what_stands_for_all_is_what_each_would_do(schedule: Schedule) -> None:
    """For the full batch one trajectory is computed for all. Computed one by one, all are the same."""
    cells = Cells(problem("canyon", epochs=5), 20, ((0.5, 0.1), (0.9, 0.2)), 1, 0, engine("auto"), schedule=schedule)
    together = cells.run(range(6))
    assert together.shape == (6, 2, 6)
    for number in range(6):
        assert np.array_equal(cells.run(range(number, number + 1))[..., 0], together[..., number])


def test_with_replacement_the_full_batch_is_drawn() -> None:
    cells = Cells(
        problem("canyon", epochs=5), 20, ((0.5, 0.1),), 1, 0, engine("auto"), schedule=Schedule(sampling="replacement")
    )
    x = cells.run(range(6))[2, 0]
    assert len(set(x.tolist())) == 6
