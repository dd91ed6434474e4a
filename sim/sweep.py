"""A sweep: every batch size with every momentum and learning rate, cut into parts that any machine can compute.

How it is cut depends on the sweep alone, and a part's figures on nothing else: the same bytes come out whatever
computes the parts, and in whatever order they are finished.
"""

from __future__ import annotations

import hashlib
from base64 import b64decode, b64encode
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple
from zlib import compress, crc32, decompress

import numpy as np
from numpy.typing import NDArray

from batchgame.sim.cells import Cells, Ends
from batchgame.sim.engine import engine
from batchgame.sim.outcome import wilson
from batchgame.sim.problem import Problem
from batchgame.sim.schedule import PLAIN, Batches, Schedule

WORK = 100_000_000  # examples that a part looks at: about a second on one core
LONG = 30 * WORK  # a cell that looks at more is cut along its trajectories
TOGETHER = 1_000_000  # trajectories on their way at once, of 20 examples: what bounds the memory
BLOCK = 8192  # trajectories that an engine moves at once: a slice is whole ones
COLUMNS: dict[str, type] = {
    "batch_size": int, "momentum": float, "learning_rate": float, "parallel": int, "trajectories": int, "seed": int,
    "updates": int, "epochs": float, "solved": float, "solved_low": float, "solved_high": float, "solved_count": int,
    "diverged": float, "diverged_count": int, "median_updates": float, "median_epochs": float, "median_time": float,
    "final_loss": float, "status": str,
}  # fmt: skip
Row = tuple[int | float | str | None, ...]  # a cell, by COLUMNS
Found = list[Row] | str  # what a part has come to: rows of whole cells, or the ends of a slice of one, packed


class Part(NamedTuple):
    """Picks (momentum, learning rate) of one batch size, with the trajectories of these numbers.

    first, last: of the parts that come to whole cells only together; one part alone where nothing is cut.
    """

    batch_size: int
    picks: tuple[tuple[float, float], ...]
    start: int
    stop: int
    first: int
    last: int


@dataclass(frozen=True)
class Sweep:
    """The ladders, and what every cell has in common. engine: never `auto`, since what computes decides a last bit."""

    problem: Problem
    batch_sizes: tuple[int, ...]
    momenta: tuple[float, ...]
    learning_rates: tuple[float, ...]
    parallel: int
    trajectories: int
    seed: int
    engine: str
    dtype: str = "float64"
    schedule: Schedule = PLAIN

    @property
    def cells(self) -> int:
        """How many rows there will be."""
        return len(self.batch_sizes) * len(self.momenta) * len(self.learning_rates)

    @property
    def length(self) -> int:
        """How many parts there will be, without making them."""
        picks = len(self.momenta) * len(self.learning_rates)
        cuts = map(self._cut, self.batch_sizes)
        return sum(-(-picks // together) * -(-self.trajectories // numbers) for together, numbers in cuts)

    @cached_property
    def parts(self) -> tuple[Part, ...]:
        """In the order of the rows: batch size, then learning rate, then momentum; then trajectories."""
        picks = tuple((momentum, rate) for rate in self.learning_rates for momentum in self.momenta)
        found: list[Part] = []
        for batch_size in self.batch_sizes:
            together, numbers = self._cut(batch_size)
            starts = range(0, self.trajectories, numbers)
            for at in range(0, len(picks), together):
                first, last = len(found), len(found) + len(starts) - 1
                for start in starts:
                    stop = min(start + numbers, self.trajectories)
                    found.append(Part(batch_size, picks[at : at + together], start, stop, first, last))
        return tuple(found)

    @property
    def alone(self) -> Sweep:
        """What a part needs of it: the same without ladders and parts, a few kilobytes however many cells."""
        return replace(self, batch_sizes=(), momenta=(), learning_rates=())

    @property
    def together(self) -> int:
        """Trajectories on their way at once. Array code holds a shuffle for each: of more examples there are fewer."""
        return max(1, TOGETHER * 20 // max(20, self.problem.landscape.examples))

    def updates(self, batch_size: int) -> int:
        """Of each trajectory."""
        return self.problem.budget.in_updates(self._batches(batch_size))

    def work(self, part: Part) -> int:
        """Its trajectory-updates."""
        return self.updates(part.batch_size) * len(part.picks) * (part.stop - part.start)

    def digests(self) -> dict[str, str]:
        """What decides a number, by the option that says it, each as a digest: what a journal is compared by."""
        problem = self.problem
        arrays = (np.ascontiguousarray(array, dtype=float).tobytes() for array in problem.landscape.arrays)
        scenario = (b"".join(arrays), problem.start, problem.goal, problem.region)
        values = {
            "SCENARIO": scenario, "--batch-size": self.batch_sizes,
            "--momentum": self.momenta, "--learning-rate": self.learning_rates, "--parallel": self.parallel,
            "--updates or --epochs": problem.budget, "--trajectories": self.trajectories, "--seed": self.seed,
            "--engine": self.engine, "--dtype": self.dtype, "--tool": self.schedule, "kind of processor": self.rounding,
        }  # fmt: skip
        # Journals of 0.1 hold digests of `Tool(…)`, the former name of the class.
        return {
            name: hashlib.sha256(repr(value).replace("Schedule(", "Tool(").encode()).hexdigest()[:16]
            for name, value in values.items()
        }

    @property
    def rounding(self) -> str:
        """Which kind of processor its figures belong to; empty where sums and products are all there is."""
        return "" if self.problem.landscape.rounds_alike else rounding()

    def of(self, part: Part) -> Cells:
        """The cells of a part."""
        return Cells(
            self.problem, part.batch_size, part.picks, self.parallel, self.seed, engine(self.engine),
            dtype=self.dtype, schedule=self.schedule,
        )  # fmt: skip

    def _batches(self, batch_size: int) -> Batches:
        return Batches(self.problem.landscape.examples, batch_size, self.schedule)

    def _cut(self, batch_size: int) -> tuple[int, int]:
        """Picks of a part, and the trajectories of each."""
        batches, updates, count = self._batches(batch_size), self.updates(batch_size), self.trajectories
        looks = max(1, batches.examples_seen(updates))
        cell = looks * (
            1 if batches.is_deterministic else count
        )  # where nothing is drawn one trajectory stands for all
        if cell > LONG and not batches.is_deterministic:
            return 1, max(1, min(WORK // looks, self.together) // BLOCK) * BLOCK
        return max(1, min(WORK // cell, self.together // count)), count


def rounding() -> str:
    """How NumPy rounds exp and powers here: the last bit differs from one kind of processor to another."""
    points = [np.linspace(0.1, 20.0, 4096, dtype=dtype) for dtype in ("float64", "float32")]
    return f"{crc32(b''.join(part.tobytes() for x in points for part in (np.exp(-x), x**3, x**4))):08x}"


def compute(sweep: Sweep, part: Part) -> Found:
    """Rows of whole cells, or the packed ends of a slice, on the engine that the sweep names."""
    cells, step = sweep.of(part), sweep.together
    starts = range(part.start, part.stop, step)
    runs = [cells.run(range(start, min(start + step, part.stop))) for start in starts]
    ends = cells.engine.xp.concatenate(runs, axis=-1)
    return _packed(cells.engine.to_host(ends)) if part.first < part.last else _rows(sweep, cells, ends)


def joined(sweep: Sweep, part: Part, slices: Sequence[str]) -> list[Row]:
    """The rows of a cell that was cut, from all its slices in the order of their trajectories."""
    cells = sweep.of(part)
    ends = np.concatenate([_unpacked(one) for one in slices], axis=-1)
    return _rows(sweep, cells, cells.engine.xp.asarray(ends))


def _rows(sweep: Sweep, cells: Cells, ends: Ends) -> list[Row]:
    found: list[Row] = []
    for outcome in cells.outcomes(ends):
        own, (low, high) = outcome.hyperparameters, wilson(outcome.solved, outcome.trajectories)
        found.append((
            own.batch_size, own.momentum, own.learning_rate, sweep.parallel, outcome.trajectories, sweep.seed,
            outcome.updates, outcome.epochs, outcome.probability, low, high, outcome.solved,
            outcome.diverged / outcome.trajectories, outcome.diverged, outcome.median_updates, outcome.median_epochs,
            outcome.median_time, outcome.final_loss, outcome.status.value,
        ))  # fmt: skip
    return found


def _packed(ends: NDArray[np.float64]) -> str:
    return b64encode(compress(ends.tobytes(), 1)).decode("ascii")


def _unpacked(text: str) -> NDArray[np.float64]:
    return np.frombuffer(decompress(b64decode(text))).reshape(6, 1, -1)
