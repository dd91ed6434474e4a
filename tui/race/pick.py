"""What happened to the player's pick, in one sentence made from the run: its end, who solved it, where the runs are."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from batchgame.scenarios.text.numbers import number
from batchgame.sim.engines.array import FARTHEST
from batchgame.sim.outcome import Status

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from batchgame.tui.race.round import Round
    from batchgame.tui.text.catalogue import Catalogue

STATES = {
    Status.BLOWN_UP: "blown_up", Status.ARRIVED: "arrived", Status.AT_REST: "at_rest", Status.CRAWLING: "crawling",
    Status.OUT_OF_BUDGET: "moving", Status.MOVING: "moving",
}  # fmt: skip


class Happened(NamedTuple):
    """The end of a pick.

    never_moved: every movement was exactly 0. step: the median length of the last movement; None where the last frame
    is not the end of the lane. first: the trajectories whose places are known; inside: those of them in the goal.
    near: the sign on the map that most of them are nearest to, and how many are; None where their places say nothing.
    """

    status: Status
    trajectories: int
    solved: int
    diverged: int
    never_moved: bool
    step: float | None
    first: int
    inside: int
    near: tuple[str, int] | None


def happened(round_: Round, say: Catalogue) -> Happened:
    """Look at the end of the player's lane. The names of places are in the player's language."""
    result = round_.result
    assert result is not None
    outcome = result.outcomes["you"]
    lane = next(lane for lane in result.frame.lanes if lane.lane.name == "you")
    ended = lane.updates == outcome.updates or outcome.status is Status.AT_REST
    moves = outcome.status in (Status.CRAWLING, Status.OUT_OF_BUDGET, Status.MOVING)
    inside, near = _places(round_, lane.markers, say) if ended and not lane.at_rest_exact else (0, None)
    return Happened(
        outcome.status, outcome.trajectories, outcome.solved, outcome.diverged, lane.at_rest_exact,
        lane.step.median if ended and moves else None, len(lane.markers), inside, near,
    )  # fmt: skip


def _places(round_: Round, markers: NDArray[np.float64], say: Catalogue) -> tuple[int, tuple[str, int] | None]:
    """Return how many of these points are in the goal, and the sign that most of them are nearest to."""
    problem = round_.problem
    points = markers[np.hypot(*markers.T) <= FARTHEST]
    if not len(points):
        return 0, None
    goal = problem.goal
    if goal.level is None:
        inside = int(goal.inside(*points.T.copy()).sum())
    else:
        inside = int((problem.landscape.loss(points) <= goal.level).sum())
    signs = [(say("scene.goal"), ellipse[:2]) for ellipse in goal.ellipses]
    signs += [(say.of(landmark.label), landmark.at) for landmark in round_.landmarks]
    signs.append((say("scene.start"), problem.start))
    distances = [np.hypot(*(points - np.array(at)).T) for _, at in signs]
    names = Counter(signs[index][0] for index in np.argmin(distances, axis=0))
    return inside, names.most_common(1)[0]


def pick_told(round_: Round, say: Catalogue) -> str:
    """Tell what happened to the player's pick. Nothing of it comes from the scenario's texts."""
    told = happened(round_, say)
    state = say(f"pick.{'never_moved' if told.never_moved else STATES[told.status]}")
    if told.step is not None:
        state += say("pick.step", step=number(told.step, 2))
    parts = [say("pick.solved", solved=told.solved, count=told.trajectories)]
    if told.diverged:
        parts.append(say("pick.diverged", diverged=told.diverged))
    if told.inside:
        parts.append(say("pick.inside", first=told.first, inside=told.inside))
    elif told.near is not None:
        place, near = told.near
        parts.append(say("pick.near", first=told.first, near=near, place=place))
    return say("pick.sentence", state=state, parts=say("pick.and").join(parts))
