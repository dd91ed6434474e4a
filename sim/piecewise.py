"""A landscape in pieces: the loss of each example is the lowest of several polynomials, which meet at edges.

    L_n(θ) = min_k Σ_{i+j≤4} C[k,n,ij] x^i y^j

Counter-examples are built with it, such as two equally sharp minima, one where the examples agree and one where they
disagree (Wu, Ma, E 2018).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from batchgame.sim.landscape import Array, Landscape, mean


@dataclass(frozen=True, eq=False)
class Piecewise(Landscape):
    """N example losses in pieces: coefficients (N, 15) of the first piece, `others` of the other pieces, no wells."""

    others: tuple[Array, ...] = ()

    @property
    def pieces(self) -> tuple[Landscape, ...]:
        """Return the pieces, each as a landscape of its own."""
        return tuple(Landscape(coefficients) for coefficients in (self.coefficients, *self.others))

    @property
    def arrays(self) -> list[Array]:
        """Return every array that defines the landscape, always in the same order."""
        return [self.coefficients, *self.others]

    @property
    def rounds_alike(self) -> bool:
        """Return False: engines raise to powers with `**`, which NumPy rounds differently on different processors."""
        return False

    def example_losses(self, theta: ArrayLike) -> Array:
        """Compute the loss of every example, (..., 2) -> (..., N)."""
        return np.asarray(np.min([piece.example_losses(theta) for piece in self.pieces], axis=0))

    def example_gradients(self, theta: ArrayLike) -> Array:
        """Compute the gradient of every example on its lowest piece, (..., 2) -> (..., N, 2)."""
        each = np.stack([piece.example_gradients(theta) for piece in self.pieces])
        return np.asarray(np.take_along_axis(each, self._lowest(theta)[None, ..., None], axis=0)[0])

    def hessian(self, theta: ArrayLike) -> Array:
        """Compute the mean Hessian, taking each example on its lowest piece, (..., 2) -> (..., 2, 2)."""
        alone = [
            np.stack([Landscape(piece.coefficients[n : n + 1]).hessian(theta) for n in range(self.examples)], axis=-3)
            for piece in self.pieces
        ]
        each = np.take_along_axis(np.stack(alone), self._lowest(theta)[None, ..., None, None], axis=0)[0]
        return mean(np.moveaxis(each, -3, -1))

    def shifted(self, by: ArrayLike) -> Piecewise:
        """Return the landscape moved by (dx, dy): its loss at θ + by is the loss of this one at θ."""
        first, *others = (piece.shifted(by).coefficients for piece in self.pieces)
        return Piecewise(first, others=tuple(others))

    def of(self, example: int) -> Piecewise:
        """Return the landscape of one example."""
        part = slice(example, example + 1)
        return Piecewise(self.coefficients[part], others=tuple(other[part] for other in self.others))

    def _lowest(self, theta: ArrayLike) -> NDArray[np.intp]:
        """Return the index of each example's lowest piece, (..., 2) -> (..., N)."""
        return np.asarray(np.argmin([piece.example_losses(theta) for piece in self.pieces], axis=0), dtype=np.intp)
