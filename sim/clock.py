"""The clock of a race: P examples are handled at once, so a batch of b takes max(1, b/P) units of time.

P = 1 is serial hardware and the per-epoch view, P = N the per-update view. Sums are exact rationals; a race counts in
whole microseconds, a million to the unit, so that it comes out the same however it is ticked.
"""

from dataclasses import dataclass
from fractions import Fraction

MICROSECONDS = 1_000_000


@dataclass(frozen=True)
class Clock:
    """parallel: P, how many examples are handled at once."""

    parallel: int

    def cost(self, batch: int) -> Fraction:
        """Units of time that an update with this many examples takes."""
        return max(Fraction(1), Fraction(batch, self.parallel))

    def time(self, updates: int, batch_size: int, examples: int) -> Fraction:
        """Units of time that the first `updates` updates take; the last batch of an epoch may be short."""
        updates_in_epoch = -(-examples // batch_size)
        short = examples - (updates_in_epoch - 1) * batch_size
        epochs, rest = divmod(updates, updates_in_epoch)
        full_updates = epochs * (updates_in_epoch - 1) + rest
        return full_updates * self.cost(batch_size) + epochs * self.cost(short)

    def microseconds(self, updates: int, batch_size: int, examples: int) -> int:
        """The same, rounded once to whole microseconds."""
        return round(self.time(updates, batch_size, examples) * MICROSECONDS)

    def updates_by(self, time: int, batch_size: int, examples: int) -> int:
        """How many updates are finished `time` microseconds after the start."""
        updates_in_epoch = -(-examples // batch_size)
        epoch_time = self.time(updates_in_epoch, batch_size, examples) * MICROSECONDS
        updates = int(time / epoch_time) * updates_in_epoch
        while updates and self.microseconds(updates, batch_size, examples) > time:
            updates -= 1  # the whole epochs may end a rounding after `time`
        while self.microseconds(updates + 1, batch_size, examples) <= time:
            updates += 1
        return updates


def examples_seen(updates: int, batch_size: int, examples: int) -> int:
    """How many examples the first `updates` updates have used."""
    epochs, rest = divmod(updates, -(-examples // batch_size))
    return epochs * examples + min(rest * batch_size, examples)


def epochs_seen(updates: float, batch_size: int, examples: int) -> float:
    """The same in epochs: whole ones, and examples seen of the next / N. Half updates (a median) lie in the middle."""
    low = int(updates)
    seen = examples_seen(low, batch_size, examples) / examples
    if low == updates:
        return seen
    return (seen + examples_seen(low + 1, batch_size, examples) / examples) / 2
