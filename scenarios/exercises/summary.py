"""The proofs of the summary: six comparisons of small and large batches, and the best batch sizes of three budgets."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache

import numpy as np

from batchgame.scenarios.exercises.quiz import KESKAR, SMALL_TEST_WINS
from batchgame.scenarios.reading import library
from batchgame.scenarios.reading.problem import landscape, problem
from batchgame.sim.clock import Clock
from batchgame.sim.engine import engine
from batchgame.sim.goal import Goal
from batchgame.sim.hyperparameters import Hyperparameters
from batchgame.sim.outcomes import outcome_map
from batchgame.sim.schedule import Batches
from batchgame.sim.swarm import Swarm

N = 20
LADDER = (1, 2, 4, 5, 10, 20)
SMALL, LARGE, SAME = range(3)
# For each row of the table, which batches are better.
ROWS = {"serial": SMALL, "parallel": SAME, "epoch": LARGE, "gradient": LARGE, "optimisation": SMALL, "test": SMALL}
PARALLEL = 5  # examples that the clock handles at once, for the budget in time
BUDGETS = {"updates": 50, "epochs": 5, "time": 54}
MOST, TRAJECTORIES = 200, 400
GOOD = 0.9  # of the best chance: a batch size with at least this counts as good


@cache
def _passages(batch_size: int) -> np.ndarray:
    """Return the update at which each trajectory solved, shape (trajectories,); 0 if it did not.

    The task is a ring in the opening regression, to be held for ten updates.
    """
    scenario, stage = library.find("epoch/middle")
    x, y = stage.goal.ellipses[0][:2]
    task = replace(problem(scenario, stage), goal=Goal(((x, y, 0.2, 0.2),), 10))
    swarm = Swarm(
        task, Hyperparameters(batch_size, 0.0, stage.learning_rate),
        seed=0, trajectory=np.arange(TRAJECTORIES), dtype="float64", xp=np,
    )  # fmt: skip
    engine("numpy").advance(swarm, MOST)
    return np.asarray(swarm.solved_at)


def within(budget: str, batch_size: int) -> float:
    """Return the fraction of trajectories that solve within a budget."""
    batches, clock = Batches(N, batch_size), Clock(PARALLEL)
    spent: dict[str, Callable[[int], float]] = {
        "updates": float,
        "epochs": batches.epochs_seen,
        "time": lambda update: float(batches.time(clock, update)),
    }
    last = max(update for update in range(MOST + 1) if spent[budget](update) <= BUDGETS[budget])
    passages = _passages(batch_size)
    return float(((passages > 0) & (passages <= last)).mean())


def good(budget: str) -> set[int]:
    """Return the batch sizes whose chance within a budget is near the best one."""
    best = max(within(budget, batch_size) for batch_size in LADDER)
    return {batch_size for batch_size in LADDER if within(budget, batch_size) >= GOOD * best}


def cost(batch_size: int, parallel: int) -> float:
    """Return the units of the clock that an update takes."""
    return float(Clock(parallel).cost(batch_size))


def _epoch(batch_size: int) -> float:
    return float(Batches(N, batch_size).time(Clock(N), -(-N // batch_size)))


def _truer() -> bool:
    """Check that the gradient of every single example differs from the full one."""
    scenario, stage = library.find("epoch")
    each = landscape(scenario, stage).example_gradients(np.array(stage.start))
    return bool(np.linalg.norm(each - each.mean(axis=0), axis=1).min() > 0)


def _leaves(batch_size: int) -> float:
    scenario, stage = library.find("canyon")
    cells = outcome_map(
        problem(scenario, stage), [batch_size], [0.0], stage.learning_rate, parallel=1, trajectories=200
    )
    return list(cells)[-1].outcome.probability


PROOFS: dict[str, Callable[[], bool]] = {
    "serial_small": lambda: cost(1, 1) < cost(N, 1),
    "parallel_same": lambda: cost(1, N) == cost(N, N),
    "epoch_large": lambda: _epoch(N) < _epoch(1),
    "gradient_large": _truer,
    "optimisation_small": lambda: _leaves(1) > 0.9 > 0.1 > _leaves(N),
    "test_small": lambda: len(KESKAR) == SMALL_TEST_WINS,
    "one_best": lambda: bool(set.intersection(*(good(budget) for budget in BUDGETS))),
    "small_always": lambda: all(1 in good(budget) for budget in BUDGETS),
    "large_always": lambda: all(N in good(budget) for budget in BUDGETS),
    "it_depends": lambda: not set.intersection(*(good(budget) for budget in BUDGETS)),
    "epochs_small": lambda: good("epochs") == {1},
    "updates_large": lambda: good("updates") <= {10, 20},
    "time_between": lambda: bool(good("time")) and good("time").isdisjoint({1, 20}),
    "epochs_large": lambda: N in good("epochs"),
    "epochs_same": lambda: len(good("epochs")) == len(LADDER),
}

NUMBERS: dict[str, Callable[[], str]] = {
    "updates": lambda: str(BUDGETS["updates"]),
    "epochs": lambda: str(BUDGETS["epochs"]),
    "time": lambda: str(BUDGETS["time"]),
    "parallel": lambda: str(PARALLEL),
    "best_updates": lambda: ", ".join(map(str, sorted(good("updates")))),
    "best_epochs": lambda: ", ".join(map(str, sorted(good("epochs")))),
    "best_time": lambda: ", ".join(map(str, sorted(good("time")))),
}
