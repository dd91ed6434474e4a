"""A schedule, chosen beside B, λ and η: how examples are drawn, another η and its warm-up, a change of B on the way."""

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
    """How a lane trains.

    sampling: a new shuffle every epoch; one shuffle a trajectory, kept; the order of the index for all; or each example
    drawn anew from all of them. scaling: η is that of batch size 1, and grows with B or with √B. rate: factor on η.
    warm_up: epochs over which η rises in equal steps. then: (epoch, batch size), B from that epoch on, counted from 0.
    """

    sampling: Sampling = "reshuffle"
    scaling: Scaling = "none"
    rate: float = 1.0
    warm_up: int = 0
    then: tuple[int, int] | None = None

    def factor(self, batch_size: int) -> float:
        """Factor on η after the warm-up, at that batch size."""
        return self.rate * {"none": 1.0, "linear": batch_size, "sqrt": sqrt(batch_size)}[self.scaling]


PLAIN = Schedule()


@dataclass(frozen=True)
class Batches:
    """Which update uses how many examples of which epoch; N examples, batches of `batch_size`, of `then` later on."""

    examples: int
    batch_size: int
    schedule: Schedule = PLAIN

    @property
    def is_deterministic(self) -> bool:
        """Every batch is all of the examples: nothing is drawn."""
        return self.full(0) and (self.schedule.then is None or self.schedule.then[1] == self.examples)

    def full(self, epoch: int) -> bool:
        """In this epoch a batch is all of the examples, each once."""
        return self.size(epoch) == self.examples and self.schedule.sampling != "replacement"

    def size(self, epoch: int) -> int:
        """B in that epoch."""
        then = self.schedule.then
        return self.batch_size if then is None or epoch < then[0] else then[1]

    def updates_in_epoch(self, epoch: int) -> int:
        """Updates in that epoch, ⌈N/B⌉."""
        return -(-self.examples // self.size(epoch))

    def place(self, update: int) -> tuple[int, int]:
        """The epoch of an update (both counted from 0), and which of its epoch's updates it is."""
        (before, _), (after, _) = self._parts(update)
        if self.schedule.then is None or (not after and before < self._turn):
            return divmod(before, self.updates_in_epoch(0))
        epochs, position = divmod(after, self.updates_in_epoch(self.schedule.then[0]))
        return self.schedule.then[0] + epochs, position

    def in_epochs(self, epochs: int) -> int:
        """Updates in the first `epochs` epochs."""
        then = self.schedule.then
        if then is None or epochs <= then[0]:
            return epochs * self.updates_in_epoch(0)
        return self._turn + (epochs - then[0]) * self.updates_in_epoch(then[0])

    def time(self, clock: Clock, updates: int) -> Fraction:
        """Units of the clock that the first `updates` updates take."""
        return sum((clock.time(part, size, self.examples) for part, size in self._parts(updates)), Fraction(0))

    def microseconds(self, clock: Clock, updates: int) -> int:
        """The same, rounded once to whole microseconds."""
        return round(self.time(clock, updates) * MICROSECONDS)

    def updates_by(self, clock: Clock, time: int) -> int:
        """How many updates are finished `time` microseconds after the start."""
        if self.schedule.then is None or time < self.microseconds(clock, self._turn):
            return clock.updates_by(time, self.batch_size, self.examples)
        rest = time - self.microseconds(clock, self._turn)
        updates = self._turn + clock.updates_by(rest, self.schedule.then[1], self.examples)
        while self.microseconds(clock, updates) > time:
            updates -= 1  # two roundings: of the turn, and of what comes after it
        while self.microseconds(clock, updates + 1) <= time:
            updates += 1
        return updates

    def examples_seen(self, updates: int) -> int:
        """How many examples the first `updates` updates have used."""
        return sum(examples_of(part, size, self.examples) for part, size in self._parts(updates))

    def epochs_seen(self, updates: float) -> float:
        """The same in epochs; half updates (a median) lie in the middle."""
        if self.schedule.then is None or updates <= self._turn:
            return epochs_of(updates, self.batch_size, self.examples)
        return self.schedule.then[0] + epochs_of(updates - self._turn, self.schedule.then[1], self.examples)

    def rate(self, update: int) -> float:
        """Factor on η at an update: during the warm-up it rises in equal steps to the schedule's."""
        rising, full = self.in_epochs(self.schedule.warm_up), self.schedule.factor(self.batch_size)
        if self.schedule.then is not None:
            full = self.schedule.factor(self.size(self.place(update)[0]))
        return full * min(1.0, (update + 1) / rising) if rising else full

    def turned(self, update: int, batch_size: int) -> Schedule:
        """This schedule with another B from the next whole epoch on, counted from the update that comes next.

        ValueError where B changes already: one change is all that a schedule holds.
        """
        if self.schedule.then is not None:
            raise ValueError("B changes once already")
        epoch, position = self.place(update)
        return replace(self.schedule, then=(epoch + (position > 0), batch_size))

    def rows(self, seed: int, trajectories: Any, epoch: int, xp: Any) -> Any:
        """Which example comes when in an epoch, (K,) -> (K, N)."""
        if self.schedule.sampling == "replacement":
            return draw(seed, trajectories, epoch, self.examples, xp)
        if self.schedule.sampling == "index":
            return xp.tile(xp.arange(self.examples, dtype=xp.uint32), (len(trajectories), 1))
        return order(seed, trajectories, 0 if self.schedule.sampling == "once" else epoch, self.examples, xp)

    @property
    def _turn(self) -> int:
        """Updates before B changes."""
        return self.schedule.then[0] * self.updates_in_epoch(0) if self.schedule.then else 0

    def _parts(self, updates: int) -> tuple[tuple[int, int], tuple[int, int]]:
        """Updates before and after B changes, each with its B."""
        if self.schedule.then is None:
            return (updates, self.batch_size), (0, self.batch_size)
        before = min(updates, self._turn)
        return (before, self.batch_size), (updates - before, self.schedule.then[1])
