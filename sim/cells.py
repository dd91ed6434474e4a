"""Cells of a map or a sweep: picks that share a batch size, run as one swarm, each with the same shuffles."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from batchgame.sim.clock import Clock
from batchgame.sim.course import Course, typical_slope
from batchgame.sim.engines.array import ArrayEngine
from batchgame.sim.glance import rank
from batchgame.sim.hyperparameters import Hyperparameters
from batchgame.sim.lane import AT_REST, still, summary
from batchgame.sim.outcome import Outcome, status_of
from batchgame.sim.swarm import Swarm
from batchgame.sim.tool import PLAIN, Batches, Tool

Ends = NDArray[np.float64]  # solved_at, diverged_at, x, y, ‖m‖, loss at the end of the budget, (6, C, numbers)


@dataclass(frozen=True)
class Cells:
    """C picks (momentum, learning rate) with one batch size, for the course's whole budget.

    A trajectory is the same in any company: a cell's figures do not depend on which other cells it is run with, and
    those of trajectories run in parts are joined along the last axis.
    """

    course: Course
    batch_size: int
    picks: tuple[tuple[float, float], ...]
    parallel: int
    seed: int
    engine: ArrayEngine
    dtype: str = "float64"
    tool: Tool = PLAIN

    @property
    def updates(self) -> int:
        """Of each trajectory."""
        return self.course.budget.in_updates(Batches(self.course.landscape.examples, self.batch_size, self.tool))

    def run(self, numbers: range) -> Ends:
        """Run the trajectories of these numbers in every cell."""
        momenta, rates = (np.repeat(np.array(column), len(numbers)) for column in zip(*self.picks, strict=True))
        # One number where all share it: a warm-up's η is then rounded as it is in a lane.
        rate = float(rates[0]) if (rates == rates[0]).all() else rates
        swarm = Swarm(
            self.course, self.batch_size, momenta, rate, seed=self.seed,
            trajectory=np.tile(np.array(numbers, dtype=np.uint32), len(self.picks)),
            dtype=self.dtype, xp=self.engine.xp, tool=self.tool,
        )  # fmt: skip
        self.engine.advance(swarm, self.updates)
        xp, host = self.engine.xp, self.engine.to_host
        steps, losses = xp.hypot(swarm.vx, swarm.vy), self.engine.loss(swarm)
        ends = (swarm.solved_at, swarm.diverged_at, swarm.x, swarm.y, steps, losses)
        return np.stack([host(end).astype(np.float64) for end in ends]).reshape(6, len(self.picks), -1)

    def outcomes(self, ends: Ends) -> Iterator[Outcome]:
        """What each cell has come to, from `run`; the same figures as a race with these words."""
        slope, updates, count = typical_slope(self.course), self.updates, ends.shape[-1]
        for (momentum, rate), (solved_at, diverged_at, x, y, steps, losses) in zip(
            self.picks, ends.swapaxes(0, 1), strict=True
        ):
            words, scale = Hyperparameters(self.batch_size, momentum, rate, self.tool), rate * slope
            stopped = steps.max() <= AT_REST * scale
            status = status_of(
                trajectories=count,
                solved=int(np.count_nonzero(solved_at)),
                diverged=int(np.count_nonzero(diverged_at)),
                updates=updates,
                at_rest=bool(stopped) and still(self.course, words, np.stack([x, y], axis=-1), scale),
                median_step=float(np.sort(steps)[rank(count, 0.5)]),
                scale=scale,
                over=True,
            )
            yield summary(
                words, self.course, Clock(self.parallel), self.seed, updates, solved_at, diverged_at,
                float(np.median(losses)), status,
            )  # fmt: skip
