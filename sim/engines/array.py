"""The reference engine in array code, where `xp` is numpy or cupy. All other engines have to agree with it.

On a GPU, reading a result would make the host wait for everything that is queued. Arrival and divergence are therefore
computed with masks. Only if `host_can_read` does the host look at a mask, to skip work when it is empty.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from batchgame.sim.engines.plans import Plans, full_loss
from batchgame.sim.engines.tally import tally
from batchgame.sim.swarm import Swarm

CHUNK = 8192  # trajectories that are moved together, so that their state and buffers stay in the second-level cache
FARTHEST = 1000.0  # ‖θ‖ beyond which a trajectory has diverged


class ArrayEngine:
    """The engine in array code. `xp` is the array module, `chunk` the number of trajectories moved together."""

    def __init__(self, name: str, xp: Any, chunk: int = CHUNK) -> None:
        self.name = name
        self.xp = xp
        self.chunk = chunk

    def advance(self, swarm: Swarm, updates: int) -> None:
        """Move every trajectory of a swarm by a number of updates, and check arrival and divergence at each."""
        if updates <= 0:
            return
        # An overflow means that a trajectory diverges, which is a result and not an error.
        with np.errstate(over="ignore", invalid="ignore"):
            for chunk in self._chunks(swarm):
                chunk.advance(updates)
        swarm.update += updates

    def loss(self, swarm: Swarm, most: int | None = None) -> Any:
        """Compute the full loss at the position of each trajectory, (K,) float64, on the machine of the swarm.

        most: of the first trajectories only, if there are more than this.
        """
        landscape, count = swarm.problem.landscape, min(swarm.count, most or swarm.count)
        with np.errstate(over="ignore", invalid="ignore"):
            parts = [slice(start, min(start + self.chunk, count)) for start in range(0, count, self.chunk)]
            return self.xp.concatenate([full_loss(landscape, swarm.x[part], swarm.y[part], self.xp) for part in parts])

    def tally(self, swarm: Swarm) -> Any:
        """Count what a frame shows of a swarm, as tally.py says, on the machine of the swarm."""
        return tally(swarm, self.xp)

    def to_host(self, array: Any) -> Any:
        """Return an array as a NumPy array. On a GPU this copies it and waits for the device."""
        return array if self.xp is np else self.xp.asnumpy(array)

    def _chunks(self, swarm: Swarm) -> list[Chunk]:
        """Return the chunks of a swarm. A swarm of one chunk keeps it; otherwise only the plans are kept.

        Buffers for every chunk of a large swarm would need too much memory.
        """
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
    """Some trajectories of a swarm, as views of its arrays, with the buffers that their updates need.

    diverged: the mask of trajectories that have diverged. mask_diverged: whether it has to be applied at each update.
    """

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
        self.diverged = self.diverged_at != 0
        self.mask_diverged = not self.host_can_read or bool(self.diverged.any())
        self._nothing = xp.zeros(1, dtype=self.x.dtype)
        self._shuffled, self._rows = -1, None

    def advance(self, updates: int) -> None:
        """Make updates one after the other, with a new shuffle at the start of every epoch."""
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
            self._move(update + 1, swarm.problem.goal.updates_to_hold(updates_in_epoch))

    def _gradient_of(self, full: bool) -> Any:
        """Return the object that computes gradients: of all examples if `full`, else of a batch."""
        if full not in self.gradients:
            # NumPy's take copies `out` unless its mode is "clip". CuPy's take has no such argument.
            clip = {"mode": "clip"} if self.host_can_read else {}
            self.gradients[full] = self.plans.gradient(self.x, self.y, full=full, clip=clip)
        return self.gradients[full]

    def _order(self, epoch: int) -> Any:
        """Return the examples of an epoch in their order, (N, K). They are computed once per epoch."""
        if self._shuffled != epoch:
            xp, swarm = self.xp, self.swarm
            rows = swarm.batches.rows(swarm.seed, self.trajectory, epoch, xp)
            self._rows = xp.ascontiguousarray(rows.T).astype(xp.intp)
            self._shuffled = epoch
        return self._rows

    def _move(self, update: int, hold: int) -> None:
        """Make one update, m ← λm − ηg and θ ← θ + m, then check divergence and arrival."""
        xp, gx, gy = self.xp, self.gradient.gx, self.gradient.gy
        x, y, distance, square, *_ = self.gradient.scratch
        rate = self.learning_rate if self._rate == 1.0 else self.learning_rate * self._rate
        gx *= rate
        gy *= rate
        self.vx *= self.momentum
        self.vy *= self.momentum
        self.vx -= gx
        self.vy -= gy
        if self.mask_diverged:
            self._keep_stopped()
        xp.add(self.x, self.vx, out=x)
        xp.add(self.y, self.vy, out=y)
        xp.multiply(x, x, out=distance)
        xp.multiply(y, y, out=square)
        distance += square
        near = distance <= FARTHEST**2  # also False for NaN
        if not self.host_can_read or not near.all():
            self._stop(~near, update, x, y)
        self.x[...] = x
        self.y[...] = y
        if not self.host_can_read or not self.swarm.moved[0]:
            self.swarm.moved |= self.vx.any() | self.vy.any()
        self._arrive(update, hold)

    def _stop(self, left: Any, update: int, x: Any, y: Any) -> None:
        """Stop the trajectories that would leave ‖θ‖ ≤ 1000 at their last position, and record the update."""
        self.diverged_at += left * self.xp.int32(update)
        self.diverged |= left
        self.mask_diverged = True
        self._keep_stopped()
        self.xp.copyto(x, self.x, where=left)
        self.xp.copyto(y, self.y, where=left)

    def _keep_stopped(self) -> None:
        self.xp.copyto(self.vx, self._nothing, where=self.diverged)
        self.xp.copyto(self.vy, self._nothing, where=self.diverged)

    def _arrive(self, update: int, hold: int) -> None:
        """Record first passages: trajectories that have now been inside the goal for `hold` updates in a row."""
        goal = self.swarm.problem.goal
        if goal.level is None:
            inside = goal.inside(self.x, self.y)
        else:
            inside = full_loss(self.swarm.problem.landscape, self.x, self.y, self.xp) <= goal.level
        if self.mask_diverged:
            inside &= ~self.diverged
        self.inside += 1
        self.inside *= inside
        if goal.last_epochs is not None:
            self.solved_at *= inside  # A trajectory that leaves has to arrive again: it must be inside at the end.
        held = self.inside >= hold
        held &= self.solved_at == 0
        if not self.host_can_read or held.any():
            self.solved_at += held * self.xp.int32(update)


def _part(value: Any, part: slice) -> Any:
    return float(value) if isinstance(value, float | int) else value[part]
