"""The engine that calls C: trajectories side by side on a processor, and blocks of them on several processors."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from functools import cache, partial
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from batchgame.sim.engines.array import ArrayEngine
from batchgame.sim.engines.native import core
from batchgame.sim.engines.program import Program, program
from batchgame.sim.piecewise import Piecewise
from batchgame.sim.swarm import Swarm

SETS: tuple[str, ...] = core.sets()
BLOCK = 64  # trajectories, as in work.h
INLINE = 100_000  # examples looked at, below which handing work to a thread costs more than it saves
LONGEST = 1 << 24  # examples looked at in a call: a fraction of a second, so that Ctrl+C is heard
PIECES = 4  # of a thread's work, so that the threads end together


def processors() -> int:
    """How many this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class NativeEngine(ArrayEngine):
    """C for the updates, array code for the rest; landscapes in pieces are left to the array code."""

    def __init__(self, threads: int | None = None, instructions: str = SETS[-1]) -> None:
        super().__init__("native", np)
        self.threads = threads or processors()
        self.instructions = instructions

    def advance(self, swarm: Swarm, updates: int) -> None:
        """Move every trajectory of a swarm by that many updates; goals and divergence are decided at each."""
        if isinstance(swarm.course.landscape, Piecewise):
            super().advance(swarm, updates)
            return
        if not isinstance(swarm.kept, Prepared):
            swarm.kept = Prepared(swarm)
        end = swarm.update + updates
        while swarm.update < end:
            self._span(swarm, min(end - swarm.update, self._longest(swarm)))

    def _longest(self, swarm: Swarm) -> int:
        """Updates until B changes or a call would last too long."""
        then, size = swarm.batches.tool.then, swarm.batches.size(swarm.batches.place(swarm.update)[0])
        most = max(1, LONGEST * self.threads // (swarm.count * size))
        turn = swarm.batches.in_epochs(then[0]) if then else 0
        return min(most, turn - swarm.update) if swarm.update < turn else most

    def _span(self, swarm: Swarm, updates: int) -> None:
        """Updates of one batch size."""
        call, looks = swarm.kept.call(swarm, updates, SETS.index(self.instructions))
        count = swarm.count
        if self.threads == 1 or count * looks < INLINE:
            moved = call(0, count)
        else:
            piece = max(BLOCK, -(-count // (self.threads * PIECES * BLOCK)) * BLOCK)
            starts = range(0, count, piece)
            stops = (min(start + piece, count) for start in starts)
            moved = any(list(pool(self.threads).map(call, starts, stops)))
        swarm.moved |= moved
        swarm.update += updates


class Prepared:
    """What a swarm's calls have in common: a program for each kind of batch, and λ and η of every trajectory."""

    def __init__(self, swarm: Swarm) -> None:
        self.dtype = swarm.x.dtype
        self.momentum = _each(swarm.momentum, swarm)
        self.rate = _each(1.0 if isinstance(swarm.learning_rate, float | int) else swarm.learning_rate, swarm)
        self._programs: dict[int, Packed] = {}

    def call(self, swarm: Swarm, updates: int, instructions: int) -> tuple[Any, int]:
        """The call that still wants (start, stop) of trajectories; and how many examples each of them will look at."""
        batches, goal = swarm.batches, swarm.course.goal
        epoch, position = batches.place(swarm.update)
        size, an_epoch = batches.size(epoch), batches.an_epoch(epoch)
        if size not in self._programs:
            self._programs[size] = Packed.of(program(swarm.course, batches, epoch, self.dtype))
        packed = self._programs[size]
        hold = goal.hold if goal.last_epochs is None else goal.last_epochs * an_epoch
        arrays = (
            self._eta(swarm, updates), self.momentum, self.rate, swarm.trajectory, swarm.x, swarm.y, swarm.vx, swarm.vy,
            swarm.inside, swarm.solved_at, swarm.diverged_at,
        )  # fmt: skip
        numbers = (self.dtype == np.float64, swarm.seed, swarm.update, updates, epoch, position, hold)
        return partial(core.advance, instructions, *packed, *arrays, *numbers), updates * size

    def _eta(self, swarm: Swarm, updates: int) -> NDArray[Any]:
        """η an update, where all trajectories share it, or the factor on each one's own; the last one is kept."""
        rising = max(0, swarm.batches.in_epochs(swarm.batches.tool.warm_up) - swarm.update)
        each = [swarm.batches.rate(swarm.update + n) for n in range(min(updates, rising + 1))]
        if isinstance(swarm.learning_rate, float | int):
            each = [swarm.learning_rate * factor for factor in each]
        return np.array(each, dtype=self.dtype)


class Packed(NamedTuple):
    """A program as C reads it."""

    shape: NDArray[np.int32]
    network: NDArray[np.int32]
    table: NDArray[Any]
    loss: NDArray[np.float64]

    @classmethod
    def of(cls, made: Program) -> Packed:
        """In one piece each."""
        return cls(np.array(list(made.shape.values()), dtype=np.int32), made.network, made.table, made.loss)


@cache
def pool(threads: int) -> ThreadPoolExecutor:
    """Threads that wait for work: starting them anew costs more than a frame of a game."""
    return ThreadPoolExecutor(threads, thread_name_prefix="batchgame")


def _each(value: Any, swarm: Swarm) -> NDArray[Any]:
    return np.ascontiguousarray(np.broadcast_to(np.asarray(value, dtype=swarm.x.dtype), swarm.x.shape))
