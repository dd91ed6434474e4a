"""A glance at a swarm: what a screen shows, reduced on the engine's machine and copied to the host at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from batchgame.sim.engines.array import ArrayEngine
from batchgame.sim.swarm import Swarm

MARKERS = 60
BINS = 32


class Quantiles(NamedTuple):
    """The 10, 50 and 90 % quantiles over the trajectories of a lane. Each is the value of one trajectory."""

    low: float
    median: float
    high: float


@dataclass(frozen=True, eq=False)
class Glance:
    """The figures of a swarm after `update` updates.

    moved: whether any movement so far was different from 0. longest: the largest ‖m‖.
    loss, step: quantiles of the full loss and of ‖m‖. markers (≤ 60, 2): positions of the first trajectories.
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
    xp = engine.xp
    steps = xp.hypot(swarm.vx, swarm.vy)
    markers = swarm.x[:MARKERS], swarm.y[:MARKERS]
    parts = (
        (swarm.solved_at != 0).sum(keepdims=True),
        (swarm.diverged_at != 0).sum(keepdims=True),
        swarm.moved,
        steps.max(keepdims=True),
        *_quantiles(engine.loss(swarm), xp),
        *_quantiles(steps, xp),
        *markers,
        _density(swarm, xp),
    )
    seen = engine.to_host(xp.concatenate([part.astype(xp.float64) for part in parts]))
    shown = len(markers[0])
    return Glance(
        update=swarm.update,
        solved=int(seen[0]),
        diverged=int(seen[1]),
        moved=bool(seen[2]),
        longest=float(seen[3]),
        loss=Quantiles(*map(float, seen[4:7])),
        step=Quantiles(*map(float, seen[7:10])),
        markers=frozen(seen[10 : 10 + 2 * shown].reshape(2, shown).T.copy()),
        density=frozen(seen[10 + 2 * shown :].reshape(BINS, BINS).astype(np.int64)),
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


def _density(swarm: Swarm, xp: Any) -> Any:
    """Count trajectories on a grid of BINS x BINS over the region, row by row. The upper edges belong to the region."""
    x0, x1, y0, y1 = swarm.problem.region
    inside = (swarm.x >= x0) & (swarm.x <= x1) & (swarm.y >= y0) & (swarm.y <= y1)
    column = xp.minimum((swarm.x - x0) * (BINS / (x1 - x0)), BINS - 1).astype(xp.int64)
    row = xp.minimum((swarm.y - y0) * (BINS / (y1 - y0)), BINS - 1).astype(xp.int64)
    counts = xp.zeros(BINS * BINS + 1, dtype=xp.int32)
    # CuPy's bincount would wait for the GPU. The last place takes the trajectories that are outside.
    xp.add.at(counts, xp.where(inside, row * BINS + column, BINS * BINS), xp.int32(1))
    return counts[:-1]
