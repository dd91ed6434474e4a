"""Six critical points: what the Hessian says of each, and what becomes of a trajectory that is kicked off it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from batchgame.sim.landscape import MONOMIALS, Landscape
from batchgame.sim.theory import classify

KICK = 0.05
LEFT = 0.4  # farther from the critical point than this: it has been left
Vector = NDArray[np.float64]
# monomial (i, j) -> coefficient, about the critical point at the origin; walls of the saddle are round, so that
# what is kicked exactly along an eigenvector stays on it
SHAPES: dict[str, dict[tuple[int, int], float]] = {
    "bowl": {(2, 0): 0.5, (1, 1): 0.3, (0, 2): 0.8},
    "saddle": {(2, 0): 0.5, (1, 1): 0.6, (0, 2): -0.35, (4, 0): 0.08, (2, 2): 0.16, (0, 4): 0.08},
    "dome": {(2, 0): -0.5, (1, 1): 0.2, (0, 2): -0.7, (4, 0): 0.1, (0, 4): 0.1},
    "monkey": {(3, 0): 0.5, (1, 2): -1.5, (4, 0): 0.12, (2, 2): 0.24, (0, 4): 0.12},
    "trough": {(2, 0): 0.6, (0, 4): 0.25},
    "shelf": {(2, 0): 0.6, (0, 3): 0.4, (0, 4): 0.12},
}


@dataclass(frozen=True, eq=False)
class Critical:
    """A landscape (one example) with a critical point at `at` (2,); its Hessian's eigenvalues, the smaller first."""

    shape: str
    landscape: Landscape
    at: Vector
    eigenvalues: Vector
    directions: Vector

    @property
    def kind(self) -> str:
        """minimum, maximum, saddle, or "cannot tell" where an eigenvalue is 0."""
        return classify(self.eigenvalues)

    def kicks(self) -> dict[str, Vector]:
        """Unit vectors: along the smaller eigenvalue, along the larger one, half way between."""
        low, high = self.directions[:, 0], self.directions[:, 1]
        return {"low": low, "high": high, "between": (low + high) / np.sqrt(2)}

    def path(self, direction: Vector, *, learning_rate: float = 0.2, updates: int = 150) -> Vector:
        """Descent from a kick of .05 along a direction, (updates + 1, 2); it ends where it leaves the neighbourhood."""
        points = [self.at + KICK * direction]
        for _ in range(updates):
            theta = points[-1] - learning_rate * self.landscape.gradient(points[-1])
            points.append(theta if np.hypot(*(theta - self.at)) < 3 else points[-1])
        return np.array(points)

    def leaves(self, direction: Vector) -> bool:
        """One of the two kicks along that line gets away."""
        ends = (self.path(sign * direction)[-1] for sign in (1, -1))
        return any(float(np.hypot(*(end - self.at))) > LEFT for end in ends)

    def drop(self, direction: Vector) -> float:
        """How much lower the loss is after the kick alone."""
        kicked = (self.landscape.loss(self.at + sign * KICK * direction) for sign in (1, -1))
        return float(self.landscape.loss(self.at) - np.mean(list(kicked)))


def critical(shape: str, at: tuple[float, float] = (0.0, 0.0)) -> Critical:
    """One of SHAPES, moved so that its critical point lies at a place; KeyError for another name."""
    coefficients = np.zeros((1, len(MONOMIALS)))
    for powers, coefficient in SHAPES[shape].items():
        coefficients[0, MONOMIALS.index(powers)] = coefficient
    landscape, place = Landscape(coefficients).shifted(at), np.array(at)
    hessian = landscape.hessian(place)
    hessian[np.abs(hessian) < 1e-12] = 0  # what is left of moving a polynomial
    eigenvalues, directions = np.linalg.eigh(hessian)
    return Critical(shape, landscape, place, eigenvalues, directions)
