"""What is wrong with a training run: networks trained with their curves, and the rule that names the illness from them.

The rule reads the accuracies after each epoch and nothing else: it does not know the hyperparameters. Four figures are
taken from each network, and the medians over the networks decide. A run between the thresholds has no name.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from batchgame.sim.networks.engine import NetworkEngine
from batchgame.sim.networks.experiment import Experiment
from batchgame.sim.networks.names import CLASSES
from batchgame.sim.networks.networks import Networks

Illness = Literal["few", "overfit", "leaps", "stuck", "healthy"]
ILLNESSES: tuple[Illness, ...] = ("few", "overfit", "leaps", "stuck", "healthy")

AT_CHANCE = 0.1  # above chance: a run that was never better than this is stuck
LEAPS, STEADY = 0.25, 0.12  # falls of the training accuracy, added up: at least for leaps, at most for health
WIDE, NARROW = 0.08, 0.06  # training above validation: at least for overfitting, at most for health
LEARNED = 0.9  # validation accuracy: at least for health
UNFINISHED = 0.9  # training accuracy: at most for too few updates
RISING = 0.02  # training accuracy gained in the last quarter: at least for too few updates
POINTS = 40  # of a curve at most, because every point costs a look at all examples


class Run(NamedTuple):
    """Networks as they were trained. epochs: (S,), from 0 to the end. train, test: accuracies, (S, M).

    updates: how many each network made.
    """

    experiment: Experiment
    epochs: NDArray[np.float64]
    train: NDArray[np.float64]
    test: NDArray[np.float64]
    updates: int


class Figures(NamedTuple):
    """What the rule reads. train, test: accuracies at the end. best: the highest training accuracy of all epochs.

    rise: of the training accuracy in the last quarter of the epochs. falls: its falls from point to point, added up.
    chance: the accuracy of a guess.
    """

    train: float
    test: float
    best: float
    rise: float
    falls: float
    chance: float


def figures(run: Run, network: int | None = None) -> Figures:
    """Return the medians over all networks, each figure by itself, or the figures of one network."""
    at = slice(None) if network is None else slice(network, network + 1)
    train, test = run.train[:, at], run.test[:, at]
    quarter = int(np.searchsorted(run.epochs, 0.75 * run.epochs[-1]))
    each: tuple[NDArray[np.float64], ...] = (
        train[-1],
        test[-1],
        train.max(axis=0),
        train[-1] - train[quarter],
        np.maximum(0.0, -np.diff(train, axis=0)).sum(axis=0),
    )
    end, other, best, rise, falls = (float(np.median(values)) for values in each)
    return Figures(end, other, best, rise, falls, 1 / CLASSES[run.experiment.setup.data])


def illness(found: Figures) -> Illness | None:
    """Name what the curves show. None if they show nothing of this, or two of these at once.

    stuck: the training accuracy never got more than AT_CHANCE above chance. Then nothing else is asked. Otherwise
    few: it ends at UNFINISHED or below, and rose by RISING or more in the last quarter of the epochs.
    overfit: it ends WIDE or more above the validation accuracy.
    leaps: its falls add up to LEAPS or more.
    healthy: the validation accuracy ends at LEARNED or above, the training accuracy at most NARROW above it, and that
    one did not fall by more than STEADY in all.
    """
    if found.best <= found.chance + AT_CHANCE:
        return "stuck"
    gap = found.train - found.test
    shown: dict[Illness, bool] = {
        "few": found.train <= UNFINISHED and found.rise >= RISING,
        "overfit": gap >= WIDE,
        "leaps": found.falls >= LEAPS,
        "healthy": found.test >= LEARNED and gap <= NARROW and found.falls <= STEADY,
    }
    names = [name for name, holds in shown.items() if holds]
    if "leaps" in names and "few" in names:  # while it leaps, whether it rises at the end is chance
        names.remove("few")
    return names[0] if len(names) == 1 else None


def train(experiment: Experiment, engine: str | NetworkEngine = "auto", first: int = 0) -> Iterator[tuple[float, Run]]:
    """Train the networks of an experiment with their curves. Yields the share done and the run so far.

    first: the number of the first network; others of the same seed are other networks.
    """
    epochs = experiment.epochs or 1
    networks = Networks(
        experiment.setup, range(first, first + experiment.networks), seed=experiment.seed,
        batch_size=experiment.batch_size, learning_rate=experiment.learning_rate, momentum=experiment.momentum,
        engine=engine,
    )  # fmt: skip
    stride = -(-epochs // POINTS)
    at, points = list[float](), list[tuple[NDArray[np.float64], NDArray[np.float64]]]()
    for epoch in range(epochs + 1):
        with np.errstate(all="ignore"):  # a learning rate that is too large overflows, which is what is to be seen
            if epoch:
                networks.advance_epochs(1)
            if epoch % stride == 0 or epoch == epochs:
                measured = networks.measure()
                at.append(float(epoch))
                points.append((measured.train_accuracy, measured.test_accuracy))
        accuracies = np.array(points)
        yield epoch / epochs, Run(experiment, np.array(at), accuracies[:, 0], accuracies[:, 1], networks.update)


def trained(experiment: Experiment, engine: str | NetworkEngine = "auto", first: int = 0) -> Run:
    """Return a run that is trained to its end."""
    *_, (_, run) = train(experiment, engine, first)
    return run
