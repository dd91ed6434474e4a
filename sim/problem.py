"""What a stage is without its words: a landscape, where from, where to, and how long."""

from dataclasses import dataclass, replace

import numpy as np

from batchgame.sim.goal import Goal
from batchgame.sim.landscape import Landscape
from batchgame.sim.schedule import Batches


@dataclass(frozen=True)
class Budget:
    """How long every lane may run: a number of updates, or of epochs; exactly one of the two."""

    updates: int | None = None
    epochs: int | None = None

    def in_updates(self, batches: Batches) -> int:
        """The budget in batches of that size; an epoch is ⌈N/B⌉ updates."""
        return self.updates if self.updates is not None else batches.in_epochs(self.epochs or 0)

    def times(self, factor: int) -> "Budget":
        """A budget that many times as long."""
        if self.updates is not None:
            return Budget(updates=self.updates * factor)
        return Budget(epochs=(self.epochs or 0) * factor)


@dataclass(frozen=True, eq=False)
class Problem:
    """start (2,); region (x0, x1, y0, y1): the part of the landscape that the map shows."""

    landscape: Landscape
    start: tuple[float, float]
    goal: Goal
    budget: Budget
    region: tuple[float, float, float, float]


def typical_slope(problem: Problem) -> float:
    """Median ‖gradient‖ over the map's region, on a 32 x 32 grid: what "a usual step" is measured by."""
    x0, x1, y0, y1 = problem.region
    grid = np.stack(np.meshgrid(np.linspace(x0, x1, 32), np.linspace(y0, y1, 32)), axis=-1)
    return float(np.median(np.linalg.norm(problem.landscape.gradient(grid), axis=-1)))


def with_budget(problem: Problem, updates: int | None, epochs: int | None) -> Problem:
    """The same course with another budget; without one, the course itself."""
    return problem if updates is None and epochs is None else replace(problem, budget=Budget(updates, epochs))
