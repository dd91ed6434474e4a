"""The mean gradient of a batch for many trajectories at once, in buffers that are used again.

Every sum has a fixed order, so that a trajectory has the same bits in any chunk. First the coefficients of a batch's
examples are added in the order of the shuffle and multiplied by 1/b. Then the terms of the polynomial's gradient are
added in the order of MONOMIALS. Then the wells are added, example after example, and multiplied by 1/b. For the full
batch, examples are in the order of their index, and the mean coefficients are computed once, when the plan is made.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from batchgame.sim.engines.plan import Plan, PlannedWell
from batchgame.sim.landscape import MONOMIALS

# Below this exponent e^u counts as 0 in float32. It would soon be denormal, and a CPU is very slow with such numbers.
FAINTEST = -69.0


class Gradient:
    """The gradient gx, gy (K,) at positions x, y (K,), in a polynomial landscape with wells.

    x and y are views of the swarm and are read at each call. clip: extra arguments for `take`.
    scratch: buffers that others may use between two calls.
    """

    def __init__(self, x: Any, y: Any, plan: Plan, xp: Any, clip: dict[str, str]) -> None:
        self.x, self.y, self.plan, self.xp, self._clip = x, y, plan, xp, clip
        self.gx, self.gy, *self.scratch = (xp.empty_like(x) for _ in range(9))
        self._means = {column: xp.empty_like(x) for column in plan.columns}

    def of_batch(self, rows: Any) -> None:
        """Compute the mean gradient over a batch. rows (b, K): the examples of each trajectory's batch."""
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
        """Compute the mean gradient over all examples."""
        self._polynomial()
        if self.plan.wells:
            bumps = ((well, *example) for well in self.plan.wells for example in zip(*well.host, strict=True))
            self._wells(bumps, 1.0 / len(self.plan.wells[0].host[0]))

    def _gathered(self, well: PlannedWell, row: Any) -> tuple[Any, Any, Any]:
        """Return centre x, centre y and amplitude of a well, for one example of each trajectory.

        Each is an array (K,), or one number if all examples share it.
        """
        cx, cy, amplitude = (
            host[0] if same else column.take(row, out=buffer, **self._clip)
            for host, column, same, buffer in zip(well.host, well.columns, well.same, self.scratch[4:], strict=False)
        )
        return cx, cy, amplitude

    def _wells(self, bumps: Iterable[tuple[PlannedWell, Any, Any, Any]], share: float) -> None:
        """Add share · Σ amplitude · exp(−½uᵀAu) · Au to gx, gy."""
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
        """Replace u by e^u in place. In float32 it is 0 below FAINTEST, as in update.h."""
        if u.dtype.itemsize > 4:
            self.xp.exp(u, out=u)
            return
        near = u >= FAINTEST
        self.xp.maximum(u, FAINTEST, out=u)
        self.xp.exp(u, out=u)
        u *= near

    def _polynomial(self) -> None:
        """Set gx, gy to the gradient of the polynomial with the mean coefficients of the batch."""
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
        """Add factor · coefficient · x^p y^q to total."""
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
        """Return x^n, computed as x^(n−1)·x and kept in `powers`, which lives for one update."""
        if (name, exponent) not in powers:
            powers[name, exponent] = self._power(powers, name, exponent - 1) * powers[name, 1]
        return powers[name, exponent]
