"""The full-screen map before there is a screen: its axes, its passes, and what its worker answers."""

from __future__ import annotations

import pytest
from driving import WAIT_SECONDS

from batchgame.scenarios.reading.library import find
from batchgame.sim.hyperparameters import Hyperparameters
from batchgame.sim.outcomes import outcome
from batchgame.tui.maps.axes import KNOBS, Axes, third
from batchgame.tui.maps.cell import Cell
from batchgame.tui.maps.plane import MOST, PLANES, axis, downwards, passes
from batchgame.tui.maps.round_maps import plane_map
from batchgame.tui.race.options import PlayOptions
from batchgame.tui.race.round import Round


@pytest.mark.parametrize("count", [2, 8, 16, 33, MOST, 500])
@pytest.mark.parametrize(("knob", "asked"), [("batch_size", 7.0), ("momentum", 0.77), ("learning_rate", 0.05)])
def test_values_of_an_axis(knob: str, asked: float, count: int) -> None:
    values = axis(knob, count, asked, 20)  # type: ignore[arg-type]
    assert asked in values, "the game's own pick is on the map"
    assert list(values) == sorted(set(values))
    assert len(values) == min(count, MOST, 20 if knob == "batch_size" else MOST)
    if knob == "batch_size":
        assert all(value == int(value) and 1 <= value <= 20 for value in values)
    if knob == "momentum":
        assert all(0 <= value < 1 for value in values)
    if knob == "learning_rate" and count > 2:
        assert values[0] == pytest.approx(asked / 16, rel=0.1 if count >= MOST else 0.8)
        assert values[-1] == pytest.approx(asked * 64, rel=0.1 if count >= MOST else 0.8)


def test_every_pair_of_knobs_is_a_plane() -> None:
    assert {frozenset((x, y)) for x, y in PLANES} == {frozenset(KNOBS) - {knob} for knob in KNOBS}
    assert [third(x, y) for x, y in PLANES] == ["learning_rate", "batch_size", "momentum"]
    assert downwards("batch_size", (1, 2)) == (1, 2)
    assert downwards("learning_rate", (1, 2)) == (2, 1)


@pytest.mark.parametrize("trajectories", [1, 16, 17, 64, 256, 1000])
def test_passes_are_coarse_first_and_end_with_all(trajectories: int) -> None:
    made = passes(trajectories)
    assert made[0][0] == 8
    assert made[-1] == (1, trajectories)
    assert [count for _, count in made] == sorted(count for _, count in made)


@pytest.mark.parametrize("kiosk", [False, True])
def test_a_worker_answers_with_the_figures_of_run(kiosk: bool) -> None:
    round_ = Round(*find("saddle"), PlayOptions(scenario="saddle", seed=3))
    axes = Axes("momentum", "batch_size", (0.0, 0.5, 0.9), (1.0, 4.0, 20.0), 0.05)
    map_ = plane_map(round_, axes, passes(40), kiosk)
    try:
        map_.join(WAIT_SECONDS)
        assert map_.complete
        assert not map_.failed
        assert len(map_.cells) == axes.size
        for place, found in map_.cells.items():
            values = axes.values(place)
            words = Hyperparameters(int(values["batch_size"]), values["momentum"], 0.05, round_.trained_by)
            single = outcome(round_.problem, words, parallel=round_.parallel, trajectories=40, seed=3)
            assert found == Cell(
                40, single.solved, single.diverged, single.median_updates, single.median_epochs, single.median_time,
                single.status.value,
            )  # fmt: skip
    finally:
        map_.close()
