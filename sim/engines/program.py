"""Programs for the compiled engines: landscape and goal as flat tables, and a network that sorts a shuffle's keys."""

from __future__ import annotations

from functools import cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from batchgame.sim.engines.plan import Plan, mean_in_order
from batchgame.sim.engines.plans import is_piecewise
from batchgame.sim.landscape import MONOMIALS, Landscape
from batchgame.sim.problem import Problem
from batchgame.sim.schedule import Batches

MOST_WELLS = 10  # `same` has three bits per well and has to fit into 32 bits
REGISTERS = 32  # columns are padded to a multiple of this, so that AVX-512 can look values up in registers
SAMPLINGS = ("reshuffle", "once", "index", "replacement")
SHAPE = ("examples", "low", "stride", "columns", "varying", "constant", "wells", "same", "skewed", "ellipses", "level",
         "last", "full", "sampling", "drawn", "batch", "updates_in_epoch", "comparators", "averaged")  # fmt: skip


class Program(NamedTuple):
    """A landscape and a goal for one batch size, as C and CUDA read them.

    shape: the kind of landscape and goal, as whole numbers named by SHAPE.
    table: the numbers of landscape and goal in the dtype of the swarm, in the order that update.h describes.
    loss: the goal's level, or 0 without one, and the numbers of the full loss, float64.
    network (C, 2) int32: the pairs to compare and exchange, one after the other, to sort N keys.
    """

    shape: dict[str, int]
    table: NDArray[Any]
    loss: NDArray[np.float64]
    network: NDArray[np.int32]


def fits(landscape: Landscape) -> bool:
    """Return whether compiled engines can compute this landscape. Array code can compute every one."""
    # The exp of update.h needs uᵀAu ≥ 0, so the matrix A of every well must be positive semidefinite.
    precisions = (well.precision.tolist() for well in landscape.wells)
    definite = all(a11 >= 0 and a22 >= 0 and a11 * a22 >= a12 * a12 for a11, a12, a22 in precisions)
    return not is_piecewise(landscape) and len(landscape.wells) <= MOST_WELLS and definite


def program(problem: Problem, batches: Batches, epoch: int, dtype: Any) -> Program:
    """Build the program for the batch size of an epoch. It serves every epoch with the same batch size."""
    landscape, goal, full = problem.landscape, problem.goal, batches.full(epoch)
    plan = Plan(landscape, dtype, np, full=full)
    examples = landscape.examples
    stride = -(-examples // REGISTERS) * REGISTERS
    along = np.zeros((2, len(MONOMIALS)), dtype=dtype)
    for column, value in plan.constant.items():
        along[:, column] = [value * power for power in MONOMIALS[column]]
    wells = [
        part
        for well in plan.wells
        for part in (
            np.array([well.a11, well.a12, well.a22], dtype=dtype),
            *(_column(row, stride) for row in well.host),
        )
    ]
    ellipses = [np.array([x, y, 1 / rx, 1 / ry], dtype=dtype) for x, y, rx, ry in goal.ellipses if goal.level is None]
    parts = [*(_column(values, stride) for values in plan.columns.values()), along.ravel(), *wells, *ellipses]
    pairs, loss = network(examples), _loss(problem, stride)
    sampling = batches.schedule.sampling
    shape = {
        "examples": examples,
        "low": (1 << (examples - 1).bit_length()) - 1,
        "stride": stride,
        "columns": len(plan.columns),
        "varying": sum(1 << column for column in plan.columns),
        "constant": sum(1 << column for column in plan.constant),
        "wells": len(plan.wells),
        "same": sum(1 << 3 * n + part for n, well in enumerate(plan.wells) for part in range(3) if well.same[part]),
        "skewed": sum(1 << n for n, well in enumerate(plan.wells) if well.a12),
        "ellipses": len(ellipses),
        "level": goal.level is not None,
        "last": goal.last_epochs is not None,
        "full": full,
        "sampling": SAMPLINGS.index(sampling),
        "drawn": sampling == "replacement",
        "batch": batches.size(epoch),
        "updates_in_epoch": batches.updates_in_epoch(epoch),
        "comparators": len(pairs),
        "averaged": sum(1 << column for column in range(1, len(MONOMIALS)) if loss[1 + column]),
    }
    return Program({name: int(shape[name]) for name in SHAPE}, np.concatenate(parts), loss, pairs)


@cache
def network(count: int) -> NDArray[np.int32]:
    """Build a sorting network for `count` keys, (C, 2): pairs i < j to put in order, one after the other.

    It is Batcher's merge exchange (1968).
    """
    pairs = []
    top = p = 1 << max(0, (count - 1).bit_length() - 1)
    while p and count > 1:
        q, r, distance = top, 0, p
        while True:
            pairs += [(i, i + distance) for i in range(count - distance) if i & p == r]
            if q == p:
                break
            distance, q, r = q - p, q >> 1, p
        p >>= 1
    return np.array(pairs, dtype=np.int32).reshape(-1, 2)


def _column(values: Any, stride: int) -> Any:
    return np.concatenate([values, np.zeros(stride - len(values), dtype=values.dtype)])


def _loss(problem: Problem, stride: int) -> NDArray[np.float64]:
    landscape = problem.landscape
    means = [mean_in_order(landscape.coefficients[:, column]) for column in range(len(MONOMIALS))]
    parts: list[Any] = [np.array([problem.goal.level or 0.0, *means])]
    for well in landscape.wells:
        rows = (well.centre[0] + well.shift[:, 0], well.centre[1] + well.shift[:, 1], well.amplitude)
        parts += [np.array(well.precision, dtype=float), *(_column(row, stride) for row in rows)]
    return np.concatenate(parts)
