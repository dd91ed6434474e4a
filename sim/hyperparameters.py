"""What a player turns: batch size, momentum, and the learning rate that the stage gives."""

from dataclasses import dataclass

from batchgame.sim.schedule import PLAIN, Schedule


@dataclass(frozen=True)
class Hyperparameters:
    """Batch size B (1 … N), momentum λ (0 ≤ λ < 1) and learning rate η (> 0) of a lane; how it trains beside that."""

    batch_size: int
    momentum: float
    learning_rate: float
    schedule: Schedule = PLAIN

    @property
    def full_learning_rate(self) -> float:
        """η as the schedule scales it, after its warm-up."""
        return self.learning_rate * self.schedule.factor(self.batch_size)
