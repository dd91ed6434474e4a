"""The peer in torch.compile: one function for an epoch of a chunk, which the C++ back end fuses into loops.

For the full batch, where an epoch is one update, the function makes several updates. Words of the shuffle are int32,
because torch has few operations for uint32. A network sorts the keys with their sign bit flipped, so that the order of
signed numbers is that of unsigned ones.
"""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np
import torch
import torch._inductor.config
from numpy.typing import NDArray

from batchgame.sim.shuffle import mix as mix_of
from peers.experiment import EPOCH, FARTHEST, MOMENTUM, RATE, START, Absent, Experiment, network

CHUNK = 4096  # trajectories
REALIZE = 2  # after this many operations torch writes a result into a buffer of its own
FULL_UPDATES = 5  # updates in one function for the full batch
GOLDEN, SIGN = 0x9E3779B9, 0x80000000


def signed(word: int) -> int:
    """Return the int32 with the same bits as a uint32."""
    word &= 0xFFFFFFFF
    return word - 2**32 if word >= 2**31 else word


def shifted(h: Any, bits: int) -> Any:
    """Shift right as if the numbers were unsigned."""
    return (h >> bits) & ((1 << (32 - bits)) - 1)


def mix(h: Any) -> Any:
    """Scramble 32-bit words, given as int32, as `mix` in sim/shuffle.py does."""
    h = (h ^ shifted(h, 16)) * signed(0x21F0AAAD)
    h = (h ^ shifted(h, 15)) * signed(0xD35A2D97)
    return h ^ shifted(h, 15)


class Compiled:
    """A compiled function that is called for one chunk and one epoch after the other."""

    def __init__(self, one: Experiment) -> None:
        self.one = one
        self.updates = FULL_UPDATES if one.full else one.updates_in_epoch
        self.network = network(one.examples)
        self.tables = [torch.from_numpy(np.ascontiguousarray(row)) for row in (*one.linear, *one.centre)]
        self.start = signed(int(mix_of(np.array([START], dtype=np.uint32), np)[0]))
        self._advance = torch.compile(self._several, dynamic=False, fullgraph=True)

    def restart(self, trajectories: int) -> None:
        """Make new tensors, filled up to whole chunks."""
        self.trajectories, self.update, self.chunks = trajectories, 0, []
        for first in range(0, trajectories, CHUNK):
            real = getattr(torch, self.one.dtype)
            x, y = (torch.full((CHUNK,), at, dtype=real) for at in self.one.problem.start)
            counts = [torch.zeros(CHUNK, dtype=torch.int32) for _ in range(3)]
            state = (x, y, torch.zeros_like(x), torch.zeros_like(y), *counts)
            self.chunks.append((torch.arange(first, first + CHUNK, dtype=torch.int32), state))

    @torch.no_grad()
    def advance(self, updates: int) -> None:
        """Advance by whole epochs. For the full batch, updates must be a multiple of FULL_UPDATES."""
        ends = range(self.update, self.update + updates, self.updates)
        epochs = np.array([at // self.one.updates_in_epoch for at in ends], dtype=np.uint32)
        words = torch.from_numpy(mix_of(epochs ^ np.uint32(EPOCH), np).view(np.int32))
        firsts = torch.tensor(list(ends), dtype=torch.int32)
        for n, (numbers, state) in enumerate(self.chunks):
            for epoch in range(len(ends)):
                state = self._advance(numbers, *state, words[epoch : epoch + 1], firsts[epoch : epoch + 1])
            self.chunks[n] = (numbers, state)
        self.update += updates

    def ends(self) -> tuple[NDArray[Any], NDArray[Any], NDArray[Any]]:
        """Return all chunks joined, as NumPy arrays."""
        x, y, solved_at = (
            torch.cat([state[part] for _, state in self.chunks]).numpy()[: self.trajectories] for part in (0, 1, 5)
        )
        return x, y, solved_at

    def _several(
        self, numbers: Any, x: Any, y: Any, vx: Any, vy: Any, inside: Any, solved_at: Any, diverged_at: Any,
        of_epoch: Any, first: Any,
    ) -> Any:  # fmt: skip
        order = None if self.one.full else self._order(numbers, of_epoch)
        state = (x, y, vx, vy, inside, solved_at, diverged_at)
        for update in range(self.updates):
            rows = None if order is None else order[update * self.one.batch_size : (update + 1) * self.one.batch_size]
            state = self._moved(state, first + (update + 1), rows)
        return state

    def _order(self, numbers: Any, of_epoch: Any) -> Any:
        stream = mix(mix(numbers + self.start) + of_epoch)
        low = self.one.low
        order = [
            ((mix(stream + signed(n * GOLDEN)) & signed(~low)) | n) ^ signed(SIGN) for n in range(self.one.examples)
        ]
        for i, j in self.network:
            order[i], order[j] = torch.minimum(order[i], order[j]), torch.maximum(order[i], order[j])
        return [key & low for key in order]

    def _moved(self, state: Any, count: Any, rows: Any) -> Any:
        """Return the state after one update with the examples `rows`. count: the number of the update, from 1."""
        one, (x, y, vx, vy, inside, solved_at, diverged_at) = self.one, state
        linear_x, linear_y, centre_x, centre_y = self.tables
        share = 1 / one.batch_size
        gx = gy = sx = sy = 0.0
        for n in range(one.batch_size):
            row = n if one.full else rows[n]
            cx, cy = (float(at) for at in one.centre[:, n]) if one.full else (centre_x[row], centre_y[row])
            if not one.full:
                gx, gy = gx + linear_x[row], gy + linear_y[row]
            ux, uy = x - cx, y - cy
            px, py = one.precision[0] * ux, one.precision[1] * uy
            bump = one.amplitude * torch.exp(-0.5 * (ux * px + uy * py))
            sx, sy = sx + bump * px, sy + bump * py
        gx, gy = one.mean if one.full else (gx * share, gy * share)
        gx = gx + one.quadratic[0] * x + sx * share
        gy = gy + one.quadratic[1] * y + sy * share
        vx, vy = MOMENTUM * vx - RATE * gx, MOMENTUM * vy - RATE * gy
        nx, ny = x + vx, y + vy
        leaves = ~(nx * nx + ny * ny <= FARTHEST**2)
        gone = leaves | (diverged_at != 0)
        diverged_at = torch.where(leaves & (diverged_at == 0), count, diverged_at)
        x, y = torch.where(gone, x, nx), torch.where(gone, y, ny)
        vx, vy = torch.where(gone, 0.0, vx), torch.where(gone, 0.0, vy)
        goal_x, goal_y, over_x, over_y, hold = one.goal
        u, v = (x - goal_x) * over_x, (y - goal_y) * over_y
        inside = torch.where((u * u + v * v <= 1) & ~gone, inside + 1, 0)
        solved_at = torch.where((inside >= hold) & (solved_at == 0), count, solved_at)
        return x, y, vx, vy, inside, solved_at, diverged_at


def prepare(one: Experiment) -> Compiled:
    """Compile the program with a first call. Raises Absent if that fails, for example without a C++ compiler."""
    torch.set_num_threads(1)
    # Each operation gets a buffer, and all of them are fused into one loop. Otherwise torch repeats the sorting network
    # for every key, which takes minutes to compile.
    torch._inductor.config.realize_opcount_threshold = REALIZE
    torch._inductor.config.max_fusion_size = 2000
    warnings.simplefilter("ignore")
    program = Compiled(one)
    program.restart(CHUNK)
    try:
        program.advance(program.updates)
    except Exception as error:
        raise Absent(f"torch.compile: {str(error).strip().splitlines()[0]}") from None
    return program
