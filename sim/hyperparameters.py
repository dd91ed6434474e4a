"""Hyperparameters: batch size, momentum, learning rate and schedule."""

from dataclasses import dataclass

from batchgame.sim.schedule import PLAIN, Batches, Schedule


@dataclass(frozen=True)
class Hyperparameters:
    """Batch size B (1 … N), momentum λ (0 ≤ λ < 1), learning rate η (> 0) and the schedule of one lane."""

    batch_size: int
    momentum: float
    learning_rate: float
    schedule: Schedule = PLAIN

    @property
    def full_learning_rate(self) -> float:
        """Return η after the warm-up, scaled as the schedule says."""
        return self.learning_rate * self.schedule.factor(self.batch_size)

    def batches(self, examples: int) -> Batches:
        """Return the batches that N examples are cut into."""
        return Batches(examples, self.batch_size, self.schedule)
