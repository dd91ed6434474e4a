"""The names of lanes: those of every race, or of the picks that a stage names for its reference lanes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from batchgame.scenarios.text.numbers import number

if TYPE_CHECKING:
    from batchgame.scenarios.reading.format import Stage
    from batchgame.tui.text.catalogue import Catalogue


def own_name(stage: Stage, lane: str) -> str | None:
    """Return what sets a lane's pick apart, λ or B, where the stage names that pick; None for any other lane."""
    named = {"full": stage.lanes.full, "one": stage.lanes.one}
    pick = named.get(lane)
    if pick is None:
        return None
    sizes = {other.batch_size for other in named.values() if other is not None}
    return f"λ={number(pick.momentum)}" if len(sizes) == 1 else f"B={pick.batch_size}"


def lane_name(stage: Stage, lane: str, say: Catalogue) -> str:
    """Return the short name of a lane, for a table."""
    return own_name(stage, lane) or say(f"lane.{lane}")


def lane_in_words(stage: Stage, lane: str, say: Catalogue) -> str:
    """Return the name of a lane as a sentence begins with it."""
    own = own_name(stage, lane)
    return say(f"lane_in_words.{lane}") if own is None else say("lane_in_words.named", name=own)
