"""The true answer to the question what was seen, decided by the race that was run."""

from __future__ import annotations

from collections.abc import Mapping
from math import inf
from typing import TYPE_CHECKING

from batchgame.scenarios.reading.observed import LaneCondition, Observed

if TYPE_CHECKING:
    from batchgame.sim.outcome import Outcome
    from batchgame.sim.race import Frame, LaneFrame

LEVEL = 1.25  # two medians within this ratio look level on the screen; beyond it, one is sooner


def true_option(observed: Observed, frame: Frame, outcomes: Mapping[str, Outcome]) -> int | None:
    """Return the index of the first option whose conditions all hold at the end of the race; None if there is none."""
    for index, option in enumerate(observed.options):
        if option.when and all(holds(condition, frame, outcomes) for condition in option.when):
            return index
    return None


def holds(condition: LaneCondition, frame: Frame, outcomes: Mapping[str, Outcome]) -> bool:
    """Return whether a condition holds for its lane."""
    lane = next(lane for lane in frame.lanes if lane.lane.name == condition.lane)
    return _state(condition, lane) and _order(condition, outcomes)


def _state(condition: LaneCondition, lane: LaneFrame) -> bool:
    solved, diverged = lane.solved / lane.trajectories, lane.diverged / lane.trajectories
    return not (
        (condition.status and lane.status.value not in condition.status)
        or (condition.never_moved is not None and lane.at_rest_exact != condition.never_moved)
        or (condition.solved_at_least is not None and solved < condition.solved_at_least)
        or (condition.solved_below is not None and solved >= condition.solved_below)
        or (condition.diverged_at_least is not None and diverged < condition.diverged_at_least)
    )


def _order(condition: LaneCondition, outcomes: Mapping[str, Outcome]) -> bool:
    mine = _median(outcomes[condition.lane], condition.clock)
    if condition.sooner_than is not None:
        other = _median(outcomes[condition.sooner_than], condition.clock)
        if not LEVEL * mine < other:
            return False
    if condition.level_with is not None:
        other = _median(outcomes[condition.level_with], condition.clock)
        return max(mine, other) < inf and max(mine, other) <= LEVEL * min(mine, other)
    return True


def _median(outcome: Outcome, clock: str) -> float:
    by_clock = {"updates": outcome.median_updates, "epochs": outcome.median_epochs, "time": outcome.median_time}
    value = by_clock[clock]
    return inf if value is None else value
