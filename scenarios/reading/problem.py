"""From the description of a stage to the objects of the simulation."""

from __future__ import annotations

from functools import lru_cache

import msgspec
import numpy as np

from batchgame.scenarios.reading.compiled import compile_landscape
from batchgame.scenarios.reading.format import Scenario, Stage
from batchgame.scenarios.reading.landscape_terms import LandscapeSpec, Point
from batchgame.sim.goal import Goal
from batchgame.sim.landscape import Landscape, Well
from batchgame.sim.piecewise import Piecewise
from batchgame.sim.problem import Budget, Problem
from batchgame.sim.schedule import PLAIN, Schedule


def landscape(scenario: Scenario, stage: Stage) -> Landscape:
    """Return the landscape of a stage as arrays. It is compiled once and kept."""
    return _landscape(msgspec.json.encode(scenario.stage_landscape(stage).landscape), scenario.examples)


def schedule(stage: Stage, name: str | None) -> Schedule:
    """Return the stage's schedule of that name, for None its first one or plain training. KeyError if unknown."""
    spec = stage.schedule(name)
    if spec is None:
        return PLAIN
    then = (spec.then.epoch, spec.then.batch_size) if spec.then else None
    return Schedule(spec.sampling, spec.scaling, spec.rate, spec.warm_up, then)


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
    if compiled.others:
        others = tuple(np.array(piece) for piece in compiled.others)
        return Piecewise(coefficients=np.array(compiled.coefficients), others=others)
    return Landscape(coefficients=np.array(compiled.coefficients), wells=wells)


def problem(
    scenario: Scenario,
    stage: Stage,
    *,
    start: Point | None = None,
    updates: int | None = None,
    epochs: int | None = None,
) -> Problem:
    """Return the problem that the simulation is given. Start and budget are the stage's unless they are given."""
    own = updates is None and epochs is None
    budget = Budget(stage.budget.updates, stage.budget.epochs) if own else Budget(updates, epochs)
    return Problem(
        landscape=landscape(scenario, stage),
        start=start or stage.start,
        goal=Goal(stage.goal.ellipses, stage.goal.hold, stage.goal.level, stage.goal.last_epochs),
        budget=budget,
        region=scenario.stage_landscape(stage).region,
    )
