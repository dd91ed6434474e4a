"""Predictions of theory before anything is simulated: limits of η, effective η, noise scale, kinds of critical points.

On a quadratic of curvature h, one update with momentum is the recurrence z² − (1 + λ − ηh)z + λ = 0.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from batchgame.sim.hyperparameters import Hyperparameters
from batchgame.sim.landscape import Landscape

RISKY = 4.0  # ηh/(1−λ), h of the steepest example: blow-up was measured from about 8 on


def stability_limit(curvature: float, momentum: float) -> float:
    """Largest learning rate at which descent with momentum does not diverge: 2(1 + λ)/h."""
    return 2 * (1 + momentum) / curvature


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


def classify(eigenvalues: NDArray[np.floating], flat: float = 1e-6) -> str:
    """minimum, maximum or saddle by the signs of the Hessian's eigenvalues; "cannot tell" where one is 0."""
    low, high = float(eigenvalues[0]), float(eigenvalues[-1])
    if low < -flat and high > flat:
        return "saddle"
    if min(abs(low), abs(high)) <= flat:
        return "cannot tell"
    return "minimum" if low > 0 else "maximum"
