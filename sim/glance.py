"""A glance at a swarm: what a screen shows, reduced on the engine's machine and copied to the host at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from batchgame.sim.engines.array import ArrayEngine
from batchgame.sim.engines.tally import BINS
from batchgame.sim.swarm import Swarm

MARKERS = 60
# Quantiles on a screen are those of the first trajectories, which are a random sample: their shuffles are independent.
# With so many, the share of all trajectories below a quantile is off by less than 0.4 % (one standard error).
SAMPLE = 16_384


class Quantiles(NamedTuple):
    """The 10, 50 and 90 % quantiles over trajectories of a lane. Each is the value of one trajectory."""

    low: float
    median: float
    high: float


@dataclass(frozen=True, eq=False)
class Glance:
    """The figures of a swarm after `update` updates.

    moved: whether any movement so far was different from 0. longest: the largest ‖m‖.
    loss, step: quantiles of the full loss and of ‖m‖ over the first SAMPLE trajectories.
    markers (≤ 60, 2): positions of the first trajectories.
    density (32, 32): number of trajectories in each cell of the region, rows along y. Those outside are not counted.
    """

    update: int
    solved: int
    diverged: int
    moved: bool
    longest: float
    loss: Quantiles
    step: Quantiles
    markers: NDArray[np.float64]
    density: NDArray[np.int64]


def glance(swarm: Swarm, engine: ArrayEngine) -> Glance:
    """Compute a glance at the current state of a swarm. On a GPU this waits for one small copy."""
    xp, first = engine.xp, slice(SAMPLE)
    markers = swarm.x[:MARKERS], swarm.y[:MARKERS]
    parts = (
        swarm.moved,
        *_quantiles(engine.loss(swarm, SAMPLE), xp),
        *_quantiles(xp.hypot(swarm.vx[first], swarm.vy[first]), xp),
        engine.tally(swarm),
        *markers,
    )
    seen = engine.to_host(xp.concatenate([part.astype(xp.float64) for part in parts]))
    moved, loss, step, (longest, solved, diverged), density, places = np.split(seen, np.cumsum([1, 3, 3, 3, BINS**2]))
    return Glance(
        update=swarm.update,
        solved=int(solved),
        diverged=int(diverged),
        moved=bool(moved[0]),
        longest=float(longest),
        loss=Quantiles(*loss.tolist()),
        step=Quantiles(*step.tolist()),
        markers=frozen(places.reshape(2, -1).T.copy()),
        density=frozen(density.reshape(BINS, BINS).astype(np.int64)),
    )


def rank(count: int, share: float) -> int:
    """Return the index of a quantile among `count` sorted values: the nearest one."""
    return round(share * (count - 1))


def frozen(array: NDArray[Any]) -> NDArray[Any]:
    """Make an array read-only and return it."""
    array.setflags(write=False)
    return array


def _quantiles(values: Any, xp: Any) -> tuple[Any, ...]:
    """Compute the 10, 50 and 90 % quantiles, (K,) -> three arrays of (1,)."""
    ranks = [rank(len(values), share) for share in (0.1, 0.5, 0.9)]
    ordered = xp.partition(values, ranks)
    return tuple(ordered[place : place + 1] for place in ranks)
