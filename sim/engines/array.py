"""The experiment in array code. `xp` is numpy or cupy: one mathematics, two machines. It defines the answer.

Order of every sum, because a trajectory must come out the same bit for bit in any chunk and on any number of them:
the coefficients of a batch's rows are added in sorted-key order, one row after the other, and multiplied by 1/b; the
polynomial's gradient is summed in the order of its monomials; then the wells, row after row, and the same 1/b. The full
batch is added in the order of the index, once, when the plan is made.
"""

from __future__ import annotations

from typing import Any

from batchgame.sim.landscape import MONOMIALS
from batchgame.sim.shuffle import order
from batchgame.sim.swarm import Swarm

CHUNK = 8192  # trajectories: their state and scratch stay in the second-level cache
FARTHEST = 1000.0  # ‖θ‖ beyond which a trajectory has diverged


class ArrayEngine:
    """Array code on one machine."""

    def __init__(self, name: str, xp: Any, chunk: int = CHUNK) -> None:
        self.name = name
        self.xp = xp
        self.chunk = chunk

    def advance(self, swarm: Swarm, updates: int) -> None:
        """Move every trajectory of a swarm by that many updates; goals and divergence are decided at each."""
        if updates <= 0:
            return
        plan = Plan(swarm, self.xp)
        for start in range(0, swarm.count, self.chunk):
            Chunk(swarm, slice(start, start + self.chunk), plan, self.xp).advance(updates)
        swarm.update += updates

    def to_host(self, array: Any) -> Any:
        """A NumPy copy."""
        return array if self.name == "numpy" else self.xp.asnumpy(array)


class Plan:
    """The landscape as an update needs it: constants as numbers, what differs between examples as columns (N,)."""

    def __init__(self, swarm: Swarm, xp: Any) -> None:
        landscape, dtype = swarm.course.landscape, swarm.x.dtype
        self.full = swarm.batch_size == landscape.examples
        self.constant: dict[int, float] = {}
        self.columns: dict[int, Any] = {}
        for column in range(1, len(MONOMIALS)):  # the constant term has no gradient
            values = landscape.coefficients[:, column].astype(dtype)
            if not values.any():
                continue
            if (values == values[0]).all():
                self.constant[column] = float(values[0])
            elif self.full:
                total = values[0]
                for value in values[1:]:
                    total = total + value
                mean = float(total * dtype.type(1.0 / landscape.examples))
                if mean:
                    self.constant[column] = mean
            else:
                self.columns[column] = xp.asarray(values)
        self.wells = [_PlannedWell(well, dtype, xp) for well in landscape.wells]


class _PlannedWell:
    """A well's rows in the engine's dtype: on the host for the full batch, as columns (N,) for gathering."""

    def __init__(self, well: Any, dtype: Any, xp: Any) -> None:
        self.a11, self.a12, self.a22 = (float(value) for value in well.precision)
        rows = ((well.centre[0] + well.shift[:, 0]), (well.centre[1] + well.shift[:, 1]), well.amplitude)
        self.host = [row.astype(dtype) for row in rows]
        self.columns = [xp.asarray(row) for row in self.host]
        self.same = [bool((row == row[0]).all()) for row in self.host]


class Chunk:
    """Some of a swarm's trajectories, and the scratch that their updates write into."""

    def __init__(self, swarm: Swarm, part: slice, plan: Plan, xp: Any) -> None:
        self.swarm, self.plan, self.xp = swarm, plan, xp
        names = ("trajectory", "x", "y", "vx", "vy", "inside", "solved_at", "diverged_at")
        for name in names:
            setattr(self, name, getattr(swarm, name)[part])
        self.momentum = _part(swarm.momentum, part)
        self.learning_rate = _part(swarm.learning_rate, part)
        shape, dtype = self.x.shape, self.x.dtype
        self.gx, self.gy, self.a, self.b, self.c, self.d = (xp.empty(shape, dtype=dtype) for _ in range(6))
        self.sums = {column: xp.empty(shape, dtype=dtype) for column in plan.columns}
        self.parked: Any = (self.diverged_at != 0).any() or None

    x: Any
    y: Any
    vx: Any
    vy: Any
    inside: Any
    solved_at: Any
    diverged_at: Any
    trajectory: Any

    def advance(self, updates: int) -> None:
        """Update after update; a new shuffle at the start of every epoch."""
        swarm, examples = self.swarm, self.swarm.course.landscape.examples
        an_epoch, size = swarm.updates_per_epoch, swarm.batch_size
        rows: Any = None
        shuffled = -1
        for update in range(swarm.update, swarm.update + updates):
            epoch, position = divmod(update, an_epoch)
            if self.plan.full:
                self._full_gradient()
            else:
                if shuffled != epoch:
                    keys = order(swarm.seed, self.trajectory, epoch, examples, self.xp)
                    rows = self.xp.ascontiguousarray(keys.T).astype(self.xp.intp)  # (N, K)
                    shuffled = epoch
                self._batch_gradient(rows[position * size : (position + 1) * size])
            self._move(update + 1)

    def _batch_gradient(self, rows: Any) -> None:
        """gx, gy: the mean gradient over a batch, rows (b, K) of example numbers."""
        plan, share = self.plan, 1.0 / len(rows)
        for column, values in plan.columns.items():
            total = self.sums[column]
            values.take(rows[0], out=total, mode="clip")
            for row in rows[1:]:
                values.take(row, out=self.a, mode="clip")
                total += self.a
            if len(rows) > 1:
                total *= share
        self._polynomial()
        if plan.wells:
            self.c.fill(0)
            self.d.fill(0)
            for well in plan.wells:
                for row in rows:
                    cx, cy, amplitude = (
                        host[0] if same else column.take(row, mode="clip")
                        for host, column, same in zip(well.host, well.columns, well.same, strict=True)
                    )
                    self._add_bump(well, cx, cy, amplitude)
            self._add_wells(share)

    def _full_gradient(self) -> None:
        self._polynomial()
        if self.plan.wells:
            self.c.fill(0)
            self.d.fill(0)
            for well in self.plan.wells:
                for cx, cy, amplitude in zip(*well.host, strict=True):
                    self._add_bump(well, cx, cy, amplitude)
            self._add_wells(1.0 / self.swarm.course.landscape.examples)

    def _add_wells(self, share: float) -> None:
        self.c *= share
        self.d *= share
        self.gx += self.c
        self.gy += self.d

    def _add_bump(self, well: _PlannedWell, cx: Any, cy: Any, amplitude: Any) -> None:
        """c, d += amplitude · exp(−½uᵀAu) · Au for one example a trajectory."""
        xp = self.xp
        ux = xp.subtract(self.x, cx)
        uy = xp.subtract(self.y, cy)
        px, py = self.a, self.b
        xp.multiply(ux, well.a11, out=px)
        xp.multiply(uy, well.a22, out=py)
        if well.a12:
            px += uy * well.a12
            py += ux * well.a12
        ux *= px
        uy *= py
        ux += uy
        ux *= -0.5
        xp.exp(ux, out=ux)
        ux *= amplitude
        px *= ux
        py *= ux
        self.c += px
        self.d += py

    def _polynomial(self) -> None:
        """gx, gy: the gradient of Σ c x^i y^j with the batch's mean coefficients, in the order of the monomials."""
        xp, plan = self.xp, self.plan
        self.gx.fill(0)
        self.gy.fill(0)
        powers: dict[tuple[str, int], Any] = {("x", 1): self.x, ("y", 1): self.y}
        for column, (i, j) in enumerate(MONOMIALS):
            if column in plan.constant:
                coefficient: Any = plan.constant[column]
            elif column in self.sums:
                coefficient = self.sums[column]
            else:
                continue
            for total, p, q, factor in ((self.gx, i - 1, j, i), (self.gy, i, j - 1, j)):
                if not factor:
                    continue
                if not p and not q:
                    total += coefficient if factor == 1 else coefficient * factor
                    continue
                term = self.a
                if p and q:
                    xp.multiply(self._power(powers, "x", p), self._power(powers, "y", q), out=term)
                else:
                    term = self._power(powers, "x", p) if p else self._power(powers, "y", q)
                if isinstance(coefficient, float):
                    xp.multiply(term, coefficient * factor, out=self.b)
                else:
                    xp.multiply(term, coefficient, out=self.b)
                    if factor != 1:
                        self.b *= factor
                total += self.b

    def _power(self, powers: dict[tuple[str, int], Any], name: str, exponent: int) -> Any:
        """x^n as x^(n−1)·x, each power computed once an update."""
        if (name, exponent) not in powers:
            powers[name, exponent] = self._power(powers, name, exponent - 1) * powers[name, 1]
        return powers[name, exponent]

    def _move(self, update: int) -> None:
        """m ← λm − ηg, θ ← θ + m; then who has arrived and who has left for good."""
        xp, swarm = self.xp, self.swarm
        self.gx *= self.learning_rate
        self.gy *= self.learning_rate
        self.vx *= self.momentum
        self.vy *= self.momentum
        self.vx -= self.gx
        self.vy -= self.gy
        if self.parked is not None:
            self._hold_parked()
        xp.add(self.x, self.vx, out=self.a)
        xp.add(self.y, self.vy, out=self.b)
        xp.multiply(self.a, self.a, out=self.c)
        xp.multiply(self.b, self.b, out=self.d)
        self.c += self.d
        near = self.c <= FARTHEST**2  # False for NaN
        if not near.all():
            left = ~near
            self.diverged_at[left] = update
            self.parked = True
            self._hold_parked()
            self.a[left], self.b[left] = self.x[left], self.y[left]
        self.x[...] = self.a
        self.y[...] = self.b
        if not swarm.moved:
            swarm.moved = bool(self.vx.any() or self.vy.any())
        inside = swarm.course.goal.inside(self.x, self.y)
        self.inside += 1
        self.inside *= inside
        held = self.inside >= swarm.course.goal.hold
        held &= self.solved_at == 0
        if held.any():
            self.solved_at[held] = update

    def _hold_parked(self) -> None:
        gone = self.diverged_at != 0
        self.vx[gone] = 0
        self.vy[gone] = 0


def _part(value: Any, part: slice) -> Any:
    return float(value) if isinstance(value, float | int) else value[part]
