"""What the gap exercise trains, and the sentences about what came out: for its page and for plain lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from batchgame.scenarios.exercises.gap import EXAMPLES, MISSING, NEAR, PLANS, RATE, SIZES, TABLE, WRONG, Row
from batchgame.scenarios.text.numbers import MINUS, number, percentage
from batchgame.sim.interval import FEWEST, Interval, interval, verdict
from batchgame.sim.networks.equal_loss import Found, train_pairs
from batchgame.tui.race.network_engine import engine_of, is_quick
from batchgame.tui.race.options import PlayOptions
from batchgame.tui.race.practice import Practice
from batchgame.tui.race.trainer import Step
from batchgame.tui.score.saved import SavedGap
from batchgame.tui.text.catalogue import Catalogue

MILESTONES = (FEWEST, 10, 32)  # networks whose interval stays as history
ENOUGH = 10  # networks after which one may go on
MOST, KIOSK_MOST, SLOW_MOST = 100, 64, 32
WHOLE = 32  # networks that are trained at all batch sizes; later ones at the smallest and the largest
SLOW_WHOLE = 10
MARKS_NEEDED = 5  # of the six: the goal
WORSE, LEVEL, BETTER = range(3)  # the answers to the bets, in their order
OPTIMISATION, GENERALISATION = range(2)  # the marks, in the order of their digits
EVERYWHERE = 0.75  # of the pairs that must be sharper before a sentence calls the large batch sharper


class Plan(NamedTuple):
    """How many networks there are after each group, and how many of them are trained at all batch sizes."""

    counts: tuple[int, ...]
    whole: int


def plan_of(options: PlayOptions) -> Plan:
    """Return the groups of networks: small ones with C, so that something moves; fewer and larger ones without it."""
    if not is_quick(engine_of(options)):
        return Plan((FEWEST, 6, 10, 16, 21, 27, SLOW_MOST), SLOW_WHOLE)
    most = KIOSK_MOST if options.kiosk else MOST
    return Plan((FEWEST, 6, *range(10, WHOLE - 1, 4), WHOLE, *range(WHOLE + 4, most + 1, 4)), WHOLE)


def work_of(stage: str, options: PlayOptions) -> Iterator[Step[Found]]:
    """Train the networks of a stage, for a thread of a page or for plain lines."""
    plan = plan_of(options)
    pairs = train_pairs(PLANS[stage], plan.counts, seed=options.seed, engine=engine_of(options), whole=plan.whole)
    for share, found in pairs:
        yield Step(share, found)


def rungs(found: Found) -> list[Interval]:
    """Return the intervals at the milestones that have been passed, and last that of all networks."""
    differences = found.differences
    counts = [count for count in MILESTONES if count < len(differences)]
    return [interval(differences[:count]) for count in (*counts, len(differences)) if count >= FEWEST]


def answer_of(found: Found) -> int:
    """Return which answer to a bet the networks give."""
    return {-1: WORSE, 0: LEVEL, 1: BETTER}[interval(found.differences).side]


def signed(value: float, digits: int = 1) -> str:
    """Write a difference with its sign; 0 has none."""
    text = f"{abs(value):.{digits}f}"
    return text if not float(text) else f"{'+' if value > 0 else MINUS}{text}"


def first_said(say: Catalogue, found: Found) -> str:
    """Return what the first three networks alone would have said."""
    if found.networks < FEWEST:
        return say("gap.few", count=FEWEST)
    side = interval(found.differences[:FEWEST]).side
    return say(f"gap.first_{('below', 'open', 'above')[side + 1]}", count=FEWEST)


def verdict_said(say: Catalogue, found: Found) -> str:
    """Return what the intervals say, after as many networks as there are."""
    told = verdict(found.differences)
    if told.kind == "few":
        return say("gap.few", count=FEWEST)
    last = interval(found.differences)
    most = max(abs(last.mean - last.half), abs(last.mean + last.half))
    return say(f"gap.{told.kind}", since=told.since, full=SIZES[-1], most=f"{most:.1f}")


def sharpness_said(say: Catalogue, found: Found, stage: str) -> str:
    """Return how often the large batch was sharper, and for clean labels what that says about the gap."""
    if not found.networks:
        return ""
    key = "sharper"
    if stage == "clean" and found.networks >= FEWEST and found.sharper >= EVERYWHERE * found.networks:
        key = f"sharper_{('worse', 'level', 'better')[answer_of(found)]}"
    return say(f"gap.{key}", full=SIZES[-1], sharper=found.sharper, networks=found.networks)


def slice_said(say: Catalogue, found: Found) -> str:
    """Return what the lines between the solutions show, counted."""
    if not found.networks:
        return ""
    return say("gap.canyon", steeper=found.steeper, networks=found.networks, between=found.best_between)


def what(say: Catalogue, found: Found, stage: str, seconds: float, *, short: bool = False) -> str:
    """Return what was measured, where, how often, and how long that took."""
    labels = say(f"gap.labels_{stage}", wrong=percentage(WRONG, 0))
    told = say("gap.what_short" if short else "gap.what", networks=found.networks, examples=EXAMPLES, labels=labels,
               rate=number(RATE), seconds=f"{seconds:.1f}")  # fmt: skip
    missed = found.networks - found.reached
    return f"{told} {say('gap.unreached', count=missed)}" if missed else told


def medians(found: Found, size: int) -> tuple[float, float, float] | None:
    """Return the means of training and test accuracy and the median sharpness at a batch size; None before the first.

    size: its place among the batch sizes. Networks that were not trained at this size do not count.
    """
    known = ~np.isnan(found.test[size])
    if not known.any():
        return None
    train, test, sharpness = (values[size][known] for values in (found.train, found.test, found.sharpness))
    return float(train.mean()), float(test.mean()), float(np.median(sharpness))


def minus_smallest(found: Found, size: int) -> Interval | None:
    """Return the interval of the test accuracy at a batch size minus that at the smallest, in points."""
    both = found.test[size] - found.test[0]
    both = both[~np.isnan(both)]
    return interval(100 * both) if size and len(both) >= FEWEST else None


def saved(found: Found) -> SavedGap:
    """Return the record of an experiment for the progress file."""
    small, full = (float(found.test[size].mean()) for size in (0, -1))
    half = min(1.0, interval(found.differences).half / 100)
    return SavedGap(
        networks=found.networks, small=SIZES[0], full=SIZES[-1], test_small=small, test_full=full, half=half
    )


def right_mark(row: Row) -> int:
    """Return the mark that a row deserves."""
    return OPTIMISATION if row.is_optimisation else GENERALISATION


def mark_said(say: Catalogue, row: Row) -> str:
    """Return why a row deserves its mark."""
    key = "gap.is_behind" if row.is_optimisation else "gap.is_level"
    train = signed(row.train_gap, 2)
    return say(key, name=row.name, train=train, deviation=f"{row.train_large.deviation:.2f}")


def is_near(guess: float) -> bool:
    """Return whether the guess of the missing figure counts."""
    return abs(guess - TABLE[MISSING].test_large.mean) <= NEAR


def cell_said(say: Catalogue, guess: float) -> str:
    """Return the paper's figure beside the guess."""
    truth = TABLE[MISSING].test_large
    key = "gap.cell_hit" if is_near(guess) else "gap.cell_miss"
    return say(
        key, truth=f"{truth.mean:.2f}", deviation=f"{truth.deviation:.2f}", guess=f"{guess:.1f}", near=number(NEAR)
    )


def score(practice: Practice, guess: float, marks: Sequence[int]) -> None:
    """Reach the goal with five right marks of six; par with all of them and a number that is near."""
    hits = sum(mark == right_mark(row) for mark, row in zip(marks, TABLE, strict=True))
    practice.goal, practice.par = hits >= MARKS_NEEDED, hits == len(TABLE) and is_near(guess)
