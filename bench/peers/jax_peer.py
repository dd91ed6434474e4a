"""The peer in JAX, in two forms: `vmap` over a function of one trajectory, and code for all trajectories at once.

Both forms are jitted for whole chunks that fit into the cache, and both use `scan` for the updates of an epoch. The
second form sorts with a network, because XLA's sort is much slower. `prepare` times both and keeps the faster one.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
from jax import lax
from numpy.typing import NDArray

from peers.experiment import EPOCH, FARTHEST, MOMENTUM, RATE, START, Experiment, network

CHUNK = 2048  # trajectories
GOLDEN = 0x9E3779B9


def mix(h: Any) -> Any:
    """Scramble 32-bit words, as `mix` in sim/shuffle.py does."""
    h = (h ^ (h >> 16)) * jnp.uint32(0x21F0AAAD)
    h = (h ^ (h >> 15)) * jnp.uint32(0xD35A2D97)
    return h ^ (h >> 15)


def streams(trajectory: Any, epoch: Any) -> Any:
    """Compute the word that selects the shuffle of an epoch for each trajectory."""
    of_epoch = mix(jnp.uint32(epoch) ^ jnp.uint32(EPOCH))
    return mix(mix(trajectory + mix(jnp.uint32(START))) + of_epoch)


def keys(one: Experiment, stream: Any, n: Any) -> Any:
    """Compute the keys by which the examples n are sorted."""
    return (mix(stream + n * jnp.uint32(GOLDEN)) & jnp.uint32(~one.low & 0xFFFFFFFF)) | n


def moved(one: Experiment, state: Any, update: Any, rows: Any) -> Any:
    """Return the state (x, y, vx, vy, inside, solved_at, diverged_at) after one update with the examples `rows`.

    The arrays of the state may have any shape.
    """
    x, y, vx, vy, inside, solved_at, diverged_at = state
    real, share = x.dtype.type, x.dtype.type(1 / one.batch_size)
    linear_x, linear_y, centre_x, centre_y = (jnp.asarray(row) for row in (*one.linear, *one.centre))
    gx = gy = sx = sy = jnp.zeros_like(x)
    for n in range(one.batch_size):
        row = n if one.full else rows[n]
        if not one.full:
            gx, gy = gx + linear_x[row], gy + linear_y[row]
        ux, uy = x - centre_x[row], y - centre_y[row]
        px, py = real(one.precision[0]) * ux, real(one.precision[1]) * uy
        bump = real(one.amplitude) * jnp.exp(real(-0.5) * (ux * px + uy * py))
        sx, sy = sx + bump * px, sy + bump * py
    if one.full:
        gx, gy = gx + real(one.mean[0]), gy + real(one.mean[1])
    else:
        gx, gy = gx * share, gy * share
    gx = gx + real(one.quadratic[0]) * x + sx * share
    gy = gy + real(one.quadratic[1]) * y + sy * share
    vx, vy = real(MOMENTUM) * vx - real(RATE) * gx, real(MOMENTUM) * vy - real(RATE) * gy
    nx, ny = x + vx, y + vy
    leaves = ~(nx * nx + ny * ny <= real(FARTHEST**2))
    gone = leaves | (diverged_at != 0)
    diverged_at = jnp.where(leaves & (diverged_at == 0), update + 1, diverged_at)
    x, y = jnp.where(gone, x, nx), jnp.where(gone, y, ny)
    vx, vy = jnp.where(gone, 0, vx), jnp.where(gone, 0, vy)
    goal_x, goal_y, over_x, over_y, hold = one.goal
    u, v = (x - real(goal_x)) * real(over_x), (y - real(goal_y)) * real(over_y)
    inside = jnp.where((u * u + v * v <= 1) & ~gone, inside + 1, 0)
    solved_at = jnp.where((inside >= hold) & (solved_at == 0), update + 1, solved_at)
    return x, y, vx, vy, inside, solved_at, diverged_at


def updates_in_epoch(one: Experiment, state: Any, epoch: Any, order: Any) -> Any:
    """Return the state after one epoch, as a scan over the batches of its order, (N, …)."""
    updates = epoch * one.updates_in_epoch + jnp.arange(one.updates_in_epoch, dtype=jnp.int32)
    if one.full:
        return moved(one, state, updates[0], None)
    batches = order.reshape(one.updates_in_epoch, one.batch_size, *order.shape[1:])
    return lax.scan(lambda now, batch: (moved(one, now, *batch), None), state, (updates, batches))[0]


def by_hand(one: Experiment) -> Callable[..., Any]:
    """Compile the form in which every operation is on all trajectories of a chunk."""

    def shuffle(trajectory: Any, epoch: Any) -> Any:
        stream = streams(trajectory, epoch)
        order = [keys(one, stream, jnp.uint32(n)) for n in range(one.examples)]
        for i, j in network(one.examples):
            order[i], order[j] = jnp.minimum(order[i], order[j]), jnp.maximum(order[i], order[j])
        return jnp.stack([key & jnp.uint32(one.low) for key in order])

    def advance(trajectory: Any, state: Any, first: Any, epochs: Any) -> Any:
        def body(now: Any) -> Any:
            epoch, state = now
            return epoch + 1, updates_in_epoch(one, state, epoch, None if one.full else shuffle(trajectory, epoch))

        return lax.while_loop(lambda now: now[0] < first + epochs, body, (first, state))[1]

    return jax.jit(advance, donate_argnums=1)


def by_vmap(one: Experiment) -> Callable[..., Any]:
    """Compile the form that is written for one trajectory and vectorised by JAX."""

    def advance(trajectory: Any, state: Any, first: Any, epochs: Any) -> Any:
        def body(now: Any) -> Any:
            epoch, state = now
            order = None
            if not one.full:
                numbers = jnp.arange(one.examples, dtype=jnp.uint32)
                order = jnp.sort(keys(one, streams(trajectory, epoch), numbers)) & jnp.uint32(one.low)
            return epoch + 1, updates_in_epoch(one, state, epoch, order)

        return lax.while_loop(lambda now: now[0] < first + epochs, body, (first, state))[1]

    return jax.jit(jax.vmap(advance, in_axes=(0, 0, None, None)), donate_argnums=1)


class Chunks:
    """A jitted function that is called for one chunk of trajectories after the other."""

    def __init__(self, one: Experiment, form: Callable[[Experiment], Callable[..., Any]]) -> None:
        self.one, self._advance = one, form(one)

    def restart(self, trajectories: int) -> None:
        """Make new arrays on JAX's device, filled up to whole chunks."""
        self.trajectories, self.epoch = trajectories, 0
        start, self.chunks = self.one.problem.start, []
        for first in range(0, trajectories, CHUNK):
            x, y = (jnp.full(CHUNK, at, dtype=self.one.dtype) for at in start)
            counts = [jnp.zeros(CHUNK, dtype=jnp.int32) for _ in range(3)]
            state = (x, y, jnp.zeros_like(x), jnp.zeros_like(y), *counts)
            self.chunks.append((jnp.arange(first, first + CHUNK, dtype=jnp.uint32), state))
        jax.block_until_ready(self.chunks)

    def advance(self, updates: int) -> None:
        """Advance all chunks by whole epochs."""
        epochs = updates // self.one.updates_in_epoch
        first, count = jnp.int32(self.epoch), jnp.int32(epochs)
        self.chunks = [(numbers, self._advance(numbers, state, first, count)) for numbers, state in self.chunks]
        jax.block_until_ready(self.chunks)
        self.epoch += epochs

    def ends(self) -> tuple[NDArray[Any], NDArray[Any], NDArray[Any]]:
        """Return copies of JAX's arrays."""
        x, y, solved_at = (
            np.concatenate([np.asarray(state[part]) for _, state in self.chunks])[: self.trajectories]
            for part in (0, 1, 5)
        )
        return x, y, solved_at


def prepare(one: Experiment) -> Chunks:
    """Return the faster of the two forms."""
    jax.config.update("jax_enable_x64", one.dtype == "float64")
    return min((Chunks(one, form) for form in (by_hand, by_vmap)), key=_seconds)


def _seconds(program: Chunks) -> float:
    found = []
    for _ in range(3):  # the first one compiles
        program.restart(CHUNK)
        began = time.perf_counter()
        program.advance(4 * program.one.updates_in_epoch)
        found.append(time.perf_counter() - began)
    return min(found)
