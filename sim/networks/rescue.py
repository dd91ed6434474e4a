"""The rescue of a large batch: what a pick of hyperparameters reaches within a budget, and the best B for each budget.

A budget is a number of updates, of epochs, or of seconds. Seconds are those of one network in array code on this
machine, where an update has a fixed cost: see update_times.py. Everything long is an iterator of (share, value).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from math import sqrt
from time import perf_counter
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from batchgame.sim.networks.engine import NetworkEngine
from batchgame.sim.networks.names import TRAINING
from batchgame.sim.networks.networks import Networks, Setup
from batchgame.sim.schedule import Batches, Scaling, Schedule

Array = NDArray[np.float64]
Kind = Literal["updates", "epochs", "seconds"]

SETUP = Setup("digits")
FULL = TRAINING["digits"]
SMALL, RATE, EPOCHS = 16, 0.1, 20  # the batch size and η that scaling starts from, and how long it trains
UPDATES = 100  # the budget in updates
TIMED = 5  # epochs of batch size SMALL whose time is the budget in seconds
DISTANCE = 0.02  # of the goal below what batch size SMALL reaches
BATCH_SIZES = (1, 4, 16, 64, 128, 256, 512, FULL)
RATES = (0.03, 0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 6.4)
KINDS: tuple[Kind, ...] = ("epochs", "updates", "seconds")
LOOKS = 40  # at a curve
FARTHEST = 60  # epochs after which a batch size has not reached the goal
CHUNK = 120  # examples between two looks at who has reached it


class Pick(NamedTuple):
    """What a player chooses. epochs: how long to train, if the budget allows it."""

    batch_size: int = FULL
    scaling: Scaling = "none"
    momentum: float = 0.0
    warm_up: int = 0
    epochs: int = EPOCHS

    @property
    def learning_rate(self) -> float:
        """Return η, scaled by how much larger the batch is than SMALL."""
        factor = self.batch_size / SMALL
        return RATE * {"none": 1.0, "sqrt": sqrt(factor), "linear": factor}[self.scaling]

    @property
    def wanted(self) -> int:
        """Return the updates of these epochs."""
        return Batches(FULL, self.batch_size).in_epochs(self.epochs)


REFERENCE = Pick(batch_size=SMALL)


class UpdateClock(NamedTuple):
    """The seconds of an update of one network by batch size: medians. busy: the machine did other work meanwhile."""

    seconds: Mapping[int, float]
    busy: bool = False

    def examples_per_second(self, batch_size: int) -> float:
        """Return how many examples a network handles per second at a batch size."""
        return batch_size / self.seconds[batch_size]


class Validation(NamedTuple):
    """A validation curve: the updates (S,) at which it was looked at, and the accuracy of each network, (S, M)."""

    updates: NDArray[np.int64]
    accuracy: Array

    @property
    def end(self) -> float:
        """Return the mean accuracy at the end."""
        return float(self.accuracy[-1].mean())


class Cells(NamedTuple):
    """A map of batch sizes (rows) and learning rates (columns): accuracies, and how far a cell is, from 0 to 1.

    networks: in each cell of a row, (rows,); 0 while the first ones are trained.
    """

    batch_sizes: tuple[int, ...]
    rates: tuple[float, ...]
    accuracy: Array
    share: Array
    networks: NDArray[np.int64]
    seconds: float

    def best(self, row: int) -> int:
        """Return the column of the best cell of a row."""
        return int(self.accuracy[row].argmax())


class Reached(NamedTuple):
    """The first crossing of the goal at a batch size: the first of all learning rates, in updates and epochs."""

    updates: int
    epochs: float
    learning_rate: float


def allowed(kind: Kind, batch_size: int, clock: UpdateClock | None) -> int:
    """Return how many updates of a batch size a budget allows. A budget in seconds without a clock is one in epochs."""
    if kind == "updates":
        return UPDATES
    if kind == "epochs" or clock is None:
        return Batches(FULL, batch_size).in_epochs(EPOCHS)
    return max(1, int(budget_seconds(clock) / clock.seconds[batch_size] + 1e-9))


def budget_seconds(clock: UpdateClock) -> float:
    """Return the budget in seconds: what batch size SMALL takes for TIMED epochs."""
    return Batches(FULL, SMALL).in_epochs(TIMED) * clock.seconds[SMALL]


def looks(updates: int) -> list[int]:
    """Return the updates at which a curve is looked at."""
    return sorted({round(updates * n / LOOKS) for n in range(1, LOOKS + 1)})


def validation(
    pick: Pick, at: Sequence[int], networks: int, seed: int, engine: str | NetworkEngine
) -> Iterator[tuple[float, Validation]]:
    """Train networks with a pick, and look at their validation accuracies at some updates, the last one at the end."""
    lane = Networks(
        SETUP, networks, seed=seed, batch_size=pick.batch_size, learning_rate=pick.learning_rate,
        momentum=pick.momentum, schedule=Schedule(warm_up=pick.warm_up), engine=engine,
    )  # fmt: skip
    updates, found = [0], [lane.test()[1]]
    for update in at:
        lane.advance(update - lane.update)
        updates.append(update)
        found.append(lane.test()[1])
        yield update / at[-1], Validation(np.array(updates), np.array(found))


def outcome_cells(
    budget: Mapping[int, int], rates: tuple[float, ...], momentum: float, networks: int, seed: int,
    engine: NetworkEngine, chunk: int, before: Cells | None = None,
) -> Iterator[tuple[float, Cells]]:  # fmt: skip
    """Fill a map with real networks, the cheapest row first.

    budget: updates by batch size. networks: in each cell at the end. chunk: examples between two looks. before: a map
    with the same axes, whose finished rows are kept and get more networks.
    """
    cells, began = before or _empty(tuple(budget), rates), perf_counter()
    finished = np.repeat(cells.networks[:, None] > 0, len(rates), axis=1)
    cells = cells._replace(accuracy=np.where(finished, cells.accuracy, np.nan), share=finished.astype(np.float64))
    costs = {
        size: Batches(FULL, size).examples_seen(updates) * (networks - int(cells.networks[row]))
        for row, (size, updates) in enumerate(budget.items())
    }
    done, all_ = 0.0, max(1.0, float(sum(costs.values())))
    yield 0.0 if sum(costs.values()) else 1.0, cells
    for size in sorted((size for size in budget if costs[size]), key=lambda each: costs[each]):
        row, updates = cells.batch_sizes.index(size), budget[size]
        have = int(cells.networks[row])
        lane = Networks(
            SETUP, list(range(have, networks)) * len(rates), seed=seed, batch_size=size,
            learning_rate=np.repeat(rates, networks - have).tolist(), momentum=momentum, engine=engine,
        )  # fmt: skip
        while lane.update < updates:
            lane.advance(min(max(1, chunk // (size * lane.count)), updates - lane.update))
            cells = _with_row(cells, row, lane, networks, lane.update / updates)
            cells = cells._replace(seconds=(before.seconds if before else 0.0) + perf_counter() - began)
            yield (done + costs[size] * lane.update / updates) / all_, cells
        done += costs[size]


def _empty(batch_sizes: tuple[int, ...], rates: tuple[float, ...]) -> Cells:
    shape = len(batch_sizes), len(rates)
    return Cells(
        batch_sizes, rates, np.full(shape, np.nan), np.zeros(shape), np.zeros(len(batch_sizes), dtype=np.int64), 0.0
    )


def _with_row(cells: Cells, row: int, lane: Networks, networks: int, share: float) -> Cells:
    """Return the map with what a row's new networks have reached. A finished row shows its old ones until they end."""
    have = int(cells.networks[row])
    if have and share < 1:
        return cells
    found = lane.test()[1].reshape(len(cells.rates), -1).mean(axis=1)
    accuracy, shares, counts = cells.accuracy.copy(), cells.share.copy(), cells.networks.copy()
    old = accuracy[row] * have if have else 0.0
    accuracy[row], shares[row] = (old + found * (networks - have)) / networks, share
    if share == 1:
        counts[row] = networks
    return cells._replace(accuracy=accuracy, share=shares, networks=counts)


def fewest(
    level: float, batch_sizes: Sequence[int], rates: Sequence[float], networks: int, seed: int, engine: NetworkEngine
) -> Iterator[tuple[float, dict[int, Reached | None]]]:
    """For each batch size, train with all learning rates side by side until one of them is at a level on average."""
    found: dict[int, Reached | None] = {}
    for n, size in enumerate(batch_sizes):
        lane = Networks(
            SETUP, list(range(networks)) * len(rates), seed=seed, batch_size=size,
            learning_rate=np.repeat(rates, networks).tolist(), engine=engine,
        )  # fmt: skip
        stride, last = max(1, CHUNK // size), lane.batches.in_epochs(FARTHEST)
        while lane.update < last:
            lane.advance(stride)
            means = lane.test()[1].reshape(len(rates), networks).mean(axis=1)
            if means.max() >= level:
                found[size] = Reached(lane.update, lane.epochs, rates[int(means.argmax())])
                break
            yield (n + lane.update / last) / len(batch_sizes), dict(found)
        found.setdefault(size, None)
        yield (n + 1) / len(batch_sizes), dict(found)
