"""What a network begins with: its parameters, its split of the data, and its wrong labels.

They are pure functions of the seed and the number of the network, made with the words of the project's shuffle. Its
shuffles use the epochs from 0 on. Epochs that no training reaches select the words of everything else.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from batchgame.sim.networks.data import Data
from batchgame.sim.shuffle import GOLDEN, mix, order, stream

SPLIT, LABELS, START, DIRECTION = (2**32 - n for n in (1, 2, 4, 6))  # the last two use two epochs each
GRID = 2.0**-16  # normal numbers are rounded to multiples of it, because the last bits of log and cos differ

Numbers = NDArray[np.uint32]


class Shape(NamedTuple):
    """The units of a network's layers."""

    inputs: int
    hidden: int
    outputs: int

    @property
    def parameters(self) -> int:
        """Return the number of weights and biases."""
        return (self.inputs + 1) * self.hidden + (self.hidden + 1) * self.outputs

    def layers(self, theta: Any) -> tuple[Any, Any, Any, Any]:
        """Return views of W₁ (M, in, hidden), b₁ (M, 1, hidden), W₂ (M, hidden, out), b₂ (M, 1, out) of (M, P)."""
        cuts = np.cumsum([0, self.inputs * self.hidden, self.hidden, self.hidden * self.outputs, self.outputs])
        shapes = (self.inputs, self.hidden), (1, self.hidden), (self.hidden, self.outputs), (1, self.outputs)
        parts = zip(cuts[:-1].tolist(), cuts[1:].tolist(), shapes, strict=True)
        w1, b1, w2, b2 = (theta[:, start:stop].reshape(len(theta), *shape) for start, stop, shape in parts)
        return w1, b1, w2, b2


def starts(seed: int, numbers: Numbers, shape: Shape) -> NDArray[np.float32]:
    """Return the parameters of each network before training, (M, P).

    Weights are normal with standard deviation 1/√(inputs of the layer); biases are 0.
    """
    theta = np.zeros((len(numbers), shape.parameters), dtype=np.float32)
    w1, _, w2, _ = shape.layers(theta)
    drawn = _normals(seed, numbers, START, w1[0].size + w2[0].size)
    for weights, part in ((w1, drawn[:, : w1[0].size]), (w2, drawn[:, w1[0].size :])):
        weights[...] = part.reshape(weights.shape) / np.sqrt(weights.shape[1])
    return theta


def directions(seed: int, numbers: Numbers, count: int) -> NDArray[np.float64]:
    """Return a random direction of length 1 for each network, (M, count)."""
    drawn = _normals(seed, numbers, DIRECTION, count)
    drawn /= np.linalg.norm(drawn, axis=1, keepdims=True)
    return drawn


class Split(NamedTuple):
    """Rows of the data for each network: train (M, n) and test (M, N − n), with labels (M, n) their classes."""

    train: NDArray[np.int32]
    test: NDArray[np.int32]
    labels: NDArray[np.uint8]
    test_labels: NDArray[np.uint8]


def split(seed: int, numbers: Numbers, data: Data, examples: int, wrong_labels: float) -> Split:
    """Split the data at random into `examples` training examples and the rest, for each network.

    wrong_labels: the fraction of the training examples whose label is moved to another class, uniformly.
    """
    rows = order(seed, numbers, SPLIT, len(data)).astype(np.int32)
    train, test = np.ascontiguousarray(rows[:, :examples]), np.ascontiguousarray(rows[:, examples:])
    labels = data.y[train]
    wrong = round(wrong_labels * examples)  # The split is random, so the first ones are a random choice.
    others = (_words(seed, numbers, LABELS, wrong).astype(np.uint64) * (data.classes - 1)) >> np.uint64(32)
    labels[:, :wrong] = (labels[:, :wrong] + 1 + others) % data.classes
    return Split(train, test, labels, data.y[test])


def _words(seed: int, numbers: Numbers, epoch: int, count: int) -> NDArray[np.uint32]:
    """Return `count` scrambled words of each network, (M, count)."""
    begin = stream(seed, numbers, epoch, np)[:, None]
    words: NDArray[np.uint32] = mix(begin + np.arange(count, dtype=np.uint32) * np.uint32(GOLDEN), np)
    return words


def _normals(seed: int, numbers: Numbers, epoch: int, count: int) -> NDArray[np.float64]:
    """Return normal numbers of each network, (M, count), by the method of Box and Muller."""
    angle, length = ((_words(seed, numbers, one, count) + 0.5) / 2**32 for one in (epoch, epoch + 1))
    normals: NDArray[np.float64] = np.sqrt(-2 * np.log(length)) * np.cos(2 * np.pi * angle)
    return np.rint(normals / GRID) * GRID
