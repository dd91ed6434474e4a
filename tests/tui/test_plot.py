"""Plots: where values lie, how the floor is marked, axes that hold still, labels that fit."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise, product

import numpy as np
import pytest
from cells import glyph_rows
from hypothesis import given, settings
from hypothesis import strategies as st

from batchgame.scenarios.reading.library import find
from batchgame.scenarios.reading.problem import problem
from batchgame.sim.hyperparameters import Hyperparameters
from batchgame.sim.race import Lane, Race
from batchgame.tui.draw.grid import Grid, fold
from batchgame.tui.draw.look import Look, look
from batchgame.tui.draw.plot import Scale, Series, linear_scale, log_scale, paint_plot

LANES = ("you", "full", "one")
ROWS = (5, 8, 12, 20)
Axis = Callable[[Sequence[Series], int], Scale]
AXES: tuple[Axis, ...] = (log_scale, linear_scale)
STRANGE: tuple[list[float], ...] = ([], [0.0], [0.0, 0.0], [-0.132], [1e-9], [1e30], [1e-300])
LOOKS = [look("true"), look("256"), look("16"), look("mono"), look("mono", "ascii")]
SIZES = ((30, 8), (31, 9), (40, 10), (60, 16), (120, 30))


def series(*medians: list[float], spread: float = 1.0) -> list[Series]:
    """Return one series per lane, with quantiles a factor of `spread` below and above the median."""
    made = []
    for lane, values in zip(LANES, medians, strict=False):
        median = np.asarray(values, dtype=float)
        made.append(
            Series(lane, np.arange(len(median), dtype=float), np.stack([median / spread, median, median * spread], -1))
        )
    return made


def row_of(scale: Scale, value: float, rows: int) -> int:
    place = float(scale.place(np.array([value]), rows)[0])
    return min(rows - 1, int((1 - place) * rows))


def test_a_lane_at_rest_lies_on_the_floor_and_no_other_does() -> None:
    for rows in ROWS:
        scale = log_scale(series([0.05, 0.04], [0.0, 0.0]), rows)
        assert row_of(scale, 0.0, rows) == rows - 1
        assert row_of(scale, 0.05, rows) < rows - 1
        assert scale.ticks[0][1] == "0"


def test_the_floor_is_marked_0_only_where_all_on_it_is_exactly_0() -> None:
    for rows in ROWS:
        marks = [log_scale(series([0.05], low), rows).ticks[0][1] == "0" for low in ([0.0], [1e-11, 0.0], [1e-300])]
        assert marks == [True, False, False], rows


@pytest.mark.parametrize("rows", ROWS)
def test_decades_stand_at_their_value_and_are_written_once(rows: int) -> None:
    scale = log_scale(series([3.0, 0.02], [0.5]), rows)
    words = [word for _, word in scale.ticks]
    assert len(set(words)) == len(words)
    assert len({row_of(scale, 10.0**value if np.isfinite(value) else 0.0, rows) for value, _ in scale.ticks}) == len(
        words
    )
    for value, word in scale.ticks[1:]:
        assert float(word) == pytest.approx(10.0**value)


@settings(max_examples=300, deadline=None, derandomize=True)
@given(
    st.lists(st.floats(-1000, 1000).filter(lambda value: abs(value) > 1e-4), min_size=1, max_size=20),
    st.integers(5, 24),
)
def test_a_linear_axis_holds_all_medians_between_round_numbers(values: list[float], rows: int) -> None:
    scale = linear_scale(series(values), rows)
    assert scale.low <= min(values) + 1e-9
    assert scale.high >= max(values) - 1e-9
    words = [word for _, word in scale.ticks]
    assert len(set(words)) == len(words)
    assert words


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.lists(st.floats(0, 1000), min_size=1, max_size=20), st.integers(5, 24))
def test_a_log_axis_takes_any_positive_values(values: list[float], rows: int) -> None:
    scale = log_scale(series(values, spread=2.0), rows)
    places = scale.place(np.array(values), rows)
    assert np.isfinite(places).all()
    assert ((places >= 0) & (places <= 1)).all()
    order = np.argsort(values)
    assert (np.diff(places[order]) >= -1e-12).all()


def test_few_or_strange_values_break_no_axis() -> None:
    scales = [(make.__name__, values, make(series(values), 8)) for make in AXES for values in STRANGE]
    assert [(name, values) for name, values, scale in scales if not -np.inf < scale.low < scale.high < np.inf] == []


@pytest.mark.parametrize("rows", [6, 12])
@pytest.mark.parametrize("name", ["saddle", "canyon", "hill"])
def test_the_axes_of_a_race_hold_still(name: str, rows: int) -> None:
    scenario, stage = find(name)
    land, pick = problem(scenario, stage), stage.solution
    lowest = -0.3 if scenario.loss_axis == "log" else 0.0  # below every point of these landscapes
    shots = {"you": pick.batch_size, "full": land.landscape.examples, "one": 1}
    lanes = [Lane(lane, Hyperparameters(b, pick.momentum, stage.learning_rate)) for lane, b in shots.items()]
    race = Race(land, lanes, parallel=stage.parallel, trajectories=60)
    ends: dict[str, list[tuple[float, float]]] = {"loss": [], "step": []}
    for n in range(121):
        race.advance(race.duration * n // 120)
        traces = [(lane.lane.name, lane.trace) for lane in race.frame().lanes]
        losses = [Series(lane, trace.time, trace.loss - lowest) for lane, trace in traces]
        steps = [Series(lane, trace.time[1:], trace.step[1:]) for lane, trace in traces]
        make = linear_scale if scenario.loss_axis == "linear" else log_scale
        for what, scale in (("loss", make(losses, rows)), ("step", log_scale(steps, rows))):
            ends[what].append((scale.low, scale.high))
    for what, found in ends.items():
        changes = sum(a != b for a, b in pairwise(found[6:]))
        assert changes <= 3, what


def faults(chosen: Look, make: Axis, size: tuple[int, int], x_max: float, label: str) -> list[str]:
    """Return what is wrong with the labels of a plot of this size."""
    shown, (w, h) = fold(label) if chosen.ascii else label, size
    data = series([0.3, 0.2, 0.001], [0.0, 0.0, 0.0], [0.3, 0.02, 1e-7], spread=1.7)
    grid = Grid(w, h, folds=chosen.folds)
    paint_plot(grid, 0, 0, w, h, data, make(data, h - 1), x_max, label, chosen)
    rows = glyph_rows(grid)
    wrong = {
        "clipped": bool(grid.clipped),
        "no label": shown not in rows[-1],
        "no 0": "0" not in rows[-1].replace(shown, ""),
        "not ASCII": chosen.ascii and max(map(ord, "".join(rows))) > 126,
    }
    return [fault for fault, found in wrong.items() if found]


@pytest.mark.parametrize("chosen", LOOKS, ids=lambda c: f"{c.name}{c.ascii}")
def test_every_label_fits_at_every_size(chosen: Look) -> None:
    plots = product(AXES, SIZES, (8.0, 20.0, 150.0, 400.0, 12345.0), ("time", "updates", "時間"))
    wrong = [(size, x_max, label, faults(chosen, make, size, x_max, label)) for make, size, x_max, label in plots]
    assert [found for found in wrong if found[-1]] == []


def test_a_curve_keeps_the_ink_of_its_lane_and_you_win_ties() -> None:
    chosen = look("true")
    data = series([0.1] * 5, [0.1] * 5, [0.01] * 5)
    grid = Grid(50, 12)
    paint_plot(grid, 0, 0, 50, 12, data, log_scale(data, 11), 4.0, "time", chosen)
    inks = [style[0] for row in grid.cells[:-1] for glyph, style in row[8:] if glyph >= "⠀"]
    assert set(inks) == {chosen.you, chosen.one}


def test_the_spread_is_tinted_between_its_quantiles() -> None:
    chosen = look("true")
    data = series([0.1] * 5, spread=3.0)
    grid = Grid(50, 14)
    paint_plot(grid, 0, 0, 50, 14, data, log_scale(data, 13), 4.0, "time", chosen)
    tinted = {y for y, row in enumerate(grid.cells) for _, style in row if chosen.tint("you") in style[:2]}
    assert len(tinted) >= 2
    scale = log_scale(data, 13)
    assert min(tinted) >= row_of(scale, 0.3, 13)
    assert max(tinted) <= row_of(scale, 0.1 / 3, 13)


def test_without_series_there_is_still_an_axis() -> None:
    grid = Grid(40, 9)
    paint_plot(grid, 0, 0, 40, 9, [], log_scale([], 8), 10.0, "time", look("true"))
    assert grid.clipped == []
    assert "time" in glyph_rows(grid)[-1]
