"""Captions of a race: sentences about what has just happened, read off two frames and never off the story."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from batchgame.scenarios.text.numbers import percent
from batchgame.tui.text.catalogue import Catalogue
from batchgame.tui.text.keys import status_key
from batchgame.tui.text.lane_names import lane_in_words

if TYPE_CHECKING:
    from batchgame.scenarios.reading.format import Stage
    from batchgame.sim.race import Frame, LaneFrame

SAID = ("BLOWN UP", "ARRIVED", "AT REST", "CRAWLING")


def news(before: Frame | None, after: Frame) -> list[tuple[str, str]]:
    """Return the lanes whose status has changed to one that is worth a caption, as (lane, status)."""
    old = {lane.lane.name: lane.status.value for lane in before.lanes} if before else {}
    return [
        (lane.lane.name, lane.status.value)
        for lane in after.lanes
        if lane.status.value in SAID and lane.updates and old.get(lane.lane.name) != lane.status.value
    ]


def caption(event: tuple[str, str], frame: Frame, say: Catalogue, stage: Stage) -> str:
    """Write one sentence about an event on a stage, with the present figures of its lane."""
    name, status = event
    lane = next(lane for lane in frame.lanes if lane.lane.name == name)
    key = status_key(status)
    if status == "AT REST" and lane.at_rest_exact:
        key = "at_rest_exact"
    return say(f"caption.{key}", **_figures(lane, say, stage))


def _figures(lane: LaneFrame, say: Catalogue, stage: Stage) -> Mapping[str, object]:
    return {
        "lane": lane_in_words(stage, lane.lane.name, say),
        "updates": lane.updates,
        "solved": percent(lane.solved, lane.trajectories),
        "diverged": percent(lane.diverged, lane.trajectories),
    }
