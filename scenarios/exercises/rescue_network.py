"""The proofs of the rescue of a full batch in real networks: scaling, momentum, warm-up, and budgets of three kinds."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import numpy as np
from numpy.typing import NDArray

from batchgame.scenarios.proving.trained import is_below
from batchgame.scenarios.text.numbers import number
from batchgame.sim.networks.engine import network_engine
from batchgame.sim.networks.names import TRAINING
from batchgame.sim.networks.rescue import DISTANCE, RATES, Pick, fewest, validation

FULL, SMALL, RATE, CLASSES = TRAINING["digits"], 16, 0.1, 10
NETWORKS = 32
FIXED = 100  # examples that the fixed cost of an update is worth, on the clock of a proof: array code
COMPARED = (1, SMALL, 64, FULL)


@cache
def _accuracies(batch_size: int, scaling: str = "none", momentum: float = 0.0, warm_up: int = 0) -> NDArray[np.float64]:
    """Return the validation accuracies of networks after 20 epochs, (M,)."""
    pick = Pick(batch_size, scaling, momentum, warm_up)  # type: ignore[arg-type]
    *_, (_, found) = validation(pick, [pick.wanted], NETWORKS, 0, "auto")
    return np.asarray(found.accuracy[-1])


def _rescued(scaling: str = "none", momentum: float = 0.0, warm_up: int = 0) -> NDArray[np.float64]:
    return _accuracies(FULL, scaling, momentum, warm_up)


def _goal() -> NDArray[np.float64]:
    return _accuracies(SMALL) - DISTANCE


@cache
def _fewest(batch_size: int) -> tuple[int, float]:
    """Return the updates and the epochs to the goal at a batch size, with the best of eight learning rates."""
    *_, (_, found) = fewest(float(_goal().mean()), [batch_size], RATES, 4, 0, network_engine())
    reached = found[batch_size]
    return (reached.updates, reached.epochs) if reached is not None else (10**9, 1e9)


def _best(cost: Callable[[int], float]) -> int:
    return min(COMPARED, key=cost)


def _array_clock(batch_size: int) -> float:
    return _fewest(batch_size)[0] * (FIXED + batch_size)


def _guesses(accuracies: NDArray[np.float64]) -> bool:
    """Return whether networks are no better than guessing, give or take as much again."""
    return bool(accuracies.mean() < 2 / CLASSES)


def _warm_up_helps(scaling: str, momentum: float = 0.0) -> bool:
    return any(
        is_below(_rescued(scaling, momentum), _rescued(scaling, momentum, warm_up), 0.01) for warm_up in (2, 5, 10)
    )


PROOFS: dict[str, Callable[[], bool]] = {
    "linear_as_good": lambda: not is_below(_rescued("linear"), _goal()),
    "linear_blows_up": lambda: _guesses(_rescued("linear")),
    "linear_unmoved": lambda: abs(float((_rescued("linear") - _rescued()).mean())) < 0.1,
    "as_is_far": lambda: is_below(_rescued(), _goal(), 0.2),
    "root_helps": lambda: is_below(_rescued(), _rescued("sqrt"), 0.2) and is_below(_rescued("sqrt"), _goal()),
    "momentum_and_root": lambda: is_below(_goal(), _rescued("sqrt", 0.9)),
    "warm_up_helps": lambda: _warm_up_helps("sqrt") or _warm_up_helps("sqrt", 0.9),
    "warm_up_saves_linear": lambda: not all(_guesses(_rescued("linear", 0.0, epochs)) for epochs in (2, 5, 10)),
    "warm_up_no_help": lambda: (
        not (
            _warm_up_helps("none") or _warm_up_helps("sqrt") or _warm_up_helps("linear") or _warm_up_helps("sqrt", 0.9)
        )
    ),
    "small_linear_works": lambda: is_below(_accuracies(64), _accuracies(64, "linear"), 0.005),
    "updates_one": lambda: _best(lambda size: _fewest(size)[0]) == 1,
    "updates_small": lambda: _best(lambda size: _fewest(size)[0]) == SMALL,
    "updates_full": lambda: _best(lambda size: _fewest(size)[0]) == FULL,
    "epochs_small": lambda: _best(lambda size: _fewest(size)[1]) in (1, SMALL) and _fewest(64)[1] < _fewest(FULL)[1],
    "time_between": lambda: 1 < _best(_array_clock) < FULL,
}
TRAINED = frozenset(PROOFS)

NUMBERS: dict[str, Callable[[], str]] = {
    "factor": lambda: number(FULL / SMALL),
    "rate": lambda: number(RATE * FULL / SMALL),
    "full": lambda: str(FULL),
}
