"""The stars of a round, and the points for a prediction and for how sure it was."""

from typing import NamedTuple

from batchgame.sim.outcome import SOLVED


class Stars(NamedTuple):
    """The three stars: goal reached, predicted right, within par. None: the map is still being computed."""

    goal: bool
    predicted: bool
    par: bool | None


def stars(probability: float, right: bool, median: float | None, par: float | None, par_known: bool) -> Stars:
    """Return the three stars of a round.

    probability: fraction of the player's trajectories that solved; median: to solve, in the budget's unit; par: 1.25
    times the smallest median among the cells of the map that solve.
    """
    goal = probability >= SOLVED
    if not goal or median is None:
        return Stars(goal, right, False)
    if not par_known:
        return Stars(goal, right, None)
    return Stars(goal, right, par is not None and median <= par)


def chance_points(said: float, came: float) -> int:
    """Return the points for an estimate of the share that solves.

    2 within an eighth, 1 within a quarter, 0 within a half, and -1 beyond.
    """
    off = abs(said - came)
    return 2 if off <= 1 / 8 else 1 if off <= 1 / 4 else 0 if off <= 1 / 2 else -1


CALL = 1  # points for calling a standstill while the race goes on; a wrong call costs nothing


def points(right: bool, sure: bool) -> int:
    """Return the points of a prediction: 2 sure and right, 1 right, 0 wrong, -1 sure and wrong."""
    if right:
        return 2 if sure else 1
    return -1 if sure else 0
