"""The proofs of the quiz: by counting, by formulas, by small simulations, and from published tables."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from itertools import pairwise
from math import ceil, isclose, sqrt

import numpy as np

from batchgame.scenarios.exercises.lecture_times import IMAGES, SECONDS
from batchgame.scenarios.reading import library
from batchgame.scenarios.reading.problem import landscape, problem
from batchgame.scenarios.text.numbers import decimal, percentage
from batchgame.sim.clock import Clock
from batchgame.sim.engine import engine
from batchgame.sim.hyperparameters import Hyperparameters
from batchgame.sim.landscape import Landscape
from batchgame.sim.problem import Problem
from batchgame.sim.schedule import PLAIN, Schedule
from batchgame.sim.swarm import Swarm
from batchgame.sim.theory import effective_learning_rate

N = 20
# Read off a figure of the lecture within .004, CIFAR-10: training and validation accuracy, from small to large B.
TRAINING = (0.580, 0.560, 0.438, 0.433, 0.399, 0.297)
VALIDATION = (0.611, 0.552, 0.458, 0.427, 0.439, 0.334)
# Keskar et al. 2017, table 2: for six networks the accuracies (training, test) of small, then of large batches.
KESKAR = (
    ((99.66, 98.03), (99.92, 97.81)),
    ((99.99, 64.02), (98.35, 59.45)),
    ((99.89, 80.04), (99.66, 77.26)),
    ((99.99, 89.24), (99.99, 87.26)),
    ((99.56, 49.58), (99.88, 46.45)),
    ((99.10, 63.08), (99.57, 57.81)),
)
LEVEL = 1.25
FEW, MANY = 20, 100  # updates, before and after batch size 1 has reached its noise floor in the opening regression
ETA = 0.005  # a small learning rate for the opening regression


def updates(batch_size: int, examples: int = N) -> int:
    """Return the number of updates in an epoch, ⌈N/B⌉."""
    return ceil(examples / batch_size)


def error(batch_size: int, examples: int) -> float:
    """Return the error of a batch's mean gradient, without replacement, in units of the spread of one example."""
    return sqrt((examples - batch_size) / (batch_size * (examples - 1)))


def epoch_seconds(batch_size: int) -> float:
    """Return the seconds that an epoch takes by the figure of the lecture."""
    return SECONDS[batch_size] * updates(batch_size, IMAGES)


def _run(task: Problem, pick: Hyperparameters, trajectories: int, updates: int) -> Swarm:
    swarm = Swarm(task, pick, seed=0, trajectory=np.arange(trajectories), dtype="float64", xp=np)
    engine("numpy").advance(swarm, updates)
    return swarm


@cache
def distance(
    batch_size: int, count: int, learning_rate: float = 0.1, momentum: float = 0.0, schedule: Schedule = PLAIN,
    by_residual: bool = False,
) -> float:  # fmt: skip
    """Return the mean distance from the optimum of the opening regression after `count` updates."""
    scenario, stage = library.find("epoch")
    task = problem(scenario, stage)
    surface, best = task.landscape, np.array(stage.goal.ellipses[0][:2])
    if by_residual:
        surface = Landscape(surface.coefficients[np.argsort(surface.example_gradients(best)[:, 1])])
        task = type(task)(surface, task.start, task.goal, task.budget, task.region)
    swarm = _run(task, Hyperparameters(batch_size, momentum, learning_rate, schedule), 200, count)
    return float(np.hypot(swarm.x - best[0], swarm.y - best[1]).mean())


def mean_of_single_gradients() -> float:
    """Return the distance of the mean of all N gradients of batch size 1 from the full gradient."""
    scenario, stage = library.find("canyon")
    surface, at = landscape(scenario, stage), np.array([0.3, 0.4])
    singles = np.array([surface.gradient(at, [n]) for n in range(surface.examples)])
    return float(np.linalg.norm(singles.mean(axis=0) - surface.gradient(at)))


def to_and_fro() -> bool:
    """Check that the two halves of an epoch pull in opposite directions if the examples are sorted by residual."""
    scenario, stage = library.find("epoch")
    surface, best = landscape(scenario, stage), np.array(stage.goal.ellipses[0][:2])
    order = np.argsort(surface.example_gradients(best)[:, 1])
    first, second = (surface.gradient(best, half) for half in (order[: N // 2], order[N // 2 :]))
    return float(first @ second) < -0.9 * float(np.linalg.norm(first) * np.linalg.norm(second))


def pulled() -> bool:
    """Check that a run in that order also ends much farther from the optimum than a shuffled one."""
    fixed = distance(2, 300, 0.05, 0.0, Schedule(sampling="index"), by_residual=True)
    return to_and_fro() and fixed > 2 * distance(2, 300, 0.05)


def rests(batch_size: int, momentum: float, name: str, start: tuple[float, float]) -> bool:
    """Check that no trajectory ever moves from this start."""
    scenario, stage = library.find(name)
    task, pick = problem(scenario, stage, start=start), Hyperparameters(batch_size, momentum, stage.learning_rate)
    swarm = _run(task, pick, 50, 100)
    return not swarm.moved[0]


def diverges(batch_size: int, start: tuple[float, float]) -> bool:
    """Check that at least one trajectory diverges from this start."""
    scenario, stage = library.find("two-weights")
    task, pick = problem(scenario, stage, start=start), Hyperparameters(batch_size, 0.0, stage.learning_rate)
    swarm = _run(task, pick, 50, 100)
    return bool(swarm.diverged_at.any())


def noisy(learning_rate: float, momentum: float) -> float:
    """Return the mean distance at which batch size 1 hovers in the end.

    Examples are drawn with replacement, because the noise of shuffled epochs is smaller at their ends.
    """
    return distance(1, 2000, learning_rate, momentum, Schedule(sampling="replacement"))


def opening_eta() -> float:
    """Return the learning rate of the opening regression."""
    return library.find("epoch")[1].learning_rate


def _level(one: float, other: float) -> bool:
    return max(one, other) <= LEVEL * min(one, other)


def _work(batch_size: int) -> float:
    """Return the units of a serial clock that an epoch takes."""
    return float(Clock(1).time(updates(batch_size), batch_size, N))


def _falls(values: tuple[float, ...]) -> bool:
    """Check that the values fall from the first to the last, with at most one step up between."""
    return values[-1] < values[0] and sum(b > a for a, b in pairwise(values)) <= 1


SMALL_TEST_WINS = sum(small[1] > large[1] for small, large in KESKAR)
ALIKE_IN_TRAINING = sum(abs(small[0] - large[0]) < 1 for small, large in KESKAR)

PROOFS: dict[str, Callable[[], bool]] = {
    "three_updates": lambda: updates(3) == 3,
    "seven_updates": lambda: updates(3) == 7,
    "six_updates": lambda: updates(3) == 6,
    "twenty_updates": lambda: updates(3) == 20,
    "both_one": lambda: updates(N) == 1 == updates(1),
    "full_twenty": lambda: (updates(N), updates(1)) == (20, 1),
    "full_one": lambda: (updates(N), updates(1)) == (1, 20),
    "both_twenty": lambda: updates(N) == 20 == updates(1),
    "updates_double": lambda: updates(4) == 2 * updates(2),
    "updates_halve": lambda: all(2 * updates(2 * b) == updates(b) for b in (1, 2, 5, 10)),
    "updates_same": lambda: updates(4) == updates(2),
    "mean_zero": lambda: mean_of_single_gradients() > 0.1,
    "mean_full": lambda: mean_of_single_gradients() < 1e-12,
    "mean_less": lambda: mean_of_single_gradients() > 1e-3,
    "error_quarter": lambda: isclose(error(64, IMAGES) / error(16, IMAGES), 0.25, rel_tol=0.05),
    "error_half": lambda: isclose(error(64, IMAGES) / error(16, IMAGES), 0.5, rel_tol=0.05),
    "error_same": lambda: isclose(error(64, IMAGES), error(16, IMAGES), rel_tol=0.05),
    "thousand_times": lambda: SECONDS[1000] > 500 * SECONDS[1],
    "much_less": lambda: LEVEL * SECONDS[1] < SECONDS[1000] < 100 * SECONDS[1],
    "update_equal": lambda: _level(SECONDS[1000], SECONDS[1]),
    "large_equal": lambda: _level(SECONDS[60_000], SECONDS[10_000]),
    "six_times": lambda: isclose(SECONDS[60_000] / SECONDS[10_000], 6, rel_tol=0.1),
    "sixty_times": lambda: isclose(SECONDS[60_000] / SECONDS[10_000], 60, rel_tol=0.1),
    "one_first": lambda: epoch_seconds(1) < epoch_seconds(1000),
    "thousand_first": lambda: LEVEL * epoch_seconds(1000) < epoch_seconds(1),
    "tie": lambda: _level(epoch_seconds(1), epoch_seconds(1000)),
    "one_slower": lambda: _work(1) > _work(N),
    "full_slower": lambda: _work(N) > _work(1),
    "same_work": lambda: _work(1) == _work(4) == _work(N),
    "order_nothing": lambda: _level(
        distance(2, 300, 0.05, 0.0, Schedule(sampling="index"), by_residual=True), distance(2, 300, 0.05)
    ),
    "order_faster": lambda: distance(2, 300, 0.05, 0.0, Schedule(sampling="index"), True) < distance(2, 300, 0.05),
    "order_pulls": pulled,
    "overfits": lambda: not _falls(TRAINING),  # overfitting would leave the training accuracy high
    "too_small": lambda: TRAINING[0] < 0.5,  # the same network does better with another batch size
    "optimisation": lambda: _falls(TRAINING) and _falls(VALIDATION),
    "gap": lambda: len(KESKAR) == SMALL_TEST_WINS and ALIKE_IN_TRAINING >= 5,
    "gap_optimisation": lambda: ALIKE_IN_TRAINING < 5,
    "gap_bias": lambda: max(small[0] for small, _ in KESKAR) < 99,
    "momentum_rests": lambda: all(rests(N, momentum, "saddle", (0.0, 0.0)) for momentum in (0.0, 0.9, 0.99)),
    "batch_rests": lambda: rests(1, 0.0, "saddle", (0.0, 0.0)),
    "kick_rests": lambda: rests(N, 0.0, "saddle", (0.05, 0.05)),
    "zero_leaves": lambda: not rests(1, 0.0, "two-weights", (0.0, 0.0)),
    "zero_stays": lambda: rests(1, 0.0, "two-weights", (0.0, 0.0)),
    "zero_explodes": lambda: diverges(1, (0.0, 0.0)),
    "equal_worse": lambda: distance(N, MANY) > LEVEL * distance(1, MANY),
    "equal_then_nearer": lambda: (
        _level(distance(N, FEW), distance(1, FEW)) and LEVEL * distance(N, MANY) < distance(1, MANY)
    ),
    "equal_always": lambda: all(_level(distance(N, count), distance(1, count)) for count in (FEW, MANY)),
    "long_one": lambda: isclose(effective_learning_rate(1, 0.9), 1),
    "long_nine_tenths": lambda: isclose(effective_learning_rate(1, 0.9), 0.9),
    "long_ten": lambda: isclose(effective_learning_rate(1, 0.9), 10),
    "long_unlimited": lambda: effective_learning_rate(1, 0.9) > 1e6,
    "plain_worse": lambda: noisy(10 * ETA, 0.0) > LEVEL * noisy(ETA, 0.9),
    "plain_same": lambda: _level(noisy(10 * ETA, 0.0), noisy(ETA, 0.9)) and noisy(10 * opening_eta(), 0.0) > 100,
    "plain_diverges": lambda: noisy(10 * ETA, 0.0) > 100,
}

NUMBERS: dict[str, Callable[[], str]] = {
    "updates_three": lambda: str(updates(3)),
    "last_batch": lambda: str(N - 3 * (updates(3) - 1)),
    "slower": lambda: decimal(SECONDS[1000] / SECONDS[1], 0),
    "largest": lambda: decimal(SECONDS[60_000] / SECONDS[10_000], 1),
    "epoch_one": lambda: decimal(epoch_seconds(1), 0),
    "epoch_thousand": lambda: decimal(epoch_seconds(1000), 0),
    "sorted_times": lambda: decimal(
        distance(2, 300, 0.05, 0.0, Schedule(sampling="index"), True) / distance(2, 300, 0.05), 0
    ),
    "train_small": lambda: percentage(TRAINING[0], 0),
    "train_large": lambda: percentage(TRAINING[-1], 0),
    "keskar_wins": lambda: str(SMALL_TEST_WINS),
    "keskar_all": lambda: str(len(KESKAR)),
    "equal_few": lambda: str(FEW),
    "equal_many": lambda: str(MANY),
    "equal_full": lambda: decimal(distance(N, FEW), 2),
    "equal_one": lambda: decimal(distance(1, FEW), 2),
    "later_full": lambda: decimal(distance(N, MANY), 3),
    "later_one": lambda: decimal(distance(1, MANY), 3),
    "plain_eta": lambda: decimal(10 * ETA),
    "momentum_eta": lambda: decimal(ETA),
    "opening_eta": lambda: decimal(opening_eta()),
    "plain_distance": lambda: decimal(noisy(10 * ETA, 0.0), 3),
    "momentum_distance": lambda: decimal(noisy(ETA, 0.9), 3),
}
