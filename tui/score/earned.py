"""What a round has earned, and how it gets to the player's progress."""

from __future__ import annotations

from typing import TYPE_CHECKING

from batchgame.tui.score.progress import Record
from batchgame.tui.score.stars import CALL, Stars, chance_points, points, stars

if TYPE_CHECKING:
    from batchgame.tui.maps.map import Map
    from batchgame.tui.race.round import Round


def earned(round_: Round, map_: Map) -> Stars:
    """The stars of a race as it was run within its budget; par is unknown until the map is complete."""
    return stars(round_.scored["you"].probability, round_.right, round_.median, map_.par(), map_.complete)


def guessed(round_: Round) -> int:
    """Points for what was said beforehand: the prediction, and from the second race on the chance to solve."""
    if round_.chance is None:
        return points(round_.right, bool(round_.sure))
    return chance_points(round_.chance, round_.scored["you"].probability)


def record(round_: Round, map_: Map, *, first: bool) -> Record:
    """A finished round for the progress file; first: not only what became known later."""
    won, outcome = earned(round_, map_), round_.scored["you"]
    return Record(
        goal=won.goal,
        predicted=won.predicted,
        par=bool(won.par),
        best_updates=outcome.median_updates if won.goal else None,
        best_epochs=outcome.median_epochs if won.goal else None,
        best_time=outcome.median_time if won.goal else None,
        plays=int(first),
        points=guessed(round_) + CALL * bool(round_.called) if first else 0,
    )
