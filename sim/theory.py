"""What theory says before anything is run: used by the game's hints, and by tests as an oracle.

On a quadratic of curvature h, one update with momentum is the recurrence z² − (1 + λ − ηh)z + λ = 0.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import ArrayLike, NDArray

from batchgame.sim.hyperparameters import Hyperparameters
from batchgame.sim.landscape import Landscape

RISKY = 4.0  # ηh/(1−λ), h of the steepest example: blow-up was measured from about 8 on


def stability_limit(curvature: float, momentum: float) -> float:
    """Largest learning rate at which descent with momentum does not diverge: 2(1 + λ)/h."""
    return 2 * (1 + momentum) / curvature


def best_momentum(learning_rate: float, curvature_min: float) -> float:
    """Momentum of the best asymptotic rate at this learning rate: (1 − √(ηh_min))²."""
    return (1 - sqrt(learning_rate * curvature_min)) ** 2


def rate(learning_rate: float, momentum: float, curvature: float) -> float:
    """Factor by which the distance shrinks an update in the long run: the larger |root| of the recurrence."""
    roots = np.roots([1.0, -(1 + momentum - learning_rate * curvature), momentum])
    return float(np.abs(roots).max())


def effective_learning_rate(learning_rate: float, momentum: float) -> float:
    """η/(1 − λ): the step a constant gradient leads to, per unit of gradient."""
    return learning_rate / (1 - momentum)


def noise_gauge(hyperparameters: Hyperparameters, examples: int) -> float:
    """T = η/(1−λ) · (N−B)/(B(N−1)): how strongly batches that disagree shake a trajectory; 0 for the full batch."""
    batch_size = hyperparameters.batch_size
    spread = (examples - batch_size) / (batch_size * (examples - 1))
    return effective_learning_rate(hyperparameters.full_learning_rate, hyperparameters.momentum) * spread


def warns(learning_rate: float, momentum: float, curvature_max: float) -> bool:
    """Whether a pick may blow up: ηh/(1−λ) > 4, h the largest curvature of one example."""
    return effective_learning_rate(learning_rate, momentum) * curvature_max > RISKY


def steepest(landscape: Landscape, at: ArrayLike) -> float:
    """Largest curvature of one example at a point (2,): the h of the warning line.

    At the place a trajectory is meant to stay. Over a whole region it would count wells, which are steep but too small
    to blow anything up.
    """
    ones = (landscape.of(n).hessian(at) for n in range(landscape.examples))
    return max(float(np.linalg.eigvalsh(one).max()) for one in ones)


@dataclass(frozen=True)
class CriticalPoint:
    """A point of zero gradient: where, what kind, and the two eigenvalues of its Hessian, the smaller first."""

    at: tuple[float, float]
    kind: str
    eigenvalues: tuple[float, float]


def classify(eigenvalues: NDArray[np.floating], flat: float = 1e-6) -> str:
    """minimum, maximum or saddle by the signs of the Hessian's eigenvalues; "cannot tell" where one is 0."""
    low, high = float(eigenvalues[0]), float(eigenvalues[-1])
    if low < -flat and high > flat:
        return "saddle"
    if min(abs(low), abs(high)) <= flat:
        return "cannot tell"
    return "minimum" if low > 0 else "maximum"


def critical_points(
    landscape: Landscape, region: tuple[float, float, float, float], cells: int = 24
) -> list[CriticalPoint]:
    """Zeros of the full gradient in a region, by Newton's method from every point of a grid."""
    x0, x1, y0, y1 = region
    grid = np.stack(np.meshgrid(np.linspace(x0, x1, cells), np.linspace(y0, y1, cells)), axis=-1)
    theta = grid.reshape(-1, 2)
    for _ in range(60):
        hessian = landscape.hessian(theta)
        determinant = hessian[:, 0, 0] * hessian[:, 1, 1] - hessian[:, 0, 1] ** 2
        hessian[np.abs(determinant) < 1e-12] = np.eye(2)
        step = np.linalg.solve(hessian, landscape.gradient(theta)[..., None])[..., 0]
        length = np.linalg.norm(step, axis=-1, keepdims=True)
        theta = theta - step * np.minimum(1.0, 0.5 / np.maximum(length, 1e-300))
    found = np.linalg.norm(landscape.gradient(theta), axis=-1) < 1e-9
    inside = (theta[:, 0] >= x0) & (theta[:, 0] <= x1) & (theta[:, 1] >= y0) & (theta[:, 1] <= y1)
    points: list[CriticalPoint] = []
    for at in theta[found & inside]:
        if all(np.hypot(at[0] - p.at[0], at[1] - p.at[1]) > 1e-4 for p in points):
            values = np.linalg.eigvalsh(landscape.hessian(at))
            points.append(CriticalPoint((float(at[0]), float(at[1])), classify(values), (values[0], values[1])))
    return points
