"""Possible first shots: where batches of this size would move a trajectory from the start."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from batchgame.scenarios.reading.problem import schedule
from batchgame.sim.schedule import Batches

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
    """Compute −η·(mean gradient of the first batch) for the first 36 trajectories of this round's shuffles."""
    landscape, start = round_.problem.landscape, np.asarray(round_.problem.start, dtype=float)
    batches = Batches(landscape.examples, round_.batch_size, round_.trained_by)
    rate = -round_.learning_rate * batches.rate(0)
    whole = landscape.gradient(start)
    shots = rate * whole[None]
    if not batches.full(0):
        rows = batches.rows(round_.options.seed, np.arange(SHOTS), 0, np)[:, : round_.batch_size]
        shots = np.array([rate * landscape.gradient(start, batch) for batch in rows])
    longest = float(np.hypot(shots[:, 0], shots[:, 1]).max())
    x0, x1, _, _ = round_.problem.region
    full = Batches(landscape.examples, landscape.examples, schedule(round_.stage, None))
    movement = -round_.learning_rate * full.rate(0) * whole
    return FirstShots(shots, movement, _round_down(LONGEST * (x1 - x0) / longest) if longest > EXACT else 1)


def _round_down(value: float) -> int:
    """To 1, 2 or 5 times a power of ten, at least 1."""
    best = 1
    for power in range(6):
        for step in (1, 2, 5):
            if step * 10**power <= value:
                best = step * 10**power
    return best
