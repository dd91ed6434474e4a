"""The test landscape: the training landscape moved, and what that does to where everybody stands."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from batchgame.sim.outcome import Status
from batchgame.sim.problem import Problem
from batchgame.tui.race.round import Round

POINTS = 240  # of a curve


class Profiles(NamedTuple):
    """A cut through the goal: positions (M,), the training loss there (M,), and the test loss (M,)."""

    line: NDArray[np.float64]
    train: NDArray[np.float64]
    moved: NDArray[np.float64]


@lru_cache(maxsize=32)
def profiles(problem: Problem, direction: tuple[float, float], distance: float) -> Profiles:
    """Compute the loss along x through the goal, before and after the landscape is moved."""
    x0, x1, _, _ = problem.region
    centre = problem.goal.ellipses[0][:2]
    line = np.linspace(x0, x1, POINTS)
    along = np.stack([line, np.full_like(line, centre[1])], axis=-1)
    moved = problem.landscape.shifted((direction[0] * distance, direction[1] * distance))
    return Profiles(line, problem.landscape.loss(along), moved.loss(along))


def lane_losses(round_: Round, distance: float) -> list[tuple[str, float, float]]:
    """Return each lane of the last race with its median training loss and its median test loss.

    The test loss is the mean over a move by `distance` to either side. Both are NaN if the median trajectory diverged.
    """
    problem, shift = round_.problem, round_.stage.test_shift
    assert shift is not None
    assert round_.result is not None
    moved = [
        problem.landscape.shifted((sign * shift.direction[0] * distance, sign * shift.direction[1] * distance))
        for sign in (1, -1)
    ]
    found = []
    for lane in round_.result.frame.lanes:
        if lane.status == Status.BLOWN_UP:
            found.append((lane.lane.name, np.nan, np.nan))
            continue
        places = np.asarray(lane.markers)
        train = float(np.median(problem.landscape.loss(places)))
        test = float(np.median(sum(landscape.loss(places) for landscape in moved) / 2))
        found.append((lane.lane.name, train, test))
    return found
