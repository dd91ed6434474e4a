"""One experiment: networks with one choice of hyperparameters, trained and measured, and summed up in means.

Networks are trained in groups, which bounds the memory; a network is the same in any group.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from math import sqrt
from time import perf_counter
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from batchgame.sim.networks.networks import Measured, Networks, Setup
from batchgame.sim.networks.probes import sharpness
from batchgame.sim.schedule import Batches

GROUP = 256  # networks
POINTS = 200  # of a curve at most, because every point costs a look at all examples
LONGEST_WAIT = 10_000  # epochs that a network may take to reach a loss, if no budget is given
EPOCHS = 20


@dataclass(frozen=True)
class Experiment:
    """What is trained. updates, epochs: the budget, at most one of them. until_loss: see Networks."""

    setup: Setup = Setup()  # noqa: RUF009 - frozen
    batch_size: int = 16
    learning_rate: float = 0.1
    momentum: float = 0.0
    networks: int = 64
    seed: int = 0
    updates: int | None = None
    epochs: int | None = None
    until_loss: float | None = None
    engine: str = "auto"

    @property
    def batches(self) -> Batches:
        """Return the batches of an epoch."""
        return Batches(self.setup.training, self.batch_size)

    @property
    def budget(self) -> int:
        """Return the most updates that a network makes."""
        if self.updates is not None:
            return self.updates
        usual = EPOCHS if self.until_loss is None else LONGEST_WAIT
        return self.batches.in_epochs(usual if self.epochs is None else self.epochs)


class Mean(NamedTuple):
    """A mean over networks and its standard error. None where it does not exist: a loss that is not finite, M = 1."""

    mean: float | None
    standard_error: float | None


def mean_of(values: NDArray[np.float64]) -> Mean:
    """Return the mean of a figure over networks."""
    with np.errstate(all="ignore"):
        mean = float(values.mean())
        error = float(values.std(ddof=1)) / sqrt(len(values)) if len(values) > 1 else None
    if not np.isfinite(mean):
        return Mean(None, None)
    return Mean(mean, error if error is not None and np.isfinite(error) else None)


@dataclass
class Result:
    """What was found, one figure per network (M,). curves: (points, 4, M), at `updates_at`, in the order of Measured.

    updates: how many each network made. reached: whether it reached `until_loss`. seconds: for training and measuring.
    """

    measured: Measured
    updates: NDArray[np.int64]
    reached: NDArray[np.bool_]
    seconds: float
    examples: int
    sharpness: NDArray[np.float64] | None = None
    updates_at: list[int] = field(default_factory=list)
    curves: NDArray[np.float64] | None = None


Report = Callable[[float], None]


def run(
    experiment: Experiment, report: Report = lambda share: None, *, curves: bool = False, sharp: bool = False
) -> Result:
    """Train and measure all networks. report: is told which share of the work is done, often."""
    groups, began = [], perf_counter()
    for start in range(0, experiment.networks, GROUP):
        numbers = range(start, min(start + GROUP, experiment.networks))
        first, share = start / experiment.networks, len(numbers) / experiment.networks

        def progress(done: float, first: float = first, share: float = share) -> None:
            report(first + share * done)

        groups.append(_group(experiment, numbers, progress, curves))
    seconds = perf_counter() - began
    networks = [group.networks for group in groups]
    updates = np.concatenate([each.updates_each for each in networks])
    return Result(
        Measured(*np.concatenate([np.array(group.measured) for group in groups], axis=1)),
        updates,
        np.concatenate([each.finished_at > 0 for each in networks]),
        seconds,
        sum(experiment.batches.examples_seen(int(count)) for count in updates),
        np.concatenate([sharpness(each) for each in networks]) if sharp else None,
        *_joined(groups),
    )


@dataclass
class _Group:
    networks: Networks
    measured: Measured
    updates_at: list[int]
    curves: list[NDArray[np.float64]]


def _group(experiment: Experiment, numbers: range, progress: Report, curves: bool) -> _Group:
    networks = Networks(
        experiment.setup, numbers, seed=experiment.seed, batch_size=experiment.batch_size,
        learning_rate=experiment.learning_rate, momentum=experiment.momentum, until_loss=experiment.until_loss,
        engine=experiment.engine,
    )  # fmt: skip
    budget, in_epoch = experiment.budget, experiment.batches.updates_in_epoch(0)
    stride = in_epoch * max(1, -(-budget // (in_epoch * POINTS)))
    found = _Group(networks, networks.measure(), [0], [])
    found.curves.append(np.array(found.measured))
    tick = stride if curves else max(1, budget // 100)
    while networks.update < budget and networks.running:
        networks.advance(min(tick - networks.update % tick, budget - networks.update))
        progress(networks.update / budget)
        if curves:
            found.updates_at.append(networks.update)
            found.curves.append(np.array(networks.measure()))
    found.measured = Measured(*found.curves[-1]) if curves else networks.measure()
    return found


def _joined(groups: list[_Group]) -> tuple[list[int], NDArray[np.float64]]:
    """Join the curves of all groups. A group that has finished early stays at its last point."""
    longest = max((group.updates_at for group in groups), key=len)
    rows = [[group.curves[min(n, len(group.curves) - 1)] for group in groups] for n in range(len(longest))]
    return longest, np.array([np.concatenate(row, axis=1) for row in rows])
