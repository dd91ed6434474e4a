"""What is bet on in the accuracy exercise, and what the networks say to it; for its page and for plain lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from batchgame.scenarios.exercises.accuracy import LEVEL, SIZES
from batchgame.sim.networks.side_by_side import Comparison, Lanes, compare
from batchgame.tui.race.network_engine import engine_of, is_quick
from batchgame.tui.race.options import PlayOptions
from batchgame.tui.race.practice import Practice
from batchgame.tui.race.question import dealt
from batchgame.tui.race.trainer import Step

COUNTS = (16, 64, 256, 1000)  # networks of each batch size, from press to press
KIOSK_MOST = 64
ENOUGH = 4  # of the six in their places: the goal
REFERENCE = SIZES.index(16)  # the lane that the full batch is compared with
WORST, IS_LEVEL, OVERFITS = range(3)  # the answers to the second bet
ANSWERS = 3


def first_count(stage: str, options: PlayOptions) -> int:
    """Return how many networks of each batch size begin: enough for a band, and done in seconds on two processors."""
    many = COUNTS[0] if options.kiosk or not is_quick(engine_of(options)) else COUNTS[1]
    return many // 4 if stage == "updates" else many


def work_of(comparison: Comparison, numbers: range, options: PlayOptions, before: Lanes = ()) -> Iterator[Step[Lanes]]:
    """Train the networks with these numbers, for a thread of a page or for plain lines."""
    engine = engine_of(options)
    for share, lanes in compare(comparison, numbers, seed=options.seed, engine=engine, before=before):
        yield Step(share, lanes)


def best_first(lanes: Lanes) -> list[int]:
    """Return the places of the lanes by their mean validation accuracy, the highest first."""
    return sorted(range(len(lanes)), key=lambda n: -mean(lanes[n].test))


def verdict(lanes: Lanes) -> int:
    """Return which answer to the second bet the networks themselves give."""
    full, reference = lanes[-1], lanes[REFERENCE]
    if mean(full.test) > mean(reference.test) - LEVEL:
        return IS_LEVEL
    return OVERFITS if mean(full.train) > mean(reference.train) - LEVEL else WORST


def hits_of(order: Sequence[int], lanes: Lanes) -> list[bool]:
    """Return for each place of the player's order whether the lane there ended in it."""
    return [one == other for one, other in zip(order, best_first(lanes), strict=True)]


def answers_dealt(seed: int) -> tuple[int, ...]:
    """Return the order in which the answers to the second bet are shown."""
    return dealt(ANSWERS, "accuracy updates", seed)


def both_fall(lanes: Lanes) -> bool:
    """Return whether the full batch ended below a small one on training and on validation."""
    full, small = lanes[-1], lanes[REFERENCE]
    return mean(full.train) < mean(small.train) - LEVEL and mean(full.test) < mean(small.test) - LEVEL


def score(practice: Practice, order: Sequence[int], epochs: Lanes, said: int | None, updates: Lanes | None) -> None:
    """Reach the goal with four of six in their places, and par with all of them and the second bet."""
    hits = sum(hits_of(order, epochs))
    practice.goal = hits >= ENOUGH
    practice.par = hits == len(order) and updates is not None and said == verdict(updates)


def mean(accuracies: NDArray[np.float64]) -> float:
    """Return the mean over networks at the last point of a curve, (S, M)."""
    return float(accuracies[-1].mean())
