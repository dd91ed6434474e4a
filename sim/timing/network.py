"""One update of the network 196-64-10, written so that its time is that of the arithmetic and nothing else.

Every array is allocated beforehand, because fresh ones make updates slow. At batch size 1 the gradient of a layer is an
outer product, which BLAS does not do for a matrix of one row: a plain product is twice as fast there. The batches are
slices of rows that were put in random order once.
"""

from __future__ import annotations

import time
from typing import Any

import numpy as np

INPUTS, HIDDEN, CLASSES = 196, 64, 10
LEARNING_RATE, MOMENTUM = 0.01, 0.9
SHAPES = ((INPUTS, HIDDEN), (HIDDEN,), (HIDDEN, CLASSES), (CLASSES,))
UNMEASURED = 2  # updates at the first use of a batch size: its memory is touched for the first time


class Network:
    """A network and its rows. xp: NumPy or CuPy. rows: of random inputs, float32; no batch size may be larger."""

    def __init__(self, xp: Any, rows: int, seed: int = 0) -> None:
        self.xp, self.rows = xp, rows
        random = np.random.RandomState(seed)
        self.inputs = xp.asarray(random.randint(0, 256, (rows, INPUTS), dtype=np.uint8)).astype(xp.float32)
        self.inputs /= 255
        self.targets = xp.zeros((rows, CLASSES), dtype=xp.float32)
        self.targets[xp.arange(rows), xp.arange(rows) % CLASSES] = 1
        sizes = [shape[0] * (shape[1] if len(shape) > 1 else 1) for shape in SHAPES]
        self.theta = xp.asarray((random.standard_normal(sum(sizes)) * 0.1).astype(np.float32))
        self.movement, self.gradient = xp.zeros_like(self.theta), xp.zeros_like(self.theta)
        self._weights, self._gradients = _views(self.theta, sizes), _views(self.gradient, sizes)
        self._space: dict[int, tuple[Any, ...]] = {}

    def seconds(self, batch_size: int, at: int) -> float:
        """Make one update with the batch that begins at row `at`, and return the seconds that it took."""
        if batch_size not in self._space:
            self._space.clear()  # 40 MB at 60 000 rows; nothing needs more than one size at a time
            widths = (HIDDEN, CLASSES, 1, HIDDEN)
            self._space[batch_size] = tuple(self.xp.empty((batch_size, width), self.xp.float32) for width in widths)
        space = self._space[batch_size]
        rows = slice(at, at + batch_size)
        inputs, targets = self.inputs[rows], self.targets[rows]
        self._wait()
        began = time.perf_counter()
        self._update(inputs, targets, *space)
        self._wait()
        return time.perf_counter() - began

    def _wait(self) -> None:
        """Wait until a card has done what it was told; NumPy has when it returns."""
        if self.xp.__name__ == "cupy":
            self.xp.cuda.Device().synchronize()

    def _update(self, x: Any, y: Any, h: Any, z: Any, row: Any, back: Any) -> None:
        xp, size = self.xp, len(x)
        (w1, b1, w2, b2), (gw1, gb1, gw2, gb2) = self._weights, self._gradients
        xp.matmul(x, w1, out=h)
        h += b1
        xp.tanh(h, out=h)
        xp.matmul(h, w2, out=z)
        z += b2
        xp.amax(z, axis=1, keepdims=True, out=row)
        z -= row
        xp.exp(z, out=z)
        xp.sum(z, axis=1, keepdims=True, out=row)
        z /= row
        z -= y
        z *= 1 / size
        self._outer(h, z, gw2)
        xp.sum(z, axis=0, out=gb2)
        xp.matmul(z, w2.T, out=back)
        xp.multiply(h, h, out=h)
        xp.subtract(1, h, out=h)
        back *= h
        self._outer(x, back, gw1)
        xp.sum(back, axis=0, out=gb1)
        self.movement *= MOMENTUM
        self.gradient *= LEARNING_RATE
        self.movement -= self.gradient
        self.theta += self.movement

    def _outer(self, before: Any, error: Any, out: Any) -> None:
        if len(before) == 1:
            self.xp.multiply(before.T, error, out=out)
        else:
            self.xp.matmul(before.T, error, out=out)


def _views(flat: Any, sizes: list[int]) -> list[Any]:
    """Return the weights and biases as views of one vector, so that an update of all of them is one operation."""
    ends = [sum(sizes[: n + 1]) for n in range(len(sizes))]
    return [flat[end - size : end].reshape(shape) for end, size, shape in zip(ends, sizes, SHAPES, strict=True)]


def timed(network: Network, batch_size: int, seconds: float, at: int) -> tuple[list[float], int]:
    """Measure updates for so many seconds, one at least. Returns the seconds of each, and the row for the next batch.

    Where the end of the rows comes before that of a batch, the next batch begins at the first row.
    """
    found: list[float] = []
    end = time.perf_counter() + seconds
    while not found or time.perf_counter() < end:
        at = at if at + batch_size <= network.rows else 0
        found.append(network.seconds(batch_size, at))
        at += batch_size
    return found, at
