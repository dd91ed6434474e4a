"""Schedules: the order of examples, times and learning rates, compared with counting batch by batch."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from batchgame.sim.clock import Clock
from batchgame.sim.schedule import PLAIN, Batches, Schedule
from batchgame.sim.shuffle import order


def sizes(batches: Batches, epochs: int) -> list[int]:
    """List the size of every batch of the first `epochs` epochs."""
    found: list[int] = []
    for epoch in range(epochs):
        size, left = batches.size(epoch), batches.examples
        while left:
            found.append(min(size, left))
            left -= found[-1]
    return found


@given(
    st.integers(2, 24),
    st.integers(1, 24),
    st.integers(1, 24),
    st.integers(1, 4),
    st.integers(1, 24),
    st.integers(0, 60),
)
def test_a_change_of_b_is_counted_batch_by_batch(
    examples: int, first: int, second: int, turn: int, parallel: int, updates: int
) -> None:
    first, second, parallel = min(first, examples), min(second, examples), min(parallel, examples)
    batches, clock = Batches(examples, first, Schedule(then=(turn, second))), Clock(parallel)
    each = sizes(batches, turn + 60)
    assert batches.examples_seen(updates) == sum(each[:updates])
    assert batches.epochs_seen(updates) == pytest.approx(sum(each[:updates]) / examples)
    assert batches.time(clock, updates) == sum(map(clock.cost, each[:updates]))
    assert batches.in_epochs(turn + 1) == len(sizes(batches, turn + 1))
    epoch, position = batches.place(updates)
    assert batches.in_epochs(epoch) + position == updates
    assert position < batches.updates_in_epoch(epoch)
    at = batches.microseconds(clock, updates)
    assert batches.updates_by(clock, at) == updates
    assert not updates or batches.updates_by(clock, at - 1) == updates - 1


def test_a_warm_up_rises_in_equal_steps() -> None:
    batches = Batches(20, 20, Schedule(scaling="linear", warm_up=5))
    assert [batches.rate(update) for update in range(7)] == pytest.approx([4, 8, 12, 16, 20, 20, 20])
    assert Batches(20, 4, Schedule(scaling="sqrt", rate=3.0)).rate(0) == pytest.approx(6)
    assert Batches(20, 4, PLAIN).rate(0) == 1
    changing = Batches(20, 1, Schedule(scaling="linear", then=(2, 10)))
    assert (changing.rate(39), changing.rate(40)) == (1, 10)


def test_samplings() -> None:
    trajectories = np.arange(50, dtype=np.uint32)
    plain, once, index, anew = (
        Batches(20, 2, Schedule(sampling=sampling)) for sampling in ("reshuffle", "once", "index", "replacement")
    )
    assert (plain.rows(7, trajectories, 3, np) == order(7, trajectories, 3, 20)).all()
    assert (once.rows(7, trajectories, 3, np) == order(7, trajectories, 0, 20)).all()
    assert (index.rows(7, trajectories, 3, np) == np.arange(20)).all()
    drawn = np.concatenate([anew.rows(7, np.arange(2000, dtype=np.uint32), epoch, np).ravel() for epoch in range(5)])
    counts = np.bincount(drawn, minlength=20)
    assert len(counts) == 20
    assert np.abs(counts / len(drawn) - 0.05).max() < 0.005, "every example is drawn as often"
    repeats = [len(set(row)) < 20 for row in anew.rows(7, trajectories, 0, np).tolist()]
    assert all(repeats), "with replacement an epoch of 20 as good as never has them all"


def test_which_batches_are_deterministic() -> None:
    assert Batches(20, 20).is_deterministic
    assert not Batches(20, 10).is_deterministic
    assert not Batches(20, 20, Schedule(sampling="replacement")).is_deterministic
    assert not Batches(20, 20, Schedule(then=(3, 1))).is_deterministic
    assert not Batches(20, 1, Schedule(then=(3, 20))).is_deterministic
    assert Batches(20, 1, Schedule(then=(3, 20))).full(3)
