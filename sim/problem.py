"""The problem of a stage: a landscape, a start, a goal and a budget."""

from dataclasses import dataclass, replace

import numpy as np

from batchgame.sim.goal import Goal
from batchgame.sim.landscape import Landscape
from batchgame.sim.median import median
from batchgame.sim.schedule import Batches


@dataclass(frozen=True)
class Budget:
    """How long every lane may run: in updates or in epochs, exactly one of the two."""

    updates: int | None = None
    epochs: int | None = None

    def in_updates(self, batches: Batches) -> int:
        """Convert the budget to updates with these batches."""
        return self.updates if self.updates is not None else batches.in_epochs(self.epochs or 0)

    def times(self, factor: int) -> "Budget":
        """Return a budget that is `factor` times as long."""
        if self.updates is not None:
            return Budget(updates=self.updates * factor)
        return Budget(epochs=(self.epochs or 0) * factor)


@dataclass(frozen=True, eq=False)
class Problem:
    """A landscape to train on, with start (2,), goal and budget.

    region (x0, x1, y0, y1): the part of the landscape that the game's map shows.
    """

    landscape: Landscape
    start: tuple[float, float]
    goal: Goal
    budget: Budget
    region: tuple[float, float, float, float]


def typical_slope(problem: Problem) -> float:
    """Compute the median ‖gradient‖ on a grid of 32 x 32 points over the region. Times η it is a usual step."""
    x0, x1, y0, y1 = problem.region
    grid = np.stack(np.meshgrid(np.linspace(x0, x1, 32), np.linspace(y0, y1, 32)), axis=-1)
    return median(np.linalg.norm(problem.landscape.gradient(grid), axis=-1).ravel())


def with_budget(problem: Problem, updates: int | None, epochs: int | None) -> Problem:
    """Return the problem with another budget, or unchanged if both numbers are None."""
    return problem if updates is None and epochs is None else replace(problem, budget=Budget(updates, epochs))
