"""The measures of a scenario, evaluated by simulation. Each run is made once and kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from math import hypot, inf, isinf, nan, sqrt
from statistics import mean, stdev

import msgspec
import numpy as np

from batchgame.scenarios.proving.fresh import fresh_lower
from batchgame.scenarios.reading.format import Measure, Scenario, Stage
from batchgame.scenarios.reading.placeholders import updates_in_budget
from batchgame.scenarios.reading.problem import landscape, problem, schedule
from batchgame.sim.hyperparameters import Hyperparameters
from batchgame.sim.landscape import Landscape
from batchgame.sim.outcome import Outcome
from batchgame.sim.outcomes import outcome_map
from batchgame.sim.problem import Problem
from batchgame.sim.schedule import Batches
from batchgame.sim.shuffle import order
from batchgame.sim.theory import stability_limit

# Of a median: the medians of two seeds are whole updates, and may be equal only because they are rounded.
_SMALLEST_SPREAD = 0.01


@dataclass(frozen=True)
class Estimate:
    """A value and its standard error, which is 0 for what is computed exactly."""

    value: float
    error: float = 0.0

    def __mul__(self, factor: float) -> Estimate:
        """Multiply value and error by a number."""
        return Estimate(self.value * factor, abs(self.error * factor))


@dataclass
class Laboratory:
    """Experiments with `trajectories` trajectories on each of `seeds` seeds. Their outcomes are kept."""

    seeds: int = 5
    trajectories: int = 1000
    _kept: dict[bytes, tuple[Outcome, ...]] = field(default_factory=dict)

    def estimate(self, scenario: Scenario, stage: Stage, measure: Measure) -> Estimate:
        """Evaluate a measure: nan where it is not defined, inf for a median when fewer than half solve the stage."""
        kind = measure.measure
        if kind in _SIMULATED:
            found = _SIMULATED[kind](self.outcomes(scenario, stage, measure))
        elif kind in _COUNTED:
            found = Estimate(_COUNTED[kind](scenario, stage, measure))
        elif kind in _AT_A_POINT:
            found = Estimate(_moved(landscape(scenario, stage), stage, measure, _AT_A_POINT[kind]))
        elif kind == "stability_limit":
            at = np.array(measure.at)
            curvature = _steepest_curvature(landscape(scenario, stage), at)
            found = Estimate(stability_limit(curvature, measure.momentum or 0.0))
        elif kind == "fresh_lower":
            found = Estimate(*fresh_lower(scenario, stage, measure, self.seeds * self.trajectories))
        else:
            found = _of_batches(landscape(scenario, stage), stage, measure, self.seeds, self.trajectories)
        return found * measure.times

    def outcomes(self, scenario: Scenario, stage: Stage, measure: Measure) -> tuple[Outcome, ...]:
        """Run the pick of a measure once per seed.

        Full-batch training has no randomness, so one trajectory of one seed is enough.
        """
        batch_size, momentum = measure.batch_size, measure.momentum
        assert batch_size is not None
        assert momentum is not None
        used = schedule(stage, measure.schedule)
        is_deterministic = Batches(scenario.examples, batch_size, used).is_deterministic
        asked = msgspec.structs.replace(measure_of_run(measure), measure="solved")
        key = msgspec.json.encode(
            (scenario.stage_landscape(stage), stage.schedules, stage.start, stage.learning_rate, stage.goal)
        )
        key += msgspec.json.encode((stage.budget, stage.parallel, asked, self.seeds, self.trajectories))
        if key not in self._kept:
            task = problem(scenario, stage, start=measure.start, updates=measure.updates, epochs=measure.epochs)
            learning_rate, parallel = measure.learning_rate or stage.learning_rate, measure.parallel or stage.parallel
            count = 1 if is_deterministic else self.trajectories
            self._kept[key] = tuple(
                _outcome(task, Hyperparameters(batch_size, momentum, learning_rate, used), parallel, seed, count)
                for seed in range(1 if is_deterministic else self.seeds)
            )
        return self._kept[key]


def _outcome(task: Problem, pick: Hyperparameters, parallel: int, seed: int, count: int) -> Outcome:
    """Compute a map of one cell: the same numbers as a race, ten times as fast because no path is kept."""
    cells = outcome_map(
        task, [pick.batch_size], [pick.momentum], pick.learning_rate,
        parallel=parallel, seed=seed, trajectories=count, coarse=count, schedule=pick.schedule,
    )  # fmt: skip
    return next(cells).outcome


def measure_of_run(measure: Measure) -> Measure:
    """Keep of a measure only what its run depends on, so that two measures with equal runs become equal."""
    names = ("batch_size", "momentum", "schedule", "start", "learning_rate", "parallel", "updates", "epochs")
    return Measure(measure="solved", **{name: getattr(measure, name) for name in names})


def _fraction(count: Callable[[Outcome], int]) -> Callable[[tuple[Outcome, ...]], Estimate]:
    def estimate(outcomes: tuple[Outcome, ...]) -> Estimate:
        hits, runs = sum(map(count, outcomes)), sum(outcome.trajectories for outcome in outcomes)
        likely = (hits + 2) / (runs + 4)  # Agresti and Coull: the error is above 0 even if all or none are hits
        return Estimate(hits / runs, 0.0 if runs == 1 else sqrt(likely * (1 - likely) / (runs + 4)))

    return estimate


def _typical(read: Callable[[Outcome], float | None]) -> Callable[[tuple[Outcome, ...]], Estimate]:
    def estimate(outcomes: tuple[Outcome, ...]) -> Estimate:
        values = [inf if (value := read(outcome)) is None else value for outcome in outcomes]
        if len(values) == 1 and outcomes[0].trajectories == 1:
            return Estimate(values[0])
        if any(map(isinf, values)):
            return Estimate(inf, 0.0 if all(map(isinf, values)) else inf)
        middle = mean(values)
        spread = stdev(values) if len(values) > 1 else 0.0
        return Estimate(middle, max(spread, _SMALLEST_SPREAD * abs(middle)) / sqrt(len(values)))

    return estimate


_SIMULATED: dict[str, Callable[[tuple[Outcome, ...]], Estimate]] = {
    "solved": _fraction(lambda outcome: outcome.solved),
    "diverged": _fraction(lambda outcome: outcome.diverged),
    "median_updates": _typical(lambda outcome: outcome.median_updates),
    "median_epochs": _typical(lambda outcome: outcome.median_epochs),
    "median_time": _typical(lambda outcome: outcome.median_time),
    "final_loss": _typical(lambda outcome: outcome.final_loss),
}


def _updates(scenario: Scenario, stage: Stage, measure: Measure) -> float:
    budget = msgspec.structs.replace(stage.budget, updates=measure.updates, epochs=measure.epochs)
    own = measure.updates is None and measure.epochs is None
    asked = stage if own else msgspec.structs.replace(stage, budget=budget)
    return float(updates_in_budget(scenario, asked, measure.batch_size or 1))


_COUNTED: dict[str, Callable[[Scenario, Stage, Measure], float]] = {
    "updates_per_epoch": lambda scenario, stage, measure: float(-(-scenario.examples // (measure.batch_size or 1))),
    "updates_in_budget": _updates,
    "long_run_step": lambda scenario, stage, measure: 1 / (1 - (measure.momentum or 0.0)),
}


def _slope(surface: Landscape, at: np.ndarray) -> float:
    return float(hypot(*surface.gradient(at)))


def _steepest_curvature(surface: Landscape, at: np.ndarray) -> float:
    return float(np.linalg.eigvalsh(surface.hessian(at))[-1])


def _curvature_ratio(surface: Landscape, at: np.ndarray) -> float:
    """Divide the largest curvature by the smallest; nan where the smallest is not above zero."""
    least, largest = np.linalg.eigvalsh(surface.hessian(at))
    return float(largest / least) if least > 0 else nan


_AT_A_POINT: dict[str, Callable[[Landscape, np.ndarray], float]] = {
    "loss": lambda surface, at: float(surface.loss(at)),
    "gradient": _slope,
    "curvature": _steepest_curvature,
    "curvature_ratio": _curvature_ratio,
}


def _moved(surface: Landscape, stage: Stage, measure: Measure, read: Callable[[Landscape, np.ndarray], float]) -> float:
    """Average over the landscape moved by plus and by minus the distance along the direction of the test shift."""
    at = np.array(measure.at)  # (2,)
    if not measure.moved or stage.test_shift is None:
        return read(surface, at)
    direction = np.array(stage.test_shift.direction)
    step = measure.moved * direction / hypot(*direction)
    return mean([read(surface.shifted(step), at), read(surface.shifted(-step), at)])


def _of_batches(surface: Landscape, stage: Stage, measure: Measure, seeds: int, draws: int) -> Estimate:
    """Measure the gradient of one batch at a point.

    noise: its root mean square distance from the full gradient. pull: its mean length. aim: its mean cosine to the full
    gradient. Batches of one and of all examples are enumerated, others are drawn without replacement.
    """
    at = np.array(measure.at or measure.start or stage.start)
    examples, batch_size = surface.examples, measure.batch_size or 1
    each = surface.example_gradients(at)  # (N, 2)
    full = surface.gradient(at)  # (2,)
    if measure.measure == "noise":
        variance = float(np.mean(np.sum((each - full) ** 2, axis=1)))
        return Estimate(sqrt(variance * (examples - batch_size) / (batch_size * (examples - 1))))
    if batch_size == examples:
        return Estimate(_aim_or_pull(measure, full[None], full))
    if batch_size == 1:
        return Estimate(_aim_or_pull(measure, each, full))
    values = []
    for seed in range(seeds):
        chosen = order(seed, np.arange(draws), 0, examples)[:, :batch_size]  # (draws, B)
        values.append(_aim_or_pull(measure, each[chosen].mean(axis=1), full))
    return Estimate(mean(values), (stdev(values) if len(values) > 1 else 0.0) / sqrt(len(values)))


def _aim_or_pull(measure: Measure, gradients: np.ndarray, full: np.ndarray) -> float:
    lengths = np.hypot(gradients[:, 0], gradients[:, 1])
    if measure.measure == "pull":
        return float(lengths.mean())
    if not (lengths.all() and full.any()):
        return nan
    return float((gradients @ full / lengths).mean() / hypot(*full))
