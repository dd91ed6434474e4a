"""Which gradient code a landscape needs: the one place that asks what kind of landscape it is."""

from __future__ import annotations

from typing import Any

from batchgame.sim.engines.gradient import Gradient
from batchgame.sim.engines.pieces import PiecewiseGradient
from batchgame.sim.engines.plan import Plan
from batchgame.sim.landscape import Landscape
from batchgame.sim.piecewise import Piecewise


class Plans:
    """A landscape prepared for one machine: for batches and for all examples, each once it is needed."""

    def __init__(self, landscape: Landscape, dtype: Any, xp: Any) -> None:
        self.landscape, self._dtype, self._xp = landscape, dtype, xp
        self._plans: dict[bool, Plan] = {}

    def gradient(self, x: Any, y: Any, *, full: bool, clip: dict[str, str]) -> Gradient | PiecewiseGradient:
        """What computes gradients where x, y (K,) are."""
        if isinstance(self.landscape, Piecewise):
            return PiecewiseGradient(x, y, self.landscape, self._dtype, self._xp)
        if full not in self._plans:
            self._plans[full] = Plan(self.landscape, self._dtype, self._xp, full=full)
        return Gradient(x, y, self._plans[full], self._xp, clip)
