"""The mean gradient of a batch for many trajectories at once, in buffers that are used again.

Order of every sum, because a trajectory must come out the same bit for bit in any chunk and in any company: the
coefficients of a batch's rows are added in sorted-key order, one row after the other, and multiplied by 1/b; the
polynomial's gradient is summed in the order of its monomials; then the wells, row after row, and the same 1/b. The full
batch is added in the order of the index: its polynomial once, when the plan is made.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from batchgame.sim.engines.plan import Plan, PlannedWell
from batchgame.sim.landscape import MONOMIALS

FAINTEST = -69.0  # beyond it e^u is 0 in float32: numbers too small to be normal take a CPU longer than all the rest


class Gradient:
    """gx, gy (K,): the gradient where x, y (K,) are. `scratch` is free for others between two calls."""

    def __init__(self, x: Any, y: Any, plan: Plan, xp: Any, clip: dict[str, str]) -> None:
        self.x, self.y, self.plan, self.xp, self._clip = x, y, plan, xp, clip
        self.gx, self.gy, *self.scratch = (xp.empty_like(x) for _ in range(9))
        self._means = {column: xp.empty_like(x) for column in plan.columns}

    def of_batch(self, rows: Any) -> None:
        """Over the examples `rows` (b, K) of each trajectory."""
        spare = self.scratch[0]
        for column, values in self.plan.columns.items():
            total = self._means[column]
            values.take(rows[0], out=total, **self._clip)
            for row in rows[1:]:
                values.take(row, out=spare, **self._clip)
                total += spare
            if len(rows) > 1:
                total *= 1.0 / len(rows)
        self._polynomial()
        if self.plan.wells:
            bumps = ((well, *self._gathered(well, row)) for well in self.plan.wells for row in rows)
            self._wells(bumps, 1.0 / len(rows))

    def of_all(self) -> None:
        """Over all examples."""
        self._polynomial()
        if self.plan.wells:
            bumps = ((well, *example) for well in self.plan.wells for example in zip(*well.host, strict=True))
            self._wells(bumps, 1.0 / len(self.plan.wells[0].host[0]))

    def _gathered(self, well: PlannedWell, row: Any) -> tuple[Any, Any, Any]:
        """Centre and amplitude of one example a trajectory; numbers where all examples share them."""
        cx, cy, amplitude = (
            host[0] if same else column.take(row, out=buffer, **self._clip)
            for host, column, same, buffer in zip(well.host, well.columns, well.same, self.scratch[4:], strict=False)
        )
        return cx, cy, amplitude

    def _wells(self, bumps: Iterable[tuple[PlannedWell, Any, Any, Any]], share: float) -> None:
        """gx, gy += share · Σ amplitude · exp(−½uᵀAu) · Au."""
        xp, (px, py, sx, sy, *_) = self.xp, self.scratch
        sx.fill(0)
        sy.fill(0)
        for well, cx, cy, amplitude in bumps:
            ux, uy = xp.subtract(self.x, cx), xp.subtract(self.y, cy)
            xp.multiply(ux, well.a11, out=px)
            xp.multiply(uy, well.a22, out=py)
            if well.a12:
                px += uy * well.a12
                py += ux * well.a12
            ux *= px
            uy *= py
            ux += uy
            ux *= -0.5
            self._exp(ux)
            ux *= amplitude
            px *= ux
            py *= ux
            sx += px
            sy += py
        sx *= share
        sy *= share
        self.gx += sx
        self.gy += sy

    def _exp(self, u: Any) -> None:
        """u becomes e^u; 0 beyond FAINTEST in float32, as in update.h."""
        if u.dtype.itemsize > 4:
            self.xp.exp(u, out=u)
            return
        near = u >= FAINTEST
        self.xp.maximum(u, FAINTEST, out=u)
        self.xp.exp(u, out=u)
        u *= near

    def _polynomial(self) -> None:
        """gx, gy: Σ c ∂(x^i y^j) with the batch's mean coefficients."""
        plan = self.plan
        self.gx.fill(0)
        self.gy.fill(0)
        powers: dict[tuple[str, int], Any] = {("x", 1): self.x, ("y", 1): self.y}
        for column, (i, j) in enumerate(MONOMIALS):
            if column in plan.constant:
                coefficient: Any = plan.constant[column]
            elif column in self._means:
                coefficient = self._means[column]
            else:
                continue
            if i:
                self._add(self.gx, coefficient, i, powers, i - 1, j)
            if j:
                self._add(self.gy, coefficient, j, powers, i, j - 1)

    def _add(self, total: Any, coefficient: Any, factor: int, powers: Any, p: int, q: int) -> None:
        """total += factor · coefficient · x^p y^q."""
        xp, product, term = self.xp, self.scratch[0], self.scratch[1]
        if not p and not q:
            total += coefficient if factor == 1 else coefficient * factor
            return
        if p and q:
            monomial = xp.multiply(self._power(powers, "x", p), self._power(powers, "y", q), out=product)
        else:
            monomial = self._power(powers, "x", p) if p else self._power(powers, "y", q)
        if isinstance(coefficient, float):
            xp.multiply(monomial, coefficient * factor, out=term)
        else:
            xp.multiply(monomial, coefficient, out=term)
            if factor != 1:
                term *= factor
        total += term

    def _power(self, powers: dict[tuple[str, int], Any], name: str, exponent: int) -> Any:
        """x^n as x^(n−1)·x, each power computed once an update."""
        if (name, exponent) not in powers:
            powers[name, exponent] = self._power(powers, name, exponent - 1) * powers[name, 1]
        return powers[name, exponent]
