"""Gradient and loss on a piecewise landscape, where each example counts with its lowest piece."""

from __future__ import annotations

import functools
import operator
from collections.abc import Iterable
from typing import Any

from batchgame.sim.landscape import MONOMIALS
from batchgame.sim.piecewise import Piecewise


class PiecewiseGradient:
    """The gradient gx, gy (K,) at positions x, y (K,), in a piecewise landscape. It is used like Gradient."""

    def __init__(self, x: Any, y: Any, landscape: Piecewise, dtype: Any, xp: Any) -> None:
        self.x, self.y, self.xp, self.examples = x, y, xp, landscape.examples
        self.gx, self.gy, *self.scratch = (xp.empty_like(x) for _ in range(6))
        self._pieces = [
            [(i, j, xp.asarray(piece.coefficients[:, column].astype(dtype)))
             for column, (i, j) in enumerate(MONOMIALS) if piece.coefficients[:, column].any()]
            for piece in landscape.pieces
        ]  # fmt: skip
        powers = {(i, j) for terms in self._pieces for i, j, _ in terms}
        self._needed = powers | {(i - 1, j) for i, j in powers if i} | {(i, j - 1) for i, j in powers if j}
        self._monomials: dict[tuple[int, int], Any] = {}

    def of_batch(self, rows: Any) -> None:
        """Compute the mean gradient over a batch. rows (b, K): the examples of each trajectory's batch."""
        self._mean(rows)

    def of_all(self) -> None:
        """Compute the mean gradient over all examples."""
        self._mean(range(self.examples))

    def _mean(self, rows: Iterable[Any]) -> None:
        self.gx.fill(0)
        self.gy.fill(0)
        self._monomials = {powers: self._power(*powers) for powers in self._needed}
        count = 0
        for row in rows:
            count += 1
            lowest = None
            for terms in self._pieces:
                loss, gx, gy = self._piece(terms, row)
                if lowest is None:
                    lowest, at_x, at_y = loss, gx, gy
                    continue
                below = loss < lowest
                lowest, at_x, at_y = (
                    self.xp.where(below, new, old) for new, old in ((loss, lowest), (gx, at_x), (gy, at_y))
                )
            self.gx += at_x
            self.gy += at_y
        self.gx *= 1.0 / count
        self.gy *= 1.0 / count

    def _piece(self, terms: list[tuple[int, int, Any]], row: Any) -> tuple[Any, Any, Any]:
        """Compute loss and gradient on one piece, for one example of each trajectory."""
        loss, gx, gy = (self.xp.zeros_like(self.x) for _ in range(3))
        for i, j, column in terms:
            c = column.take(row)
            loss += c * self._monomials[i, j]
            if i:
                gx += (c * i) * self._monomials[i - 1, j]
            if j:
                gy += (c * j) * self._monomials[i, j - 1]
        return loss, gx, gy

    def _power(self, i: int, j: int) -> Any:
        """Compute x^i y^j (K,), or the number 1.0 if both exponents are 0."""
        factors = [self.x] * i + [self.y] * j
        return functools.reduce(operator.mul, factors) if factors else 1.0


def piecewise_loss(landscape: Piecewise, x: Any, y: Any, xp: Any) -> Any:
    """Compute the mean over the examples of their lowest pieces, two of (K,) float64 -> (K,) float64."""
    total = xp.zeros_like(x)
    for example in range(landscape.examples):
        losses = []
        for piece in landscape.pieces:
            one = piece.coefficients[example].tolist()
            terms = (c * (x**i * y**j) for c, (i, j) in zip(one, MONOMIALS, strict=True) if c)
            losses.append(sum(terms, xp.zeros_like(x)))
        total += functools.reduce(xp.minimum, losses)
    return total * (1.0 / landscape.examples)
