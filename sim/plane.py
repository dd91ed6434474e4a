"""A map over any two of batch size, momentum and learning rate, computed coarsely first and then refined."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from batchgame.sim.cells import Cells, Ends, Figures
from batchgame.sim.engines.array import ArrayEngine
from batchgame.sim.hardware import Parallel
from batchgame.sim.problem import Problem
from batchgame.sim.schedule import PLAIN, Schedule

Knob = Literal["batch_size", "momentum", "learning_rate"]
Place = tuple[int, int]  # row, column
BLOCK_SECONDS = 0.1  # about how long a block takes to compute
FIRST_BLOCK = 500_000  # example gradients in the first block, when the speed of the machine is not known yet


class Stage(NamedTuple):
    """A pass over the plane: every `stride`-th cell of every `stride`-th row, with `trajectories` per cell."""

    stride: int
    trajectories: int


class Block(NamedTuple):
    """Some cells of one batch size, with their figures after a pass."""

    places: Sequence[Place]
    figures: Figures


@dataclass
class Plane:
    """A plane of cells, which keeps the ends of all trajectories so far.

    x, y: the two knobs on the axes. columns, rows: their values. held: the value of the third knob.
    """

    problem: Problem
    x: Knob
    y: Knob
    columns: Sequence[float]
    rows: Sequence[float]
    held: float
    parallel: Parallel
    seed: int
    engine: ArrayEngine
    schedule: Schedule = PLAIN
    _ends: dict[Place, Ends] = field(default_factory=dict)  # (6, trajectories) for each cell
    _speed: float = 0.0  # example gradients per second

    def pick(self, place: Place) -> tuple[int, float, float]:
        """Return batch size, momentum and learning rate of a cell."""
        row, column = place
        knobs: dict[str, float] = {self.x: self.columns[column], self.y: self.rows[row]}
        batch_size, momentum, rate = (
            knobs.get(knob, self.held) for knob in ("batch_size", "momentum", "learning_rate")
        )
        return int(batch_size), momentum, rate

    def refine(self, stage: Stage) -> Iterator[Block]:
        """Bring the cells of a pass to its number of trajectories, and yield them block by block.

        Trajectory k of a cell is the same in every pass, so only the missing trajectories are computed.
        """
        waiting: dict[tuple[int, int], list[Place]] = {}
        for row in range(0, len(self.rows), stage.stride):
            for column in range(0, len(self.columns), stage.stride):
                place = row, column
                had = self._ends[place].shape[-1] if place in self._ends else 0
                if had < stage.trajectories:
                    waiting.setdefault((self.pick(place)[0], had), []).append(place)
        for (batch_size, had), places in waiting.items():
            numbers = range(had, stage.trajectories)
            while places:
                size = self._fitting(batch_size, len(numbers))
                yield self._run(batch_size, places[:size], numbers)
                places = places[size:]

    def _run(self, batch_size: int, places: Sequence[Place], numbers: range) -> Block:
        began = time.perf_counter()
        cells = self._cells(batch_size, places)
        ends = cells.run(numbers)
        if numbers.start:
            xp = self.engine.xp
            ends = xp.concatenate([xp.stack([self._ends[place] for place in places], axis=1), ends], axis=-1)
        for n, place in enumerate(places):
            self._ends[place] = ends[:, n]
        work = self._work(batch_size, len(numbers)) * len(places)
        self._speed = work / max(time.perf_counter() - began, 1e-4)
        return Block(places, cells.figures(ends))

    def _cells(self, batch_size: int, places: Sequence[Place]) -> Cells:
        picks = tuple(self.pick(place)[1:] for place in places)
        return Cells(self.problem, batch_size, picks, self.parallel, self.seed, self.engine, schedule=self.schedule)

    def _work(self, batch_size: int, trajectories: int) -> int:
        """Count the example gradients of one cell."""
        return trajectories * batch_size * self._cells(batch_size, ()).updates

    def _fitting(self, batch_size: int, trajectories: int) -> int:
        """Choose how many cells make a block. Figures do not depend on it, since trajectories are independent."""
        work = self._speed * BLOCK_SECONDS or FIRST_BLOCK
        return max(1, int(work / self._work(batch_size, trajectories)))
