"""The loss landscape: N examples, each a quartic polynomial in two parameters minus Gaussian wells.

    L_n(θ) = Σ_{i+j≤4} C[n,ij] x^i y^j − Σ_j a[j,n]·exp(−½ uᵀA_j u),   u = θ − c_j − d[j,n]

The loss is the mean over the examples. Loss, gradient and Hessian are analytic.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import comb

import numpy as np
from numpy.typing import ArrayLike, NDArray

MONOMIALS = ((0, 0), (1, 0), (0, 1), (2, 0), (1, 1), (0, 2), (3, 0), (2, 1), (1, 2), (0, 3),
             (4, 0), (3, 1), (2, 2), (1, 3), (0, 4))  # fmt: skip
Array = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Well:
    """A Gaussian well: centre (2,), precision (3,) = a11 a12 a22, and per example amplitude (N,) and shift (N, 2).

    A negative amplitude makes a hill.
    """

    centre: Array
    precision: Array
    amplitude: Array
    shift: Array

    @property
    def arrays(self) -> tuple[Array, ...]:
        """Return every array that defines the well."""
        return self.centre, self.precision, self.amplitude, self.shift

    def of(self, example: int) -> Well:
        """Return the well of one example."""
        part = slice(example, example + 1)
        return Well(self.centre, self.precision, self.amplitude[part], self.shift[part])


@dataclass(frozen=True, eq=False)
class Landscape:
    """N example losses over θ = (x, y): coefficients (N, 15) in the order of MONOMIALS, and wells."""

    coefficients: Array
    wells: tuple[Well, ...] = ()

    @property
    def examples(self) -> int:
        """Return the number of examples, N."""
        return len(self.coefficients)

    @property
    def arrays(self) -> list[Array]:
        """Return every array that defines the landscape, always in the same order."""
        return [self.coefficients, *(part for well in self.wells for part in well.arrays)]

    @property
    def rounds_alike(self) -> bool:
        """Return whether engines compute the same bits on every processor, because they need neither exp nor powers."""
        return not self.wells

    def example_losses(self, theta: ArrayLike) -> Array:
        """Compute the loss of every example, (..., 2) -> (..., N)."""
        x, y = _columns(theta)
        total = np.zeros((*x.shape[:-1], self.examples))
        for column, (i, j) in enumerate(MONOMIALS):
            if self.coefficients[:, column].any():
                total += self.coefficients[:, column] * (x**i * y**j)
        for well in self.wells:
            total -= self._bump(well, x, y)[0]
        return total

    def loss(self, theta: ArrayLike) -> Array:
        """Compute the mean loss over all examples, (..., 2) -> (...), summed in the order of their index."""
        return mean(self.example_losses(theta))

    def example_gradients(self, theta: ArrayLike) -> Array:
        """Compute the gradient of every example, (..., 2) -> (..., N, 2)."""
        x, y = _columns(theta)
        gx = np.zeros((*x.shape[:-1], self.examples))
        gy = np.zeros_like(gx)
        for column, (i, j) in enumerate(MONOMIALS):
            c = self.coefficients[:, column]
            if c.any():
                if i:
                    gx += c * (i * x ** (i - 1) * y**j)
                if j:
                    gy += c * (j * x**i * y ** (j - 1))
        for well in self.wells:
            bump, px, py = self._bump(well, x, y)
            gx += bump * px
            gy += bump * py
        return np.stack([gx, gy], axis=-1)

    def gradient(self, theta: ArrayLike, examples: ArrayLike | None = None) -> Array:
        """Compute the mean gradient over some examples (all by default), (..., 2) -> (..., 2), added in their order."""
        each = self.example_gradients(theta)
        if examples is not None:
            each = each[..., np.asarray(examples, dtype=np.intp), :]
        return mean(np.moveaxis(each, -2, -1))

    def hessian(self, theta: ArrayLike) -> Array:
        """Compute the mean Hessian over all examples, (..., 2) -> (..., 2, 2)."""
        x, y = _columns(theta)
        hxx = np.zeros((*x.shape[:-1], self.examples))
        hxy, hyy = np.zeros_like(hxx), np.zeros_like(hxx)
        for column, (i, j) in enumerate(MONOMIALS):
            c = self.coefficients[:, column]
            if i > 1:
                hxx += c * (i * (i - 1) * x ** (i - 2) * y**j)
            if i and j:
                hxy += c * (i * j * x ** (i - 1) * y ** (j - 1))
            if j > 1:
                hyy += c * (j * (j - 1) * x**i * y ** (j - 2))
        for well in self.wells:
            bump, px, py = self._bump(well, x, y)
            a11, a12, a22 = well.precision
            hxx += bump * (a11 - px * px)
            hxy += bump * (a12 - px * py)
            hyy += bump * (a22 - py * py)
        rows = [np.stack([mean(hxx), mean(hxy)], axis=-1), np.stack([mean(hxy), mean(hyy)], axis=-1)]
        return np.stack(rows, axis=-2)

    def shifted(self, by: ArrayLike) -> Landscape:
        """Return the landscape moved by (dx, dy): its loss at θ + by is the loss of this one at θ."""
        dx, dy = (float(part) for part in np.asarray(by, dtype=float))
        moved = np.zeros_like(self.coefficients)
        for column, (i, j) in enumerate(MONOMIALS):
            for p in range(i + 1):
                for q in range(j + 1):
                    factor = comb(i, p) * (-dx) ** (i - p) * comb(j, q) * (-dy) ** (j - q)
                    moved[:, MONOMIALS.index((p, q))] += self.coefficients[:, column] * factor
        wells = tuple(replace(well, centre=well.centre + np.array([dx, dy])) for well in self.wells)
        return Landscape(moved, wells)

    def of(self, example: int) -> Landscape:
        """Return the landscape of one example."""
        return Landscape(self.coefficients[example : example + 1], tuple(well.of(example) for well in self.wells))

    @staticmethod
    def _bump(well: Well, x: Array, y: Array) -> tuple[Array, Array, Array]:
        """Compute amplitude·exp(−½uᵀAu) and the two components of Au, each (..., N)."""
        a11, a12, a22 = well.precision
        ux = x - well.centre[0] - well.shift[:, 0]
        uy = y - well.centre[1] - well.shift[:, 1]
        px, py = a11 * ux + a12 * uy, a12 * ux + a22 * uy
        return well.amplitude * np.exp(-0.5 * (ux * px + uy * py)), px, py


def _columns(theta: ArrayLike) -> tuple[Array, Array]:
    """Split points into x and y with an axis for the examples, (..., 2) -> two of (..., 1)."""
    points = np.asarray(theta, dtype=np.float64)
    return points[..., 0, None], points[..., 1, None]


def mean(values: Array) -> Array:
    """Compute the mean over the last axis, added in order of the index. The order of NumPy's sum varies with shape."""
    total = values[..., 0].copy()
    for n in range(1, values.shape[-1]):
        total += values[..., n]
    return np.asarray(total * (1.0 / values.shape[-1]))
