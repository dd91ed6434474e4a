"""The choice of code for a landscape. No other module of the engines asks which kind of landscape it is."""

from __future__ import annotations

from typing import Any

from batchgame.sim.engines.gradient import Gradient
from batchgame.sim.engines.loss import polynomial_loss
from batchgame.sim.engines.pieces import PiecewiseGradient, piecewise_loss
from batchgame.sim.engines.plan import Plan
from batchgame.sim.landscape import Landscape
from batchgame.sim.piecewise import Piecewise


def is_piecewise(landscape: Landscape) -> bool:
    """Return whether each example is the lowest of several polynomials. Only array code computes such a landscape."""
    return isinstance(landscape, Piecewise)


def full_loss(landscape: Landscape, x: Any, y: Any, xp: Any) -> Any:
    """Compute the mean loss over all examples, (K,), (K,) -> (K,) float64, each element by itself."""
    x, y = x.astype(xp.float64), y.astype(xp.float64)
    if isinstance(landscape, Piecewise):
        return piecewise_loss(landscape, x, y, xp)
    return polynomial_loss(landscape, x, y, xp)


class Plans:
    """A landscape prepared for one machine: a plan for batches and one for all examples, each made on demand."""

    def __init__(self, landscape: Landscape, dtype: Any, xp: Any) -> None:
        self.landscape, self._dtype, self._xp = landscape, dtype, xp
        self._plans: dict[bool, Plan] = {}

    def gradient(self, x: Any, y: Any, *, full: bool, clip: dict[str, str]) -> Gradient | PiecewiseGradient:
        """Return what computes gradients at x, y (K,).

        full: for all examples instead of a batch. clip: extra arguments for `take`.
        """
        if isinstance(self.landscape, Piecewise):
            return PiecewiseGradient(x, y, self.landscape, self._dtype, self._xp)
        if full not in self._plans:
            self._plans[full] = Plan(self.landscape, self._dtype, self._xp, full=full)
        return Gradient(x, y, self._plans[full], self._xp, clip)
