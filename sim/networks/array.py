"""Networks in array code, for NumPy and CuPy: the reference, which explains what the engine in C does.

All networks of a chunk make an update together. A batch is one array (M, b, inputs), the weights of a layer are one
array (M, inputs, units), and one batched product of matrices serves all networks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from batchgame.sim.networks.start import Shape

if TYPE_CHECKING:
    from batchgame.sim.networks.networks import Networks

MANY, FEW = 80, 12  # networks in a chunk: measured to be quickest with small batches, and with others
SMALL = 8  # batch size up to which a chunk has many
ROWS = 1 << 14  # examples of all networks of a chunk that are measured together


class ArrayNetworks:
    """The engine in array code. xp: the array module. chunk: networks in a chunk, chosen by batch size if None."""

    def __init__(self, name: str, xp: Any, chunk: int | None = None) -> None:
        self.name, self.xp, self._chunk = name, xp, chunk

    def array(self, values: Any) -> Any:
        """Return an array in the memory of the device."""
        return self.xp.asarray(values)

    def host(self, values: Any) -> NDArray[Any]:
        """Return an array in the memory of the host."""
        copied: NDArray[Any] = values if isinstance(values, np.ndarray) else self.xp.asnumpy(values)
        return copied

    def train(self, networks: Networks, updates: int) -> None:
        """Make some updates of each network that is still trained."""
        live = np.flatnonzero(networks.finished_at == 0)
        chunk = self._chunk or (MANY if networks.batches.batch_size <= SMALL else FEW)
        for start in range(0, len(live), chunk):
            self._train_chunk(networks, live[start : start + chunk], updates)

    def _train_chunk(self, networks: Networks, these: NDArray[np.intp], updates: int) -> None:
        xp, batches = self.xp, networks.batches
        x, data_rows = self.array(networks.data.x), self.array(networks.split.train[these])
        labels, wanted = self.array(networks.split.labels[these]), xp.eye(networks.shape.outputs, dtype=xp.float32)
        at = self.array(these)
        theta, velocity = networks.theta[at], networks.velocity[at]
        gradient = xp.zeros_like(theta)
        eta, momentum = networks.learning_rate[these], networks.momentum[these]
        has_momentum, kept = bool(momentum.any()), self.array(momentum.astype(np.float32))[:, None]
        order = None
        for update in range(networks.update, networks.update + updates):
            epoch, position = batches.place(update)
            if order is None or (position == 0 and not batches.full(epoch)):
                order = self._order(networks, these, epoch)
                rows, classes = (xp.take_along_axis(each, order, axis=1) for each in (data_rows, labels))
            start = position * batches.size(epoch)
            stop = min(start + batches.size(epoch), batches.examples)
            batch = Batch(x[rows[:, start:stop]], wanted[classes[:, start:stop]])
            backward(xp, networks.shape, theta, batch, gradient)
            rate = self.array((eta * batches.rate(update)).astype(np.float32))[:, None]
            if has_momentum:
                velocity *= kept
                velocity -= rate * gradient
                theta += velocity
            else:
                theta -= rate * gradient
        networks.theta[at], networks.velocity[at] = theta, velocity

    def _order(self, networks: Networks, these: NDArray[np.intp], epoch: int) -> Any:
        """Return the order of the training examples of these networks in an epoch, (M, n)."""
        if networks.batches.full(epoch):
            order = np.arange(networks.batches.examples)
            return self.array(np.broadcast_to(order, (len(these), len(order))).astype(np.int64))
        return networks.batches.rows(networks.seed, networks.numbers[these], epoch, self.xp).astype(self.xp.int64)

    def measure(
        self, networks: Networks, theta: Any, rows: NDArray[np.int32], labels: NDArray[np.uint8]
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return the mean loss and the fraction of right answers of each network on its examples `rows`."""
        xp, found = self.xp, []
        for part in self._parts(networks, rows.shape[1]):
            batch = self._batch(networks, rows[part], labels[part])
            _, z = forward(xp, networks.shape, theta[part], batch.x)
            z = z - z.max(axis=2, keepdims=True)
            own = (z * batch.wanted).sum(axis=2)
            losses = xp.log(xp.exp(z).sum(axis=2)) - own
            first = (self.array(labels[part]) == z.argmax(axis=2)) & (losses == losses)  # NaN is no answer
            found.append(xp.stack([losses.astype(xp.float64).mean(axis=1), first.astype(xp.float64).mean(axis=1)]))
        losses, accuracies = self.host(xp.concatenate(found, axis=1))
        return losses, accuracies

    def gradient(self, networks: Networks, theta: Any) -> NDArray[np.float32]:
        """Return the gradient of each network's mean loss on its training examples, (M, P)."""
        gradient = self.xp.zeros_like(theta)
        for part in self._parts(networks, networks.batches.examples):
            batch = self._batch(networks, networks.split.train[part], networks.split.labels[part])
            backward(self.xp, networks.shape, theta[part], batch, gradient[part])
        return self.host(gradient)

    def outputs(self, networks: Networks, theta: Any, x: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return the outputs z of each network for the same inputs x (points, inputs), (M, points, outputs)."""
        shared = self.array(np.broadcast_to(x, (len(theta), *x.shape)))
        return self.host(forward(self.xp, networks.shape, theta, shared)[1])

    def _batch(self, networks: Networks, rows: NDArray[np.int32], labels: NDArray[np.uint8]) -> Batch:
        wanted = np.eye(networks.shape.outputs, dtype=np.float32)
        return Batch(self.array(networks.data.x[rows]), self.array(wanted[labels]))

    def _parts(self, networks: Networks, examples: int) -> list[slice]:
        step = max(1, ROWS // examples)
        return [slice(start, start + step) for start in range(0, networks.count, step)]


class Batch(NamedTuple):
    """A batch of every network: x (M, b, inputs), and `wanted` (M, b, outputs) with a 1 at the class of the example."""

    x: Any
    wanted: Any


def forward(xp: Any, shape: Shape, theta: Any, x: Any) -> tuple[Any, Any]:
    """Return the hidden units h (M, b, hidden) and the outputs z (M, b, outputs)."""
    w1, b1, w2, b2 = shape.layers(theta)
    h = xp.matmul(x, w1)
    h += b1
    h = xp.tanh(h)
    z = xp.matmul(h, w2)
    z += b2
    return h, z


def backward(xp: Any, shape: Shape, theta: Any, batch: Batch, gradient: Any) -> None:
    """Write the gradient of the batch's mean loss into `gradient`, (M, P).

    dz = (softmax(z) − wanted) / b    dW₂ = hᵀ dz    dh = dz W₂ᵀ (1 − h²)    dW₁ = xᵀ dh
    """
    h, z = forward(xp, shape, theta, batch.x)
    w2 = shape.layers(theta)[2]
    z -= z.max(axis=2, keepdims=True)
    p = xp.exp(z)
    p /= p.sum(axis=2, keepdims=True)
    p -= batch.wanted
    p /= xp.float32(batch.x.shape[1])
    d = xp.matmul(p, w2.swapaxes(1, 2))
    d *= xp.float32(1) - h * h
    for start, stop, left, right in _places(shape, (batch.x, d), (h, p)):
        gradient[:, start:stop] = left if right is None else _product(xp, left, right)


def _places(shape: Shape, *layers: tuple[Any, Any]) -> list[tuple[int, int, Any, Any]]:
    """Return where the gradients of weights and biases lie among the parameters, and what they are made of."""
    found, at = [], 0
    for inner, outer in layers:
        weights, biases = inner.shape[2] * outer.shape[2], outer.shape[2]
        found.append((at, at + weights, inner, outer))
        found.append((at + weights, at + weights + biases, outer.sum(axis=1), None))
        at += weights + biases
    return found


def _product(xp: Any, inner: Any, outer: Any) -> Any:
    """Return innerᵀ outer of each network as one row. A product of two vectors is quicker without `matmul`."""
    turned = inner.swapaxes(1, 2)
    product = turned * outer if inner.shape[1] == 1 else xp.matmul(turned, outer)
    return product.reshape(len(inner), -1)
