"""A race ends, or may be shown faster, once every lane has settled; its outcomes stay those of the whole budget."""

from __future__ import annotations

import numpy as np
import pytest

from batchgame.scenarios.reading.library import find
from batchgame.sim.hyperparameters import Hyperparameters
from batchgame.sim.outcome import Outcome
from batchgame.sim.race import Lane, Race
from batchgame.tui.race.options import PlayOptions
from batchgame.tui.race.round import Round

STAGES = ("epoch", "epoch/rematch", "saddle", "saddle/ridge", "gate", "canyon", "shuffle", "rescue", "boss")


def race_of(name: str) -> Race:
    round_ = Round(*find(name), PlayOptions())
    return Race(round_.problem, round_.lanes(), parallel=round_.parallel, trajectories=60)


def whole_budget(name: str) -> dict[str, Outcome]:
    """Run a race without a look at whether it is over."""
    race = race_of(name)
    while race.run_on():
        pass
    return race.outcomes()


@pytest.mark.parametrize("name", STAGES)
def test_a_race_that_ends_early_has_the_outcomes_of_one_that_is_run_on(name: str) -> None:
    race = race_of(name)
    while not race.over:
        race.advance(race.time + race.duration // 50)
    assert race.outcomes() == whole_budget(name)


@pytest.mark.parametrize("name", STAGES)
def test_nothing_happens_to_a_lane_after_it_has_settled(name: str) -> None:
    """Compare the swarms of the moment at which the race has settled with those at the end of the budget."""
    race = race_of(name)
    while not race.settled:
        race.advance(race.time + race.duration // 50)
    runs = race._runs
    before = [(run.swarm.x.copy(), run.swarm.y.copy(), run.swarm.solved_at.copy()) for run in runs]
    race.outcomes()
    x0, x1, y0, y1 = race.problem.region
    for run, (x, y, solved_at) in zip(runs, before, strict=True):
        assert run.swarm.solved_at.tolist() == solved_at.tolist() or race.problem.goal.last_epochs
        if run.batches.is_deterministic and not solved_at.all():
            assert np.abs(run.swarm.x - x).max() <= 0.02 * (x1 - x0)
            assert np.abs(run.swarm.y - y).max() <= 0.02 * (y1 - y0)


def test_a_lane_that_crawls_past_a_saddle_has_not_settled() -> None:
    """Start beside the ridge: the full batch hardly moves at first, and then rolls down."""
    scenario, stage = find("saddle/hair")
    problem = Round(scenario, stage, PlayOptions()).problem
    lanes = [Lane("full", Hyperparameters(20, 0.9, stage.learning_rate))]
    race = Race(problem, lanes, parallel=20, trajectories=5)
    race.advance(5_000_000)
    assert not race.settled
    assert race.outcomes()["full"].solved == 5


def test_a_race_is_over_when_each_trajectory_has_arrived_or_blown_up() -> None:
    round_ = Round(*find("two-weights"), PlayOptions())
    lanes = [Lane("you", Hyperparameters(1, 0.95, round_.learning_rate * 6))]
    race = Race(round_.problem, lanes, parallel=20, trajectories=60)
    race.advance(race.duration)
    frame = race.frame()
    assert frame.over
    assert frame.lanes[0].solved + frame.lanes[0].diverged >= 60
    assert frame.time < frame.duration
