"""The plane that the full-screen map shows, a slice through (B, λ, η): the values on its axes, and its passes.

Nothing here needs NumPy, because a page draws its axes in the first frame.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from batchgame.sim.plane import Knob

PLANES: tuple[tuple[Knob, Knob], ...] = (
    ("momentum", "batch_size"), ("momentum", "learning_rate"), ("learning_rate", "batch_size"),
)  # across and down, by the digits 1 to 3  # fmt: skip
MOST = 64  # cells along an axis
LARGEST_MOMENTUM = 0.99
OCTAVES = (4, 6)  # of η below and above the stage's: at a sixteenth all crawls, at 64 times every landscape blows up
STRIDES = (8, 4, 2, 1)
FIRST, GROWS = 16, 4  # trajectories per cell at first, and the factor by which each pass after that has more
HELD_STEPS = 17  # values that the held knob can be turned through


def axis(knob: Knob, count: int, asked: float, examples: int) -> tuple[float, ...]:
    """Return at most `count` values of a knob, ascending; `asked` replaces the value nearest to it.

    B: evenly from 1 to N. λ: 0 to 0.99, evenly in log(1 − λ), as it acts through 1/(1 − λ). η: evenly in its logarithm.
    """
    count = min(count, MOST, examples) if knob == "batch_size" else min(count, MOST)
    parts = [n / (count - 1) for n in range(count)]
    if knob == "batch_size":
        values = [float(round(1 + part * (examples - 1))) for part in parts]
    elif knob == "momentum":
        values = [round(1 - (1 - LARGEST_MOMENTUM) ** part, 4) for part in parts]
    else:
        step = sum(OCTAVES) / (count - 1)
        middle = round(OCTAVES[0] / step)
        values = [float(f"{asked * 2 ** ((n - middle) * step):.3g}") for n in range(count)]
    values[nearest(values, asked)] = asked
    return tuple(values)


def nearest(values: Sequence[float], value: float) -> int:
    """Return the index of the value that lies closest."""
    return min(range(len(values)), key=lambda n: abs(values[n] - value))


def downwards(knob: Knob, values: Sequence[float]) -> tuple[float, ...]:
    """Order values as rows: B grows downwards, as on the result's map; λ and η grow upwards, as in a plot."""
    return tuple(values) if knob == "batch_size" else tuple(reversed(values))


def passes(trajectories: int) -> tuple[tuple[int, int], ...]:
    """Return (stride, trajectories) of each pass: every cell with a few trajectories, coarse first, then with more."""
    few = min(FIRST, trajectories)
    counts = [few]
    while counts[-1] < trajectories:
        counts.append(min(counts[-1] * GROWS, trajectories))
    return (*((stride, few) for stride in STRIDES), *((1, count) for count in counts[1:]))
