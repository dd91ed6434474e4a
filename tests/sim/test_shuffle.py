"""Shuffles: the same as in plain integers, and as even as random ones over trajectories, epochs and seeds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import numpy as np
import pytest

from batchgame.sim.shuffle import order, stream

from .stages import shuffled

N = 20
COUNT = 60_000
numbers = np.arange(COUNT, dtype=np.uint32)


def over_trajectories() -> np.ndarray:
    return order(3, numbers, 5, N)


def over_epochs() -> np.ndarray:
    return np.concatenate([order(3, np.arange(4, dtype=np.uint32), epoch, N) for epoch in range(COUNT // 4)])


def over_seeds() -> np.ndarray:
    """Compute the first shuffle of four trajectories for many seeds."""
    return np.concatenate([order(seed, np.arange(4, dtype=np.uint32), 0, N) for seed in range(COUNT // 4)])


def test_against_plain_integers() -> None:
    wrong = []
    for examples in (2, 3, 7, 20, 32, 33, 1000):
        for seed, epoch in ((0, 0), (1, 7), (2**32 - 1, 123_456)):
            found = order(seed, np.array([0, 1, 999, 2**32 - 1], dtype=np.uint32), epoch, examples)
            if found.tolist() != [shuffled(seed, t, epoch, examples) for t in (0, 1, 999, 2**32 - 1)]:
                wrong.append((examples, seed, epoch))
    assert wrong == []


def test_every_shuffle_holds_every_example_once() -> None:
    assert (np.sort(over_trajectories(), axis=1) == np.arange(N)).all()


@pytest.mark.parametrize("rows", [over_trajectories, over_epochs, over_seeds])
def test_positions_and_pairs_are_even(rows: Callable[[], np.ndarray]) -> None:
    """χ² is within 3.5 standard deviations: for positions, for the first two examples, and for neighbours."""
    found = rows()
    positions = np.stack([np.bincount(found[:, place], minlength=N) for place in range(N)])
    expected = len(found) / N
    _near(((positions - expected) ** 2 / expected).sum(), (N - 1) ** 2)
    pairs = np.bincount(found[:, 0].astype(int) * N + found[:, 1], minlength=N * N)
    expected = len(found) / (N * (N - 1))
    counts = pairs.reshape(N, N)[~np.eye(N, dtype=bool)]
    _near(((counts - expected) ** 2 / expected).sum(), N * (N - 1) - 1)
    followers = np.bincount((found[:, :-1].astype(int) * N + found[:, 1:]).ravel(), minlength=N * N)
    expected = len(found) / N
    counts = followers.reshape(N, N)[~np.eye(N, dtype=bool)]
    _near(((counts - expected) ** 2 / expected).sum(), N * (N - 1) - 1)


def _near(statistic: float, freedom: int) -> None:
    assert abs(statistic - freedom) < 3.5 * np.sqrt(2 * freedom)


def test_trajectory_and_epoch_are_not_exchangeable() -> None:
    words = np.stack([stream(0, numbers[:300], epoch, np) for epoch in range(300)])  # (epoch, trajectory)
    off = ~np.eye(300, dtype=bool)
    assert not (words == words.T)[off].any()


def test_duplicates_are_as_rare_as_chance() -> None:
    """Among n words of 32 bits about n²/2³³ pairs are equal, and no two trajectories share more than one word."""
    trajectories, epochs = 8000, 100
    words = np.stack([stream(0, numbers[:trajectories], epoch, np) for epoch in range(epochs)])
    values, counts = np.unique(words, return_counts=True)
    expected = (trajectories * epochs) ** 2 / 2**33
    repeated = values[counts > 1]
    assert abs(len(repeated) - expected) < 4 * np.sqrt(expected)
    shared: Counter[tuple[int, ...]] = Counter()
    for value in repeated:
        shared[tuple(sorted({int(t) for t in np.nonzero(words == value)[1]}))] += 1
    assert max(shared.values()) == 1


def test_seeds_differ_in_every_epoch_of_every_trajectory() -> None:
    one, other = (stream(seed, numbers, 0, np) for seed in (0, 1))
    assert not (one == other).any()
    assert len({int(stream(seed, numbers[:1], 0, np)[0]) for seed in range(2000)}) == 2000


def test_a_trajectory_does_not_depend_on_its_company() -> None:
    assert (order(9, numbers[:1000], 4, N)[731] == order(9, numbers[731:732], 4, N)[0]).all()
