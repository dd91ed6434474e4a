"""What the proofs about real networks share: experiments that run once per process, and comparisons of their networks.

A proof trains few networks and asks for a difference that is three standard errors from 0. Name it in TRAINED.
"""

from __future__ import annotations

from functools import cache
from math import sqrt

import numpy as np
from numpy.typing import NDArray

from batchgame.sim.networks.experiment import Experiment, Result, run

SURE = 3.0  # standard errors


@cache
def trained(experiment: Experiment) -> Result:
    """Train and measure the networks of an experiment, once per process."""
    return run(experiment)


def is_below(low: NDArray[np.float64], high: NDArray[np.float64], by: float = 0.0) -> bool:
    """Return whether one figure is below another by more than `by`, on average over the networks.

    low, high: one value per network, (M,). Networks of the same number have the same split, so they make pairs.
    """
    difference = high - low - by
    error = float(difference.std(ddof=1)) / sqrt(len(difference))
    return float(difference.mean()) > SURE * error
