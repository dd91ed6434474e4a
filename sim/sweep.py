"""A sweep: every batch size with every momentum and learning rate, cut into parts that any machine can compute.

The cut depends on the sweep alone, and the figures of a part depend only on the sweep and the part. The result is
therefore the same bytes on any number of machines, and in whatever order the parts are finished.
"""

from __future__ import annotations

import hashlib
from base64 import b64decode, b64encode
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple
from zlib import compress, crc32, decompress, decompressobj, error

import numpy as np
from numpy.typing import NDArray

from batchgame.sim.cells import Cells, Ends
from batchgame.sim.engine import engine
from batchgame.sim.outcome import wilson
from batchgame.sim.problem import Problem
from batchgame.sim.schedule import PLAIN, Batches, Schedule

WORK = 100_000_000  # example gradients in a part, which take one core half a second in C and some seconds in NumPy
LONG = 30 * WORK  # a cell with more example gradients than this is cut into slices of its trajectories
TOGETHER = 1_000_000  # trajectories computed at once with up to 20 examples, which bounds the memory
BLOCK = 8192  # trajectories that an engine moves at once; a slice is a multiple of it
COLUMNS: dict[str, type] = {
    "batch_size": int, "momentum": float, "learning_rate": float, "parallel": int, "trajectories": int, "seed": int,
    "updates": int, "epochs": float, "solved": float, "solved_low": float, "solved_high": float, "solved_count": int,
    "diverged": float, "diverged_count": int, "median_updates": float, "median_epochs": float, "median_time": float,
    "final_loss": float, "status": str,
}  # fmt: skip
DIVERGED_COUNT = list(COLUMNS).index("diverged_count")
Row = tuple[int | float | str | None, ...]  # the values of one cell, in the order of COLUMNS
Found = list[Row] | str  # the result of a part: rows of whole cells, or the packed ends of a slice of one cell


class Part(NamedTuple):
    """A part of a sweep: picks (momentum, learning rate) of one batch size, with trajectories `start` to `stop` − 1.

    first, last: the numbers of the first and last slice of the same cell. In a part with whole cells they are equal.
    """

    batch_size: int
    picks: tuple[tuple[float, float], ...]
    start: int
    stop: int
    first: int
    last: int


@dataclass(frozen=True)
class Sweep:
    """The values of batch size, momentum and learning rate, and the settings that all cells share.

    engine: never "auto", because the last bit of a figure depends on the engine.
    """

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
        """Return the number of cells, which is the number of rows."""
        return len(self.batch_sizes) * len(self.momenta) * len(self.learning_rates)

    @property
    def length(self) -> int:
        """Return the number of parts, computed without making them."""
        picks = len(self.momenta) * len(self.learning_rates)
        cuts = map(self._cut, self.batch_sizes)
        return sum(-(-picks // together) * -(-self.trajectories // numbers) for together, numbers in cuts)

    @cached_property
    def parts(self) -> tuple[Part, ...]:
        """Return all parts in the order of the rows: by batch size, learning rate, momentum, then trajectories."""
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
        """Return a copy without the values of its axes: all that computing a part needs, in a few kilobytes."""
        return replace(self, batch_sizes=(), momenta=(), learning_rates=())

    @property
    def together(self) -> int:
        """Return how many trajectories are computed at once. Array code holds one shuffle of all examples for each."""
        return max(1, TOGETHER * 20 // max(20, self.problem.landscape.examples))

    def updates(self, batch_size: int) -> int:
        """Return the budget of each trajectory in updates."""
        return self.problem.budget.in_updates(self._batches(batch_size))

    def work(self, part: Part) -> int:
        """Return the number of trajectory-updates of a part."""
        return self.updates(part.batch_size) * len(part.picks) * (part.stop - part.start)

    def digests(self) -> dict[str, str]:
        """Return a digest of every setting that figures depend on, by the option that sets it.

        Two sweeps with equal digests have equal results, so a journal with the same digests may be continued.
        """
        problem = self.problem
        arrays = (np.ascontiguousarray(array, dtype=float).tobytes() for array in problem.landscape.arrays)
        scenario = (b"".join(arrays), problem.start, problem.goal, problem.region)
        values = {
            "SCENARIO": scenario, "--batch-size": self.batch_sizes,
            "--momentum": self.momenta, "--learning-rate": self.learning_rates, "--parallel": self.parallel,
            "--updates or --epochs": problem.budget, "--trajectories": self.trajectories, "--seed": self.seed,
            "--engine": self.engine, "--dtype": self.dtype, "--tool": self.schedule, "kind of processor": self.rounding,
        }  # fmt: skip
        # Digests are of Python's repr. Journals of 0.1 were made when the class Schedule was called Tool.
        return {
            name: hashlib.sha256(repr(value).replace("Schedule(", "Tool(").encode()).hexdigest()[:16]
            for name, value in values.items()
        }

    @property
    def rounding(self) -> str:
        """Return a digest of how this processor rounds, empty if figures are the same on every processor."""
        return "" if self.problem.landscape.rounds_alike else rounding()

    def of(self, part: Part) -> Cells:
        """Return the cells of a part, with the engine of this sweep."""
        return Cells(
            self.problem, part.batch_size, part.picks, self.parallel, self.seed, engine(self.engine),
            dtype=self.dtype, schedule=self.schedule,
        )  # fmt: skip

    def _batches(self, batch_size: int) -> Batches:
        return Batches(self.problem.landscape.examples, batch_size, self.schedule)

    def _cut(self, batch_size: int) -> tuple[int, int]:
        """Return how many picks a part has, and how many trajectories of each."""
        batches, updates, count = self._batches(batch_size), self.updates(batch_size), self.trajectories
        gradients = max(1, batches.examples_seen(updates))  # example gradients of one trajectory
        cell = gradients if batches.is_deterministic else gradients * count  # without randomness one is enough
        if cell > LONG and not batches.is_deterministic:
            return 1, max(1, min(WORK // gradients, self.together) // BLOCK) * BLOCK
        return max(1, min(WORK // cell, self.together // count)), count


def rounding() -> str:
    """Compute a digest of how NumPy rounds exp and powers here, since their last bits depend on the processor."""
    points = [np.linspace(0.1, 20.0, 4096, dtype=dtype) for dtype in ("float64", "float32")]
    return f"{crc32(b''.join(part.tobytes() for x in points for part in (np.exp(-x), x**3, x**4))):08x}"


def compute(sweep: Sweep, part: Part) -> Found:
    """Compute a part on the engine of the sweep: rows of whole cells, or the packed ends of a slice."""
    cells, step = sweep.of(part), sweep.together
    starts = range(part.start, part.stop, step)
    runs = [cells.run(range(start, min(start + step, part.stop))) for start in starts]
    ends = cells.engine.xp.concatenate(runs, axis=-1)
    return _packed(cells.engine.to_host(ends)) if part.first < part.last else _rows(sweep, cells, ends)


def fits(sweep: Sweep, index: int, found: Found) -> bool:
    """Return whether a result that was read from a file can be that of part `index`, or of the cell that it begins."""
    part = sweep.parts[index]
    if isinstance(found, str):
        return part.first < part.last and _is_packed(found, part.stop - part.start)
    own = [
        (part.batch_size, *pick, sweep.parallel, sweep.trajectories, sweep.seed, sweep.updates(part.batch_size))
        for pick in part.picks
    ]
    return (
        index == part.first
        and [row[:7] for row in found] == own
        and all(len(row) == len(COLUMNS) and all(map(_is_of, row, COLUMNS.values())) for row in found)
    )


def _is_of(value: object, kind: type) -> bool:
    return type(value) is kind or (kind is float and value is None)


def joined(sweep: Sweep, part: Part, slices: Sequence[str]) -> list[Row]:
    """Compute the row of a cell from all its packed slices, in the order of their trajectories."""
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


def _is_packed(text: str, trajectories: int) -> bool:
    size = 6 * 8 * trajectories
    try:
        return len(decompressobj().decompress(b64decode(text, validate=True), size + 1)) == size
    except (ValueError, error):
        return False


def _unpacked(text: str) -> NDArray[np.float64]:
    return np.frombuffer(decompress(b64decode(text))).reshape(6, 1, -1)
