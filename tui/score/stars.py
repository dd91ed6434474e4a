"""What a round is worth: stars, and points for a prediction with how sure it was."""

from typing import NamedTuple

from batchgame.sim.outcome import SOLVED


class Stars(NamedTuple):
    """Goal reached, predicted right, within par. None: not known yet (the map is still being computed)."""

    goal: bool
    predicted: bool
    par: bool | None


def stars(probability: float, right: bool, median: float | None, par: float | None, par_known: bool) -> Stars:
    """The three stars of a round.

    probability: fraction of the player's trajectories that solved; median: to solve, in the budget's unit; par: 1.25 x
    the smallest median among the ladder's picks that solve.
    """
    goal = probability >= SOLVED
    if not goal or median is None:
        return Stars(goal, right, False)
    if not par_known:
        return Stars(goal, right, None)
    return Stars(goal, right, par is not None and median <= par)


def chance_points(said: float, came: float) -> int:
    """For saying how likely the own pick solves, by how far that was off: within an eighth 2, within a quarter 1."""
    off = abs(said - came)
    return 2 if off <= 1 / 8 else 1 if off <= 1 / 4 else 0 if off <= 1 / 2 else -1


CALL = 1  # for calling a standstill while the race still goes on; a wrong call costs nothing


def points(right: bool, sure: bool) -> int:
    """Sure and right 2, a right guess 1, a wrong guess 0, sure and wrong -1: being unsure is worth saying."""
    if right:
        return 2 if sure else 1
    return -1 if sure else 0
