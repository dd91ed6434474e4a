"""One lane of a race: its swarm, its status, and its trace, sampled at fixed updates."""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from batchgame.sim.clock import Clock
from batchgame.sim.engines.array import ArrayEngine
from batchgame.sim.glance import Glance, frozen, glance, rank
from batchgame.sim.hyperparameters import Hyperparameters
from batchgame.sim.median import median
from batchgame.sim.outcome import Outcome, Status, or_infinite, status_of
from batchgame.sim.problem import Problem
from batchgame.sim.schedule import Batches
from batchgame.sim.swarm import Swarm

SAMPLES = 240  # the number of intervals of a lane's trace, at most
HERO = 400  # the number of intervals of the path of trajectory 0, at most
GRADIENTS_AT_ONCE = 100_000  # examples times trajectories, which bounds the memory of a check for rest
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
    """The mutable state of a lane. A race advances it; screens only see glances, traces and paths.

    traced: whether a trace and a path are sampled. Each sample costs a glance.
    """

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
        traced: bool = True,
    ) -> None:
        self.lane, self.problem, self.clock, self.engine, self.seed = lane, problem, clock, engine, seed
        self._traced = traced
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
            samples = (at - at % stride + stride for stride in (self._stride, self._path_stride) if self._traced)
            self.engine.advance(self.swarm, min([update, *samples]) - at)
            self._sample()

    def glance(self) -> Glance:
        """Return a glance at the current state. It is computed once per update."""
        if self._glance is None or self._glance.update != self.swarm.update:
            self._glance = glance(self.swarm, self.engine)
        return self._glance

    def status(self, scale: float, *, over: bool) -> Status:
        """Return the status of the lane. scale: a usual step, η times the median ‖gradient‖ over the map's region."""
        seen = self.glance()
        return self._status(scale, seen.solved, seen.diverged, seen.longest, seen.step.median, over=over)

    def at_rest(self, scale: float) -> bool:
        """Return whether nothing moves and no batch could move anything by more than 1e-12 of a usual step.

        Before the first update it is False.
        """
        return self._at_rest(scale, self.glance().longest)

    def all_passed(self) -> bool:
        """Return whether every trajectory has arrived or blown up, so that no count changes any more."""
        seen, swarm = self.glance(), self.swarm
        if seen.solved == swarm.count:
            return True
        if seen.solved + seen.diverged < swarm.count:
            return False
        return bool(self.engine.to_host((swarm.solved_at != 0) | (swarm.diverged_at != 0)).all())

    def outcome(self, scale: float) -> Outcome:
        """Return counts and medians of all trajectories, with the status that the lane has if it ends here."""
        swarm, host = self.swarm, self.engine.to_host
        solved_at, diverged_at = host(swarm.solved_at), host(swarm.diverged_at)
        solved, diverged = (int(np.count_nonzero(column)) for column in (solved_at, diverged_at))
        steps = host(self.engine.xp.hypot(swarm.vx, swarm.vy))
        longest, middle = float(steps.max()), rank(len(steps), 0.5)
        steps.partition(middle)
        status = self._status(scale, solved, diverged, longest, float(steps[middle]), over=True)
        del steps
        loss = median(or_infinite(host(self.engine.loss(swarm)), diverged_at, np))
        return summary(
            self.lane.hyperparameters, self.problem, self.clock, self.seed, swarm.update, solved_at, diverged_at,
            None if np.isinf(loss) else loss, status,
        )  # fmt: skip

    def trace(self) -> Trace:
        """Return all samples so far. The arrays are read-only."""
        rows = frozen(np.array(self._rows))
        return Trace(rows[:, 0], rows[:, 1], rows[:, 2], rows[:, 3:6], rows[:, 6:9])

    def path(self) -> Array:
        """Return the positions of trajectory 0 at the sampled updates, (M, 2)."""
        return np.array(self._path).reshape(-1, 2)

    def _status(
        self, scale: float, solved: int, diverged: int, longest: float, median_step: float, *, over: bool
    ) -> Status:
        return status_of(
            trajectories=self.swarm.count, solved=solved, diverged=diverged, updates=self.swarm.update,
            at_rest=self._at_rest(scale, longest), median_step=median_step, scale=scale,
            over=over or self.swarm.update >= self.budget,
        )  # fmt: skip

    def _at_rest(self, scale: float, longest: float) -> bool:
        swarm, host = self.swarm, self.engine.to_host
        if not swarm.update or longest > AT_REST * scale:
            return False
        if self._still is None or self._still[0] != swarm.update:
            # Without randomness all trajectories are equal, and before the first movement they are, too.
            alike = self.batches.is_deterministic or not host(swarm.moved)[0]
            x, y = (host(column[:1] if alike else column) for column in (swarm.x, swarm.y))
            self._still = swarm.update, still(self.problem, self.lane.hyperparameters, x, y, scale)
        return self._still[1]

    def _sample(self) -> None:
        if not self._traced:
            return
        update, swarm = self.swarm.update, self.swarm
        if update % self._path_stride == 0 or update == self.budget:
            first = self.engine.to_host(self.engine.xp.concatenate([swarm.x[:1], swarm.y[:1]]))
            self._path.append((float(first[0]), float(first[1])))
        if update % self._stride == 0 or update == self.budget:
            time, seen = float(self.batches.time(self.clock, update)), self.batches.examples_seen(update)
            now = self.glance()
            self._rows.append((update, time, seen, *now.loss, *now.step))


def still(
    problem: Problem, hyperparameters: Hyperparameters, x: NDArray[Any], y: NDArray[Any], scale: float
) -> bool:  # fmt: skip
    """Return whether no batch of these hyperparameters would move a trajectory at x, y (K,) noticeably."""
    landscape, rate = problem.landscape, hyperparameters.full_learning_rate
    deterministic = hyperparameters.batches(landscape.examples).is_deterministic
    gradients = landscape.gradient if deterministic else landscape.example_gradients
    block = max(1, GRADIENTS_AT_ONCE // landscape.examples)
    parts = (slice(start, start + block) for start in range(0, len(x), block))
    largest = (float(np.abs(gradients(np.stack([x[part], y[part]], axis=-1))).max()) for part in parts)
    return all(gradient * rate <= AT_REST * scale for gradient in largest)  # also False for NaN


def summary(
    hyperparameters: Hyperparameters, problem: Problem, clock: Clock, seed: int, updates: int,
    solved_at: NDArray[Any], diverged_at: NDArray[Any], final_loss: float | None, status: Status,
) -> Outcome:  # fmt: skip
    """Compute counts and medians from first passages. Unsolved trajectories count as infinitely late."""
    batches, count = hyperparameters.batches(problem.landscape.examples), len(solved_at)
    solved = int((solved_at != 0).sum())
    middle = median(np.where(solved_at != 0, solved_at, np.inf)) if 2 * solved >= count else np.inf
    updates_to_solve = middle if np.isfinite(middle) else None
    epochs, time = (None, None) if updates_to_solve is None else in_epochs_and_time(updates_to_solve, batches, clock)
    return Outcome(
        hyperparameters, count, seed, updates, batches.epochs_seen(updates), solved,
        int((diverged_at != 0).sum()), updates_to_solve, epochs, time, final_loss, status,
    )  # fmt: skip


def in_epochs_and_time(updates: float, batches: Batches, clock: Clock) -> tuple[float, float]:
    """Convert updates to epochs and to units of the clock. A median of x.5 updates is interpolated."""
    low, high = int(updates), -int(-updates // 1)
    return batches.epochs_seen(updates), float((batches.time(clock, low) + batches.time(clock, high)) / 2)
