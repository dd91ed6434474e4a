"""The full-screen map as a slice through (B, λ, η): which values stand on its axes, and in which passes it is computed.

Nothing heavy: the first frame is drawn from this before NumPy is imported.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from batchgame.sim.plane import Knob
    from batchgame.tui.maps.worker import PlaneRequest
    from batchgame.tui.race.round import Round

KNOBS: tuple[Knob, ...] = ("batch_size", "momentum", "learning_rate")
SYMBOLS = {"batch_size": "B", "momentum": "λ", "learning_rate": "η"}
PLANES: tuple[tuple[Knob, Knob], ...] = (
    ("momentum", "batch_size"), ("momentum", "learning_rate"), ("learning_rate", "batch_size"),
)  # across and down, by the digits 1 to 3  # fmt: skip
MOST = 64  # cells along an axis
LARGEST_MOMENTUM = 0.99
OCTAVES = (4, 6)  # of η below and above the stage's: at a sixteenth all crawls, at 64 times every landscape blows up
STRIDES = (8, 4, 2, 1)
FIRST, GROWS = 16, 4  # trajectories in a cell at first, and how many times as many in each pass after that
HELD_STEPS = 17  # values that the held knob can be turned through


@dataclass(frozen=True)
class Words:
    """What `batchgame map` asks for: the knobs across and down, and the trajectories of a finished cell."""

    x: Knob = "momentum"
    y: Knob = "batch_size"
    trajectories: int = 256


def axis(knob: Knob, count: int, asked: float, examples: int) -> tuple[float, ...]:
    """At most `count` values of a knob, ascending; the one asked for stands in the place of its nearest.

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
    """The index of the value that lies closest."""
    return min(range(len(values)), key=lambda n: abs(values[n] - value))


def downwards(knob: Knob, values: Sequence[float]) -> tuple[float, ...]:
    """In the order of the rows: B grows downwards, as on the result's map; λ and η grow upwards, as in a plot."""
    return tuple(values) if knob == "batch_size" else tuple(reversed(values))


def third(x: Knob, y: Knob) -> Knob:
    """The knob that is held."""
    return next(knob for knob in KNOBS if knob not in (x, y))


def passes(trajectories: int) -> tuple[tuple[int, int], ...]:
    """(stride, trajectories): all cells with a few trajectories, coarse first; then with more, up to so many."""
    few = min(FIRST, trajectories)
    counts = [few]
    while counts[-1] < trajectories:
        counts.append(min(counts[-1] * GROWS, trajectories))
    return (*((stride, few) for stride in STRIDES), *((1, count) for count in counts[1:]))


def request(
    round_: Round, x: Knob, y: Knob, columns: Sequence[float], rows: Sequence[float], held: float, trajectories: int
) -> PlaneRequest:
    """The slice under the round's clock, seed, engine and schedule."""
    from batchgame.tui.maps.worker import PlaneRequest

    asked = round_.options
    return PlaneRequest(
        round_.problem, x, y, tuple(columns), tuple(rows), held, round_.parallel, asked.seed, asked.engine,
        round_.trained_by, passes(trajectories),
    )  # fmt: skip
