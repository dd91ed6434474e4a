"""The peer in NumPy, written the obvious way: gather every coefficient of every example of a batch, then use `mean`."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from batchgame.sim.landscape import MONOMIALS
from batchgame.sim.shuffle import order
from peers.experiment import FARTHEST, MOMENTUM, RATE, SEED, Experiment


class Naive:
    """The program with θ and m as (K, 2), without chunks or buffers."""

    def __init__(self, one: Experiment) -> None:
        self.one = one

    def restart(self, trajectories: int) -> None:
        """Make new arrays for K trajectories."""
        self.theta = np.tile(np.array(self.one.problem.start, dtype=self.one.dtype), (trajectories, 1))
        self.velocity = np.zeros_like(self.theta)
        self.inside, self.solved_at, self.diverged_at = (np.zeros(trajectories, dtype=int) for _ in range(3))
        self.update = 0

    def advance(self, updates: int) -> None:
        """Make updates one after the other."""
        one, goal = self.one, self.one.problem.goal
        ((cx, cy, rx, ry),) = goal.ellipses
        for _ in range(updates):
            epoch, position = divmod(self.update, one.updates_in_epoch)
            if one.full:
                rows = np.arange(one.examples)[None, :]
            else:
                if position == 0:
                    self.order = order(SEED, np.arange(len(self.theta)), epoch, one.examples)
                rows = self.order[:, position * one.batch_size : (position + 1) * one.batch_size]
            self.update += 1
            velocity = MOMENTUM * self.velocity - RATE * self._gradient(rows)
            theta = self.theta + velocity
            leaves = ~((theta**2).sum(axis=1) <= FARTHEST**2)
            self.diverged_at[leaves & (self.diverged_at == 0)] = self.update
            gone = self.diverged_at != 0
            self.theta = np.where(gone[:, None], self.theta, theta)
            self.velocity = np.where(gone[:, None], 0, velocity)
            here = (((self.theta - (cx, cy)) / (rx, ry)) ** 2).sum(axis=1) <= 1
            self.inside = np.where(here & ~gone, self.inside + 1, 0)
            self.solved_at[(self.inside >= goal.hold) & (self.solved_at == 0)] = self.update

    def ends(self) -> tuple[NDArray[Any], NDArray[Any], NDArray[Any]]:
        """Return views of the arrays."""
        return self.theta[:, 0], self.theta[:, 1], self.solved_at

    def _gradient(self, rows: NDArray[Any]) -> NDArray[Any]:
        """Compute the mean gradient over a batch, (K, 2). rows: the examples, (K, b) or (1, b)."""
        landscape, dtype = self.one.problem.landscape, self.theta.dtype
        x, y = self.theta[:, :1], self.theta[:, 1:]
        gx, gy = np.zeros_like(x), np.zeros_like(y)
        for column, (i, j) in enumerate(MONOMIALS):
            values = landscape.coefficients[:, column].astype(dtype)
            if values.any():
                gathered = values[rows]  # (K, b)
                if i:
                    gx = gx + gathered * (i * x ** (i - 1) * y**j)
                if j:
                    gy = gy + gathered * (j * x**i * y ** (j - 1))
        for well in landscape.wells:
            a11, a12, a22 = (float(value) for value in well.precision)
            centre = (well.centre + well.shift).astype(dtype)[rows]  # (K, b, 2)
            ux, uy = x - centre[..., 0], y - centre[..., 1]
            px, py = a11 * ux + a12 * uy, a12 * ux + a22 * uy
            bump = well.amplitude.astype(dtype)[rows] * np.exp(-0.5 * (ux * px + uy * py))
            gx, gy = gx + bump * px, gy + bump * py
        return np.stack([gx.mean(axis=1), gy.mean(axis=1)], axis=1)


def prepare(one: Experiment) -> Naive:
    """Return the program, which needs no preparation."""
    return Naive(one)
