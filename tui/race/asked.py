"""The grey lane beside a race: the experiment that the player's answer is about, or the player's last try.

It is a race of its own on the same clock, so that it is never scored, ends nothing and delays nothing.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from batchgame.scenarios.reading.problem import schedule
from batchgame.sim.hardware import Parallel
from batchgame.sim.hyperparameters import Hyperparameters
from batchgame.sim.race import Lane, LaneFrame, Race

if TYPE_CHECKING:
    from batchgame.sim.outcome import Outcome
    from batchgame.sim.problem import Problem
    from batchgame.tui.race.round import Round

MOST = 200  # trajectories: a share of 200 is within 7 % of the true one


class Beside(NamedTuple):
    """What the grey lane runs: `said`, or `before` for the last try, with the start that it may have of its own."""

    lane: Lane
    start: tuple[float, float]


def beside(round_: Round) -> Beside | None:
    """Return the experiment of the grey lane; None where a lane of the race runs it already.

    While the prediction is new it is what was said, and from the second try on the last try.
    """
    before = round_.previous
    found = said(round_) if before is None else Beside(
        Lane("before", before.outcomes["you"].hyperparameters), round_.problem.start
    )  # fmt: skip
    return None if found is None or _lane_of(round_, found) else found


def lane_as_said(round_: Round) -> str | None:
    """Return the name of the lane of the race that runs what the player's answer is about, if one does."""
    found = said(round_)
    return None if found is None else _lane_of(round_, found)


def _lane_of(round_: Round, found: Beside) -> str | None:
    if found.start != round_.problem.start:
        return None
    knobs = found.lane.hyperparameters
    return next((lane.name for lane in round_.lanes() if lane.hyperparameters == knobs), None)


def said(round_: Round) -> Beside | None:
    """Return the experiment that the player's answer is about, as a lane; None where it is about none."""
    about = round_.asked
    if about is None:
        return None
    rate = about.learning_rate or round_.learning_rate
    knobs = Hyperparameters(
        about.pick.batch_size, about.pick.momentum, rate, schedule(round_.stage, about.pick.schedule)
    )  # fmt: skip
    return Beside(Lane("said", knobs), about.start or round_.problem.start)


class BesideRun:
    """The running grey lane. frame: the lane when it was last looked for."""

    def __init__(
        self, problem: Problem, what: Beside, *, parallel: Parallel, seed: int, trajectories: int, engine: str
    ):
        self.name = what.lane.name
        self._race = Race(
            replace(problem, start=what.start), [what.lane], parallel=parallel, seed=seed,
            trajectories=min(trajectories, MOST), engine=engine,
        )  # fmt: skip
        self._time = 0
        self.frame: LaneFrame = self._race.frame().lanes[0]

    def look(self, time: int) -> None:
        """Advance the lane to a time of the race's clock, in microseconds."""
        if self._time != time:
            self._time = time
            self._race.advance(time)
            self.frame = self._race.frame().lanes[0]

    def extend(self, factor: int) -> None:
        """Give the lane `factor` times its budget, as the race beside it has."""
        self._race.extend(factor)
        self.frame = self._race.frame().lanes[0]

    def outcome(self) -> Outcome:
        """Return what it did with its whole budget."""
        return self._race.outcomes()[self.name]


def beside_run(round_: Round) -> BesideRun | None:
    """Return the grey lane of a round at its start, if it has one."""
    what, options = beside(round_), round_.options
    if what is None:
        return None
    return BesideRun(
        round_.problem, what, parallel=round_.parallel, seed=options.seed, trajectories=options.trajectories,
        engine=options.engine,
    )  # fmt: skip
