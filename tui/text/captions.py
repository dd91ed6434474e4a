"""What just happened in the race, in words: read off two frames, never off the story."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from batchgame.scenarios.text.numbers import percent
from batchgame.tui.text.catalogue import Catalogue
from batchgame.tui.text.keys import status_key

if TYPE_CHECKING:
    from batchgame.sim.race import Frame, LaneFrame

SAID = ("BLOWN UP", "ARRIVED", "AT REST", "CRAWLING")


def news(before: Frame | None, after: Frame) -> list[tuple[str, str]]:
    """The lanes whose status has turned into something worth saying since the frame before, as (lane, status)."""
    old = {lane.lane.name: lane.status.value for lane in before.lanes} if before else {}
    return [
        (lane.lane.name, lane.status.value)
        for lane in after.lanes
        if lane.status.value in SAID and lane.updates and old.get(lane.lane.name) != lane.status.value
    ]


def caption(event: tuple[str, str], frame: Frame, say: Catalogue) -> str:
    """One sentence about an event, with the lane's figures as they are now."""
    name, status = event
    lane = next(lane for lane in frame.lanes if lane.lane.name == name)
    key = status_key(status)
    if status == "AT REST" and lane.at_rest_exact:
        key = "at_rest_exact"
    return say(f"caption.{key}", **_figures(lane, say))


def _figures(lane: LaneFrame, say: Catalogue) -> Mapping[str, object]:
    return {
        "lane": say(f"lane_in_words.{lane.lane.name}"),
        "updates": lane.updates,
        "solved": percent(lane.solved, lane.trajectories),
        "diverged": percent(lane.diverged, lane.trajectories),
    }
