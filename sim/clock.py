"""The clock of a race: P examples are handled at once, so an update with b examples takes max(1, b/P) units of time.

P = 1 is serial hardware, where time is proportional to epochs. P = N is hardware that handles a full batch at once,
where time is the number of updates. On hardware that was measured, an update has a fixed cost and one per example, and
a unit is an update with one example. Times are exact fractions. A race counts in whole microseconds, one million per
unit, so that its result does not depend on how often it is advanced.
"""

from dataclasses import dataclass
from fractions import Fraction

from batchgame.sim.hardware import Measured, Parallel

MICROSECONDS = 1_000_000


@dataclass(frozen=True)
class Clock:
    """A clock for hardware that handles P = `parallel` examples at once, or that was measured."""

    parallel: Parallel

    def cost(self, batch: int) -> Fraction:
        """Return how many units of time an update with this many examples takes."""
        if isinstance(self.parallel, Measured):
            fixed, each = (Fraction(str(cost)) for cost in self.parallel)  # 27.4 exactly, and not the nearest float
            return (fixed + each * batch) / (fixed + each)
        return max(Fraction(1), Fraction(batch, self.parallel))

    def time(self, updates: int, batch_size: int, examples: int) -> Fraction:
        """Return how many units of time the first `updates` updates take. The last batch of an epoch may be short."""
        updates_in_epoch = -(-examples // batch_size)
        short = examples - (updates_in_epoch - 1) * batch_size
        epochs, rest = divmod(updates, updates_in_epoch)
        full_updates = epochs * (updates_in_epoch - 1) + rest
        return full_updates * self.cost(batch_size) + epochs * self.cost(short)

    def microseconds(self, updates: int, batch_size: int, examples: int) -> int:
        """Return the result of `time` in microseconds, rounded once at the end."""
        return round(self.time(updates, batch_size, examples) * MICROSECONDS)

    def updates_by(self, time: int, batch_size: int, examples: int) -> int:
        """Return how many updates are finished `time` microseconds after the start."""
        updates_in_epoch = -(-examples // batch_size)
        epoch_time = self.time(updates_in_epoch, batch_size, examples) * MICROSECONDS
        updates = int(time / epoch_time) * updates_in_epoch
        while updates and self.microseconds(updates, batch_size, examples) > time:
            updates -= 1  # Rounding may put the end of these epochs just after `time`.
        while self.microseconds(updates + 1, batch_size, examples) <= time:
            updates += 1
        return updates


def examples_seen(updates: int, batch_size: int, examples: int) -> int:
    """Return how many examples the first `updates` updates have used."""
    epochs, rest = divmod(updates, -(-examples // batch_size))
    return epochs * examples + min(rest * batch_size, examples)


def epochs_seen(updates: float, batch_size: int, examples: int) -> float:
    """Convert updates to epochs: examples used, divided by N. A median of x.5 updates is interpolated."""
    low = int(updates)
    seen = examples_seen(low, batch_size, examples) / examples
    if low == updates:
        return seen
    return (seen + examples_seen(low + 1, batch_size, examples) / examples) / 2
