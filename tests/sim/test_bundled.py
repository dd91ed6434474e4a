"""The bundled scenario files are the measured stages: the same arrays, the same settings, and so the same numbers."""

from __future__ import annotations

import numpy as np
import pytest

from batchgame.scenarios.reading.format import Scenario, Stage
from batchgame.scenarios.reading.library import find
from batchgame.scenarios.reading.problem import problem as bundled_problem
from batchgame.sim.hyperparameters import Hyperparameters
from batchgame.sim.landscape import Landscape
from batchgame.sim.outcomes import outcome

from .stages import problem, read

NAMES = list(read("stages"))


def same_landscape(here: Landscape, there: Landscape) -> bool:
    """Return whether two landscapes are the same up to rounding."""
    return (
        np.allclose(here.coefficients, there.coefficients, rtol=1e-12, atol=1e-14)
        and len(here.wells) == len(there.wells)
        and all(
            np.allclose(getattr(one, part), getattr(other, part), rtol=1e-9, atol=1e-12)
            for one, other in zip(here.wells, there.wells, strict=True)
            for part in ("centre", "precision", "amplitude", "shift")
        )
    )


def differences(name: str, scenario: Scenario, stage: Stage) -> list[str]:
    """Name the settings of a bundled stage that differ from those of the measured stage."""
    found, measured, settings = bundled_problem(scenario, stage), problem(name), read("stages")[name]
    picks = {
        pick: {"batch_size": getattr(stage, pick).batch_size, "momentum": getattr(stage, pick).momentum}
        for pick in ("default_pick", "solution")
    }
    same = {
        # The start of gate is written in more digits, so that its gradient there is 0.
        "start": found.start == pytest.approx(measured.start, abs=1e-5),
        "goal": found.goal == measured.goal,
        "budget": found.budget == measured.budget,
        "learning_rate": stage.learning_rate == settings["learning_rate"],
        "parallel": stage.parallel == settings["parallel"],
        "picks": picks == {pick: settings[pick] for pick in picks},
        "landscape": same_landscape(found.landscape, measured.landscape),
    }
    return [f"{name}: {setting}" for setting, equal in same.items() if not equal]


def test_the_same_problem() -> None:
    assert [found for name in NAMES for found in differences(name, *find(name))] == []


def test_the_same_numbers() -> None:
    """Of each stage's solution and default pick. A rounding in a well's width may change one trajectory or two."""
    apart = []
    for name in NAMES:
        scenario, stage = find(name)
        for pick in (stage.default_pick, stage.solution):
            own = Hyperparameters(pick.batch_size, pick.momentum, stage.learning_rate)
            one, other = (
                outcome(each, own, parallel=stage.parallel, trajectories=400)
                for each in (bundled_problem(scenario, stage), problem(name))
            )
            close = one.probability == pytest.approx(other.probability, abs=0.01)
            if one.median_updates is not None:
                close &= one.median_updates == pytest.approx(other.median_updates, rel=0.02)
                close &= one.median_time == pytest.approx(other.median_time, rel=0.02)
            if not close:
                apart.append((name, one, other))
    assert apart == []


def test_lanes_that_texts_call_at_rest_are_at_rest() -> None:
    """The stories and lessons of these stages say so about the full batch."""
    moving = []
    for name in ("saddle", "gate"):
        scenario, stage = find(name)
        for momentum in (0.0, 0.9, 0.99):
            own = Hyperparameters(scenario.examples, momentum, stage.learning_rate)
            found = outcome(bundled_problem(scenario, stage), own, parallel=stage.parallel, trajectories=20)
            if found.status.value != "AT REST":
                moving.append((name, momentum, found.status.value))
    assert moving == []
