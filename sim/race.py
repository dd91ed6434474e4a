"""A race: lanes on one clock, and the frames that a screen may see."""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from batchgame.sim.clock import MICROSECONDS, Clock
from batchgame.sim.engine import engine as engine_named
from batchgame.sim.glance import Quantiles, frozen
from batchgame.sim.hyperparameters import Hyperparameters
from batchgame.sim.lane import Lane, LaneRun, Trace
from batchgame.sim.outcome import Outcome, Status
from batchgame.sim.problem import Problem, typical_slope

__all__ = ["Frame", "Lane", "LaneFrame", "Quantiles", "Race", "Status", "Trace"]


@dataclass(frozen=True, eq=False)
class LaneFrame:
    """A lane at one moment.

    time: of its last update, in units of the clock; charge: how full its next batch is, 0 to 1;
    markers (≤ 60, 2): where the first trajectories are; hero (M, 2): where trajectory 0 has been; density (32, 32):
    counts of all trajectories over the region, rows along y. batch_size: of its next update. at_rest_exact: no movement
    was ever different from 0.
    """

    lane: Lane
    updates: int
    examples: int
    epochs: float
    time: float
    charge: float
    loss: Quantiles
    step: Quantiles
    markers: NDArray[np.float64]
    hero: NDArray[np.float64]
    density: NDArray[np.int64]
    solved: int
    diverged: int
    trajectories: int
    status: Status
    budget_updates: int
    at_rest_exact: bool
    trace: Trace
    batch_size: int


@dataclass(frozen=True, eq=False)
class Frame:
    """All lanes at `time` of `duration`, both in microseconds (a million to the unit of the clock)."""

    time: int
    duration: int
    over: bool
    parallel: int
    lanes: tuple[LaneFrame, ...]


LOOKS = 128  # in a race, at whether it is over: a hundredth of it is not noticed, and a look takes a millisecond


class Race:
    """Lanes that start together; `advance` lets the clock run. The one mutable object of an experiment on show."""

    def __init__(
        self, problem: Problem, lanes: Sequence[Lane], *, parallel: int, seed: int = 0, trajectories: int = 1000,
        engine: str = "auto", dtype: str = "float64",
    ) -> None:  # fmt: skip
        self.problem, self.clock, self.time = problem, Clock(parallel), 0
        runs = (
            LaneRun(lane, problem, self.clock, engine_named(engine), seed=seed, trajectories=trajectories, dtype=dtype)
            for lane in lanes
        )
        self._runs = tuple(runs)
        self._slope = typical_slope(problem)
        self._factor = 1
        self.over = False  # every lane has used its budget, is at rest for good, or has arrived in every trajectory

    @property
    def duration(self) -> int:
        """When the last lane has used its budget, in microseconds."""
        return max(self._ends(run) for run in self._runs)

    def advance(self, until: int) -> None:
        """Let the clock run to `until` microseconds, or until it is over; a lane fires when its update's time is up.

        Whether it is over is looked at at fixed times, so that a race ends at the same one however it is shown.
        """
        look, until = max(self.duration // LOOKS, 1), min(until, self.duration)
        while self.time < until and not self.over:
            self.time = min(until, (self.time // look + 1) * look)
            for run in self._runs:
                run.advance(run.batches.updates_by(self.clock, self.time))
            if self.time % look == 0 or self.time == self.duration:
                self.over = all(self._done(run) for run in self._runs)

    def next_update(self, name: str | None = None) -> int:
        """When the next update comes, of a lane or of any, in microseconds."""
        runs = [run for run in self._runs if name in (None, run.lane.name) and run.swarm.update < run.budget]
        times = (run.batches.microseconds(self.clock, run.swarm.update + 1) for run in runs)
        return min(times, default=self.duration)

    def run_on(self) -> bool:
        """After its end, one more update for each lane that has budget left; false when none has, as for outcomes."""
        for run in self._runs:
            run.advance(run.swarm.update + 1)
        return any(run.swarm.update < run.budget for run in self._runs)

    def extend(self, factor: int) -> None:
        """Give every lane `factor` times its budget."""
        self._factor *= factor
        self.over = False
        budget = self.problem.budget.times(self._factor)
        for run in self._runs:
            run.extend(budget.in_updates(run.batches))

    def fork(self, name: str, hyperparameters: Hyperparameters) -> Race:
        """A race of two lanes from a lane's state as it is now: as before ("you"), and with other words ("fork")."""
        run = next(run for run in self._runs if run.lane.name == name)
        twin = copy(self)
        twin._runs = (run.fork(Lane("you", run.lane.hyperparameters)), run.fork(Lane("fork", hyperparameters)))
        twin.over = False
        budget = self.problem.budget.times(self._factor)
        for lane in twin._runs:
            lane.extend(budget.in_updates(lane.batches))
        return twin

    def outcomes(self) -> dict[str, Outcome]:
        """What each lane comes to with its whole budget. A race that ended early is run to its end for this."""
        for run in self._runs:
            run.advance(run.budget)
        return {run.lane.name: run.outcome(self._scale(run)) for run in self._runs}

    def frame(self) -> Frame:
        """What a screen may see now."""
        over = self.over
        return Frame(
            self.time, self.duration, over, self.clock.parallel, tuple(self._lane(run, over) for run in self._runs)
        )

    def _lane(self, run: LaneRun, over: bool) -> LaneFrame:
        seen, update = run.glance(), run.swarm.update
        before, after = (run.batches.microseconds(self.clock, n) for n in (update, update + 1))
        return LaneFrame(
            lane=run.lane,
            updates=update,
            examples=run.batches.examples_seen(update),
            epochs=run.batches.epochs_seen(update),
            time=before / MICROSECONDS,
            charge=min(1.0, max(0.0, (self.time - before) / (after - before))) if update < run.budget else 0.0,
            loss=seen.loss,
            step=seen.step,
            markers=seen.markers,
            hero=frozen(np.vstack([run.path(), seen.markers[:1]])),
            density=seen.density,
            solved=seen.solved,
            diverged=seen.diverged,
            trajectories=run.swarm.count,
            status=run.status(self._scale(run), over=over),
            budget_updates=run.budget,
            at_rest_exact=not seen.moved,
            trace=run.trace(),
            batch_size=run.batches.size(run.batches.place(update)[0]),
        )

    def _ends(self, run: LaneRun) -> int:
        return run.batches.microseconds(self.clock, run.budget)

    def _done(self, run: LaneRun) -> bool:
        if run.swarm.update >= run.budget:
            return True
        if self.problem.goal.last_epochs is not None:
            return False  # who has arrived may leave again
        if run.glance().solved == run.swarm.count:
            return True
        return run.at_rest(self._scale(run))

    def _scale(self, run: LaneRun) -> float:
        return run.lane.hyperparameters.learning_rate * self._slope
