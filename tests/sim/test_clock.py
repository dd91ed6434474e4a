"""The clock: exact sums, and conversion of updates to microseconds and back."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from batchgame.sim.clock import MICROSECONDS, Clock, epochs_seen, examples_seen
from batchgame.sim.hardware import Measured
from batchgame.sim.problem import Budget
from batchgame.sim.schedule import Batches


@st.composite
def races(draw: st.DrawFn) -> tuple[Clock, int, int]:
    examples = draw(st.integers(2, 200))
    cost = st.integers(1, 9999).map(lambda whole: whole / 100)
    hardware = draw(st.one_of(st.integers(1, examples), st.builds(Measured, cost, cost)))
    return Clock(hardware), draw(st.integers(1, examples)), examples


def batches(updates: int, batch_size: int, examples: int) -> list[int]:
    """List the size of every batch."""
    updates_in_epoch = [batch_size] * (examples // batch_size) + [examples % batch_size] * bool(examples % batch_size)
    return [updates_in_epoch[update % len(updates_in_epoch)] for update in range(updates)]


@given(races(), st.integers(0, 300))
def test_time_is_the_exact_sum_of_its_batches(race: tuple[Clock, int, int], updates: int) -> None:
    clock, batch_size, examples = race
    sizes = batches(updates, batch_size, examples)
    assert clock.time(updates, batch_size, examples) == sum((clock.cost(size) for size in sizes), Fraction(0))
    assert examples_seen(updates, batch_size, examples) == sum(sizes)
    assert epochs_seen(updates, batch_size, examples) == sum(sizes) / examples


@given(races(), st.integers(0, 10**6))
def test_updates_by_is_the_inverse_of_microseconds(race: tuple[Clock, int, int], updates: int) -> None:
    clock, batch_size, examples = race
    at = clock.microseconds(updates, batch_size, examples)
    assert clock.updates_by(at, batch_size, examples) == updates
    assert clock.updates_by(at + 1, batch_size, examples) == updates
    if updates:
        assert clock.updates_by(at - 1, batch_size, examples) == updates - 1


@given(races(), st.lists(st.integers(0, 10**9), max_size=20))
def test_more_time_is_never_fewer_updates(race: tuple[Clock, int, int], times: list[int]) -> None:
    clock, batch_size, examples = race
    counts = [clock.updates_by(time, batch_size, examples) for time in sorted(times)]
    assert counts == sorted(counts)


def test_cost() -> None:
    assert [Clock(1).cost(b) for b in (1, 4, 20)] == [1, 4, 20]
    assert [Clock(20).cost(b) for b in (1, 4, 20)] == [1, 1, 1]
    assert [Clock(3).cost(b) for b in (1, 4, 20)] == [1, Fraction(4, 3), Fraction(20, 3)]


def test_the_short_last_batch_costs_its_own_size() -> None:
    assert Clock(1).time(2, 19, 20) == 20
    assert Clock(10).time(2, 19, 20) == Fraction(29, 10)
    assert Clock(10).time(3, 19, 20) == Fraction(48, 10)


def test_thirds_are_rounded_once() -> None:
    assert Clock(3).microseconds(3, 4, 20) == 4 * MICROSECONDS
    assert Clock(3).microseconds(1, 4, 20) == 1_333_333


def test_half_updates_lie_in_the_middle() -> None:
    assert epochs_seen(1.5, 19, 20) == pytest.approx((0.95 + 1) / 2)
    assert epochs_seen(2.5, 4, 20) == 0.5


def test_budgets() -> None:
    assert Budget(updates=100).in_updates(Batches(20, 19)) == 100
    assert Budget(epochs=3).in_updates(Batches(20, 19)) == 6
    assert Budget(epochs=3).in_updates(Batches(20, 20)) == 3
    assert Budget(epochs=3).in_updates(Batches(20, 3)) == 21
    assert Budget(epochs=3).times(10) == Budget(epochs=30)
    assert Budget(updates=7).times(2) == Budget(updates=14)


def test_a_measured_clock_has_no_corner_and_its_unit_is_an_update_with_one_example() -> None:
    clock = Clock(Measured(27.4, 1.1))
    assert clock.cost(1) == 1
    assert clock.cost(20) == Fraction(494, 285), "27.4 and 1.1 are exact"
    assert float(clock.cost(20)) == pytest.approx(Measured(27.4, 1.1).cost(20))
    serial, parallel = Clock(Measured(1e-6, 1)), Clock(Measured(1, 1e-6))
    assert float(serial.cost(20)) == pytest.approx(20, rel=1e-4)
    assert float(parallel.cost(20)) == pytest.approx(1, rel=1e-4)
