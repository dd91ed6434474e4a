"""A race: lanes on one clock, and the frames that a screen draws."""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from batchgame.sim.clock import MICROSECONDS, Clock
from batchgame.sim.engine import engine as engine_named
from batchgame.sim.glance import SAMPLE, Quantiles, frozen
from batchgame.sim.hardware import Parallel
from batchgame.sim.hyperparameters import Hyperparameters
from batchgame.sim.lane import Lane, LaneRun, Trace
from batchgame.sim.outcome import Outcome, Status
from batchgame.sim.problem import Problem, typical_slope
from batchgame.sim.settled import has_one_future, settles_at

__all__ = ["Frame", "Lane", "LaneFrame", "Quantiles", "Race", "Status", "Trace"]


@dataclass(frozen=True, eq=False)
class LaneFrame:
    """The state of a lane at one moment.

    updates, examples, epochs: how far the lane has come. time: when its last update ended, in units of the clock.
    charge: how much of its next update has passed, 0 to 1.
    loss, step: quantiles of the full loss and of ‖m‖ over the first `sampled` trajectories, as in the trace.
    markers (≤ 60, 2): positions of the first trajectories.
    hero (M, 2): the path of trajectory 0.
    density (32, 32): number of trajectories in each cell of the region, rows along y.
    at_rest_exact: whether every movement so far was exactly 0.
    batch_size: the batch size of its next update.
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
    sampled: int


@dataclass(frozen=True, eq=False)
class Frame:
    """All lanes at `time` of `duration`, both in microseconds (one million per unit of the clock)."""

    time: int
    duration: int
    over: bool
    parallel: Parallel
    lanes: tuple[LaneFrame, ...]


CHECKS = 128  # how often a race checks whether it is over: a check costs 1 ms, and 1/128 of a race is not visible


class Race:
    """The mutable state of lanes that start together. `advance` lets the clock run, `frame` shows the present state.

    over: whether nothing more can happen: every lane has used its budget, is at rest for good, or all its trajectories
    have arrived or blown up.
    """

    def __init__(
        self, problem: Problem, lanes: Sequence[Lane], *, parallel: Parallel, seed: int = 0, trajectories: int = 1000,
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
        self._settles: dict[tuple[str, int], int] = {}  # by lane and budget
        self.over = False

    @property
    def duration(self) -> int:
        """Return the time at which the last lane has used its budget, in microseconds."""
        return max(self._ends(run) for run in self._runs)

    @property
    def settled(self) -> bool:
        """Return whether the rest of the race changes nothing to be seen, so that it may be shown at any speed."""
        return all(self._done(run) or self._stays(run) for run in self._runs)

    def advance(self, until: int) -> None:
        """Let the clock run to `until` microseconds, or until the race is over.

        A lane makes an update when the time of that update has passed. The race checks at fixed times whether it is
        over, so that it ends at the same time however often it is advanced.
        """
        interval, until = max(self.duration // CHECKS, 1), min(until, self.duration)
        while self.time < until and not self.over:
            self.time = min(until, (self.time // interval + 1) * interval)
            for run in self._runs:
                run.advance(run.batches.updates_by(self.clock, self.time))
            if self.time % interval == 0 or self.time == self.duration:
                self.over = all(self._done(run) for run in self._runs)

    def next_update(self, name: str | None = None) -> int:
        """Return the time of the next update in microseconds, of the lane with this name or of any lane."""
        runs = [run for run in self._runs if name in (None, run.lane.name) and run.swarm.update < run.budget]
        times = (run.batches.microseconds(self.clock, run.swarm.update + 1) for run in runs)
        return min(times, default=self.duration)

    def run_on(self) -> bool:
        """Advance every lane that has budget left by one update. Returns False once all budgets are spent."""
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
        """Return a race of two lanes that continue from the present state of one lane.

        "you" continues with the same hyperparameters, "fork" with others.
        """
        run = next(run for run in self._runs if run.lane.name == name)
        twin = copy(self)
        twin._runs = (run.fork(Lane("you", run.lane.hyperparameters)), run.fork(Lane("fork", hyperparameters)))
        twin.over, twin._settles = False, {}
        budget = self.problem.budget.times(self._factor)
        for lane in twin._runs:
            lane.extend(budget.in_updates(lane.batches))
        return twin

    def outcomes(self) -> dict[str, Outcome]:
        """Return the outcome of each lane with its whole budget. A race that ended early is first run to its end."""
        for run in self._runs:
            run.advance(run.budget)
        return {run.lane.name: run.outcome(self._scale(run)) for run in self._runs}

    def frame(self) -> Frame:
        """Return the state of all lanes for a screen. Its arrays are read-only."""
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
            sampled=min(run.swarm.count, SAMPLE),
        )

    def _ends(self, run: LaneRun) -> int:
        return run.batches.microseconds(self.clock, run.budget)

    def _done(self, run: LaneRun) -> bool:
        if run.swarm.update >= run.budget:
            return True
        if self.problem.goal.last_epochs is not None:
            return False  # A trajectory that has arrived may leave again.
        if run.all_passed():
            return True
        return run.at_rest(self._scale(run))

    def _stays(self, run: LaneRun) -> bool:
        """Return whether a lane whose only future is known has come to where it stays."""
        if not has_one_future(run.batches):
            return False
        key = run.lane.name, run.budget
        if key not in self._settles:
            self._settles[key] = settles_at(run.swarm, run.engine, run.budget)
        return run.swarm.update >= self._settles[key]

    def _scale(self, run: LaneRun) -> float:
        return run.lane.hyperparameters.learning_rate * self._slope
