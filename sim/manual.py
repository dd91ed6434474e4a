"""Gradient descent with momentum, one update at a time with all its parts: m ← λm − ηg, θ ← θ + m."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from batchgame.sim.landscape import MONOMIALS, Landscape

Vector = NDArray[np.float64]


@dataclass
class Manual:
    """One trajectory of the full batch, with all its positions and gradients so far. Vectors are (2,)."""

    landscape: Landscape
    start: tuple[float, float]
    learning_rate: float
    momentum: float
    path: list[Vector] = field(default_factory=list)
    gradients: list[Vector] = field(default_factory=list)
    movement: Vector = field(default_factory=lambda: np.zeros(2))

    def __post_init__(self) -> None:
        """Put the trajectory at its start, at rest."""
        self.path = [np.array(self.start, dtype=float)]

    @property
    def theta(self) -> Vector:
        """Return the current position of the trajectory."""
        return self.path[-1]

    @property
    def pull(self) -> Vector:
        """Return the share of the gradient in the next movement, −ηg."""
        return -self.learning_rate * self.landscape.gradient(self.theta)

    @property
    def carried(self) -> Vector:
        """Return the share of the last movement in the next one, λm."""
        return self.momentum * self.movement

    @property
    def next_movement(self) -> Vector:
        """Return the next movement, λm − ηg."""
        return self.carried + self.pull

    def update(self) -> Vector:
        """Make one update and return its movement."""
        gradient = self.landscape.gradient(self.theta)
        self.movement = self.next_movement
        self.gradients.append(gradient)
        self.path.append(self.theta + self.movement)
        return self.movement

    def weights(self) -> list[float]:
        """Return the weight λ^k of every gradient so far in the movement, the newest first."""
        return [self.momentum**k for k in range(len(self.gradients))]

    def remembered(self) -> Vector:
        """Compute the movement as a weighted sum of all gradients so far, −η Σ λ^k g."""
        pairs = zip(self.weights(), reversed(self.gradients), strict=True)
        return np.asarray(-self.learning_rate * sum((weight * g for weight, g in pairs), np.zeros(2)))


def tilted_bowl(low: float = 0.25, high: float = 1.3, degrees: float = 30.0) -> Landscape:
    """Build the landscape ½h₁u² + ½h₂v² of one example, with curvatures h along axes u, v turned by an angle."""
    c, s = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    coefficients = np.zeros((1, 15))
    coefficients[0, 3] = (low * c * c + high * s * s) / 2
    coefficients[0, 4] = (low - high) * c * s
    coefficients[0, 5] = (low * s * s + high * c * c) / 2
    return Landscape(coefficients)


def two_hollows(height: float = 0.05, top: float = 1.0, deep: float = 2.4) -> Landscape:
    """Build a valley along the first axis with a hollow at 0, a top at `top` and a deeper hollow at `deep`."""
    coefficients = np.zeros((1, len(MONOMIALS)))
    powers = {(4, 0): 1.0, (3, 0): -4 / 3 * (top + deep), (2, 0): 2 * top * deep, (0, 2): 0.5 / height}
    for power, coefficient in powers.items():
        coefficients[0, MONOMIALS.index(power)] = height * coefficient
    return Landscape(coefficients)
