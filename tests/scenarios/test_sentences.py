"""Statements of the physics notes about rescue, shuffle, boss, two weights and equal sharpness, within .05."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from batchgame.scenarios.proving.measures import Laboratory
from batchgame.scenarios.reading import library
from batchgame.scenarios.reading.format import Measure
from batchgame.scenarios.reading.problem import problem
from batchgame.sim.engine import engine
from batchgame.sim.hyperparameters import Hyperparameters
from batchgame.sim.landscape import Landscape
from batchgame.sim.problem import Problem
from batchgame.sim.schedule import PLAIN, Sampling, Schedule
from batchgame.sim.swarm import Swarm

APART = 0.05
LABORATORY = Laboratory(seeds=2, trajectories=1000)


@cache
def found(name: str, kind: str, batch_size: int, momentum: float, schedule: str | None = None, **more: object) -> float:
    scenario, stage = library.find(name)
    measure = Measure(measure=kind, batch_size=batch_size, momentum=momentum, schedule=schedule, **more)  # type: ignore[arg-type]
    return LABORATORY.estimate(scenario, stage, measure).value


@pytest.mark.parametrize(
    ("schedule", "solved"), [("reshuffle", 1.0), ("once", 0.34), ("index", 0.0), ("replacement", 1.0)]
)
def test_shuffle(schedule: str, solved: float) -> None:
    assert found("shuffle", "solved", 2, 0.0, schedule) == pytest.approx(solved, abs=APART)


@pytest.mark.parametrize(
    ("sampling", "sorted_by_residual", "excess"),
    [("reshuffle", False, 0.0006), ("replacement", False, 0.0092), ("index", True, 0.0175), ("index", False, 0.0001)],
)
def test_regression_by_order(sampling: Sampling, sorted_by_residual: bool, excess: float) -> None:
    """Compare the excess loss after 30 epochs of pairs: shuffled, with replacement, sorted, and in a lucky order."""
    scenario, stage = library.find("epoch")
    task = problem(scenario, stage)
    ground, best = task.landscape, np.array(stage.goal.ellipses[0][:2])
    best = best - np.linalg.solve(ground.hessian(best), ground.gradient(best))
    rows = np.argsort(ground.example_gradients(best)[:, 1]) if sorted_by_residual else np.arange(ground.examples)
    moved = replace(task, landscape=Landscape(ground.coefficients[rows]))
    swarm = _swarm(moved, 2, 0.05, Schedule(sampling=sampling))
    engine("numpy").advance(swarm, 30 * swarm.batches.updates_in_epoch(0))
    lost = ground.loss(np.stack([swarm.x, swarm.y], axis=-1)).mean() - ground.loss(best)
    assert float(lost) == pytest.approx(excess, rel=0.15, abs=5e-5)


def _swarm(task: Problem, batch_size: int, learning_rate: float, schedule: Schedule = PLAIN) -> Swarm:
    return Swarm(
        task,
        Hyperparameters(batch_size, 0.0, learning_rate, schedule),
        seed=0,
        trajectory=np.arange(1000),
        dtype="float64",
        xp=np,
    )


def test_rescue() -> None:
    assert found("rescue", "solved", 20, 0.0, "fixed") == pytest.approx(0, abs=APART)
    assert found("rescue", "diverged", 20, 0.0, "linear") == pytest.approx(1, abs=APART)
    for batch_size, schedule, epochs in ((20, "linear-warm", 6), (20, "sqrt-warm", 16), (1, "fixed", 5)):
        assert found("rescue", "solved", batch_size, 0.0, schedule) == pytest.approx(1, abs=APART)
        assert found("rescue", "median_epochs", batch_size, 0.0, schedule) == pytest.approx(epochs, rel=0.08)
    assert found("rescue", "diverged", 20, 0.0, "double-warm") == pytest.approx(1, abs=APART)


@pytest.mark.parametrize(("epoch", "solved"), [(3, 1.0), (8, 1.0), (12, 1.0), (20, 0.75), (30, 0.13)])
def test_boss_changes_b_on_the_way(epoch: int, solved: float) -> None:
    assert found("boss", "solved", 1, 0.5, f"to-all-{epoch}") == pytest.approx(solved, abs=APART)


def test_boss_is_not_won_by_a_constant_batch_size_nor_by_the_reverse() -> None:
    _, stage = library.find("boss")
    picks = {
        (b, m): found("boss", "solved", b, m, "constant")
        for b in stage.ladders.batch_size
        for m in (0.0, 0.5, 0.7, 0.8, 0.9)
    }
    assert max(picks, key=lambda pick: picks[pick]) == (10, 0.8)
    assert picks[10, 0.8] == pytest.approx(0.23, abs=APART)
    assert found("boss", "solved", 20, 0.5, "to-one-8") == pytest.approx(0, abs=APART)


def test_boss_could_be_won_by_another_learning_rate() -> None:
    """Show why the stage locks the learning rate: the full batch solves it with another one."""
    assert found("boss", "solved", 20, 0.0, "constant", learning_rate=1.0) == pytest.approx(1, abs=APART)


def test_boss_dropping_eta_late_does_what_raising_b_does() -> None:
    """Run batch size 1 with a tenth of η from epoch 8 on; .85 of the runs solve the stage."""
    scenario, stage = library.find("boss")
    swarm = _swarm(problem(scenario, stage), 1, stage.learning_rate)
    engine("numpy").advance(swarm, 8 * swarm.batches.updates_in_epoch(0))
    swarm.learning_rate, swarm.engine_cache = stage.learning_rate / 10, None
    engine("numpy").advance(swarm, 32 * swarm.batches.updates_in_epoch(0))
    assert float((swarm.solved_at > 0).mean()) == pytest.approx(0.85, abs=APART)


def test_two_weights() -> None:
    scenario, stage = library.find("two-weights")
    lowest, at_zero = (
        LABORATORY.estimate(scenario, stage, Measure(measure="loss", at=at)).value
        for at in ((0.8765**0.5, 0.8765**0.5), (0.0, 0.0))
    )
    assert lowest == pytest.approx(0.0444, abs=1e-4)
    assert at_zero == pytest.approx(0.775, abs=1e-3)
    one, full = (found("two-weights", "median_updates", batch_size, 0.0) for batch_size in (1, 20))
    assert one == pytest.approx(full, rel=0.08)


@pytest.mark.parametrize(("learning_rate", "leaves"), [(0.7, 1.0), (0.6, 1.0), (0.55, 0.0)])
def test_equal_sharpness(learning_rate: float, leaves: float) -> None:
    """Find the threshold of η between .55 and .60."""
    assert found("equal-sharpness", "solved", 20, 0.0, learning_rate=learning_rate) == 0
    assert found("equal-sharpness", "solved", 1, 0.0, learning_rate=learning_rate) == pytest.approx(leaves, abs=APART)
    scenario, stage = library.find("equal-sharpness")
    for at in ((0.0, 0.0), (1.0, 0.0)):
        curvature = LABORATORY.estimate(scenario, stage, Measure(measure="curvature", at=at)).value
        assert curvature == pytest.approx(2)
