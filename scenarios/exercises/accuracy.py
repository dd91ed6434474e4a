"""The proofs of the accuracy exercise: networks that are trained with equal epochs, and with equal updates."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from itertools import pairwise

from batchgame.scenarios.proving.trained import is_below, trained
from batchgame.scenarios.text.numbers import grouped
from batchgame.sim.networks.experiment import Experiment, Result
from batchgame.sim.networks.names import EXAMPLES, TRAINING
from batchgame.sim.networks.networks import Setup
from batchgame.sim.networks.side_by_side import Comparison

SIZES = (1, 4, 16, 64, 256, TRAINING["digits"])
SPIRAL_SIZES = (1, 8, 64, 256, TRAINING["spirals"])
EPOCHS, UPDATES = 20, 1000
DIGITS, SPIRALS = Setup("digits"), Setup("spirals")
# What the page shows, one after the other.
COMPARISONS = {
    "epochs": Comparison(DIGITS, SIZES, epochs=EPOCHS),
    "updates": Comparison(DIGITS, SIZES, updates=UPDATES),
    "spirals": Comparison(SPIRALS, SPIRAL_SIZES, epochs=EPOCHS),
}
PROVING = 16  # networks of each batch size
FEW = 6  # networks where the full batch makes many updates, which is dear
LEVEL = 0.01  # accuracies this near count as level


def _epochs(batch_size: int, setup: Setup = DIGITS, networks: int = PROVING) -> Result:
    return trained(Experiment(setup, batch_size, networks=networks, epochs=EPOCHS))


def _updates(batch_size: int) -> Result:
    return trained(Experiment(DIGITS, batch_size, networks=FEW, updates=UPDATES))


def _falls(setup: Setup, sizes: tuple[int, ...], kind: str) -> bool:
    """Return whether an accuracy is lower at each batch size than at the one before it, with equal epochs."""
    found = [getattr(_epochs(size, setup).measured, kind) for size in sizes]
    return all(is_below(large, small) for small, large in pairwise(found))


def _train_falls() -> bool:
    """Compare the training accuracies, from batch size 4 on: with smaller ones all are near 1."""
    return _falls(DIGITS, SIZES[1:], "train_accuracy")


def _memory_only() -> bool:
    """Return whether the full batch keeps its training accuracy and loses on the test examples."""
    small, large = (_epochs(size).measured for size in (SIZES[2], SIZES[-1]))
    keeps = not is_below(large.train_accuracy, small.train_accuracy, by=LEVEL)
    return keeps and is_below(large.test_accuracy, small.test_accuracy, by=LEVEL)


def _full_is_best(kind: str) -> bool:
    """Return whether the full batch has the highest accuracy of all, with equal epochs."""
    return is_below(getattr(_epochs(SIZES[2]).measured, kind), getattr(_epochs(SIZES[-1]).measured, kind))


def _all_level() -> bool:
    """Return whether all batch sizes are level on the test examples, with equal epochs."""
    small, large = (_epochs(size).measured.test_accuracy for size in (SIZES[2], SIZES[-1]))
    return not is_below(large, small, by=LEVEL)


def _model_is_too_small() -> bool:
    """Return whether no batch size lets this network fit its training examples."""
    return bool(_epochs(SIZES[0]).measured.train_accuracy.mean() < 0.95)


def _updates_meet(kind: str) -> bool:
    """Return whether the full batch is not below batch size 16 once both make the same number of updates."""
    small, large = (getattr(_updates(size).measured, kind) for size in (SIZES[2], SIZES[-1]))
    return bool(large.mean() > small.mean() - LEVEL)


PROOFS: dict[str, Callable[[], bool]] = {
    "train_falls": _train_falls,
    "test_falls": partial(_falls, DIGITS, SIZES, "test_accuracy"),
    "memory_only": _memory_only,
    "full_is_best": partial(_full_is_best, "test_accuracy"),
    "all_level": _all_level,
    "both_fall": lambda: _train_falls() and _falls(DIGITS, SIZES, "test_accuracy"),
    "model_is_too_small": _model_is_too_small,
    "too_few_updates": lambda: _updates_meet("train_accuracy") and _updates_meet("test_accuracy"),
    "train_meets": partial(_updates_meet, "train_accuracy"),
    "test_meets": partial(_updates_meet, "test_accuracy"),
    "spirals_fall": partial(_falls, SPIRALS, SPIRAL_SIZES, "test_accuracy"),
}
TRAINED = frozenset(PROOFS)

NUMBERS: dict[str, Callable[[], str]] = {
    "epochs": lambda: str(EPOCHS),
    "updates": lambda: grouped(UPDATES),
    "full": lambda: grouped(SIZES[-1]),
    "validation": lambda: grouped(EXAMPLES["digits"] - TRAINING["digits"]),
    "updates_one": lambda: grouped(COMPARISONS["epochs"].budget(1)),
    "updates_full": lambda: grouped(COMPARISONS["epochs"].budget(SIZES[-1])),
}
