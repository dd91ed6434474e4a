"""Possible first shots: where batches of this size would move a trajectory from the start."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from batchgame.scenarios.reading.problem import schedule
from batchgame.sim.hyperparameters import Hyperparameters

if TYPE_CHECKING:
    from batchgame.tui.race.round import Round

SHOTS = 36
LONGEST = 0.22  # of the map's width: how far the longest shot is drawn
EXACT = 1e-12


@dataclass(frozen=True, eq=False)
class FirstShots:
    """First movements: shots (S, 2) of the player's first S trajectories, full (2,) of the full batch's lane.

    scale: by how much shots are lengthened when they are drawn.
    """

    shots: NDArray[np.float64]
    full: NDArray[np.float64]
    scale: int

    @property
    def full_length(self) -> float:
        """Return the length of the full batch's movement; what rounding leaves of a sum that cancels counts as 0."""
        length = float(np.hypot(*self.full))
        return 0.0 if length < EXACT else length


def first_shots(round_: Round) -> FirstShots:
    """Compute the first movements of the player's pick in this round's shuffles, and the full batch's."""
    landscape = round_.problem.landscape
    shots = shots_of(round_, Hyperparameters(round_.batch_size, 0.0, round_.learning_rate, round_.trained_by))
    longest = float(np.hypot(shots[:, 0], shots[:, 1]).max())
    x0, x1, _, _ = round_.problem.region
    plain = schedule(round_.stage, None)
    movement = shots_of(round_, Hyperparameters(landscape.examples, 0.0, round_.learning_rate, plain))[0]
    return FirstShots(shots, movement, _round_down(LONGEST * (x1 - x0) / longest) if longest > EXACT else 1)


def shots_of(round_: Round, hyperparameters: Hyperparameters, count: int = SHOTS) -> NDArray[np.float64]:
    """Return −η·(mean gradient of the first batch) for the first trajectories of this round's shuffles, (S, 2).

    A full batch has one first shot.
    """
    landscape, start = round_.problem.landscape, np.asarray(round_.problem.start, dtype=float)
    batches = hyperparameters.batches(landscape.examples)
    rate = -hyperparameters.learning_rate * batches.rate(0)
    if batches.full(0):
        return np.asarray(rate * landscape.gradient(start)[None])
    rows = batches.rows(round_.options.seed, np.arange(count), 0, np)[:, : hyperparameters.batch_size]
    return np.asarray(rate * landscape.example_gradients(start)[rows].mean(axis=1))


def _round_down(value: float) -> int:
    """To 1, 2 or 5 times a power of ten, at least 1."""
    best = 1
    for power in range(6):
        for step in (1, 2, 5):
            if step * 10**power <= value:
                best = step * 10**power
    return best
