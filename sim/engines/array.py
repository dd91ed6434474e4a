"""The experiment in array code. `xp` is numpy or cupy: one mathematics, two machines. It defines the answer.

On a GPU an update asks the device nothing: a question would make the host wait for everything queued so far. Who has
arrived or left is therefore decided by masks, and `asks` says whether masks may be skipped when they are empty.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from batchgame.sim.engines.plans import Plans, full_loss
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
        # Numbers that overflow belong to trajectories that have diverged: a result, not an error.
        with np.errstate(over="ignore", invalid="ignore"):
            for chunk in self._chunks(swarm):
                chunk.advance(updates)
        swarm.update += updates

    def loss(self, swarm: Swarm) -> Any:
        """The full loss where each trajectory is, (K,) float64, on the machine that the swarm is on."""
        landscape, starts = swarm.problem.landscape, range(0, swarm.count, self.chunk)
        with np.errstate(over="ignore", invalid="ignore"):
            parts = [slice(start, start + self.chunk) for start in starts]
            return self.xp.concatenate([full_loss(landscape, swarm.x[part], swarm.y[part], self.xp) for part in parts])

    def to_host(self, array: Any) -> Any:
        """As a NumPy array; on a GPU, a copy that waits for the device."""
        return array if self.xp is np else self.xp.asnumpy(array)

    def _chunks(self, swarm: Swarm) -> list[Chunk]:
        """Kept with a swarm that is one chunk; otherwise made anew: scratch for all of them would not be small."""
        if swarm.engine_cache is None:
            plans = Plans(swarm.problem.landscape, swarm.x.dtype, self.xp)
            swarm.engine_cache = (
                [Chunk(swarm, slice(swarm.count), plans, self.xp)] if swarm.count <= self.chunk else plans
            )
        if isinstance(swarm.engine_cache, list):
            return swarm.engine_cache
        starts = range(0, swarm.count, self.chunk)
        return [Chunk(swarm, slice(start, start + self.chunk), swarm.engine_cache, self.xp) for start in starts]


class Chunk:
    """Some of a swarm's trajectories, as views of its arrays, and the scratch that their updates write into."""

    def __init__(self, swarm: Swarm, part: slice, plans: Plans, xp: Any) -> None:
        self.swarm, self.xp, self.host_can_read = swarm, xp, xp is np
        self.trajectory = swarm.trajectory[part]
        self.x, self.y, self.vx, self.vy = swarm.x[part], swarm.y[part], swarm.vx[part], swarm.vy[part]
        self.inside = swarm.inside[part]
        self.solved_at, self.diverged_at = swarm.solved_at[part], swarm.diverged_at[part]
        self.momentum, self.learning_rate = _part(swarm.momentum, part), _part(swarm.learning_rate, part)
        self.plans, self.gradients = plans, dict[bool, Any]()
        self.gradient = self._gradient_of(swarm.batches.full(swarm.batches.place(swarm.update)[0]))
        self._rate = 1.0
        self.gone = self.diverged_at != 0
        self.parked = not self.host_can_read or bool(self.gone.any())
        self._nothing = xp.zeros(1, dtype=self.x.dtype)
        self._shuffled, self._rows = -1, None

    def advance(self, updates: int) -> None:
        """Update after update; a new shuffle at the start of every epoch."""
        swarm = self.swarm
        batches = swarm.batches
        epoch, position = batches.place(swarm.update)
        size, updates_in_epoch, full = batches.size(epoch), batches.updates_in_epoch(epoch), batches.full(epoch)
        for update in range(swarm.update, swarm.update + updates):
            if position == updates_in_epoch:
                epoch, position = epoch + 1, 0
                size, updates_in_epoch, full = batches.size(epoch), batches.updates_in_epoch(epoch), batches.full(epoch)
            self.gradient = self._gradient_of(full)
            self._rate = batches.rate(update)
            if full:
                self.gradient.of_all()
            else:
                rows = self._order(epoch)
                self.gradient.of_batch(rows[position * size : (position + 1) * size])
            position += 1
            self._move(update + 1, self._hold(updates_in_epoch))

    def _hold(self, updates_in_epoch: int) -> int:
        """Updates in a row that count as arrived."""
        goal = self.swarm.problem.goal
        return goal.hold if goal.last_epochs is None else goal.last_epochs * updates_in_epoch

    def _gradient_of(self, full: bool) -> Any:
        """What computes the gradient of a batch, or of all examples."""
        if full not in self.gradients:
            # NumPy buffers `out` unless it may clip; CuPy's own take has no such word.
            clip = {"mode": "clip"} if self.host_can_read else {}
            self.gradients[full] = self.plans.gradient(self.x, self.y, full=full, clip=clip)
        return self.gradients[full]

    def _order(self, epoch: int) -> Any:
        """Which example comes when, (N, K)."""
        if self._shuffled != epoch:
            xp, swarm = self.xp, self.swarm
            rows = swarm.batches.rows(swarm.seed, self.trajectory, epoch, xp)
            self._rows = xp.ascontiguousarray(rows.T).astype(xp.intp)
            self._shuffled = epoch
        return self._rows

    def _move(self, update: int, hold: int) -> None:
        """m ← λm − ηg, θ ← θ + m; then who has left for good and who has arrived."""
        xp, gx, gy = self.xp, self.gradient.gx, self.gradient.gy
        x, y, distance, square, *_ = self.gradient.scratch
        rate = self.learning_rate if self._rate == 1.0 else self.learning_rate * self._rate
        gx *= rate
        gy *= rate
        self.vx *= self.momentum
        self.vy *= self.momentum
        self.vx -= gx
        self.vy -= gy
        if self.parked:
            self._hold_parked()
        xp.add(self.x, self.vx, out=x)
        xp.add(self.y, self.vy, out=y)
        xp.multiply(x, x, out=distance)
        xp.multiply(y, y, out=square)
        distance += square
        near = distance <= FARTHEST**2  # False for NaN
        if not self.host_can_read or not near.all():
            self._park(~near, update, x, y)
        self.x[...] = x
        self.y[...] = y
        if not self.host_can_read or not self.swarm.moved[0]:
            self.swarm.moved |= self.vx.any() | self.vy.any()
        self._arrive(update, hold)

    def _park(self, left: Any, update: int, x: Any, y: Any) -> None:
        """Whoever steps out of ‖θ‖ ≤ 1000 stays where it was, at rest, and is counted."""
        self.diverged_at += left * self.xp.int32(update)
        self.gone |= left
        self.parked = True
        self._hold_parked()
        self.xp.copyto(x, self.x, where=left)
        self.xp.copyto(y, self.y, where=left)

    def _hold_parked(self) -> None:
        self.xp.copyto(self.vx, self._nothing, where=self.gone)
        self.xp.copyto(self.vy, self._nothing, where=self.gone)

    def _arrive(self, update: int, hold: int) -> None:
        """First passage: inside for `hold` updates in a row, this one the last of them."""
        goal = self.swarm.problem.goal
        if goal.level is None:
            inside = goal.inside(self.x, self.y)
        else:
            inside = full_loss(self.swarm.problem.landscape, self.x, self.y, self.xp) <= goal.level
        if self.parked:
            inside &= ~self.gone
        self.inside += 1
        self.inside *= inside
        if goal.last_epochs is not None:
            self.solved_at *= inside  # who leaves again has to come back: what counts is being there at the end
        held = self.inside >= hold
        held &= self.solved_at == 0
        if not self.host_can_read or held.any():
            self.solved_at += held * self.xp.int32(update)


def _part(value: Any, part: slice) -> Any:
    return float(value) if isinstance(value, float | int) else value[part]
