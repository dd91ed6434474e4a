"""What an answer is about, the lanes that a stage names, and what `check` and the reader say of them."""

from __future__ import annotations

import msgspec
import pytest

from batchgame.scenarios.proving.opened import OPENED, OPENED_ON_ASKED, most_solved, unmeasured
from batchgame.scenarios.reading import library
from batchgame.scenarios.reading.asked import Asked, asked, covers
from batchgame.scenarios.reading.format import Check, Lanes, Pick, Stage
from batchgame.scenarios.reading.library import find
from batchgame.scenarios.reading.rules import verify
from batchgame.scenarios.reading.toml_file import ScenarioError


def with_asked(stage: Stage, index: int, pick: Pick) -> Stage:
    options = list(stage.prediction.options)
    options[index] = msgspec.structs.replace(options[index], asked=pick)
    prediction = msgspec.structs.replace(stage.prediction, options=tuple(options))
    return msgspec.structs.replace(stage, prediction=prediction)


def test_every_answer_of_every_bundled_race_is_about_an_experiment() -> None:
    for name in library.names():
        for stage in library.load(name).stages:
            assert all(asked(stage, option) for option in stage.prediction.options), stage.title.en
            assert not list(unmeasured(stage))


def test_it_is_the_run_of_the_first_check_unless_the_answer_names_it() -> None:
    stage = find("saddle")[1]
    named, noisy, kicked = stage.prediction.options
    assert asked(stage, named) == Asked(Pick(20, 0.9))
    assert asked(stage, noisy) == Asked(Pick(1, 0.0))
    assert asked(stage, kicked) == Asked(Pick(20, 0.0), start=(0.0, 0.1))
    hill = find("hill")[1]
    assert asked(hill, hill.prediction.options[2]) == Asked(Pick(1, 0.0)), "a knob left to every is as the stage opens"


def test_a_pick_that_no_check_of_its_answer_measures_is_a_finding() -> None:
    stage = with_asked(find("gate")[1], 0, Pick(20, 0.5))
    assert list(unmeasured(stage)) == [
        "prediction.options[0].asked: no check of this answer measures B = 20, λ = 0.5"
    ]  # fmt: skip
    assert not list(unmeasured(with_asked(find("gate")[1], 0, Pick(20, 0.95))))


def test_a_check_covers_the_values_of_its_ladders_but_not_those_left_out() -> None:
    check = Check("solved", momentum=0.0, every=("batch_size",), but={"batch_size": (20,)}, below=0.2)
    assert covers(check, Pick(4, 0.0))
    assert not covers(check, Pick(20, 0.0))
    assert not covers(check, Pick(4, 0.5))
    assert not covers(Check("pull", batch_size=4, momentum=0.0, above=0.0), Pick(4, 0.0))


def test_a_stage_may_open_on_what_its_question_asks_about_though_some_solve_it() -> None:
    assert most_solved(find("shuffle")[1]) == OPENED_ON_ASKED
    assert most_solved(find("gate")[1]) == OPENED
    turned = msgspec.structs.replace(find("shuffle")[1], default_pick=Pick(2, 0.0, "replacement"))
    assert most_solved(turned) == OPENED


@pytest.mark.parametrize(
    ("lanes", "wrong"),
    [
        (Lanes(full=Pick(4, 0.0), one=Pick(4, 0.0)), "stages[0].lanes: full and one are the same pick"),
        (Lanes(full=Pick(40, 0.0)), "stages[0].lanes.full.batch_size: at most 20 (the examples) possible, 40 found"),
        (Lanes(one=Pick(4, 0.0, "warm")), "stages[0].lanes.one.tool: unknown tool 'warm'"),
    ],
)
def test_reference_lanes_that_cannot_be_run(lanes: Lanes, wrong: str) -> None:
    scenario, stage = find("gate")
    broken = msgspec.structs.replace(scenario, stages=(msgspec.structs.replace(stage, lanes=lanes),))
    with pytest.raises(ScenarioError) as caught:
        verify(broken)
    assert str(caught.value).startswith(wrong)


def test_an_answer_cannot_ask_for_more_examples_than_there_are_or_after_the_race() -> None:
    scenario, stage = find("gate")
    broken = msgspec.structs.replace(scenario, stages=(with_asked(stage, 0, Pick(40, 0.0)),))
    with pytest.raises(ScenarioError, match=r"options\[0\]\.asked\.batch_size: at most 20"):
        verify(broken)
    option = msgspec.structs.replace(stage.transfer.options[0], asked=Pick(4, 0.0))
    transfer = msgspec.structs.replace(stage.transfer, options=(option, *stage.transfer.options[1:]))
    broken = msgspec.structs.replace(scenario, stages=(msgspec.structs.replace(stage, transfer=transfer),))
    with pytest.raises(ScenarioError, match=r"transfer\.options\[0\]\.asked: no race follows"):
        verify(broken)
