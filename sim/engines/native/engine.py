"""The engine in C: several trajectories in each vector of a processor, and blocks of trajectories on threads."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from batchgame.sim.engines.array import ArrayEngine
from batchgame.sim.engines.native import core
from batchgame.sim.engines.native.helpers import helpers
from batchgame.sim.engines.program import fits, program
from batchgame.sim.engines.spans import Span, etas, own_rate, span
from batchgame.sim.engines.tally import BINS, per_unit
from batchgame.sim.swarm import Swarm

SETS: tuple[str, ...] = core.sets()
WORTH_THREADS = 100_000  # example gradients; for fewer, handing work to threads costs more than it saves
LONGEST = 1 << 26  # example gradients per thread and call: a tenth of a second, so that Ctrl+C takes effect


def processors() -> int:
    """Return how many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class NativeEngine(ArrayEngine):
    """The engine in C. Array code computes the landscapes that C does not know.

    threads: as many as there are processors by default. instructions: one of SETS, the fastest by default.
    """

    def __init__(self, threads: int | None = None, instructions: str = SETS[-1]) -> None:
        super().__init__("native", np)
        self.threads = threads or processors()
        self.instructions = instructions

    def advance(self, swarm: Swarm, updates: int) -> None:
        """Move every trajectory of a swarm by a number of updates, and check arrival and divergence at each."""
        if not fits(swarm.problem.landscape):
            super().advance(swarm, updates)
            return
        prepared, end = _prepared(swarm), swarm.update + updates
        while swarm.update < end:
            part = span(swarm, end - swarm.update, LONGEST * self.threads)
            moved = self._call(prepared.call(part, self._set), swarm.count * part.updates * part.batch_size)
            swarm.moved |= any(moved)
            swarm.update += part.updates

    def loss(self, swarm: Swarm, most: int | None = None) -> Any:
        """Compute the full loss at the position of each trajectory, (K,) float64, or of the first `most`."""
        landscape = swarm.problem.landscape
        if not fits(landscape):
            return super().loss(swarm, most)
        found = np.empty(min(swarm.count, most or swarm.count))
        shape, _, _, loss = _prepared(swarm).program()
        x, y = swarm.x[: len(found)], swarm.y[: len(found)]
        call = partial(core.losses, self._set, shape, loss, x, y, x.dtype == np.float64, found)
        self._call(call, len(found) * landscape.examples)
        return found

    def tally(self, swarm: Swarm) -> Any:
        """Count what a frame shows of a swarm, as tally.py says."""
        dtype, region = swarm.x.dtype, swarm.problem.region
        arrays = swarm.x, swarm.y, swarm.vx, swarm.vy, swarm.solved_at, swarm.diverged_at
        counts = np.zeros(BINS * BINS + 3, dtype=np.int64)
        grid = np.array([*region, *per_unit(region)], dtype=dtype)
        squares = self._call(partial(core.tally, self._set, grid, *arrays, dtype == np.float64, counts), swarm.count)
        *cells, _, solved, diverged = counts
        return np.array([np.sqrt(max(squares)), solved, diverged, *cells], dtype=np.float64)

    @property
    def _set(self) -> int:
        return SETS.index(self.instructions)

    def _call(self, call: Callable[[Any], Any], work: int) -> list[Any]:
        """Call C on this thread, and on others if there is enough work. Returns the result of each thread.

        call: its argument is (1,) int64: how many trajectories the threads have taken so far.
        """
        taken = np.zeros(1, dtype=np.int64)
        helping = helpers(self.threads - 1).call(call, taken) if self.threads > 1 and work >= WORTH_THREADS else []
        return [call(taken), *(helper.result() for helper in helping if not helper.cancel())]


def _prepared(swarm: Swarm) -> Prepared:
    if not isinstance(swarm.engine_cache, Prepared):
        swarm.engine_cache = Prepared(swarm)
    return swarm.engine_cache


class Prepared:
    """A swarm prepared for C: a program for each batch size, and λ and η of every trajectory."""

    def __init__(self, swarm: Swarm) -> None:
        self.swarm, self.dtype = swarm, swarm.x.dtype
        # Arrays of one number where all trajectories share it: C needs no more, and a million have 16 MB less to read.
        self.each = [np.atleast_1d(np.asarray(value, self.dtype)) for value in (swarm.momentum, own_rate(swarm))]
        self._programs: dict[int, Packed] = {}

    def program(self) -> Packed:
        """Return the program for the batch size of the next update."""
        batches = self.swarm.batches
        epoch, _ = batches.place(self.swarm.update)
        size = batches.size(epoch)
        if size not in self._programs:
            self._programs[size] = packed(self.swarm, epoch)
        return self._programs[size]

    def call(self, part: Span, instructions: int) -> partial[bool]:
        """Return a function that makes the updates of one span. instructions: an index into SETS.

        Its argument is (1,) int64: how many trajectories are taken. All threads that make the same call share it.
        """
        swarm = self.swarm
        arrays = (
            etas(swarm, part.updates, self.dtype), *self.each, swarm.trajectory, swarm.x, swarm.y, swarm.vx, swarm.vy,
            swarm.inside, swarm.solved_at, swarm.diverged_at,
        )  # fmt: skip
        is_double = self.dtype == np.float64
        numbers = (is_double, swarm.seed, swarm.update, part.updates, part.epoch, part.position, part.hold)
        return partial(core.advance, instructions, *self.program(), *arrays, *numbers)


class Packed(NamedTuple):
    """A program in arrays, as C reads it. See Program for what they contain."""

    shape: NDArray[np.int32]
    network: NDArray[np.int32]
    table: NDArray[Any]
    loss: NDArray[np.float64]


def packed(swarm: Swarm, epoch: int) -> Packed:
    """Pack the program for the batch size of an epoch into the arrays that C reads."""
    made = program(swarm.problem, swarm.batches, epoch, swarm.x.dtype)
    return Packed(np.array(list(made.shape.values()), dtype=np.int32), made.network, made.table, made.loss)
