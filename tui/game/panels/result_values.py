"""What the result page and its panels show, as one frozen value."""

from __future__ import annotations

from dataclasses import dataclass

from batchgame.tui.maps.map import Map
from batchgame.tui.race.round import Result, Round
from batchgame.tui.score.progress import Record
from batchgame.tui.score.stars import Stars


@dataclass(frozen=True)
class ResultView:
    """What the result page shows.

    record: the stage in the player's progress. happened: the true answer to what was to be seen. panel: map, bests or
    test. cursor: row and column on the map, while it has the keys. shift: the step of the test landscape's slider.
    revealed: how far the bars have raced, 0 to 1. best_before: the best that was just beaten, while that is said.
    hint: the open hint with its number, while the lesson is closed.
    """

    round: Round
    result: Result
    map: Map
    record: Record | None
    stars: Stars
    happened: int | None
    panel: str
    cursor: tuple[int, int] | None
    shift: int
    revealed: float
    best_before: float | None
    hint: str | None
