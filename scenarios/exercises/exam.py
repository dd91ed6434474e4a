"""The proofs of the exam: which picks solve which of its tasks, by maps of outcomes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from math import inf

from batchgame.scenarios.reading import library
from batchgame.scenarios.reading.problem import problem
from batchgame.sim.outcome import SOLVED, Outcome, Scored
from batchgame.sim.outcomes import outcome_map

# Each task is lost by a pick that wins another one.
TASKS = ("canyon", "epoch/tight", "hill", "gate", "ravine")
TRAJECTORIES = 100  # per cell; enough to tell which picks solve a task

Pick = tuple[int, float]  # batch size and momentum


@cache
def outcomes(task: str) -> dict[Pick, Outcome]:
    """Compute the outcome of a task for every batch size and momentum of its ladders."""
    scenario, stage = library.find(task)
    ladders = stage.ladders
    cells = outcome_map(
        problem(scenario, stage), ladders.batch_size, ladders.momentum, stage.learning_rate,
        parallel=stage.parallel, trajectories=TRAJECTORIES, coarse=TRAJECTORIES,
    )  # fmt: skip
    return {(cell.batch_size, cell.momentum): cell.outcome for cell in cells}


def chances(task: str) -> dict[Pick, float]:
    """Return the fraction of trajectories that solve a task, for every batch size and momentum of its ladders."""
    return {pick: outcome.probability for pick, outcome in outcomes(task).items()}


def best_pick(cells: Mapping[Pick, Scored]) -> Pick:
    """Return the pick with the largest share that solves; of several, the one that takes the fewest epochs."""

    def order(pick: Pick) -> tuple[float, float]:
        epochs = cells[pick].median_epochs
        return cells[pick].probability, -inf if epochs is None else -epochs

    return max(cells, key=order)


def solving(task: str) -> set[tuple[int, float]]:
    """Return the picks that solve a task."""
    return {pick for pick, chance in chances(task).items() if chance >= SOLVED}


def _solves_all(batch_size: int, momentum: float) -> bool:
    return all((batch_size, momentum) in solving(task) for task in TASKS)


PROOFS: dict[str, Callable[[], bool]] = {
    "one_is_enough": lambda: all(any(b == 1 for b, _ in solving(task)) for task in TASKS),
    "full_is_enough": lambda: all(any(b == 20 for b, _ in solving(task)) for task in TASKS),
    "momentum_is_enough": lambda: any(all((b, 0.9) in solving(task) for task in TASKS) for b in (1, 2, 4, 5, 10, 20)),
    "both_needed": lambda: not set.intersection(*(solving(task) for task in TASKS)),
    "all_solvable": lambda: all(solving(task) for task in TASKS),
    "small_with_momentum": lambda: _solves_all(1, 0.9),
    "noise_at_the_gate": lambda: (1, 0.0) in solving("gate") and not any(b == 20 for b, _ in solving("gate")),
    "speed_at_the_hill": lambda: (20, 0.9) in solving("hill") and not any(m < 0.5 for _, m in solving("hill")),
    "aim_at_the_dot": lambda: not any(b == 1 for b, _ in solving("epoch/tight")),
}

NUMBERS: dict[str, Callable[[], str]] = {
    "tasks": lambda: str(len(TASKS)),
    "best": lambda: str(max(sum(pick in solving(task) for task in TASKS) for pick in chances(TASKS[0]))),
}
