"""A race: the same result however it is advanced, statuses from trajectories, and frames that never change."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from batchgame.sim.clock import MICROSECONDS
from batchgame.sim.glance import BINS, MARKERS
from batchgame.sim.hyperparameters import Hyperparameters
from batchgame.sim.outcome import Outcome, Status
from batchgame.sim.problem import typical_slope
from batchgame.sim.race import Frame, Lane, LaneFrame, Race

from .stages import problem, quadratic


def race_on(
    stage: Any, *picks: tuple[int, float, float], parallel: int = 1, trajectories: int = 60, **words: Any
) -> Race:
    lanes = [Lane(str(n), Hyperparameters(*pick)) for n, pick in enumerate(picks)]
    return Race(stage, lanes, parallel=parallel, trajectories=trajectories, **words)


def values(frame: Frame) -> list[Any]:
    """Convert a frame to values that can be compared."""
    return [frame.time, frame.duration, frame.over, *(_plain(lane) for lane in frame.lanes)]


def _plain(lane: LaneFrame) -> list[Any]:
    found = []
    for value in vars(lane).values():
        if isinstance(value, np.ndarray):
            found.append(value.tolist())
        elif isinstance(value, tuple) and isinstance(value[0], np.ndarray):
            found.append([part.tolist() for part in value])
        else:
            found.append(value)
    return found


PICKS = ((4, 0.5, 0.1), (20, 0.0, 0.1), (1, 0.0, 0.1), (19, 0.9, 0.1))


@cache
def in_one_go(parallel: int) -> tuple[list[Any], dict[str, Outcome]]:
    """Compute the last frame and the outcomes of a race that is advanced to its end at once."""
    race = race_on(problem("canyon", epochs=16), *PICKS, parallel=parallel, trajectories=12)
    race.advance(race.duration)
    return values(race.frame()), race.outcomes()


@settings(max_examples=15)
@given(st.sampled_from([1, 3, 20]), st.lists(st.integers(0, 320_000_000), max_size=12))
def test_the_same_however_it_is_ticked(parallel: int, ticks: list[int]) -> None:
    race = race_on(problem("canyon", epochs=16), *PICKS, parallel=parallel, trajectories=12)
    for tick in sorted(ticks):
        race.advance(tick)
        race.frame()
    race.advance(race.duration)
    assert (values(race.frame()), race.outcomes()) == in_one_go(parallel)


def test_one_update_after_another() -> None:
    """Steps to the next update stop at every update of every lane once, and nowhere else."""
    stage = problem("canyon", epochs=3)
    race = race_on(stage, *PICKS, parallel=3)
    seen = [[lane.updates for lane in race.frame().lanes]]
    while not race.over:
        race.advance(race.next_update())
        seen.append([lane.updates for lane in race.frame().lanes])
    steps = np.diff(seen, axis=0)
    assert ((steps == 0) | (steps == 1)).all()
    assert steps.any(axis=1).all()
    assert seen[-1] == [15, 3, 60, 6]
    whole = race_on(stage, *PICKS, parallel=3)
    whole.advance(whole.duration)
    assert values(whole.frame()) == values(race.frame())


def test_the_next_update_of_one_lane() -> None:
    race = race_on(problem("canyon"), (4, 0.0, 0.1), (20, 0.0, 0.1))
    assert race.next_update("0") == race.next_update() == 4 * MICROSECONDS
    assert race.next_update("1") == 20 * MICROSECONDS
    race.advance(race.duration)
    assert race.next_update() == race.duration


def test_time_never_runs_backwards_nor_past_the_end() -> None:
    race = race_on(problem("canyon", epochs=2), (4, 0.0, 0.1))
    race.advance(7 * MICROSECONDS)
    race.advance(0)
    assert race.time == 7 * MICROSECONDS
    race.advance(10**15)
    assert race.time == race.duration == 40 * MICROSECONDS


def test_the_clock_shows_in_a_frame() -> None:
    race = race_on(problem("canyon", epochs=3), (19, 0.0, 0.1), parallel=10)
    race.advance(1_900_000 + 500_000)
    lane = race.frame().lanes[0]
    assert (lane.updates, lane.examples, lane.epochs, lane.time) == (1, 19, 0.95, 1.9)
    assert lane.charge == pytest.approx(0.5)
    assert lane.budget_updates == 6
    race.advance(race.duration)
    lane = race.frame().lanes[0]
    assert (lane.updates, lane.examples, lane.epochs, lane.charge) == (6, 60, 3.0, 0.0)


def test_ten_times_the_budget_goes_on_from_the_same_state() -> None:
    stage = problem("canyon", epochs=5)
    extended = race_on(stage, *PICKS)
    extended.advance(extended.duration)
    assert extended.over
    extended.extend(10)
    assert not extended.over
    assert extended.frame().duration == 1000 * MICROSECONDS
    extended.advance(extended.duration)
    direct = race_on(problem("canyon", epochs=50), *PICKS)
    direct.advance(direct.duration)
    assert extended.outcomes() == direct.outcomes()


def test_outcomes_of_a_race_that_ended_early_use_the_whole_budget() -> None:
    race = race_on(problem("saddle"), (1, 0.9, 0.05))
    race.advance(race.duration // 2)
    assert race.over
    assert race.frame().lanes[0].updates < 400
    assert race.outcomes()["0"].updates == 400


def test_a_trace_is_sampled_at_fixed_updates() -> None:
    race = race_on(problem("canyon"), (1, 0.0, 0.2), (20, 0.0, 0.2))
    race.advance(race.duration)
    for lane, stride in zip(race.frame().lanes, (5, 1), strict=True):
        trace = lane.trace
        assert trace.update.tolist() == list(range(0, lane.budget_updates + 1, stride))
        assert len(trace.update) <= 241
        assert len(lane.hero) <= 402
        assert trace.loss.shape == trace.step.shape == (len(trace.update), 3)
        assert (np.diff(trace.loss, axis=1) >= 0).all()
        assert (trace.examples == trace.update * lane.lane.hyperparameters.batch_size).all()
        assert (trace.step[0] == 0).all()


def test_a_frame_against_the_swarm_itself() -> None:
    stage = problem("canyon")
    race = race_on(stage, (4, 0.5, 0.2), trajectories=700)
    race.advance(40 * MICROSECONDS)
    lane, swarm = race.frame().lanes[0], race._runs[0].swarm
    theta = np.stack([swarm.x, swarm.y], axis=-1)
    assert lane.markers.tolist() == theta[:MARKERS].tolist()
    assert lane.hero[-1].tolist() == theta[0].tolist()
    assert lane.hero[0].tolist() == list(stage.start)
    x0, x1, y0, y1 = stage.region
    counts, _, _ = np.histogram2d(theta[:, 1], theta[:, 0], bins=BINS, range=((y0, y1), (x0, x1)))
    assert lane.density.tolist() == counts.tolist()
    losses, steps = stage.landscape.loss(theta), np.hypot(swarm.vx, swarm.vy)
    for found, each in ((lane.loss, losses), (lane.step, steps)):
        assert found == pytest.approx(np.quantile(each, (0.1, 0.5, 0.9), method="nearest"), rel=1e-12)
    assert race.outcomes()["0"].final_loss == pytest.approx(
        np.median(stage.landscape.loss(np.stack([swarm.x, swarm.y], -1)))
    )


def test_quantiles_of_many_are_those_of_the_first(monkeypatch: pytest.MonkeyPatch) -> None:
    """Counts are of all trajectories. Quantiles are of the sample that a frame names."""
    for module in ("glance", "race"):
        monkeypatch.setattr(f"batchgame.sim.{module}.SAMPLE", 101)
    stage = problem("canyon")
    races = [race_on(stage, (4, 0.5, 0.2), trajectories=count) for count in (700, 101)]
    for race in races:
        race.advance(240 * MICROSECONDS)
    many, few = (race.frame().lanes[0] for race in races)
    assert (many.sampled, many.trajectories, few.sampled) == (101, 700, 101)
    assert (many.loss, many.step) == (few.loss, few.step)
    assert (many.trace.loss == few.trace.loss).all()
    assert many.density.sum() == 700
    assert many.solved > few.solved


def test_frames_stay_what_they_were() -> None:
    race = race_on(problem("canyon"), (4, 0.5, 0.2))
    race.advance(race.duration // 3)
    frame = race.frame()
    before = values(frame)
    race.advance(race.duration)
    race.frame()
    assert values(frame) == before
    lane = frame.lanes[0]
    for array in (lane.markers, lane.hero, lane.density, *lane.trace):
        with pytest.raises(ValueError, match="read-only"):
            array[...] = 0
    with pytest.raises(AttributeError):
        lane.solved = 3  # type: ignore[misc]


def statuses(race: Race, share: float = 1.0) -> list[Status]:
    race.advance(int(race.duration * share))
    return [lane.status for lane in race.frame().lanes]


def test_blown_up_and_moving() -> None:
    assert statuses(race_on(problem("saddle"), (20, 0.0, 100.0), (1, 0.0, 100.0))) == [Status.AT_REST, Status.BLOWN_UP]
    assert statuses(race_on(problem("epoch"), (20, 0.0, 0.1)), 0.1) == [Status.MOVING]


def test_arrived_and_out_of_budget() -> None:
    found = statuses(race_on(problem("epoch"), (1, 0.0, 0.1), (20, 0.0, 0.1), trajectories=200))
    assert found == [Status.ARRIVED, Status.OUT_OF_BUDGET]


def test_crawling_is_not_at_rest() -> None:
    """On the ridge a full batch near the saddle crawls at first, and only much later does not move at all."""
    race = race_on(problem("saddle/ridge", updates=4000), (20, 0.0, 0.05), parallel=20)
    assert statuses(race, 0.02) == [Status.CRAWLING]
    assert statuses(race) == [Status.AT_REST]
    assert not race.frame().lanes[0].at_rest_exact
    never_moved = race_on(problem("saddle"), (20, 0.9, 0.05))
    assert statuses(never_moved) == [Status.AT_REST]
    assert never_moved.frame().lanes[0].at_rest_exact


def test_at_rest_only_when_no_batch_would_move_it() -> None:
    """At the minimum of the mean loss the full batch is at rest, while single examples still have gradients."""
    stage = quadratic((1.0, 1.0), tilts=((0.5, 0.0), (-0.5, 0.0)), start=(0.0, 0.0), radius=0.01, hold=1000)
    assert statuses(race_on(stage, (2, 0.0, 0.1), (1, 0.0, 0.1)), 0.25) == [Status.AT_REST, Status.MOVING]
    still = quadratic((1.0, 1.0), start=(0.0, 0.0), hold=1000)
    assert statuses(race_on(still, (1, 0.0, 0.1)), 0.5) == [Status.AT_REST]


def test_nothing_is_at_rest_before_it_has_moved() -> None:
    assert statuses(race_on(problem("saddle"), (20, 0.0, 0.05)), 0.0) == [Status.MOVING]


def test_a_race_ends_at_the_same_time_however_it_is_shown() -> None:
    ends = set()
    for step in (20_000, 333_333, 7_000_001, 10**9):
        race = race_on(problem("saddle"), (20, 0.0, 0.05), (1, 0.0, 0.05), parallel=1)
        while not race.over:
            race.advance(race.time + step)
        ends.add((race.time, *(lane.updates for lane in race.frame().lanes)))
    assert len(ends) == 1


def test_a_race_is_over_when_nothing_more_can_happen() -> None:
    race = race_on(problem("saddle"), (20, 0.0, 0.05))
    race.advance(race.duration)
    assert race.over
    assert race.time <= 25 * MICROSECONDS
    race = race_on(problem("canyon"), (20, 0.0, 0.2))
    race.advance(race.duration - 1)
    assert not race.over
    race.advance(race.duration)
    assert race.over


def test_divergence_on_a_screen_has_no_nan() -> None:
    race = race_on(problem("epoch"), (1, 0.9, 30.0), (20, 0.0, 1e300))
    race.advance(race.duration)
    for lane in race.frame().lanes:
        assert lane.status is Status.BLOWN_UP
        assert lane.diverged == lane.trajectories
        assert np.isfinite([*lane.loss, *lane.step]).all()
        assert all(np.isfinite(array).all() for array in (lane.markers, lane.hero, *lane.trace))
    assert {found.final_loss for found in race.outcomes().values()} == {None}


def test_the_scale_of_a_usual_step() -> None:
    """The gradient of ½(x² + y²) is θ, so the scale is the median length of θ over the region."""
    grid = np.stack(np.meshgrid(np.linspace(-4, 4, 32), np.linspace(-3, 3, 32)), axis=-1)
    assert typical_slope(quadratic((1.0, 1.0))) == pytest.approx(np.median(np.hypot(grid[..., 0], grid[..., 1])))
