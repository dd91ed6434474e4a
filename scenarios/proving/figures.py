"""The figures that texts show, computed by simulation, and the losses on the moved test landscape."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import msgspec

from batchgame.scenarios.reading.format import Measure, Scenario, Stage
from batchgame.scenarios.reading.placeholders import constants, figure, run

if TYPE_CHECKING:
    from batchgame.scenarios.proving.measures import Laboratory

__all__ = ["TestLoss", "constants", "figures", "run", "test_losses"]


class TestLoss(msgspec.Struct, frozen=True):
    """Training and test loss at a landmark. The test loss is the mean over the landscape moved by ± `distance`."""

    kind: str
    distance: float
    train: float
    test: float


def figures(scenario: Scenario, stage: Stage) -> dict[str, str]:
    """Compute the figures of a stage as they are written, with 1000 trajectories of seed 0, once per process."""
    return dict(_figures(msgspec.json.encode(scenario), stage.name))


@lru_cache(maxsize=64)
def _figures(scenario: bytes, stage_name: str) -> dict[str, str]:
    read = msgspec.json.decode(scenario, type=Scenario)
    return figures_by(_laboratory(), read, read.stage(stage_name))


@lru_cache(maxsize=1)
def _laboratory() -> Laboratory:
    from batchgame.scenarios.proving.measures import Laboratory  # NumPy, which the first frame must not load

    return Laboratory(seeds=1)


def figures_by(laboratory: Laboratory, scenario: Scenario, stage: Stage) -> dict[str, str]:
    """Compute the figures of a stage as they are written, in the given laboratory."""
    return {
        name: figure(spec, laboratory.estimate(scenario, stage, spec).value) for name, spec in stage.figures.items()
    }


def test_losses(scenario: Scenario, stage: Stage) -> list[TestLoss]:
    """Compute training and test loss for each landmark and each distance of the stage's test shift."""
    shift, laboratory = stage.test_shift, _laboratory()
    if shift is None:
        return []
    losses = []
    for landmark in scenario.stage_landscape(stage).landmarks:
        train = laboratory.estimate(scenario, stage, Measure(measure="loss", at=landmark.at)).value
        for distance in shift.distances:
            moved = Measure(measure="loss", at=landmark.at, moved=distance)
            test = laboratory.estimate(scenario, stage, moved).value
            losses.append(TestLoss(landmark.kind, distance, train, test))
    return losses
