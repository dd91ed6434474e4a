"""The race that was run decides which answer to "what did you see?" is true."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, cast

import pytest

from batchgame.scenarios.proving.observed import holds, true_option
from batchgame.scenarios.reading import library
from batchgame.scenarios.reading.format import Pick, Scenario, Stage
from batchgame.scenarios.reading.observed import LaneCondition
from batchgame.scenarios.reading.placeholders import RUN_NAMES, run
from batchgame.scenarios.reading.problem import problem
from batchgame.sim.hyperparameters import Hyperparameters
from batchgame.sim.outcome import Status
from batchgame.sim.race import Frame, Lane, Race

STAGES = [f"{name}/{stage.name}" for name in library.names() for stage in library.load(name).stages]


def raced(scenario: Scenario, stage: Stage, pick: Pick) -> Race:
    theirs = pick.momentum if stage.lanes.momentum is None else stage.lanes.momentum
    lanes = [
        Lane(name, Hyperparameters(batch_size, momentum, stage.learning_rate))
        for name, batch_size, momentum in (
            ("you", pick.batch_size, pick.momentum),
            ("full", scenario.examples, theirs),
            ("one", 1, theirs),
        )
    ]
    race = Race(problem(scenario, stage), lanes, parallel=stage.parallel, seed=17, trajectories=200)
    race.advance(race.duration)
    return race


@pytest.mark.parametrize("which", ["default_pick", "solution"])
@pytest.mark.share(2)
def test_exactly_one_answer_is_true_as_opened_and_when_solved(which: str) -> None:
    for name in STAGES:
        scenario, stage = library.find(name)
        race = raced(scenario, stage, getattr(stage, which))
        frame, outcomes = race.frame(), race.outcomes()
        held = [
            index
            for index, option in enumerate(stage.observed.options)
            if option.when and all(holds(condition, frame, outcomes) for condition in option.when)
        ]
        assert len(held) == 1, (name, [lane.status for lane in frame.lanes])
        assert true_option(stage.observed, frame, outcomes) == held[0]
        assert run(outcomes).keys() == RUN_NAMES


SEEN = {
    ("epoch", "default_pick"): "batch size 1",
    ("epoch/rematch", "solution"): "full batch and batch size 1, about level",
    ("epoch/tight", "default_pick"): "only the full batch",
    ("saddle", "default_pick"): "it fired, and did not move",
    ("saddle", "solution"): "it fired, and did not move",
    ("saddle/ridge", "default_pick"): "it stayed on the ridge, not yet at rest",
    ("saddle/hair", "default_pick"): "the budget ended before it was there",
    ("saddle/hair", "solution"): "it reached a valley in time",
    ("canyon", "default_pick"): "in the canyon, as good as still",
    ("hill", "solution"): "neither, in most runs",
}


def seen(name: str, which: str) -> str:
    """Race a stage with one of its picks, and return what can be seen."""
    scenario, stage = library.find(name)
    race = raced(scenario, stage, getattr(stage, which))
    index = true_option(stage.observed, race.frame(), race.outcomes())
    assert index is not None
    return stage.observed.options[index].text.en


def test_what_is_seen() -> None:
    assert {case: seen(*case) for case in SEEN} == SEEN


@dataclass
class FakeLane:
    lane: Any
    status: Status = Status.MOVING
    solved: int = 0
    diverged: int = 0
    trajectories: int = 100
    at_rest_exact: bool = False


@dataclass
class Named:
    name: str


@dataclass
class FakeOutcome:
    median_time: float | None
    median_updates: float | None = None
    median_epochs: float | None = None


@dataclass
class FakeFrame:
    lanes: list[FakeLane] = field(default_factory=list)


CONDITIONS: list[tuple[LaneCondition, dict[str, Any], tuple[float | None, float | None], bool]] = [
    (LaneCondition("one", solved_at_least=0.5), {"solved": 50}, (None, None), True),
    (LaneCondition("one", solved_below=0.5), {"solved": 50}, (None, None), False),
    (LaneCondition("one", diverged_at_least=0.5), {"diverged": 50}, (None, None), True),
    (LaneCondition("one", status=("AT REST",)), {"status": Status.AT_REST}, (None, None), True),
    (LaneCondition("one", status=("AT REST",)), {}, (None, None), False),
    (LaneCondition("one", never_moved=True), {"at_rest_exact": True}, (None, None), True),
    (LaneCondition("one", never_moved=False), {"at_rest_exact": True}, (None, None), False),
    (LaneCondition("one", sooner_than="full"), {}, (3.0, 4.0), True),
    (LaneCondition("one", sooner_than="full"), {}, (31.0, 32.0), False),
    (LaneCondition("one", sooner_than="full"), {}, (3.0, None), True),
    (LaneCondition("one", sooner_than="full"), {}, (None, None), False),
    (LaneCondition("one", level_with="full"), {}, (31.0, 32.0), True),
    (LaneCondition("one", level_with="full"), {}, (31.0, 320.0), False),
    (LaneCondition("one", level_with="full"), {}, (None, None), False),
    (LaneCondition("one", sooner_than="full", clock="updates"), {}, (3.0, 4.0), False),
]


def test_conditions() -> None:
    for condition, lane, times, expected in CONDITIONS:
        frame = cast(Frame, FakeFrame([FakeLane(Named("full")), FakeLane(Named("one"), **lane)]))
        outcomes = {"one": FakeOutcome(times[0]), "full": FakeOutcome(times[1])}
        assert holds(condition, frame, cast(Any, outcomes)) is expected, (condition, lane, times)
