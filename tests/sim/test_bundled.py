"""The bundled scenario files are the measured stages: same arrays, same settings, so same numbers."""

from __future__ import annotations

import numpy as np
import pytest

from batchgame.scenarios.reading.library import find
from batchgame.scenarios.reading.problem import problem as bundled_problem
from batchgame.sim.hyperparameters import Hyperparameters
from batchgame.sim.outcomes import outcome

from .stages import problem, read

NAMES = list(read("stages"))


@pytest.mark.parametrize("name", NAMES)
def test_the_same_course(name: str) -> None:
    scenario, stage = find(name)
    found, measured, words = bundled_problem(scenario, stage), problem(name), read("stages")[name]
    assert found.start == pytest.approx(measured.start, abs=1e-5), "gate's is written out until nothing pulls there"
    assert (found.goal, found.budget) == (measured.goal, measured.budget)
    assert (stage.learning_rate, stage.parallel) == (words["learning_rate"], words["parallel"])
    for pick in ("default_pick", "solution"):
        own = getattr(stage, pick)
        assert {"batch_size": own.batch_size, "momentum": own.momentum} == words[pick]
    here, there = found.landscape, measured.landscape
    assert np.allclose(here.coefficients, there.coefficients, rtol=1e-12, atol=1e-14)
    assert len(here.wells) == len(there.wells)
    for one, other in zip(here.wells, there.wells, strict=True):
        for part in ("centre", "precision", "amplitude", "shift"):
            assert np.allclose(getattr(one, part), getattr(other, part), rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("name", NAMES)
def test_the_same_numbers(name: str) -> None:
    """Of the stage's own solution and default; a rounding in a well's width may tip one trajectory or two."""
    scenario, stage = find(name)
    for pick in (stage.default_pick, stage.solution):
        words = Hyperparameters(pick.batch_size, pick.momentum, stage.learning_rate)
        one, other = (
            outcome(each, words, parallel=stage.parallel, trajectories=400)
            for each in (bundled_problem(scenario, stage), problem(name))
        )
        assert one.probability == pytest.approx(other.probability, abs=0.01)
        if one.median_updates is not None:
            assert one.median_updates == pytest.approx(other.median_updates, rel=0.02)
            assert one.median_time == pytest.approx(other.median_time, rel=0.02)


@pytest.mark.parametrize("name", ["saddle", "gate"])
@pytest.mark.parametrize("momentum", [0.0, 0.9, 0.99])
def test_who_is_said_to_rest_is_at_rest(name: str, momentum: float) -> None:
    """Their stories and lessons say it of the full batch."""
    scenario, stage = find(name)
    words = Hyperparameters(scenario.examples, momentum, stage.learning_rate)
    found = outcome(bundled_problem(scenario, stage), words, parallel=stage.parallel, trajectories=20)
    assert found.status.value == "AT REST"
