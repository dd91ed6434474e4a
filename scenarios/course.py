"""A stage's experiment without its words, as the simulation takes it."""

from __future__ import annotations

from functools import lru_cache

import msgspec
import numpy as np

from batchgame.scenarios.compiled import compile_landscape
from batchgame.scenarios.format import Scenario, Stage
from batchgame.scenarios.terms import LandscapeSpec, Point
from batchgame.sim.course import Budget, Course
from batchgame.sim.goal import Goal
from batchgame.sim.landscape import Landscape, Well


def landscape(scenario: Scenario) -> Landscape:
    """The scenario's landscape as arrays, compiled once."""
    return _landscape(msgspec.json.encode(scenario.landscape), scenario.examples)


@lru_cache(maxsize=32)
def _landscape(spec: bytes, examples: int) -> Landscape:
    compiled = compile_landscape(msgspec.json.decode(spec, type=LandscapeSpec), examples)
    wells = tuple(
        Well(
            centre=np.array(well.centre),
            precision=np.array(well.precision),
            amplitude=np.array(well.amplitude),
            shift=np.array(well.shift),
        )
        for well in compiled.wells
    )
    return Landscape(coefficients=np.array(compiled.coefficients), wells=wells)


def course(
    scenario: Scenario,
    stage: Stage,
    *,
    start: Point | None = None,
    updates: int | None = None,
    epochs: int | None = None,
) -> Course:
    """The stage as a course to race on; start and budget may be other ones than the stage's."""
    own = updates is None and epochs is None
    budget = Budget(stage.budget.updates, stage.budget.epochs) if own else Budget(updates, epochs)
    return Course(
        landscape=landscape(scenario),
        start=start or stage.start,
        goal=Goal(ellipses=stage.goal.ellipses, hold=stage.goal.hold),
        budget=budget,
        region=scenario.region,
    )
