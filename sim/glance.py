"""What a screen may see of a swarm: reduced where the swarm lives, and brought to the host in one small copy."""

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
    """The 10, 50 and 90 % quantiles over a lane's trajectories; each is the value of one of them."""

    low: float
    median: float
    high: float


@dataclass(frozen=True, eq=False)
class Glance:
    """A swarm after `update` updates.

    longest: the largest ‖m‖. moved: some movement was not 0 so far. markers (≤ 60, 2): the first trajectories.
    density (32, 32): counts over the region, rows along y; who is outside is not in it.
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
    """Look at a swarm where it is."""
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
    """Which of `count` values in order, counted from 0, is that quantile: the nearest one."""
    return round(share * (count - 1))


def frozen(array: NDArray[Any]) -> NDArray[Any]:
    """The array, which can no longer be changed."""
    array.setflags(write=False)
    return array


def _quantiles(values: Any, xp: Any) -> tuple[Any, ...]:
    """10, 50 and 90 % of (K,), three of (1,)."""
    ranks = [rank(len(values), share) for share in (0.1, 0.5, 0.9)]
    ordered = xp.partition(values, ranks)
    return tuple(ordered[place : place + 1] for place in ranks)


def _density(swarm: Swarm, xp: Any) -> Any:
    """Counts on a grid of BINS x BINS over the region, row by row; the upper edges belong to it."""
    x0, x1, y0, y1 = swarm.problem.region
    inside = (swarm.x >= x0) & (swarm.x <= x1) & (swarm.y >= y0) & (swarm.y <= y1)
    column = xp.minimum((swarm.x - x0) * (BINS / (x1 - x0)), BINS - 1).astype(xp.int64)
    row = xp.minimum((swarm.y - y0) * (BINS / (y1 - y0)), BINS - 1).astype(xp.int64)
    counts = xp.zeros(BINS * BINS + 1, dtype=xp.int32)
    xp.add.at(counts, xp.where(inside, row * BINS + column, BINS * BINS), xp.int32(1))  # bincount would ask a GPU
    return counts[:-1]
