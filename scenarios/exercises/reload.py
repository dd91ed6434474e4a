"""The proofs of reload: what this machine takes for an update, and arithmetic with a fixed cost and one per example.

NumPy is not imported here: the process that measures has it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import NamedTuple

from batchgame.scenarios.exercises.lecture_times import SECONDS
from batchgame.scenarios.text.numbers import decimal
from batchgame.sim.clock import Clock
from batchgame.sim.hardware import Measured
from batchgame.sim.timing.measure import measured
from batchgame.sim.timing.times import Times

PROOF_SECONDS = 2.5  # of measuring: the proofs ask for factors that short measurements settle
ASKED = (10, 100, 1000, 10_000)  # batch sizes at which the player sets the curve
STEPS = 3  # marks per decade
HIGHEST = 5  # decades
NEAR = 3.0  # a mark within this factor of what is measured is a hit
ENOUGH = 3  # hits for the goal
MIDDLE = 7  # the mark where each point begins, half way up
KNEES = (20, 60, 200)  # examples that cost as much as an update


def lecture(batch_size: int) -> float:
    """Return the time of an update in the lecture's figure, divided by that with batch size 1."""
    return SECONDS[batch_size] / SECONDS[1]


def mark(step: int) -> float:
    """Return the ratio that a mark stands for."""
    return float(10 ** (step / STEPS))


def hits(said: Mapping[int, float], times: Times) -> int:
    """Return how many ratios are within a factor of three of what was measured. said: by batch size."""
    pairs = [(ratio, times.ratio(size)) for size, ratio in said.items()]
    return sum(found is not None and 1 / NEAR <= ratio / found <= NEAR for ratio, found in pairs)


@cache
def here() -> Times:
    """Measure this machine, once per process."""
    return measured(seconds=PROOF_SECONDS)


def _grows(small: int, large: int, low: float, high: float) -> bool:
    """Return whether an update takes between `low` and `high` times as long with the larger batch size."""
    times = here()
    one, other = times.point(small), times.point(large)
    return one is not None and other is not None and low <= other.median / one.median <= high


def _epochs(small: int, large: int, low: float, high: float) -> bool:
    """Return whether an epoch takes between `low` and `high` times as long with the smaller batch size."""
    times = here()
    one, other = times.point(small), times.point(large)
    return one is not None and other is not None and low <= one.epoch / other.epoch <= high


def _knee(factor: float) -> bool:
    """Return whether the flat part ends at `factor` times the batch size if an update costs ten times as much."""
    return all(abs(Measured(10 * knee, 1).knee / Measured(knee, 1).knee - factor) < 1e-9 for knee in KNEES)


def corner_is_rounded() -> bool:
    """Compare both kinds of clock where one has its corner: there the measured kind takes nearly twice as long."""
    pairs = [(Clock(Measured(knee, 1)).cost(knee), Clock(knee).cost(knee)) for knee in KNEES]
    return all(1.9 < measured_ / raced < 2 for measured_, raced in pairs)


ANY = 1e9


class Comparison(NamedTuple):
    """A proof that compares two batch sizes: whether the ratio lies between two numbers."""

    compares: Callable[[int, int, float, float], bool]
    small: int
    large: int
    low: float
    high: float

    def holds(self) -> bool:
        """Return whether the ratio that is measured lies there."""
        return self.compares(self.small, self.large, self.low, self.high)


# By the name of a proof: what it compares, and the batch sizes that have to be measured for it.
MEASURED: dict[str, Comparison] = {
    "thousand_times": Comparison(_grows, 1, 1000, 500, ANY),
    "as_long": Comparison(_grows, 1, 1000, 0, 2),
    "far_less": Comparison(_grows, 1, 1000, 2, 500),
    "slope_at_once": Comparison(_grows, 1, 10, 5, ANY),
    "flat_first": Comparison(_grows, 1, 10, 0, 4),
    "flat_to_the_end": Comparison(_grows, 1000, 10_000, 0, 3),
    "slope_at_the_end": Comparison(_grows, 1000, 10_000, 4, 40),
    "one_longest": Comparison(_epochs, 1, 1000, 10, ANY),
    "full_longest": Comparison(_epochs, 1, 60_000, 0, 1),
    "all_alike": Comparison(_epochs, 1, 1000, 0.8, 1.25),
}

PROOFS: dict[str, Callable[[], bool]] = {
    **{name: each.holds for name, each in MEASURED.items()},
    "flat_then_slope": lambda: PROOFS["flat_first"]() and PROOFS["slope_at_the_end"](),
    "knee_same": lambda: _knee(1),
    "knee_tenth": lambda: _knee(0.1),
    "knee_ten": lambda: _knee(10),
    "lecture_far_less": lambda: 2 < lecture(1000) < 500,
    "lecture_slope": lambda: 5 < lecture(60_000) / lecture(10_000) < 7,
    "corner_is_rounded": corner_is_rounded,
}

NUMBERS: dict[str, Callable[[], str]] = {
    "lecture": lambda: decimal(lecture(1000), 0),
    "lecture_largest": lambda: decimal(lecture(60_000) / lecture(10_000), 1),
}


def UNSURE() -> frozenset[str]:  # noqa: N802 - a name of the module's interface, as PROOFS
    """Return the proofs that need a batch size at which the machine was busy, or which was not reached in time."""
    sure = {point.batch_size for point in here().points if not point.busy}
    found = {name for name, each in MEASURED.items() if not sure >= {each.small, each.large}}
    return frozenset(found | ({"flat_then_slope"} if found & {"flat_first", "slope_at_the_end"} else set()))
