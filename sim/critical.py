"""Six kinds of critical points: their Hessians, and the trajectories of gradient descent after a small kick."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from batchgame.sim.landscape import MONOMIALS, Landscape
from batchgame.sim.theory import classify

KICK = 0.05
SAME = 0.05  # on the map: two zeros of the gradient that are nearer are one
LEFT = 0.4  # the distance from the critical point beyond which a trajectory has left it
Vector = NDArray[np.float64]
# Coefficients by monomial (i, j), with the critical point at the origin. The quartic walls of the saddle are round, so
# that a kick exactly along an eigenvector stays on that line.
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
    """A landscape of one example with a critical point at `at` (2,).

    eigenvalues (2,): those of the Hessian at that point, the smaller first. directions (2, 2): eigenvectors as columns.
    """

    shape: str
    landscape: Landscape
    at: Vector
    eigenvalues: Vector
    directions: Vector

    @property
    def kind(self) -> str:
        """Return what the Hessian says: minimum, maximum, saddle, or "cannot tell" if an eigenvalue is 0."""
        return classify(self.eigenvalues)

    def kicks(self) -> dict[str, Vector]:
        """Return unit vectors along the smaller eigenvalue, along the larger one, and half way between."""
        low, high = self.directions[:, 0], self.directions[:, 1]
        return {"low": low, "high": high, "between": (low + high) / np.sqrt(2)}

    def path(self, direction: Vector, *, learning_rate: float = 0.2, updates: int = 150) -> Vector:
        """Run gradient descent after a kick of 0.05 along a direction, (updates + 1, 2).

        A trajectory that would go farther than 3 from the critical point stays where it is.
        """
        points = [self.at + KICK * direction]
        for _ in range(updates):
            theta = points[-1] - learning_rate * self.landscape.gradient(points[-1])
            points.append(theta if np.hypot(*(theta - self.at)) < 3 else points[-1])
        return np.array(points)

    def leaves(self, direction: Vector) -> bool:
        """Return whether a kick along the direction, or against it, ends away from the critical point."""
        ends = (self.path(sign * direction)[-1] for sign in (1, -1))
        return any(float(np.hypot(*(end - self.at))) > LEFT for end in ends)

    def drop(self, direction: Vector) -> float:
        """Compute how much a kick alone lowers the loss: the mean of a kick along the direction and one against it."""
        kicked = (self.landscape.loss(self.at + sign * KICK * direction) for sign in (1, -1))
        return float(self.landscape.loss(self.at) - np.mean(list(kicked)))


def critical_points(landscape: Landscape, region: tuple[float, float, float, float]) -> list[Vector]:
    """Find the places in a region (x0, x1, y0, y1) where the full gradient is 0, by Newton's method from a grid."""
    x0, x1, y0, y1 = region
    grid = np.stack(np.meshgrid(np.linspace(x0, x1, 13), np.linspace(y0, y1, 10)), axis=-1)
    theta = grid.reshape(-1, 2)
    for _ in range(80):  # a Hessian of 0 makes Newton's method slow: there the distance only halves
        step = (np.linalg.pinv(landscape.hessian(theta), rcond=1e-9) @ landscape.gradient(theta)[..., None])[..., 0]
        length = np.hypot(*step.T)
        theta = theta - step * np.minimum(1.0, 0.3 / np.maximum(length, 1e-12))[:, None]
    inside = (theta[:, 0] >= x0) & (theta[:, 0] <= x1) & (theta[:, 1] >= y0) & (theta[:, 1] <= y1)
    found: list[Vector] = []
    for place in theta[inside & (np.hypot(*landscape.gradient(theta).T) < 1e-9)]:
        if all(np.hypot(*(place - other)) > SAME for other in found):
            found.append(place)
    return found


def walked_down(landscape: Landscape, starts: Vector, *, updates: int = 1000) -> Vector:
    """Walk downhill from starts (M, 2) and return the ends (M, 2): gradient descent with steps of at most 0.1."""
    theta = np.array(starts, dtype=float)
    for _ in range(updates):
        step = 0.05 * landscape.gradient(theta)
        theta = theta - step * np.minimum(1.0, 0.1 / np.maximum(np.hypot(*step.T), 1e-12))[:, None]
    return theta


def critical(shape: str, at: tuple[float, float] = (0.0, 0.0)) -> Critical:
    """Build one of SHAPES with its critical point at the given place. Raises KeyError for an unknown name."""
    coefficients = np.zeros((1, len(MONOMIALS)))
    for powers, coefficient in SHAPES[shape].items():
        coefficients[0, MONOMIALS.index(powers)] = coefficient
    landscape, place = Landscape(coefficients).shifted(at), np.array(at)
    hessian = landscape.hessian(place)
    hessian[np.abs(hessian) < 1e-12] = 0  # Moving a polynomial leaves rounding errors where a 0 should be.
    eigenvalues, directions = np.linalg.eigh(hessian)
    return Critical(shape, landscape, place, eigenvalues, directions)
