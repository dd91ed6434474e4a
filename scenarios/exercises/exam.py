"""The exam, re-derived: which picks solve which of its tasks, from the maps of outcomes."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from batchgame.scenarios.reading import library
from batchgame.scenarios.reading.problem import problem
from batchgame.sim.outcome import SOLVED
from batchgame.sim.outcomes import outcome_map

TASKS = ("canyon", "epoch/tight", "hill", "gate", "ravine")  # mixed: each is lost by what wins another
TRAJECTORIES = 100  # a cell: enough to tell who solves

Picks = dict[tuple[int, float], float]


@cache
def chances(words: str) -> Picks:
    """(batch size, momentum) -> the fraction that solves, over the ladder of a task."""
    scenario, stage = library.find(words)
    ladders = stage.ladders
    cells = outcome_map(
        problem(scenario, stage), ladders.batch_size, ladders.momentum, stage.learning_rate,
        parallel=stage.parallel, trajectories=TRAJECTORIES, coarse=TRAJECTORIES,
    )  # fmt: skip
    return {(cell.batch_size, cell.momentum): cell.outcome.probability for cell in cells}


def solving(words: str) -> set[tuple[int, float]]:
    """The picks that solve a task."""
    return {pick for pick, chance in chances(words).items() if chance >= SOLVED}


def _solves_all(batch_size: int, momentum: float) -> bool:
    return all((batch_size, momentum) in solving(words) for words in TASKS)


PROOFS: dict[str, Callable[[], bool]] = {
    "one_is_enough": lambda: all(any(b == 1 for b, _ in solving(words)) for words in TASKS),
    "full_is_enough": lambda: all(any(b == 20 for b, _ in solving(words)) for words in TASKS),
    "momentum_is_enough": lambda: any(all((b, 0.9) in solving(words) for words in TASKS) for b in (1, 2, 4, 5, 10, 20)),
    "both_needed": lambda: not set.intersection(*(solving(words) for words in TASKS)),
    "all_solvable": lambda: all(solving(words) for words in TASKS),
    "small_with_momentum": lambda: _solves_all(1, 0.9),
    "noise_at_the_gate": lambda: (1, 0.0) in solving("gate") and not any(b == 20 for b, _ in solving("gate")),
    "speed_at_the_hill": lambda: (20, 0.9) in solving("hill") and not any(m < 0.5 for _, m in solving("hill")),
    "aim_at_the_dot": lambda: not any(b == 1 for b, _ in solving("epoch/tight")),
}

NUMBERS: dict[str, Callable[[], str]] = {
    "tasks": lambda: str(len(TASKS)),
    "best": lambda: str(max(sum(pick in solving(words) for words in TASKS) for pick in chances(TASKS[0]))),
}
