"""What can be asked of trained networks: sharpness, the loss between two solutions, the boundary, misread examples."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from batchgame.sim.networks.networks import Measured, Networks
from batchgame.sim.networks.start import directions

STEPS, EPSILON = 30, 1e-2  # of the power iteration: fewer steps have not converged, a smaller ε measures round-off


def sharpness(networks: Networks, theta: Any = None) -> NDArray[np.float64]:
    """Return λmax, the largest eigenvalue of the Hessian of each network's training loss, (M,)."""
    found = np.zeros(networks.count)
    for found in sharpness_steps(networks, theta):  # noqa: B007 - the last one is wanted
        pass
    return found


def sharpness_steps(networks: Networks, theta: Any = None) -> Iterator[NDArray[np.float64]]:
    """Yield λmax of each network after each step of a power iteration, (M,), so that a screen can stop between steps.

    H v is the difference of the gradients at θ + εv and θ − εv, divided by 2ε, where v has length 1.
    """
    theta = networks.parameters() if theta is None else np.asarray(theta, dtype=np.float32)
    v = directions(networks.seed, networks.numbers, networks.shape.parameters)
    for _ in range(STEPS):
        step = (EPSILON * v).astype(np.float32)
        ahead, behind = (networks.gradient(theta + sign * step).astype(np.float64) for sign in (1, -1))
        product = (ahead - behind) / (2 * EPSILON)
        length = np.linalg.norm(product, axis=1, keepdims=True)
        yield (v * product).sum(axis=1)
        v = product / np.where(length > 0, length, 1)


class Slice(NamedTuple):
    """Losses and accuracies along a line: at (K,), and (K, M) for the others."""

    at: NDArray[np.float64]
    measured: Measured


def losses_between(networks: Networks, one: Any, other: Any, at: NDArray[np.float64]) -> Slice:
    """Measure the networks with parameters on the line from `one` (at 0) to `other` (at 1), (M, P) each.

    networks: their split and labels are used; both solutions should come from the same ones.
    """
    found = [_measured_at(networks, (1 - share) * one + share * other) for share in at.tolist()]
    return Slice(at, Measured(*(np.array(each) for each in zip(*found, strict=True))))


def _measured_at(networks: Networks, theta: Any) -> Measured:
    split, engine = networks.split, networks.engine
    own = engine.array(theta.astype(np.float32))
    train = engine.measure(networks, own, split.train, split.labels)
    return Measured(*train, *engine.measure(networks, own, split.test, split.test_labels))


def boundary(networks: Networks, network: int, columns: NDArray[Any], rows: NDArray[Any]) -> NDArray[np.float32]:
    """Return how sure a network of two inputs is of its class 1 at the points of a grid, (rows, columns) from 0 to 1.

    columns, rows: the values of the first and of the second input. The boundary is where the result is one half.
    """
    x, y = np.meshgrid(columns, rows)
    points = np.stack([x.ravel(), y.ravel()], axis=1).astype(np.float32)
    z = networks.engine.outputs(networks, networks.theta[network : network + 1], points)[0]
    sure: NDArray[np.float32] = 1 / (1 + np.exp(np.clip(z[:, 0] - z[:, 1], -60, 60)))
    return sure.reshape(len(rows), len(columns))


class Misread(NamedTuple):
    """A test example that a network gets wrong: its row in the data, its label, and the answer of the network."""

    row: int
    label: int
    answer: int


def misread(networks: Networks, network: int) -> list[Misread]:
    """Return the test examples that one of the networks gets wrong, in the order of its test set."""
    rows, labels = networks.split.test[network], networks.split.test_labels[network]
    theta = networks.theta[network : network + 1]
    answers = networks.engine.outputs(networks, theta, networks.data.x[rows])[0].argmax(axis=1)
    wrong = answers != labels
    three = (each[wrong].tolist() for each in (rows, labels, answers))
    return [Misread(*one) for one in zip(*three, strict=True)]
