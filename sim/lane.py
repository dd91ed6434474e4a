"""One lane of a race: its swarm, its trace at fixed updates, its status."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from batchgame.sim.clock import Clock, epochs_seen, examples_seen
from batchgame.sim.course import Course
from batchgame.sim.engines.array import ArrayEngine
from batchgame.sim.hyperparameters import Hyperparameters
from batchgame.sim.outcome import SOLVED, Outcome, Status
from batchgame.sim.swarm import Swarm

SAMPLES = 240  # points of a lane's trace, at most
HERO = 400  # points of trajectory 0's path, at most
AT_REST = 1e-12  # of the scale
CRAWLING = 0.01  # of the scale
Array = NDArray[np.float64]


@dataclass(frozen=True)
class Lane:
    """name: you, full or one."""

    name: str
    hyperparameters: Hyperparameters


class Quantiles(NamedTuple):
    """The 10, 50 and 90 % quantiles over a lane's trajectories."""

    low: float
    median: float
    high: float


class Trace(NamedTuple):
    """A lane over time, sampled at fixed updates.

    update (S,); time (S,) in units of the clock; examples (S,); loss, step (S, 3) as 10, 50 and 90 % quantiles.
    """

    update: Array
    time: Array
    examples: Array
    loss: Array
    step: Array


class LaneRun:
    """The mutable half of a lane: advanced by the race, never seen by a screen."""

    def __init__(
        self, lane: Lane, course: Course, clock: Clock, engine: ArrayEngine, *, seed: int, trajectories: int, dtype: str
    ) -> None:
        self.lane, self.course, self.clock, self.engine, self.seed = lane, course, clock, engine, seed
        words = lane.hyperparameters
        self.batch_size, self.examples = words.batch_size, course.landscape.examples
        self.swarm = Swarm(
            course, words.batch_size, words.momentum, words.learning_rate,
            seed=seed, trajectory=np.arange(trajectories, dtype=np.uint32), dtype=dtype, xp=engine.xp,
        )  # fmt: skip
        self.extend(course.budget.in_updates(words.batch_size, self.examples))
        self._rows: list[tuple[float, ...]] = []
        self._path: list[tuple[float, float]] = []
        self._sample()

    def extend(self, budget: int) -> None:
        """A larger budget; the trace is sampled more coarsely from here on."""
        self.budget = budget
        self._stride = max(1, -(-budget // SAMPLES))
        self._path_stride = max(1, -(-budget // HERO))

    def advance(self, update: int) -> None:
        """Move on to that update, stopping at every sample."""
        update = min(update, self.budget)
        while self.swarm.update < update:
            at = self.swarm.update
            stops = (update, at - at % self._stride + self._stride, at - at % self._path_stride + self._path_stride)
            self.engine.advance(self.swarm, min(stops) - at)
            self._sample()

    def theta(self) -> Array:
        """Where all trajectories are, (K, 2), on the host."""
        swarm, host = self.swarm, self.engine.to_host
        return np.stack([host(swarm.x), host(swarm.y)], axis=-1).astype(np.float64)

    def steps(self) -> Array:
        """‖m‖ of the last update, (K,)."""
        swarm, host = self.swarm, self.engine.to_host
        return np.asarray(np.hypot(host(swarm.vx), host(swarm.vy)), dtype=np.float64)

    def status(self, scale: float, *, over: bool) -> Status:
        """First that holds; scale: η × the median ‖gradient‖ over the map's region."""
        swarm, count = self.swarm, self.swarm.count
        if int((swarm.diverged_at != 0).sum()) >= 0.5 * count:
            return Status.BLOWN_UP
        if int((swarm.solved_at != 0).sum()) >= SOLVED * count:
            return Status.ARRIVED
        if swarm.update:
            if self.at_rest(scale):
                return Status.AT_REST
            if float(np.median(self.steps())) < CRAWLING * scale:
                return Status.CRAWLING
        if over or swarm.update >= self.budget:
            return Status.OUT_OF_BUDGET
        return Status.MOVING

    def at_rest(self, scale: float) -> bool:
        """Every movement, and every gradient that this lane could still draw, is 0 or next to nothing."""
        if not self.swarm.update or float(self.steps().max()) > AT_REST * scale:
            return False
        landscape, theta = self.course.landscape, self.theta()
        if self.batch_size == self.examples:
            gradients = landscape.gradient(theta)
        else:
            gradients = landscape.example_gradients(theta)
        largest = float(np.abs(gradients).max()) * self.lane.hyperparameters.learning_rate
        return largest <= AT_REST * scale

    def outcome(self, scale: float) -> Outcome:
        """What the lane has come to so far."""
        swarm, host = self.swarm, self.engine.to_host
        return summary(
            self.lane.hyperparameters, self.course, self.clock, self.seed, swarm.update,
            host(swarm.solved_at), host(swarm.diverged_at),
            float(np.median(self.course.landscape.loss(self.theta()))), self.status(scale, over=True),
        )  # fmt: skip

    def trace(self) -> Trace:
        """What has been sampled so far."""
        rows = np.array(self._rows)
        return Trace(rows[:, 0], rows[:, 1], rows[:, 2], rows[:, 3:6], rows[:, 6:9])

    def path(self) -> Array:
        """Where trajectory 0 has been, (M, 2)."""
        return np.array(self._path)

    def quantiles(self) -> tuple[Quantiles, Quantiles]:
        """Of the loss and of the step size, now."""
        loss = np.quantile(self.course.landscape.loss(self.theta()), (0.1, 0.5, 0.9), method="nearest")
        step = np.quantile(self.steps(), (0.1, 0.5, 0.9), method="nearest")
        return Quantiles(*map(float, loss)), Quantiles(*map(float, step))

    def _sample(self) -> None:
        update = self.swarm.update
        if update % self._path_stride == 0 or update == self.budget:
            host = self.engine.to_host
            self._path.append((float(host(self.swarm.x[:1])[0]), float(host(self.swarm.y[:1])[0])))
        if update % self._stride == 0 or update == self.budget:
            time = float(self.clock.time(update, self.batch_size, self.examples))
            seen = examples_seen(update, self.batch_size, self.examples)
            loss, step = self.quantiles()
            self._rows.append((update, time, seen, *loss, *step))


def summary(
    words: Hyperparameters, course: Course, clock: Clock, seed: int, updates: int,
    solved_at: NDArray[np.int32], diverged_at: NDArray[np.int32], final_loss: float, status: Status,
) -> Outcome:  # fmt: skip
    """Counts and medians from first passages; unsolved trajectories count as infinitely late."""
    examples, count = course.landscape.examples, len(solved_at)
    solved = int((solved_at != 0).sum())
    median = _median(np.where(solved_at != 0, solved_at, np.inf)) if 2 * solved >= count else None
    epochs = time = None
    if median is not None:
        epochs = epochs_seen(median, words.batch_size, examples)
        low, high = int(median), -int(-median // 1)
        time = float((clock.time(low, words.batch_size, examples) + clock.time(high, words.batch_size, examples)) / 2)
    return Outcome(
        words, count, seed, updates, epochs_seen(updates, words.batch_size, examples), solved,
        int((diverged_at != 0).sum()), median, epochs, time, final_loss, status,
    )  # fmt: skip


def _median(values: Array) -> float | None:
    middle = float(np.median(values))
    return middle if np.isfinite(middle) else None
