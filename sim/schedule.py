"""Schedules: how examples are sampled, how η depends on B, a warm-up of η, and one change of B during training."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from math import sqrt
from typing import Any, Literal

from batchgame.sim.clock import MICROSECONDS, Clock
from batchgame.sim.clock import epochs_seen as epochs_of
from batchgame.sim.clock import examples_seen as examples_of
from batchgame.sim.shuffle import draw, order

Sampling = Literal["reshuffle", "once", "index", "replacement"]
Scaling = Literal["none", "linear", "sqrt"]


@dataclass(frozen=True)
class Schedule:
    """A schedule of training.

    sampling: "reshuffle" makes a new shuffle for every epoch, "once" makes one shuffle per trajectory, "index" takes
    the examples in the order of their index, and "replacement" draws each example from all of them.
    scaling: with "linear" or "sqrt" the learning rate is meant for B = 1 and is multiplied by B or √B.
    rate: another factor on η. warm_up: the number of epochs over which η rises in equal steps.
    then: (epoch, batch size), the batch size from that epoch on, where epochs are counted from 0.
    """

    sampling: Sampling = "reshuffle"
    scaling: Scaling = "none"
    rate: float = 1.0
    warm_up: int = 0
    then: tuple[int, int] | None = None

    def factor(self, batch_size: int) -> float:
        """Return the factor on η after the warm-up, for a batch size."""
        return self.rate * {"none": 1.0, "linear": batch_size, "sqrt": sqrt(batch_size)}[self.scaling]


PLAIN = Schedule()


@dataclass(frozen=True)
class Batches:
    """The batches that N examples are cut into: which update belongs to which epoch, and how many examples it uses.

    batch_size: the one at the start. Updates and epochs are counted from 0.
    """

    examples: int
    batch_size: int
    schedule: Schedule = PLAIN

    @property
    def is_deterministic(self) -> bool:
        """Return whether every batch of every epoch contains all examples, so that nothing is random."""
        return self.full(0) and (self.schedule.then is None or self.schedule.then[1] == self.examples)

    def full(self, epoch: int) -> bool:
        """Return whether a batch of this epoch contains every example once."""
        return self.size(epoch) == self.examples and self.schedule.sampling != "replacement"

    def size(self, epoch: int) -> int:
        """Return the batch size in an epoch."""
        then = self.schedule.then
        return self.batch_size if then is None or epoch < then[0] else then[1]

    def updates_in_epoch(self, epoch: int) -> int:
        """Return the number of updates in an epoch, ⌈N/B⌉."""
        return -(-self.examples // self.size(epoch))

    def place(self, update: int) -> tuple[int, int]:
        """Return the epoch of an update, and the position of the update in it, all counted from 0."""
        (before, _), (after, _) = self._parts(update)
        if self.schedule.then is None or (not after and before < self._turn):
            return divmod(before, self.updates_in_epoch(0))
        epochs, position = divmod(after, self.updates_in_epoch(self.schedule.then[0]))
        return self.schedule.then[0] + epochs, position

    def in_epochs(self, epochs: int) -> int:
        """Return the number of updates in the first `epochs` epochs."""
        then = self.schedule.then
        if then is None or epochs <= then[0]:
            return epochs * self.updates_in_epoch(0)
        return self._turn + (epochs - then[0]) * self.updates_in_epoch(then[0])

    def time(self, clock: Clock, updates: int) -> Fraction:
        """Return how many units of the clock the first `updates` updates take."""
        return sum((clock.time(part, size, self.examples) for part, size in self._parts(updates)), Fraction(0))

    def microseconds(self, clock: Clock, updates: int) -> int:
        """Return the result of `time` in microseconds, rounded once at the end."""
        return round(self.time(clock, updates) * MICROSECONDS)

    def updates_by(self, clock: Clock, time: int) -> int:
        """Return how many updates are finished `time` microseconds after the start."""
        if self.schedule.then is None or time < self.microseconds(clock, self._turn):
            return clock.updates_by(time, self.batch_size, self.examples)
        rest = time - self.microseconds(clock, self._turn)
        updates = self._turn + clock.updates_by(rest, self.schedule.then[1], self.examples)
        while self.microseconds(clock, updates) > time:
            updates -= 1  # The time of the change and the time after it were rounded separately.
        while self.microseconds(clock, updates + 1) <= time:
            updates += 1
        return updates

    def examples_seen(self, updates: int) -> int:
        """Return how many examples the first `updates` updates have used."""
        return sum(examples_of(part, size, self.examples) for part, size in self._parts(updates))

    def epochs_seen(self, updates: float) -> float:
        """Convert updates to epochs: examples used, divided by N. A median of x.5 updates is interpolated."""
        if self.schedule.then is None or updates <= self._turn:
            return epochs_of(updates, self.batch_size, self.examples)
        return self.schedule.then[0] + epochs_of(updates - self._turn, self.schedule.then[1], self.examples)

    def rate(self, update: int) -> float:
        """Return the factor on η at an update. During the warm-up it rises in equal steps to that of the schedule."""
        rising, full = self.in_epochs(self.schedule.warm_up), self.schedule.factor(self.batch_size)
        if self.schedule.then is not None:
            full = self.schedule.factor(self.size(self.place(update)[0]))
        return full * min(1.0, (update + 1) / rising) if rising else full

    def turned(self, update: int, batch_size: int) -> Schedule:
        """Return this schedule with another batch size, from the first epoch that begins at `update` or later.

        Raises ValueError if the schedule has a change of B already: it holds only one.
        """
        if self.schedule.then is not None:
            raise ValueError("B changes once already")
        epoch, position = self.place(update)
        return replace(self.schedule, then=(epoch + (position > 0), batch_size))

    def rows(self, seed: int, trajectories: Any, epoch: int, xp: Any) -> Any:
        """Return the examples of an epoch in their order, for each trajectory number, (K,) -> (K, N)."""
        if self.schedule.sampling == "replacement":
            return draw(seed, trajectories, epoch, self.examples, xp)
        if self.schedule.sampling == "index":
            return xp.tile(xp.arange(self.examples, dtype=xp.uint32), (len(trajectories), 1))
        return order(seed, trajectories, 0 if self.schedule.sampling == "once" else epoch, self.examples, xp)

    @property
    def _turn(self) -> int:
        """Return the number of updates before B changes, 0 if it never does."""
        return self.schedule.then[0] * self.updates_in_epoch(0) if self.schedule.then else 0

    def _parts(self, updates: int) -> tuple[tuple[int, int], tuple[int, int]]:
        """Split updates into those before and those after B changes, each with its batch size."""
        if self.schedule.then is None:
            return (updates, self.batch_size), (0, self.batch_size)
        before = min(updates, self._turn)
        return (before, self.batch_size), (updates - before, self.schedule.then[1])
