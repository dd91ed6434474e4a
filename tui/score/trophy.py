"""The lecture's table of small and large batches, filled by the player's own saved races."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from batchgame.scenarios.path import path
from batchgame.scenarios.playables import names
from batchgame.tui.score.evidence import Evidence, Side, both_sides, evidence
from batchgame.tui.score.saved import SavedRace

SHORT = ("serial", "parallel", "epoch", "gradient", "optimisation", "test_wrong")  # where there is room for six rows


class TrophyRow(NamedTuple):
    """A row of the table.

    stop: the playable that fills it; None while this version of the game has none. race: the saved race that filled it.
    better: who is better off; None while the row is open. told: the figures. against: those of a race that shows the
    opposite, in the row that is debated.
    """

    name: str
    stop: str | None
    race: SavedRace | None = None
    better: Side | None = None
    told: Evidence | None = None
    against: Evidence | None = None


def table(races: Sequence[SavedRace]) -> list[TrophyRow]:
    """Return all rows as far as the races fill them."""
    known = set(names())
    return [_filled(row.name, row.stop if row.stop.partition("/")[0] in known else None, races) for row in path().rows]


def count(rows: Iterable[TrophyRow]) -> tuple[int, int]:
    """Return how many rows are filled, and how many can be filled in this version of the game."""
    fillable = [row for row in rows if row.better or row.stop]
    return sum(row.better is not None for row in fillable), len(fillable)


def _filled(name: str, stop: str | None, races: Sequence[SavedRace]) -> TrophyRow:
    row = TrophyRow(name, stop)
    if name == "gradient":  # the aim page of every race has shown the scattered shots beside the one arrow
        return row._replace(race=races[-1], better="large") if races else row
    if name == "optimisation":
        sides = both_sides(races)
        told = sides.get("small") or sides.get("large")
        against = sides.get("large") if "small" in sides else None
    else:
        told, against = evidence(name, races), None
    return row if told is None else row._replace(race=told.race, better=told.better, told=told, against=against)
