"""One lane of a race: its swarm, its status, and its trace, sampled at fixed updates."""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from batchgame.sim.clock import Clock
from batchgame.sim.engines.array import ArrayEngine
from batchgame.sim.glance import Glance, frozen, glance
from batchgame.sim.hyperparameters import Hyperparameters
from batchgame.sim.outcome import Outcome, Status, or_infinite, status_of
from batchgame.sim.problem import Problem
from batchgame.sim.schedule import Batches
from batchgame.sim.swarm import Swarm

SAMPLES = 240  # the number of intervals of a lane's trace, at most
HERO = 400  # the number of intervals of the path of trajectory 0, at most
AT_REST = 1e-12  # movements up to this share of a usual step count as none
Array = NDArray[np.float64]


@dataclass(frozen=True)
class Lane:
    """The name of a lane and what it trains with. The names of a game are you, full, one and fork."""

    name: str
    hyperparameters: Hyperparameters


class Trace(NamedTuple):
    """A lane over time, at S samples.

    update, time (in units of the clock), examples: (S,). loss, step: 10, 50 and 90 % quantiles, (S, 3).
    """

    update: Array
    time: Array
    examples: Array
    loss: Array
    step: Array


class LaneRun:
    """The mutable state of a lane. A race advances it; screens only see glances, traces and paths."""

    def __init__(
        self,
        lane: Lane,
        problem: Problem,
        clock: Clock,
        engine: ArrayEngine,
        *,
        seed: int,
        trajectories: int,
        dtype: str,
    ) -> None:
        self.lane, self.problem, self.clock, self.engine, self.seed = lane, problem, clock, engine, seed
        numbers = np.arange(trajectories, dtype=np.uint32)
        self.swarm = Swarm(problem, lane.hyperparameters, seed=seed, trajectory=numbers, dtype=dtype, xp=engine.xp)
        self.extend(problem.budget.in_updates(self.batches))
        self._glance: Glance | None = None
        self._still: tuple[int, bool] | None = None  # the update of the last check for rest, and its result
        self._rows: list[tuple[float, ...]] = []
        self._path: list[tuple[float, float]] = []
        self._sample()

    @property
    def batches(self) -> Batches:
        """Return the batches of this lane."""
        return self.swarm.batches

    def fork(self, lane: Lane) -> LaneRun:
        """Return a run of another lane that continues from this state, with the same shuffles and the same past."""
        twin = copy(self)
        twin.lane, twin.swarm = lane, self.swarm.fork(lane.hyperparameters)
        twin._glance, twin._still = None, None
        twin._rows, twin._path = list(self._rows), list(self._path)
        twin.extend(self.problem.budget.in_updates(twin.batches))
        return twin

    def extend(self, budget: int) -> None:
        """Set another budget. For a larger one the trace is sampled more coarsely from here on."""
        self.budget = budget
        self._stride = max(1, -(-budget // SAMPLES))
        self._path_stride = max(1, -(-budget // HERO))

    def advance(self, update: int) -> None:
        """Advance the swarm to an update, or to the end of the budget, and record every sample on the way."""
        update = min(update, self.budget)
        while self.swarm.update < update:
            at = self.swarm.update
            stops = (update, at - at % self._stride + self._stride, at - at % self._path_stride + self._path_stride)
            self.engine.advance(self.swarm, min(stops) - at)
            self._sample()

    def glance(self) -> Glance:
        """Return a glance at the current state. It is computed once per update."""
        if self._glance is None or self._glance.update != self.swarm.update:
            self._glance = glance(self.swarm, self.engine)
        return self._glance

    def status(self, scale: float, *, over: bool) -> Status:
        """Return the status of the lane. scale: a usual step, η times the median ‖gradient‖ over the map's region."""
        seen = self.glance()
        return status_of(
            trajectories=self.swarm.count, solved=seen.solved, diverged=seen.diverged, updates=seen.update,
            at_rest=self.at_rest(scale), median_step=seen.step.median, scale=scale,
            over=over or seen.update >= self.budget,
        )  # fmt: skip

    def at_rest(self, scale: float) -> bool:
        """Return whether nothing moves and no batch could move anything by more than 1e-12 of a usual step.

        Before the first update it is False.
        """
        swarm, host = self.swarm, self.engine.to_host
        if not swarm.update or self.glance().longest > AT_REST * scale:
            return False
        if self._still is None or self._still[0] != swarm.update:
            theta = np.stack([host(swarm.x), host(swarm.y)], axis=-1)
            self._still = swarm.update, still(self.problem, self.lane.hyperparameters, theta, scale)
        return self._still[1]

    def outcome(self, scale: float) -> Outcome:
        """Return counts and medians up to now, with the status that the lane has if it ends here."""
        swarm, host = self.swarm, self.engine.to_host
        diverged_at = host(swarm.diverged_at)
        return summary(
            self.lane.hyperparameters, self.problem, self.clock, self.seed, swarm.update,
            host(swarm.solved_at), diverged_at,
            _median(or_infinite(host(self.engine.loss(swarm)), diverged_at, np)), self.status(scale, over=True),
        )  # fmt: skip

    def trace(self) -> Trace:
        """Return all samples so far. The arrays are read-only."""
        rows = frozen(np.array(self._rows))
        return Trace(rows[:, 0], rows[:, 1], rows[:, 2], rows[:, 3:6], rows[:, 6:9])

    def path(self) -> Array:
        """Return the positions of trajectory 0 at the sampled updates, (M, 2)."""
        return np.array(self._path).reshape(-1, 2)

    def _sample(self) -> None:
        update, swarm = self.swarm.update, self.swarm
        if update % self._path_stride == 0 or update == self.budget:
            first = self.engine.to_host(self.engine.xp.concatenate([swarm.x[:1], swarm.y[:1]]))
            self._path.append((float(first[0]), float(first[1])))
        if update % self._stride == 0 or update == self.budget:
            time, seen = float(self.batches.time(self.clock, update)), self.batches.examples_seen(update)
            now = self.glance()
            self._rows.append((update, time, seen, *now.loss, *now.step))


def still(problem: Problem, hyperparameters: Hyperparameters, theta: NDArray[np.floating], scale: float) -> bool:
    """Return whether no batch of these hyperparameters would move a trajectory at theta (K, 2) noticeably."""
    batches = hyperparameters.batches(problem.landscape.examples)
    gradients = (
        problem.landscape.gradient(theta) if batches.is_deterministic else problem.landscape.example_gradients(theta)
    )
    return float(np.abs(gradients).max()) * hyperparameters.full_learning_rate <= AT_REST * scale


def summary(
    hyperparameters: Hyperparameters, problem: Problem, clock: Clock, seed: int, updates: int,
    solved_at: NDArray[Any], diverged_at: NDArray[Any], final_loss: float | None, status: Status,
) -> Outcome:  # fmt: skip
    """Compute counts and medians from first passages. Unsolved trajectories count as infinitely late."""
    batches, count = hyperparameters.batches(problem.landscape.examples), len(solved_at)
    solved = int((solved_at != 0).sum())
    median = _median(np.where(solved_at != 0, solved_at, np.inf)) if 2 * solved >= count else None
    epochs, time = (None, None) if median is None else in_epochs_and_time(median, batches, clock)
    return Outcome(
        hyperparameters, count, seed, updates, batches.epochs_seen(updates), solved,
        int((diverged_at != 0).sum()), median, epochs, time, final_loss, status,
    )  # fmt: skip


def in_epochs_and_time(updates: float, batches: Batches, clock: Clock) -> tuple[float, float]:
    """Convert updates to epochs and to units of the clock. A median of x.5 updates is interpolated."""
    low, high = int(updates), -int(-updates // 1)
    return batches.epochs_seen(updates), float((batches.time(clock, low) + batches.time(clock, high)) / 2)


def _median(values: Array) -> float | None:
    middle = float(np.median(values))
    return middle if np.isfinite(middle) else None
