"""The bundled scenarios are sound, and the checker finds each mistake that is put into them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from msgspec.structs import replace

import batchgame.scenarios.reading.problem as problem_module
from batchgame.scenarios.proving.check import check
from batchgame.scenarios.proving.measures import Laboratory
from batchgame.scenarios.reading import library
from batchgame.scenarios.reading.format import Check, Figure, Question, Scenario, Stage
from batchgame.scenarios.reading.problem import landscape
from batchgame.sim.landscape import Landscape, Well

STAGES = [f"{name}/{stage.name}" for name in library.names() for stage in library.load(name).stages]


def findings(scenario: Scenario, stage: Stage, laboratory: Laboratory) -> list[str]:
    """Check one stage alone."""
    return [str(finding) for finding in check(replace(scenario, stages=(stage,)), laboratory=laboratory)]


@pytest.mark.parametrize("name", library.names())
def test_the_bundled_scenarios_are_sound(name: str, laboratory: Laboratory) -> None:
    assert [str(finding) for finding in check(name, laboratory=laboratory)] == []


def flipped(item: Check) -> Check:
    """Return the opposite of a check."""
    if item.equals is not None:
        return replace(item, equals=None, above=item.equals)
    return replace(item, above=item.below, below=item.above)


def with_a_claim_flipped(stage: Stage) -> Iterator[tuple[str, Stage]]:
    for index, claim in enumerate(stage.claims):
        for number, item in enumerate(claim.checks):
            checks = (*claim.checks[:number], flipped(item), *claim.checks[number + 1 :])
            claims = (*stage.claims[:index], replace(claim, checks=checks), *stage.claims[index + 1 :])
            yield f"claims[{index}].checks[{number}]", replace(stage, claims=claims)


def with_right_swapped(stage: Stage) -> Iterator[tuple[str, Stage]]:
    for kind in ("prediction", "transfer"):
        question: Question = getattr(stage, kind)
        for index, option in enumerate(question.options):
            if not option.right:
                options = tuple(replace(other, right=other is option) for other in question.options)
                changed = replace(question, options=options)
                yield f"{kind}.options[{index}]", replace(stage, **{kind: changed})


def mutants(change: Callable[[Stage], Iterator[tuple[str, Stage]]]) -> Iterator[tuple[str, Scenario, Stage]]:
    """Yield every stage with every change that can be made to it, and where it was changed."""
    for name in STAGES:
        scenario, stage = library.find(name)
        changed = list(change(stage))
        assert changed, name
        yield from ((where, scenario, mutant) for where, mutant in changed)


@pytest.mark.slow
def test_a_flipped_claim_is_found(laboratory: Laboratory) -> None:
    for where, scenario, mutant in mutants(with_a_claim_flipped):
        found = findings(scenario, mutant, laboratory)
        assert sum(where in line for line in found) == 1, (scenario.name, where, found)


def test_a_swapped_answer_is_found(laboratory: Laboratory) -> None:
    for where, scenario, mutant in mutants(with_right_swapped):
        found = findings(scenario, mutant, laboratory)
        assert len(found) == 2, (scenario.name, where, found)
        assert any(where in line for line in found)


def test_swapped_picks_are_found(laboratory: Laboratory) -> None:
    for name in STAGES:
        scenario, stage = library.find(name)
        if stage.default_pick == stage.solution:
            continue  # A race about who is sooner opens with a pick that solves it.
        mutant = replace(stage, default_pick=stage.solution, solution=stage.default_pick)
        found = "\n".join(findings(scenario, mutant, laboratory))
        assert "as opened, at most 0." in found, name
        assert "at least 0.9 needed" in found, name


def averaged(ground: Landscape) -> Landscape:
    """Give every example the mean loss, so that no noise is left."""
    n = ground.examples
    wells = []
    for well in ground.wells:  # one well for each example's place, a share of its depth in every example
        for index in range(n):
            share = np.full(n, well.amplitude[index] / n)
            wells.append(Well(well.centre, well.precision, share, np.tile(well.shift[index], (n, 1))))
    return Landscape(np.tile(ground.coefficients.mean(axis=0), (n, 1)), tuple(wells))


# what the noise decides; in the others it is there, but a stage without it would be won and lost alike
DECIDED_BY_NOISE = {"epoch/", "epoch/middle", "epoch/tight", "saddle/", "saddle/ridge", "saddle/hair", "canyon/"}


# the lowest of several polynomials has no mean that every example could be given
AVERAGED = [
    pytest.param(name, marks=[] if name in DECIDED_BY_NOISE else pytest.mark.slow)
    for name in STAGES
    if not name.startswith("equal-sharpness")
]


@pytest.mark.parametrize("name", AVERAGED)
def test_noise_set_to_zero_is_found(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    scenario, stage = library.find(name)
    quiet = averaged(landscape(scenario, stage))
    point = np.array([0.3, -0.2])
    assert np.allclose(quiet.loss(point), landscape(scenario, stage).loss(point))
    monkeypatch.setattr(problem_module, "_landscape", lambda spec, examples: quiet)
    found = findings(scenario, stage, Laboratory(seeds=2, trajectories=2))  # without noise all trajectories are alike
    assert any("all examples pull alike" in line for line in found)
    decided = [line for line in found if any(word in line for word in ("fails:", "solves", "wrong answer holds"))]
    if name in DECIDED_BY_NOISE:
        assert decided, found


def test_what_else_is_found(laboratory: Laboratory) -> None:
    scenario, stage = library.find("saddle")
    typed = replace(stage, story=replace(stage.story, en="Within 20 epochs."))
    long = replace(stage, story=replace(stage.story, zh_tw="鞍點" * 70 + "{n}{start_pull}{budget}"))
    claims = (replace(stage.claims[0], checks=()), replace(stage.claims[1], sources=(), checks=()))
    unchecked = replace(stage, claims=claims)
    option = replace(stage.prediction.options[0], checks=())
    bare = replace(stage, prediction=replace(stage.prediction, options=(option, *stage.prediction.options[1:])))
    endless = {"never": Figure(measure="median_updates", batch_size=20, momentum=0.0)}
    for mutant, message in (
        (typed, "stage.story.en: '20' is typed; a number in a text is a {place}"),
        (long, "stage.story.zh-TW: 9 lines of 36 columns, 7 fit"),
        (unchecked, "saddle: claims[0]: a claim about this model needs a check"),
        (unchecked, "saddle: claims[1]: FACT needs a source"),
        (bare, "saddle: prediction.options[0]: no check"),
        (replace(stage, figures=stage.figures | endless), "saddle: figures: never has no value"),
    ):
        found = findings(scenario, mutant, laboratory)
        assert any(message in line for line in found), found
        assert all(line.isprintable() for line in found)


def test_a_landmark_beside_its_place_is_found(laboratory: Laboratory) -> None:
    scenario = library.load("saddle")
    landmark = scenario.landmarks[0]
    for other, message in (
        (replace(landmark, at=(0.3, 0.0)), "no critical point here"),
        (replace(landmark, kind="minimum"), "no minimum: 1 of 2 curvatures are negative"),
    ):
        mutant = replace(scenario, landmarks=(other,), stages=scenario.stages[:1])
        assert any(message in str(finding) for finding in check(mutant, laboratory=laboratory))


def test_a_file_that_cannot_be_read_is_a_finding(tmp_path: Path) -> None:
    (tmp_path / "my.toml").write_text("format = 1\n[stages]\n")
    for path in (tmp_path / "my.toml", tmp_path / "none.toml", tmp_path, "sadle"):
        found = check(path)
        assert len(found) == 1
        assert str(found[0]).isprintable()


def test_progress_is_told_before_each_test(laboratory: Laboratory) -> None:
    told: list[tuple[int, int, str]] = []
    check("hill", laboratory=laboratory, on_progress=lambda done, total, where: told.append((done, total, where)))
    assert [done for done, _, _ in told] == list(range(told[0][1]))
    assert all(where.startswith("hill") for _, _, where in told)
