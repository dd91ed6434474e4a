"""Descent by hand: one update at a time, its parts laid open. m ← λm − ηg, θ ← θ + m; m is a sum over all that was."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from batchgame.sim.landscape import Landscape

Vector = NDArray[np.float64]


@dataclass
class Manual:
    """One trajectory of the full batch, and every gradient that it has met; vectors are (2,)."""

    landscape: Landscape
    start: tuple[float, float]
    learning_rate: float
    momentum: float
    path: list[Vector] = field(default_factory=list)
    gradients: list[Vector] = field(default_factory=list)
    movement: Vector = field(default_factory=lambda: np.zeros(2))

    def __post_init__(self) -> None:
        """At the start, at rest."""
        self.path = [np.array(self.start, dtype=float)]

    @property
    def theta(self) -> Vector:
        """Where it is."""
        return self.path[-1]

    @property
    def pull(self) -> Vector:
        """−ηg here: what the gradient adds to the next movement."""
        return -self.learning_rate * self.landscape.gradient(self.theta)

    @property
    def carried(self) -> Vector:
        """λm: what is kept of the last movement."""
        return self.momentum * self.movement

    @property
    def next_movement(self) -> Vector:
        """Their sum."""
        return self.carried + self.pull

    def update(self) -> Vector:
        """Make one update; the movement."""
        gradient = self.landscape.gradient(self.theta)
        self.movement = self.next_movement
        self.gradients.append(gradient)
        self.path.append(self.theta + self.movement)
        return self.movement

    def weights(self) -> list[float]:
        """λ^k of every gradient met, the newest first: how much of it is in the movement."""
        return [self.momentum**k for k in range(len(self.gradients))]

    def remembered(self) -> Vector:
        """−η Σ λ^k g: the movement once more, from all the gradients met."""
        pairs = zip(self.weights(), reversed(self.gradients), strict=True)
        return np.asarray(-self.learning_rate * sum((weight * g for weight, g in pairs), np.zeros(2)))


def tilted_bowl(low: float = 0.25, high: float = 1.3, degrees: float = 30.0) -> Landscape:
    """½h₁u² + ½h₂v² along axes turned by that angle; one example."""
    c, s = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    coefficients = np.zeros((1, 15))
    coefficients[0, 3] = (low * c * c + high * s * s) / 2
    coefficients[0, 4] = (low - high) * c * s
    coefficients[0, 5] = (low * s * s + high * c * c) / 2
    return Landscape(coefficients)
