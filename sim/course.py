"""What a stage is without its words: a landscape, where from, where to, and how long."""

from dataclasses import dataclass

from batchgame.sim.goal import Goal
from batchgame.sim.landscape import Landscape


@dataclass(frozen=True)
class Budget:
    """How long every lane may run: a number of updates, or of epochs; exactly one of the two."""

    updates: int | None = None
    epochs: int | None = None

    def in_updates(self, batch_size: int, examples: int) -> int:
        """The budget at a batch size; an epoch is ⌈N/B⌉ updates."""
        if self.updates is not None:
            return self.updates
        return (self.epochs or 0) * -(-examples // batch_size)

    def times(self, factor: int) -> "Budget":
        """A budget that many times as long."""
        if self.updates is not None:
            return Budget(updates=self.updates * factor)
        return Budget(epochs=(self.epochs or 0) * factor)


@dataclass(frozen=True, eq=False)
class Course:
    """start (2,); region (x0, x1, y0, y1): the part of the landscape that the map shows."""

    landscape: Landscape
    start: tuple[float, float]
    goal: Goal
    budget: Budget
    region: tuple[float, float, float, float]
