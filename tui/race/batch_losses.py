"""The loss of single batches beside the mean of all: where the mean is flat, a batch need not be."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from batchgame.sim.problem import Problem, typical_slope
from batchgame.sim.shuffle import order

STUCK = 0.02  # of the typical slope of the landscape: a smaller slope is no pull
POINTS = 240  # of a curve


class BatchLosses(NamedTuple):
    """A cut along x through the start: positions (M,), the mean loss (M,), the loss of each batch of an epoch (M,).

    pulling: how many of the batches have a slope at the start.
    """

    line: NDArray[np.float64]
    mean: NDArray[np.float64]
    batches: list[NDArray[np.float64]]
    pulling: int


@lru_cache(maxsize=8)
def batch_losses(problem: Problem, batch_size: int, seed: int) -> BatchLosses:
    """Compute the losses of the batches in the first epoch of trajectory 0."""
    x0, x1, _, _ = problem.region
    line = np.linspace(x0, x1, POINTS)
    along = np.stack([line, np.full_like(line, problem.start[1])], axis=-1)
    examples = order(seed, np.zeros(1, dtype=np.uint32), 0, problem.landscape.examples)[0]  # (N,)
    batches = [examples[at : at + batch_size] for at in range(0, len(examples), batch_size)]
    each = problem.landscape.example_losses(along)  # (M, N)
    slopes = [float(np.linalg.norm(problem.landscape.gradient(problem.start, batch))) for batch in batches]
    pulling = sum(slope > STUCK * typical_slope(problem) for slope in slopes)
    return BatchLosses(line, each.mean(axis=-1), [each[:, batch].mean(axis=-1) for batch in batches], pulling)
