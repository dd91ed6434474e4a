"""The full-screen map before there is a screen: its axes, its passes, and what its worker answers."""

from __future__ import annotations

import pytest
from driving import WAIT_SECONDS

from batchgame.scenarios.reading.library import find
from batchgame.sim.hyperparameters import Hyperparameters
from batchgame.sim.outcomes import outcome
from batchgame.tui.maps import computed
from batchgame.tui.maps.computed import PlaneMap, Spot, taken
from batchgame.tui.maps.plane import KNOBS, MOST, PLANES, axis, downwards, passes, request, third
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
    columns, rows = (0.0, 0.5, 0.9), (1.0, 4.0, 20.0)
    asked = request(round_, "momentum", "batch_size", columns, rows, 0.05, 40)
    map_ = PlaneMap(lambda: asked, len(rows), len(columns), passes(40), kiosk=kiosk)
    try:
        map_.join(WAIT_SECONDS)
        assert map_.complete
        assert not map_.failed
        for (row, column), found in map_.spots.items():
            words = Hyperparameters(int(rows[row]), columns[column], 0.05, round_.trained_by)
            single = outcome(round_.problem, words, parallel=round_.parallel, trajectories=40, seed=3)
            assert found == Spot(
                40, single.solved, single.diverged, single.median_updates, single.median_epochs, single.median_time,
                single.status.value,
            )  # fmt: skip
    finally:
        map_.close()


def test_cells_with_fewer_trajectories_do_not_replace_better_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(computed.Computed, "__init__", lambda *_: None)
    known = {(0, 0): Spot(64, 60, 0, 3.0, 1.5, 2.0, "MOVING")}
    map_ = PlaneMap(lambda: None, 2, 2, passes(64), spots=known)  # type: ignore[arg-type, return-value]
    line = '[0, 16, [0, 0], [0, 1], [15, 1], [0, 0], [3.0, null], [1.0, null], [3.0, null], ["MOVING", "MOVING"]]'
    assert taken(line)[0] == 0
    map_.take(line)
    assert map_.spots[0, 0].solved == 60
    assert map_.spots[0, 1] == Spot(16, 1, 0, None, None, None, "MOVING")
    assert (map_.done, map_.wanted, map_.complete) == (2, 1, False)
