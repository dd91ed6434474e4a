"""Predictions of theory without simulation: stability, effective learning rate, noise, kinds of critical points.

On a quadratic with curvature h, gradient descent with momentum is a linear recurrence whose characteristic equation is
z² − (1 + λ − ηh)z + λ = 0. The stability limit follows from it.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from batchgame.sim.hyperparameters import Hyperparameters
from batchgame.sim.landscape import Landscape

RISKY = 4.0  # the limit for ηh/(1−λ), with the curvature h of the steepest example; blow-ups were seen from about 8 on


def stability_limit(curvature: float, momentum: float) -> float:
    """Return the largest learning rate at which gradient descent with momentum does not diverge, 2(1 + λ)/h."""
    return 2 * (1 + momentum) / curvature


def effective_learning_rate(learning_rate: float, momentum: float) -> float:
    """Return η/(1 − λ), the length of the step to which a constant gradient of length 1 leads."""
    return learning_rate / (1 - momentum)


def noise_gauge(hyperparameters: Hyperparameters, examples: int) -> float:
    """Return T = η/(1−λ) · mean of (N−b)/(b(N−1)) over the batches of an epoch: how strongly they shake a trajectory.

    For the full batch it is 0. The last batch of an epoch may be short: 20 = 19 + 1 shakes as strongly as batch size 2.
    """
    whole, rest = divmod(examples, hyperparameters.batch_size)
    sizes = [hyperparameters.batch_size] * whole + [rest] * (rest > 0)
    spread = sum((examples - size) / (size * (examples - 1)) for size in sizes) / len(sizes)
    return effective_learning_rate(hyperparameters.full_learning_rate, hyperparameters.momentum) * spread


def warns(learning_rate: float, momentum: float, curvature_max: float) -> bool:
    """Return whether a pick may blow up, ηh/(1−λ) > 4, where h is the largest curvature of one example."""
    return effective_learning_rate(learning_rate, momentum) * curvature_max > RISKY


def steepest(landscape: Landscape, at: ArrayLike) -> float:
    """Return the largest curvature of one example at a point (2,), the h of `warns`.

    The point should be the goal. A maximum over the whole region would include wells, which are steep, but too small to
    make a trajectory diverge.
    """
    ones = (landscape.of(n).hessian(at) for n in range(landscape.examples))
    return max(float(np.linalg.eigvalsh(one).max()) for one in ones)


def classify(eigenvalues: NDArray[np.floating], flat: float = 1e-6) -> str:
    """Name a critical point by its Hessian's eigenvalues, (n,) ascending: minimum, maximum, saddle or "cannot tell".

    An eigenvalue up to `flat` counts as 0, which leaves the kind open unless the others have both signs.
    """
    low, high = float(eigenvalues[0]), float(eigenvalues[-1])
    if low < -flat and high > flat:
        return "saddle"
    if min(abs(low), abs(high)) <= flat:
        return "cannot tell"
    return "minimum" if low > 0 else "maximum"
