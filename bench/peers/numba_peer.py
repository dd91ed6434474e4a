"""The peer in numba: blocks of LANES trajectories, where LLVM vectorises every loop over a block with fast arithmetic.

Without Intel's library numba has no vectorised `exp`. This module has its own, written as such libraries do: 2^n in the
bits of the exponent, times a polynomial for the rest.
"""

from __future__ import annotations

from typing import Any

import numba
import numpy as np
from numpy.typing import NDArray

from peers.experiment import EPOCH, FARTHEST, MOMENTUM, RATE, START, Experiment, State, network

LANES = 64
jit = numba.njit(fastmath=True, error_model="numpy", nogil=True, inline="always")


@jit
def mix(h: Any) -> Any:
    """Scramble a 32-bit word, as `mix` in sim/shuffle.py does."""
    h = np.uint32(h ^ (h >> np.uint32(16)))
    h = np.uint32(h * np.uint32(0x21F0AAAD))
    h = np.uint32(h ^ (h >> np.uint32(15)))
    h = np.uint32(h * np.uint32(0xD35A2D97))
    return np.uint32(h ^ (h >> np.uint32(15)))


@jit
def exp32(t: Any) -> Any:
    """Compute e^t for t ≤ 0 in float32, within about one ulp."""
    t = max(t, np.float32(-87.0))
    n = np.floor(t * np.float32(1.44269504) + np.float32(0.5))
    r = t - n * np.float32(0.693359375) + n * np.float32(2.12194440e-4)
    p = np.float32(1.9875691500e-4)
    for c in (1.3981999507e-3, 8.3334519073e-3, 4.1665795894e-2, 1.6666665459e-1, 5.0000001201e-1):
        p = p * r + np.float32(c)
    scale = np.int32((np.int32(n) + np.int32(127)) << np.int32(23)).view(np.float32)
    return (p * r * r + r + np.float32(1)) * scale


@jit
def exp64(t: Any) -> Any:
    """Compute e^t for t ≤ 0 in float64, with a Taylor polynomial of degree 13 on |r| ≤ ln 2 / 2."""
    t = max(t, -708.0)
    n = np.floor(t * 1.4426950408889634 + 0.5)
    r = t - n * 6.93145751953125e-1 - n * 1.42860682030941723212e-6
    p = 1.0 / 6227020800.0
    for c in (
        1.0 / 479001600.0, 1.0 / 39916800.0, 1.0 / 3628800.0, 1.0 / 362880.0, 1.0 / 40320.0, 1.0 / 5040.0, 1.0 / 720.0,
        1.0 / 120.0, 1.0 / 24.0, 1.0 / 6.0, 0.5, 1.0, 1.0,
    ):  # fmt: skip
        p = p * r + c
    return p * np.int64((np.int64(n) + np.int64(1023)) << np.int64(52)).view(np.float64)


def compiled(one: Experiment) -> Any:
    """Compile the function that advances all blocks, with the numbers of the experiment as constants."""
    real = np.dtype(one.dtype).type
    N, B, updates_in_epoch, full = one.examples, one.batch_size, one.updates_in_epoch, one.full
    linear_x, linear_y = one.linear
    centre_x, centre_y = one.centre
    pairs = np.array(network(N), dtype=np.int64)
    exp = exp32 if one.dtype == "float32" else exp64
    mean_x, mean_y = map(real, one.mean)
    quadratic_x, quadratic_y = map(real, one.quadratic)
    a11, a22 = map(real, one.precision)
    amplitude, share, momentum, rate = map(real, (one.amplitude, 1 / B, MOMENTUM, RATE))
    goal_x, goal_y, over_x, over_y = map(real, one.goal[:4])
    hold, farthest, half, nothing = one.goal[4], real(FARTHEST**2), real(-0.5), real(0)
    low, keep, golden = np.uint32(one.low), np.uint32(~one.low & 0xFFFFFFFF), np.uint32(0x9E3779B9)
    start, of_epoch = np.uint32(START), np.uint32(EPOCH)

    @jit
    def shuffle(order: Any, streams: Any, trajectory: Any, first: int, epoch: int) -> None:
        a, e = mix(start), mix(np.uint32(epoch) ^ of_epoch)
        for lane in range(LANES):
            streams[lane] = mix(np.uint32(mix(np.uint32(trajectory[first + lane] + a)) + e))
        for n in range(N):
            add = np.uint32(np.uint32(n) * golden)
            for lane in range(LANES):
                order[n, lane] = (mix(np.uint32(streams[lane] + add)) & keep) | np.uint32(n)
        for pair in range(len(pairs)):
            i, j = pairs[pair]
            for lane in range(LANES):
                p, q = order[i, lane], order[j, lane]
                order[i, lane] = min(p, q)
                order[j, lane] = max(p, q)
        for n in range(N):
            for lane in range(LANES):
                order[n, lane] &= low

    @numba.njit(fastmath=True, error_model="numpy", nogil=True)
    def advance(trajectory, xs, ys, vxs, vys, insides, solved, diverged, done, updates):  # type: ignore[no-untyped-def]
        order = np.empty((N, LANES), np.uint32)
        streams = np.empty(LANES, np.uint32)
        gx, gy, sx, sy = np.empty(LANES, real), np.empty(LANES, real), np.empty(LANES, real), np.empty(LANES, real)
        for first in range(0, len(xs), LANES):
            block = slice(first, first + LANES)
            # These are copies, because the same block of eight arrays of 2^k bytes would compete for one cache set.
            x, y, vx, vy = xs[block].copy(), ys[block].copy(), vxs[block].copy(), vys[block].copy()
            inside, solved_at, diverged_at = insides[block].copy(), solved[block].copy(), diverged[block].copy()
            for update in range(done, done + updates):
                position = update % updates_in_epoch
                if not full and position == 0:
                    shuffle(order, streams, trajectory, first, update // updates_in_epoch)
                for lane in range(LANES):
                    gx[lane] = mean_x if full else nothing
                    gy[lane] = mean_y if full else nothing
                    sx[lane] = nothing
                    sy[lane] = nothing
                for b in range(B):
                    if full:
                        cx, cy = centre_x[b], centre_y[b]
                        for lane in range(LANES):
                            ux, uy = x[lane] - cx, y[lane] - cy
                            px, py = a11 * ux, a22 * uy
                            bump = amplitude * exp(half * (ux * px + uy * py))
                            sx[lane] += bump * px
                            sy[lane] += bump * py
                    else:
                        for lane in range(LANES):
                            row = order[position * B + b, lane]
                            gx[lane] += linear_x[row] * share
                            gy[lane] += linear_y[row] * share
                            ux, uy = x[lane] - centre_x[row], y[lane] - centre_y[row]
                            px, py = a11 * ux, a22 * uy
                            bump = amplitude * exp(half * (ux * px + uy * py))
                            sx[lane] += bump * px
                            sy[lane] += bump * py
                for lane in range(LANES):
                    mx = momentum * vx[lane] - rate * (gx[lane] + quadratic_x * x[lane] + sx[lane] * share)
                    my = momentum * vy[lane] - rate * (gy[lane] + quadratic_y * y[lane] + sy[lane] * share)
                    nx, ny = x[lane] + mx, y[lane] + my
                    leaves = not (nx * nx + ny * ny <= farthest)
                    gone = leaves or diverged_at[lane] != 0
                    if leaves and diverged_at[lane] == 0:
                        diverged_at[lane] = update + 1
                    vx[lane] = nothing if gone else mx
                    vy[lane] = nothing if gone else my
                    x[lane] = x[lane] if gone else nx
                    y[lane] = y[lane] if gone else ny
                    u, v = (x[lane] - goal_x) * over_x, (y[lane] - goal_y) * over_y
                    inside[lane] = inside[lane] + 1 if u * u + v * v <= 1 and not gone else 0
                    solved_at[lane] = update + 1 if inside[lane] >= hold and solved_at[lane] == 0 else solved_at[lane]
            xs[block], ys[block], vxs[block], vys[block] = x, y, vx, vy
            insides[block], solved[block], diverged[block] = inside, solved_at, diverged_at

    return advance


class Blocks:
    """The program: the compiled function and its arrays."""

    def __init__(self, one: Experiment) -> None:
        self.one, self._advance = one, compiled(one)

    def restart(self, trajectories: int) -> None:
        """Make new arrays, filled up to whole blocks."""
        self.state = State(self.one, trajectories, LANES)

    def advance(self, updates: int) -> None:
        """Advance all blocks, one after the other."""
        self._advance(*self.state.arrays, self.state.update, updates)
        self.state.update += updates

    def ends(self) -> tuple[NDArray[Any], NDArray[Any], NDArray[Any]]:
        """Return views of the arrays."""
        return self.state.ends()


def prepare(one: Experiment) -> Blocks:
    """Return the program, which is compiled at its first call."""
    return Blocks(one)
