"""The work behind the rescue: its runs, its map and its table, step by step, and their values."""

from __future__ import annotations

from collections.abc import Iterator
from time import perf_counter
from typing import Any, NamedTuple

from batchgame.sim.networks.engine import NetworkEngine
from batchgame.sim.networks.rescue import (
    BATCH_SIZES,
    DISTANCE,
    FULL,
    KINDS,
    RATES,
    REFERENCE,
    Cells,
    Kind,
    Pick,
    Reached,
    UpdateClock,
    Validation,
    allowed,
    fewest,
    looks,
    outcome_cells,
    validation,
)
from batchgame.tui.game.workshops.rescue_network_clock import measured_clock
from batchgame.tui.race.network_engine import engine_of, is_quick
from batchgame.tui.race.options import PlayOptions
from batchgame.tui.race.practice import Practice
from batchgame.tui.race.trainer import Step

KNOBS: dict[str, tuple[Any, ...]] = {
    "kind": KINDS,
    "batch_size": (64, 256, FULL),
    "scaling": ("none", "sqrt", "linear"),
    "momentum": (0.0, 0.5, 0.9),
    "warm_up": (0, 2, 5, 10),
    "epochs": (20, 40, 80, 160),
}
PER_CELL, PER_FULLER_CELL = 2, 8  # networks on the map at first, and where more were asked for


class Amount(NamedTuple):
    """How much is trained. every: only each n-th batch size and learning rate of a map. chunk: examples per step."""

    networks: int
    per_cell: int
    every: int
    in_table: int
    chunk: int

    @property
    def rates(self) -> tuple[float, ...]:
        """Return the learning rates of the map."""
        return RATES[self.every - 1 :: self.every]

    @property
    def batch_sizes(self) -> tuple[int, ...]:
        """Return the batch sizes of the map, which end with the full batch."""
        return BATCH_SIZES[self.every - 1 :: self.every]


def amount(engine: NetworkEngine, kiosk: bool) -> Amount:
    """Return how much an engine trains in a few seconds."""
    if is_quick(engine):
        return Amount(16 if kiosk else 32, PER_CELL, 1, 4, 150_000)
    return Amount(8, 1, 2, 1, 12_000)


class Start(NamedTuple):
    """What is known before the first pick: the clock, and the curve of the reference while it comes about."""

    clock: UpdateClock | None
    reference: Validation | None
    amount: Amount
    seconds: float

    @property
    def networks(self) -> int:
        """Return how many networks a curve is of."""
        return self.amount.networks

    @property
    def goal(self) -> float | None:
        """Return the accuracy to be reached, once the reference is trained."""
        if self.reference is None or self.reference.updates[-1] < REFERENCE.wanted:
            return None
        return self.reference.end - DISTANCE


class Fired(NamedTuple):
    """A pick within a budget: its curve so far. updates: all it makes."""

    pick: Pick
    kind: Kind
    updates: int
    curve: Validation
    seconds: float

    @property
    def complete(self) -> bool:
        """Return whether the budget or the epochs have come to their end."""
        return bool(self.curve.updates[-1] == self.updates)


Found = dict[int, Reached | None]


def begin(options: PlayOptions) -> Iterator[Step[Start]]:
    """Take the time of updates, and train the reference."""
    engine, began = engine_of(options), perf_counter()
    clock, much = measured_clock(), amount(engine, options.kiosk)
    yield Step(0.3, Start(clock, None, much, 0.0))
    at = sorted({*range(5, 105, 5), *(75 * epoch for epoch in range(1, REFERENCE.epochs + 1))})
    for share, curve in validation(REFERENCE, at, much.networks, options.seed, engine):
        yield Step(0.3 + 0.7 * share, Start(clock, curve, much, perf_counter() - began))


def fire(options: PlayOptions, pick: Pick, kind: Kind, clock: UpdateClock | None) -> Iterator[Step[Fired]]:
    """Train with a pick until its epochs or the budget end."""
    engine, began = engine_of(options), perf_counter()
    updates = spent(pick, kind, clock)
    count = amount(engine, options.kiosk).networks
    for share, curve in validation(pick, looks(updates), count, options.seed, engine):
        yield Step(share, Fired(pick, kind, updates, curve, perf_counter() - began))


def spent(pick: Pick, kind: Kind, clock: UpdateClock | None) -> int:
    """Return how many updates a pick makes within a budget."""
    return min(pick.wanted, allowed(kind, pick.batch_size, clock))


def chart(
    options: PlayOptions, kind: Kind, momentum: float, clock: UpdateClock | None, before: Cells | None, more: bool
) -> Iterator[Step[Cells]]:
    """Fill the map, or train more networks for its cells."""
    engine = engine_of(options)
    much = amount(engine, options.kiosk)
    budget = {size: allowed(kind, size, clock) for size in much.batch_sizes}
    count = PER_FULLER_CELL if more else much.per_cell
    work = outcome_cells(budget, much.rates, momentum, count, options.seed, engine, much.chunk, before)
    return (Step(share, cells) for share, cells in work)


def table(options: PlayOptions, goal: float) -> Iterator[Step[Found]]:
    """Find the fewest updates and epochs to the goal for each batch size."""
    engine = engine_of(options)
    much = amount(engine, options.kiosk)
    work = fewest(goal, much.batch_sizes, much.rates, much.in_table, options.seed, engine)
    return (Step(share, found) for share, found in work)


def milliseconds(reached: Reached, size: int, clock: UpdateClock) -> float:
    """Return how long one network takes for so many updates on the clock."""
    return 1000 * reached.updates * clock.seconds[size]


def winners(found: Found, clock: UpdateClock | None) -> dict[Kind, int]:
    """Return the batch size that needs the least of each kind; nothing for seconds that were not measured."""
    reached = {size: each for size, each in found.items() if each is not None}
    if not reached:
        return {}
    best: dict[Kind, int] = {
        "updates": min(reached, key=lambda size: reached[size].updates),
        "epochs": min(reached, key=lambda size: reached[size].epochs),
    }
    if clock is not None:
        best["seconds"] = min(reached, key=lambda size: milliseconds(reached[size], size, clock))
    return best


def score(practice: Practice, run: Fired, start: Start | None) -> None:
    """Reach the goal with the full batch in any budget, and par in the budget of epochs."""
    goal = start.goal if start else None
    if goal is not None and run.pick.batch_size == FULL and run.curve.end >= goal:
        practice.goal = True
        practice.par = practice.par or run.kind == "epochs"
