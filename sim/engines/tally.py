"""What a frame counts, in array code: trajectories by place, solved and diverged, and the largest movement."""

from __future__ import annotations

from typing import Any

from batchgame.sim.swarm import Swarm

BINS = 32  # cells of the density along x and along y


def tally(swarm: Swarm, xp: Any) -> Any:
    """Count trajectories, (3 + BINS²,) float64: largest ‖m‖, number solved, number diverged, then the cells' numbers.

    The cells are a grid over the region, row by row along y. The upper edges belong to the region.
    """
    vx, vy = swarm.vx.astype(xp.float64), swarm.vy.astype(xp.float64)
    parts = (
        xp.sqrt((vx * vx + vy * vy).max(keepdims=True)),
        (swarm.solved_at != 0).sum(keepdims=True),
        (swarm.diverged_at != 0).sum(keepdims=True),
        _density(swarm, xp),
    )
    return xp.concatenate([part.astype(xp.float64) for part in parts])


def per_unit(region: tuple[float, float, float, float]) -> tuple[float, float]:
    """Return the number of cells per unit along x and along y."""
    x0, x1, y0, y1 = region
    return BINS / (x1 - x0), BINS / (y1 - y0)


def _density(swarm: Swarm, xp: Any) -> Any:
    (x0, x1, y0, y1), (along_x, along_y) = swarm.problem.region, per_unit(swarm.problem.region)
    inside = (swarm.x >= x0) & (swarm.x <= x1) & (swarm.y >= y0) & (swarm.y <= y1)
    column = xp.minimum((swarm.x - x0) * along_x, BINS - 1).astype(xp.int64)
    row = xp.minimum((swarm.y - y0) * along_y, BINS - 1).astype(xp.int64)
    counts = xp.zeros(BINS * BINS + 1, dtype=xp.int32)
    # CuPy's bincount would wait for the GPU. The last place takes the trajectories that are outside.
    xp.add.at(counts, xp.where(inside, row * BINS + column, BINS * BINS), xp.int32(1))
    return counts[:-1]
