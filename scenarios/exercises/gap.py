"""The proofs of the gap exercise: the published table, and networks that are trained to the same loss."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import NamedTuple

from batchgame.scenarios.proving.trained import is_below
from batchgame.scenarios.text.numbers import number, percentage
from batchgame.sim.networks.equal_loss import EqualLoss, Found, train_pairs
from batchgame.sim.networks.networks import Setup


class Published(NamedTuple):
    """A figure of the paper in per cent: its mean and its standard deviation."""

    mean: float
    deviation: float


class Row(NamedTuple):
    """A network of the table: accuracy on training and on test data with the small and with the large batch."""

    name: str
    kind: str
    data: str
    train_small: Published
    train_large: Published
    test_small: Published
    test_large: Published

    @property
    def train_gap(self) -> float:
        """Return the large batch's training accuracy minus the small one's, in points."""
        return self.train_large.mean - self.train_small.mean

    @property
    def test_gap(self) -> float:
        """Return the large batch's test accuracy minus the small one's, in points."""
        return self.test_large.mean - self.test_small.mean

    @property
    def is_optimisation(self) -> bool:
        """Return whether the large batch is behind in training already, by more than a point."""
        return self.train_gap < -BEHIND


BEHIND = 1.0  # points of training accuracy
SMALL, LARGE_SHARE = 256, 10  # the paper's small batch, and of which part of the data its large batch is made
# Keskar et al. 2017, table 2.
TABLE = (
    Row("F1", "fully connected", "MNIST", Published(99.66, 0.05), Published(99.92, 0.01), Published(98.03, 0.07),
        Published(97.81, 0.07)),
    Row("F2", "fully connected", "TIMIT", Published(99.99, 0.03), Published(98.35, 2.08), Published(64.02, 0.2),
        Published(59.45, 1.05)),
    Row("C1", "shallow conv", "CIFAR-10", Published(99.89, 0.02), Published(99.66, 0.2), Published(80.04, 0.12),
        Published(77.26, 0.42)),
    Row("C2", "deep conv", "CIFAR-10", Published(99.99, 0.04), Published(99.99, 0.01), Published(89.24, 0.12),
        Published(87.26, 0.07)),
    Row("C3", "shallow conv", "CIFAR-100", Published(99.56, 0.44), Published(99.88, 0.30), Published(49.58, 0.39),
        Published(46.45, 0.43)),
    Row("C4", "deep conv", "CIFAR-100", Published(99.10, 1.23), Published(99.57, 1.84), Published(63.08, 0.5),
        Published(57.81, 0.17)),
)  # fmt: skip
MISSING = 4  # the row whose last figure is guessed
NEAR = 1.5  # points within which a guess counts
GUESSES = (40.0, 60.0)

SIZES = (8, 30, 100, 300)
EXAMPLES = 300
RATE, LOSS = 0.5, 0.03
WRONG = 0.2
# What the page trains, one after the other.
PLANS = {
    "wrong": EqualLoss(Setup("digits", examples=EXAMPLES, wrong_labels=WRONG), SIZES, RATE, LOSS),
    "clean": EqualLoss(Setup("digits", examples=EXAMPLES), SIZES, RATE, LOSS),
}
PROVING = 12  # networks at the smallest and the largest batch size; with wrong labels the full batch is dear


@cache
def proving(stage: str) -> Found:
    """Train the networks of the proofs, once per process: only the smallest and the largest batch size."""
    found = None
    for _, found in train_pairs(PLANS[stage], (PROVING,), seed=0, whole=0):  # noqa: B007 - the last one is wanted
        pass
    assert found is not None
    return found


def _loses(stage: str, by: float = 0.0) -> bool:
    """Return whether the largest batch is below the smallest on test data, by more than some points."""
    test = proving(stage).test
    return is_below(test[-1], test[0], by=by / 100)


def _is_level_in_training(stage: str) -> bool:
    train = proving(stage).train
    return bool(abs(train[-1] - train[0]).mean() < BEHIND / 100)


def _is_sharper(stage: str) -> bool:
    sharpness = proving(stage).sharpness
    return is_below(sharpness[0], sharpness[-1])


def _shrinks() -> bool:
    """Return whether the gap with wrong labels is larger than that with clean ones, at least twice as large."""
    wrong, clean = (proving(stage).differences for stage in PLANS)
    return is_below(wrong, clean) and bool(clean.mean() > wrong.mean() / 2)


PROOFS: dict[str, Callable[[], bool]] = {
    "table_small_all": lambda: all(row.test_gap < 0 for row in TABLE),
    "table_small_half": lambda: sum(row.test_gap < 0 for row in TABLE) == len(TABLE) // 2,
    "table_equal": lambda: all(abs(row.test_gap) < 0.1 for row in TABLE),
    "table_large": lambda: sum(row.test_gap > 0 for row in TABLE) > len(TABLE) // 2,
    "table_five_level": lambda: sum(not row.is_optimisation for row in TABLE) == len(TABLE) - 1,
    "table_f2": lambda: [row.name for row in TABLE if row.is_optimisation] == ["F2"],
    "f2_within_spread": lambda: -TABLE[1].train_gap < TABLE[1].train_large.deviation,
    "wrong_gap": lambda: _loses("wrong") and _is_level_in_training("wrong"),
    "wrong_sharper": lambda: _is_sharper("wrong"),
    "clean_sharper": lambda: _is_sharper("clean"),
    "clean_level": lambda: not _loses("clean") and _is_level_in_training("clean"),
    "gap_shrinks": lambda: _is_sharper("clean") and _shrinks(),
    "gap_stays": lambda: bool(proving("clean").differences.mean() < 0.75 * proving("wrong").differences.mean()),
    "gap_grows": lambda: bool(proving("clean").differences.mean() < proving("wrong").differences.mean()),
    "clean_flatter": lambda: is_below(*proving("clean").sharpness[[-1, 0]]),
}
TRAINED = frozenset(
    {"wrong_gap", "wrong_sharper", "clean_sharper", "clean_level", "gap_shrinks", "gap_stays", "gap_grows",
     "clean_flatter"}
)  # fmt: skip

NUMBERS: dict[str, Callable[[], str]] = {
    "rows": lambda: str(len(TABLE)),
    "small": lambda: str(SMALL),
    "tenth": lambda: str(LARGE_SHARE),
    "near": lambda: number(NEAR),
    "f2_large": lambda: percentage(TABLE[1].train_large.mean / 100, 2),
    "f2_deviation": lambda: number(TABLE[1].train_large.deviation),
    "examples": lambda: str(EXAMPLES),
    "smallest": lambda: str(SIZES[0]),
    "loss": lambda: number(LOSS),
    "wrong": lambda: percentage(WRONG, 0),
    "c3_low": lambda: number(TABLE[MISSING].test_small.mean - 4),
    "c3_high": lambda: number(TABLE[MISSING].test_small.mean - 2),
}
