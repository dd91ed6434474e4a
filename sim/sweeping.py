"""A sweep: every batch size with every momentum and learning rate, cut into parts that any machine can compute.

How it is cut depends on the sweep alone, and a part's figures on nothing else: the same bytes come out whatever
computes the parts, and in whatever order they are finished.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np

from batchgame.sim.cells import Cells
from batchgame.sim.course import Course
from batchgame.sim.engine import engine
from batchgame.sim.outcome import wilson
from batchgame.sim.tool import PLAIN, Batches, Tool

WORK = 100_000_000  # examples that a part looks at: about a second on one core
TOGETHER = 1_000_000  # trajectories of a part, unless one cell has more
COLUMNS = (
    "batch_size", "momentum", "learning_rate", "trajectories", "seed", "updates", "epochs", "solved", "probability",
    "low", "high", "diverged", "median_updates", "median_epochs", "median_time", "final_loss", "status",
)  # fmt: skip
Row = tuple[int | float | str | None, ...]  # a cell, by COLUMNS


class Part(NamedTuple):
    """Picks (momentum, learning rate) of one batch size, with all their trajectories."""

    batch_size: int
    picks: tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class Sweep:
    """The ladders, and what every cell has in common. engine: never `auto`, since what computes decides a last bit."""

    course: Course
    batch_sizes: tuple[int, ...]
    momenta: tuple[float, ...]
    learning_rates: tuple[float, ...]
    parallel: int
    trajectories: int
    seed: int
    engine: str
    dtype: str = "float64"
    tool: Tool = PLAIN

    @property
    def cells(self) -> int:
        """How many rows there will be."""
        return len(self.batch_sizes) * len(self.momenta) * len(self.learning_rates)

    @cached_property
    def parts(self) -> tuple[Part, ...]:
        """In the order of the rows: batch size, then learning rate, then momentum."""
        picks = tuple((momentum, rate) for rate in self.learning_rates for momentum in self.momenta)
        found = []
        for batch_size in self.batch_sizes:
            size = self._picks_in_a_part(batch_size)
            found += [Part(batch_size, picks[at : at + size]) for at in range(0, len(picks), size)]
        return tuple(found)

    def updates(self, batch_size: int) -> int:
        """Of each trajectory."""
        return self.course.budget.in_updates(Batches(self.course.landscape.examples, batch_size, self.tool))

    @property
    def work(self) -> int:
        """Trajectory-updates of all cells."""
        return sum(self.updates(part.batch_size) * len(part.picks) * self.trajectories for part in self.parts)

    def fingerprint(self) -> str:
        """Of everything that decides a number."""
        course = self.course
        arrays = [course.landscape.coefficients, *getattr(course.landscape, "others", ())]
        for well in course.landscape.wells:
            arrays += [well.centre, well.precision, well.amplitude, well.shift]
        words = (course.start, course.goal, course.budget, course.region, self.batch_sizes, self.momenta,
                 self.learning_rates, self.parallel, self.trajectories, self.seed, self.engine, self.dtype,
                 self.tool)  # fmt: skip
        found = hashlib.sha256(repr(words).encode())
        for array in arrays:
            found.update(np.ascontiguousarray(array, dtype=float).tobytes())
        return found.hexdigest()

    def _picks_in_a_part(self, batch_size: int) -> int:
        examples = self.updates(batch_size) * batch_size * self.trajectories
        return max(1, min(WORK // max(examples, 1), TOGETHER // self.trajectories))


def rows(sweep: Sweep, part: Part) -> list[Row]:
    """The cells of a part, on the engine that the sweep names."""
    cells = Cells(
        sweep.course, part.batch_size, part.picks, sweep.parallel, sweep.seed, engine(sweep.engine),
        dtype=sweep.dtype, tool=sweep.tool,
    )  # fmt: skip
    found: list[Row] = []
    for outcome in cells.outcomes(cells.run(range(sweep.trajectories))):
        words, (low, high) = outcome.hyperparameters, wilson(outcome.solved, outcome.trajectories)
        found.append((
            words.batch_size, words.momentum, words.learning_rate, outcome.trajectories, sweep.seed, outcome.updates,
            outcome.epochs, outcome.solved, outcome.probability, low, high, outcome.diverged, outcome.median_updates,
            outcome.median_epochs, outcome.median_time, outcome.final_loss, outcome.status.value,
        ))  # fmt: skip
    return found
