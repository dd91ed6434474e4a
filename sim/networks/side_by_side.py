"""Networks at several batch sizes that train side by side, step by step, for a screen that shows them live.

Networks are trained in groups, which bounds the memory. The first group is shown while it trains; each later one joins
the others once it is done, because all curves have to be of the same networks.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from batchgame.sim.networks.data import Data
from batchgame.sim.networks.engine import NetworkEngine
from batchgame.sim.networks.names import EXAMPLES
from batchgame.sim.networks.networks import Networks, Setup
from batchgame.sim.networks.probes import boundary, misread
from batchgame.sim.schedule import Batches

POINTS = 20  # of a curve, after its first one
MEASURING = 0.5  # what measuring an example costs, if training with it costs 1
PIECE = {"numpy": 20_000}  # examples of all networks between two yields, so that a step takes a tenth of a second
LARGE_PIECE = 200_000
GROUP = {"numpy": 16}  # networks that are trained together
LARGE_GROUP = 64
GRID = 64  # points along each side of a picture of the boundary
REACH = 3.4  # the picture goes from −REACH to REACH


@dataclass(frozen=True)
class Comparison:
    """What is compared: one budget for all batch sizes, in epochs or in updates."""

    setup: Setup
    batch_sizes: tuple[int, ...]
    epochs: int | None = None
    updates: int | None = None
    learning_rate: float = 0.1

    def batches(self, batch_size: int) -> Batches:
        """Return the batches of one of the batch sizes."""
        return Batches(self.setup.training, batch_size)

    def budget(self, batch_size: int) -> int:
        """Return how many updates a network makes with this batch size."""
        return self.updates or self.batches(batch_size).in_epochs(self.epochs or 0)

    def until(self, batch_size: int, point: int) -> int:
        """Return the updates at one of the points of a curve."""
        if self.updates:
            return self.updates * point // POINTS
        return self.batches(batch_size).in_epochs((self.epochs or 0) * point // POINTS)

    @property
    def reach(self) -> int:
        """Return the end of the x axis, in epochs or updates."""
        return self.updates or self.epochs or 0

    def cost(self, networks: int) -> float:
        """Return the examples that all networks are trained on, and those that they are measured on at half of it."""
        trained = sum(self.batches(size).examples_seen(self.budget(size)) for size in self.batch_sizes)
        looks = MEASURING * (POINTS + 1) * EXAMPLES[self.setup.data]
        return networks * (trained + len(self.batch_sizes) * looks)


class Misreadings(NamedTuple):
    """For each example of the data: how many networks had it as a test example, and how many gave each answer to it.

    seen (N,), answers (N, classes) with the wrong answers only.
    """

    seen: NDArray[np.int64]
    answers: NDArray[np.int64]


class Lane(NamedTuple):
    """One batch size: its updates so far, and its networks' accuracies at each point so far.

    x (S,) in epochs or updates. train, test (S, M). misread: of digits, once the networks are trained. sure: (GRID,
    GRID) how sure the first network is of class 1 in each place of the plane, if it has two inputs; y goes up.
    """

    batch_size: int
    updates: int
    x: NDArray[np.float64]
    train: NDArray[np.float64]
    test: NDArray[np.float64]
    misread: Misreadings | None = None
    sure: NDArray[np.float32] | None = None

    @property
    def networks(self) -> int:
        """Return the number of networks."""
        return int(self.test.shape[1])


Lanes = tuple[Lane, ...]


def compare(
    comparison: Comparison, numbers: range, *, seed: int, engine: NetworkEngine, before: Lanes = ()
) -> Iterator[tuple[float, Lanes]]:
    """Train the networks with these numbers, and yield the share of the work that is done and all lanes so far.

    before: the lanes of the networks that have been trained already, which these join.
    """
    size = GROUP.get(engine.name, LARGE_GROUP)
    lanes, done, whole = before, 0.0, comparison.cost(len(numbers))
    for start in range(numbers.start, numbers.stop, size):
        group = _Group(comparison, range(start, min(start + size, numbers.stop)), seed, engine)
        for cost in group.train():
            done += cost
            yield done / whole, lanes or group.lanes()
        lanes = _joined(lanes, group.lanes())
        yield min(1.0, done / whole), lanes
    yield 1.0, lanes


@dataclass
class _Running:
    """One batch size of a group in training."""

    networks: Networks
    x: list[float] = field(default_factory=list)
    train: list[NDArray[np.float64]] = field(default_factory=list)
    test: list[NDArray[np.float64]] = field(default_factory=list)
    misread: Misreadings | None = None
    sure: NDArray[np.float32] | None = None

    def look(self, x: float) -> None:
        measured = self.networks.measure()
        self.x.append(x)
        self.train.append(measured.train_accuracy)
        self.test.append(measured.test_accuracy)
        if self.networks.shape.inputs == 2:  # a plane, so that its boundary can be drawn
            places = (np.arange(GRID) + 0.5) / GRID * 2 * REACH - REACH
            self.sure = boundary(self.networks, 0, places, places)

    def lane(self) -> Lane:
        size, updates = self.networks.batches.batch_size, self.networks.update
        x, train, test = np.array(self.x), np.array(self.train), np.array(self.test)
        return Lane(size, updates, x, train, test, self.misread, self.sure)


class _Group:
    def __init__(self, comparison: Comparison, numbers: range, seed: int, engine: NetworkEngine) -> None:
        self.comparison, self.numbers, self.seed, self.engine = comparison, numbers, seed, engine
        self.running: list[_Running] = []

    def lanes(self) -> Lanes:
        return tuple(each.lane() for each in self.running)

    def train(self) -> Iterator[float]:
        """Train and measure, and yield the cost of each step."""
        comparison, count = self.comparison, len(self.numbers)
        looked = MEASURING * count
        for size in comparison.batch_sizes:
            networks = Networks(
                comparison.setup, self.numbers, seed=self.seed, batch_size=size,
                learning_rate=comparison.learning_rate, engine=self.engine,
            )  # fmt: skip
            self.running.append(_Running(networks))
            self.running[-1].look(0.0)
            yield looked * len(networks.data)
        for point in range(1, POINTS + 1):
            for each in self.running:
                networks = each.networks
                size = networks.batches.batch_size
                piece = max(1, PIECE.get(self.engine.name, LARGE_PIECE) // (count * size))
                while (left := comparison.until(size, point) - networks.update) > 0:
                    before = networks.batches.examples_seen(networks.update)
                    networks.advance(min(left, piece))
                    yield count * (networks.batches.examples_seen(networks.update) - before)
                each.look(comparison.reach * point / POINTS)
                yield looked * len(networks.data)
        if comparison.setup.data == "digits":
            for each in self.running:
                networks, data = each.networks, each.networks.data
                answers = np.zeros((len(data), data.classes), dtype=np.int64)
                for network in range(count):
                    for row, _, answer in misread(networks, network):
                        answers[row, answer] += 1
                    yield 0.0
                each.misread = Misreadings(np.bincount(networks.split.test.ravel(), minlength=len(data)), answers)


def _joined(before: Lanes, after: Lanes) -> Lanes:
    """Join networks that have been trained with the same batch sizes."""
    if not before:
        return after
    return tuple(
        one._replace(
            train=np.concatenate([one.train, other.train], axis=1),
            test=np.concatenate([one.test, other.test], axis=1),
            misread=_added(one.misread, other.misread),
        )
        for one, other in zip(before, after, strict=True)
    )


def _added(one: Misreadings | None, other: Misreadings | None) -> Misreadings | None:
    return Misreadings(one.seen + other.seen, one.answers + other.answers) if one and other else None


class Image(NamedTuple):
    """A digit that networks misread: its pixels (8, 8) from 0 to 1, its label, and the answer given most often.

    wrong: the networks that misread it, of `seen` that had it as a test example.
    """

    pixels: NDArray[np.float32]
    label: int
    answer: int
    wrong: int
    seen: int


FEWEST = 4  # networks that must have had an image as a test example


def most_misread(lane: Lane, data: Data, most: int) -> list[Image]:
    """Return the images that the largest share of a lane's networks misreads, the worst first."""
    if lane.misread is None:
        return []
    seen, answers = lane.misread
    wrong = answers.sum(axis=1)
    share = np.where(seen >= min(FEWEST, lane.networks), wrong / np.maximum(seen, 1), 0.0)
    rows = [row for row in np.argsort(-share, kind="stable")[:most].tolist() if wrong[row]]
    return [
        Image(data.x[row].reshape(8, 8), int(data.y[row]), int(answers[row].argmax()), int(wrong[row]), int(seen[row]))
        for row in rows
    ]
