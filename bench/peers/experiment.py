"""The experiment that every program of the benchmark computes, in numbers, and the interface of a program."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Protocol

import msgspec
import numpy as np
from numpy.typing import NDArray

from batchgame.scenarios.reading.library import find
from batchgame.scenarios.reading.problem import problem
from batchgame.sim.engines.plan import Plan
from batchgame.sim.problem import Problem
from batchgame.sim.shuffle import GOLDEN

RATE, MOMENTUM, SEED = 0.2, 0.5, 0
FARTHEST = 1000.0  # ‖θ‖ beyond which a trajectory has diverged
START = (SEED + GOLDEN) & 0xFFFFFFFF  # the seed's part in the words of a shuffle, see sim/shuffle.py
EPOCH = 0x85EBCA6B  # is mixed with the number of an epoch, see sim/shuffle.py


class Absent(Exception):  # noqa: N818 - a state of the machine, not a mistake
    """A peer cannot run on this machine. The message says why in one line."""


class Program(Protocol):
    """A program that computes the experiment."""

    def restart(self, trajectories: int) -> None:
        """Put K trajectories at the start."""

    def advance(self, updates: int) -> None:
        """Move all trajectories by whole epochs, and return when this is done."""

    def ends(self) -> tuple[NDArray[Any], NDArray[Any], NDArray[Any]]:
        """Return x, y, and the update of first passage (0 if none), each (K,)."""


@dataclass(frozen=True, eq=False)
class Experiment:
    """The canyon in one precision, with a number of examples and a batch size that divides it.

    Peers are written for landscapes of this form: gx = mean of `linear` + `quadratic` · x, and the same for y, plus one
    well with one depth, whose centre differs between examples. Values that all examples share are numbers, as in the
    plan of the project's engines. mean: the mean of the linear terms over all examples.
    """

    problem: Problem
    batch_size: int
    dtype: str
    linear: NDArray[Any]  # (2, N)
    mean: tuple[float, float]
    quadratic: tuple[float, float]
    centre: NDArray[Any]  # (2, N)
    precision: tuple[float, float]
    amplitude: float

    @property
    def examples(self) -> int:
        """Return the number of examples, N."""
        return self.problem.landscape.examples

    @property
    def full(self) -> bool:
        """Return whether a batch contains all examples, so that nothing is shuffled."""
        return self.batch_size == self.examples

    @property
    def updates_in_epoch(self) -> int:
        """Return the number of updates in an epoch."""
        return self.examples // self.batch_size

    @property
    def low(self) -> int:
        """Return the mask of the bits of a key that hold the number of its example."""
        return (1 << (self.examples - 1).bit_length()) - 1

    @property
    def goal(self) -> tuple[float, float, float, float, int]:
        """Return the centre of the goal, the inverses of its radii, and how many updates in a row it must be held."""
        ((x, y, rx, ry),) = self.problem.goal.ellipses
        return x, y, 1 / rx, 1 / ry, self.problem.goal.hold


def experiment(batch_size: int, examples: int = 20, dtype: str = "float32") -> Experiment:
    """Build the experiment for 20 or 40 examples. Raises ValueError for others, or if a batch would be short.

    The second 20 of 40 examples have mirrored shifts. With them a batch of 20 needs a shuffle, too.
    """
    stage = canyon(examples)
    plan, whole = (Plan(stage.landscape, dtype, np, full=full) for full in (False, True))
    (well,) = plan.wells
    if examples % batch_size or set(plan.constant) != {3, 5} or set(plan.columns) != {1, 2} or well.a12:
        raise ValueError(f"peers are written for the canyon and whole batches, not for B = {batch_size} of {examples}")
    return Experiment(
        problem=stage,
        batch_size=batch_size,
        dtype=dtype,
        linear=np.stack([plan.columns[1], plan.columns[2]]),
        mean=(whole.constant.get(1, 0.0), whole.constant.get(2, 0.0)),
        quadratic=(2 * plan.constant[3], 2 * plan.constant[5]),
        centre=np.stack(well.host[:2]),
        precision=(well.a11, well.a22),
        amplitude=float(well.host[2][0]),
    )


def canyon(examples: int) -> Problem:
    """Build the problem of the bundled canyon, with its 20 examples or with those and their mirror images."""
    scenario, stage = find("canyon")
    if examples == scenario.examples:
        return problem(scenario, stage)
    if examples != 2 * scenario.examples:
        raise ValueError(f"{examples} examples: {scenario.examples} or twice that is allowed")
    shifts = scenario.landscape.shifts
    both = (*shifts, *((-dx, -dy) for dx, dy in shifts))
    landscape = msgspec.structs.replace(scenario.landscape, shifts=both)
    return replace(problem(msgspec.structs.replace(scenario, examples=examples, landscape=landscape), stage))


def network(count: int) -> list[tuple[int, int]]:
    """Return the pairs to compare and exchange, one after the other, to sort `count` numbers.

    This is the odd-even merge sort of K. Batcher (1968).
    """
    pairs = []
    p = 1
    while p < count:
        k = p
        while k >= 1:
            for j in range(k % p, count - k, 2 * k):
                for i in range(min(k, count - j - k)):
                    if (i + j) // (2 * p) == (i + j + k) // (2 * p):
                        pairs.append((i + j, i + j + k))
            k //= 2
        p *= 2
    return pairs


class State:
    """The arrays of all trajectories for peers that work on NumPy's memory, filled up to whole blocks."""

    def __init__(self, one: Experiment, trajectories: int, block: int) -> None:
        count = -(-trajectories // block) * block
        self.trajectories, self.update = trajectories, 0
        self.trajectory = np.arange(count, dtype=np.uint32)
        self.x, self.y = (np.full(count, at, dtype=one.dtype) for at in one.problem.start)
        self.vx, self.vy = np.zeros_like(self.x), np.zeros_like(self.x)
        self.inside, self.solved_at, self.diverged_at = (np.zeros(count, dtype=np.int32) for _ in range(3))

    @property
    def arrays(self) -> tuple[NDArray[Any], ...]:
        """Return all arrays, in the order in which peers take them."""
        return (
            self.trajectory, self.x, self.y, self.vx, self.vy, self.inside, self.solved_at, self.diverged_at,
        )  # fmt: skip

    def ends(self) -> tuple[NDArray[Any], NDArray[Any], NDArray[Any]]:
        """Return what `ends` of a Program has to return."""
        return tuple(array[: self.trajectories] for array in (self.x, self.y, self.solved_at))  # type: ignore[return-value]
