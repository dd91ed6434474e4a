"""The lecture's table of small and large batches, filled by the player's own saved races."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from batchgame.scenarios.path import path
from batchgame.scenarios.playables import find, fits_kiosk
from batchgame.scenarios.text.numbers import number, percentage, whole_percent
from batchgame.tui.score.evidence import Evidence, Side, both_sides, evidence
from batchgame.tui.score.listing import full_title
from batchgame.tui.score.saved import SavedGap, SavedRace
from batchgame.tui.text.catalogue import Catalogue
from batchgame.tui.text.claims import reach

SHORT = ("serial", "parallel", "epoch", "gradient", "optimisation", "test_wrong")  # where there is room for six rows


class TrophyRow(NamedTuple):
    """A row of the table.

    stop: the playable that fills it; None while this version of the game has none. race: the saved race that filled it.
    better: who is better off; None while the row is open. told: the figures. against: those of a race that shows the
    opposite, in the row that is debated. gap: the networks that filled a row about test data.
    """

    name: str
    stop: str | None
    race: SavedRace | None = None
    better: Side | None = None
    told: Evidence | None = None
    against: Evidence | None = None
    gap: SavedGap | None = None


GAPS = {"test_wrong": "wrong", "test_clean": "clean"}  # rows about test data, and the labels of their networks


def table(races: Sequence[SavedRace], gaps: Mapping[str, SavedGap] = {}) -> list[TrophyRow]:
    """Return all rows as far as the races and the networks fill them."""
    return [_filled(row.name, row.stop if fits_kiosk(row.stop) else None, races, gaps) for row in path().rows]


def count(rows: Iterable[TrophyRow]) -> tuple[int, int]:
    """Return how many rows are filled, and how many can be filled in this version of the game."""
    fillable = [row for row in rows if row.better or row.stop]
    return sum(row.better is not None for row in fillable), len(fillable)


def _better(gap: SavedGap) -> Side:
    """Return who is better on test data: nobody while the interval of the difference contains 0."""
    difference = gap.test_full - gap.test_small
    return "same" if abs(difference) <= gap.half else "small" if difference < 0 else "large"


def _filled(name: str, stop: str | None, races: Sequence[SavedRace], gaps: Mapping[str, SavedGap]) -> TrophyRow:
    row = TrophyRow(name, stop)
    if name in GAPS:
        gap = gaps.get(GAPS[name])
        return row if gap is None else row._replace(better=_better(gap), gap=gap)
    if name == "gradient":  # the aim page of every race has shown the scattered shots beside the one arrow
        return row._replace(race=races[-1], better="large") if races else row
    if name == "optimisation":
        sides = both_sides(races)
        told = sides.get("small") or sides.get("large")
        against = sides.get("large") if "small" in sides else None
    else:
        told, against = evidence(name, races), None
    return row if told is None else row._replace(race=told.race, better=told.better, told=told, against=against)


def figures(say: Catalogue, row: TrophyRow) -> tuple[str, str]:
    """Return the figure of batch size 1 and that of the full batch, as the table writes them."""
    if row.gap is not None:
        return whole_percent(row.gap.test_small), whole_percent(row.gap.test_full)
    if row.told is None:
        return say("trophy.scatters"), say("trophy.true")
    if row.name == "optimisation":
        return whole_percent(row.told.small), whole_percent(row.told.full)
    return _ticks(say, row.told.small), _ticks(say, row.told.full)


def says(say: Catalogue, row: TrophyRow) -> str:
    """Say which of the player's races filled a row and with what, or which stop would fill it."""
    if row.better is None:
        return say("trophy.open", title=full_title(find(row.stop), say)) if row.stop else say("trophy.nowhere")
    if row.gap is not None:
        return _gap_told(say, row.name, row.gap)
    if row.told is None:
        return say("trophy.gradient_says")
    key = {"epoch": "trophy.epoch_says", "optimisation": "trophy.out_says"}.get(row.name, "trophy.update_says")
    told = [_told(say, key, row.told)]
    if row.against is not None:
        told = [f"[{reach('DEBATED', say)}]", *told, _told(say, "trophy.against", row.against)]
    return " ".join(told)


def _told(say: Catalogue, key: str, told: Evidence) -> str:
    if key in ("trophy.out_says", "trophy.against"):
        small, full = whole_percent(told.small), whole_percent(told.full)
    else:
        small, full = _ticks(say, told.small), _ticks(say, told.full)
    return say(key, stage=told.race.stage, parallel=told.race.parallel, n=told.race.examples, small=small, full=full)


def _gap_told(say: Catalogue, name: str, gap: SavedGap) -> str:
    values = {"b": gap.small, "n": gap.full, "networks": gap.networks, "half": f"{100 * gap.half:.1f}"}
    small, full = percentage(gap.test_small, 1), percentage(gap.test_full, 1)
    return say(f"trophy.{name}_says", small=small, full=full, **values)


def _ticks(say: Catalogue, count_: float) -> str:
    return say("trophy.tick" if count_ == 1 else "trophy.ticks", count=number(count_))


def left_open(say: Catalogue, rows: Sequence[TrophyRow]) -> str:
    """Say which stop fills the first open row, or that nothing is left to fill."""
    open_ = [row for row in rows if row.better is None]
    row = next((row for row in open_ if row.stop), None)
    if row is not None and row.stop is not None:
        return say("ending.open", row=say(f"trophy.{row.name}"), title=full_title(find(row.stop), say))
    return say("ending.races_done" if open_ else "ending.complete")
