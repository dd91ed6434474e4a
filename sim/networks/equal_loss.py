"""Several batch sizes, trained to the same loss: test accuracy in pairs, sharpness, and the loss between two solutions.

Networks of the same number have the same split, start and labels at every batch size, so that they make pairs.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from time import perf_counter
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from batchgame.sim.networks.engine import NetworkEngine
from batchgame.sim.networks.networks import Networks, Setup
from batchgame.sim.networks.probes import losses_between, sharpness_steps

Array = NDArray[np.float64]
AT = np.linspace(-0.5, 1.5, 41)  # places on the line from the smallest batch size's solution, 0, to the largest's, 1
BESIDE = 5  # places from a solution to where the rise around it is looked at, a quarter of the line
LONGEST = 20_000  # updates after which a network is measured although it has not reached the loss
PIECE = 0.08  # seconds of training between two looks
USUAL = 2000.0  # updates that are expected before any network has ended


@dataclass(frozen=True)
class EqualLoss:
    """What is trained, and the training loss at which each network is left. batch_sizes: the smallest one first."""

    setup: Setup
    batch_sizes: tuple[int, ...]
    learning_rate: float
    loss: float


class Between(NamedTuple):
    """The training loss and the test loss on the line between both solutions, (K, M) each."""

    train: Array
    test: Array


class Found(NamedTuple):
    """What has been found so far.

    train, test: accuracies, (S, M); sharpness: λmax, (S, M). Where a batch size was left out, there is NaN.
    between: of all networks; newest: of the newest one, as far as it has been measured, (K, 1).
    reached: networks whose loss was reached at all batch sizes. now: the batch size in training and its update.
    """

    train: Array
    test: Array
    sharpness: Array
    between: Between
    newest: Between
    reached: int = 0
    now: tuple[int, int] | None = None

    @property
    def networks(self) -> int:
        """Return for how many networks everything is known."""
        return int(self.test.shape[1])

    @property
    def differences(self) -> Array:
        """Return the test accuracy at the largest batch size minus that at the smallest, in points, (M,)."""
        return np.asarray(100 * (self.test[-1] - self.test[0]))

    @property
    def sharper(self) -> int:
        """Return in how many pairs the largest batch size ended at the sharper place."""
        return int((self.sharpness[-1] > self.sharpness[0]).sum())

    @property
    def steeper(self) -> int:
        """Return in how many pairs the training loss rises more around the largest batch size's solution."""
        zero, one = (int(np.argmin(np.abs(AT - place))) for place in (0.0, 1.0))
        loss = self.between.train
        rise = [loss[at - BESIDE] + loss[at + BESIDE] - 2 * loss[at] for at in (zero, one)]
        return int((rise[1] > rise[0]).sum())

    @property
    def best_between(self) -> int:
        """Return in how many pairs the test loss is lowest strictly between the two solutions."""
        best = AT[self.between.test.argmin(axis=0)]
        return int(((best > 1e-9) & (best < 1 - 1e-9)).sum())


def empty(sizes: int) -> Found:
    """Return what is known before the first network."""
    none, line = np.zeros((sizes, 0)), Between(np.zeros((len(AT), 0)), np.zeros((len(AT), 0)))
    return Found(none, none, none, line, Between(np.zeros((0, 1)), np.zeros((0, 1))))


def train_pairs(
    plan: EqualLoss, counts: Sequence[int], *, seed: int, engine: str | NetworkEngine = "auto", whole: int = 1000
) -> Iterator[tuple[float, Found]]:
    """Train networks in groups, and yield which share of the work is done and what is known, several times a second.

    counts: how many networks there are after each group. whole: so many networks have all batch sizes, the others only
    the smallest and the largest.
    """
    found, first = empty(len(plan.batch_sizes)), 0
    usual = dict.fromkeys(plan.batch_sizes, USUAL)
    for count in counts:
        kept = plan.batch_sizes if first < whole else (plan.batch_sizes[0], plan.batch_sizes[-1])
        for share, found in _group(plan, range(first, count), kept, found, usual, seed, engine):  # noqa: B020
            yield (first + share * (count - first)) / counts[-1], found
        first = count


def _group(
    plan: EqualLoss, numbers: range, kept: Sequence[int], found: Found, usual: dict[int, float], seed: int,
    engine: str | NetworkEngine,
) -> Iterator[tuple[float, Found]]:  # fmt: skip
    """Train one group at each batch size, measure it, and join it to what was found before."""
    cost = {size: size + 8 for size in kept}  # of an update, roughly: the size, and what each update costs besides
    done, total = 0.0, float(sum(cost.values()))
    figures = np.full((3, len(plan.batch_sizes), len(numbers)), np.nan)
    reached, ends = np.ones(len(numbers), dtype=bool), list[NDArray[np.float32]]()
    for size in kept:
        networks = Networks(plan.setup, numbers, seed=seed, batch_size=size, learning_rate=plan.learning_rate,
                            until_loss=plan.loss, engine=engine)  # fmt: skip
        for update in _advance(networks):
            share = (done + cost[size] * min(0.95, update / usual[size])) / total
            yield 0.95 * share, found._replace(now=(size, update))
        place, measured = plan.batch_sizes.index(size), networks.measure()
        reached &= networks.finished_at > 0
        usual[size] = float(networks.updates_each.max())
        sharp = np.zeros(len(numbers))
        for n, step in enumerate(sharpness_steps(networks)):
            sharp = step
            if n % 8 == 7:
                yield 0.95 * (done + 0.97 * cost[size]) / total, found._replace(now=(size, networks.update))
        figures[:, place] = measured.train_accuracy, measured.test_accuracy, sharp
        ends.append(networks.parameters())
        done += cost[size]
    lines = list[tuple[Array, Array]]()
    for part in range(0, len(AT), BESIDE):  # drawn from left to right
        measured = losses_between(networks, ends[0], ends[-1], AT[part : part + BESIDE]).measured
        lines.append((measured.train_loss, measured.test_loss))
        both = [np.concatenate(each) for each in zip(*lines, strict=True)]
        newest = Between(*(each[:, -1:] for each in both))
        yield 0.95 + 0.05 * part / len(AT), found._replace(newest=newest, now=None)
    before = (found.train, found.test, found.sharpness)
    train, test, sharpness = (np.concatenate(pair, axis=1) for pair in zip(before, figures, strict=True))
    line = Between(*(np.concatenate(pair, axis=1) for pair in zip(found.between, both, strict=True)))
    yield 1.0, Found(train, test, sharpness, line, newest, found.reached + int(reached.sum()))


def _advance(networks: Networks) -> Iterator[int]:
    """Train until all networks have reached their loss, in pieces that take about equally long. Yields the update."""
    piece = 8
    while networks.running and networks.update < LONGEST:
        began = perf_counter()
        networks.advance(min(piece, LONGEST - networks.update))
        took = perf_counter() - began
        piece = max(1, min(2 * piece, int(piece * PIECE / max(took, 1e-6))))
        yield networks.update
