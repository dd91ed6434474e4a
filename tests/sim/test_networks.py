"""The reference of the networks: what they begin with, their gradients, and independence of company."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from batchgame.sim.networks.data import digits, spirals
from batchgame.sim.networks.networks import Networks, Setup
from batchgame.sim.networks.start import Shape, starts
from batchgame.sim.schedule import Schedule

from .nets import ARRAY, in_c

ENGINES = [ARRAY, *in_c()[-2:]]


@pytest.fixture(params=ENGINES, ids=lambda engine: f"{engine.name}-{getattr(engine, 'threads', 1)}")
def engine(request: pytest.FixtureRequest) -> Any:
    return request.param


def test_data_are_those_of_their_sheet() -> None:
    assert digits().x.shape == (1797, 64)
    assert (digits().x.min(), digits().x.max()) == (0, 1)
    assert np.bincount(digits().y).tolist() == [178, 182, 177, 183, 181, 182, 181, 179, 174, 180]
    assert spirals().x.shape == (2048, 2)
    assert np.bincount(spirals().y).tolist() == [1024, 1024]
    assert 0.27 < np.hypot(*spirals().x.T).min() + 0.3 < 0.6
    assert 2.9 < np.hypot(*spirals().x.T).max() < 3.3


def test_starts_are_normal_and_differ_between_networks_and_seeds() -> None:
    shape = Shape(64, 32, 10)
    numbers = np.arange(40, dtype=np.uint32)
    theta = starts(0, numbers, shape)
    w1, b1, w2, b2 = shape.layers(theta)
    for weights, inputs in ((w1, 64), (w2, 32)):
        scaled = weights.astype(float) * inputs**0.5
        assert abs(scaled.mean()) < 4 / scaled.size**0.5
        assert abs(scaled.std() - 1) < 4 / (2 * scaled.size) ** 0.5
        assert abs((scaled**4).mean() - 3) < 4 * (96 / scaled.size) ** 0.5
    assert not b1.any()
    assert not b2.any()
    both = np.concatenate([theta, starts(1, numbers, shape)])
    correlations = np.corrcoef(both[:, : 64 * 32])
    assert np.abs(correlations - np.eye(80)).max() < 6 / (64 * 32) ** 0.5


def test_splits_and_wrong_labels() -> None:
    networks = Networks(Setup(examples=300, wrong_labels=0.2), 50, engine=ARRAY)
    train, test, labels, test_labels = networks.split
    assert np.array_equal(np.sort(np.concatenate([train, test], axis=1)), np.tile(np.arange(1797), (50, 1)))
    assert not np.array_equal(train[0], train[1])
    wrong = labels != digits().y[train]
    assert (wrong.sum(axis=1) == 60).all()
    moved = (labels.astype(int) - digits().y[train])[wrong] % 10
    assert np.bincount(moved, minlength=10)[0] == 0
    counts = np.bincount(moved, minlength=10)[1:]
    assert ((counts - 3000 / 9) ** 2 / (3000 / 9)).sum() < 26  # χ² with 8 degrees of freedom, p = .001
    assert np.array_equal(test_labels, digits().y[test])


@pytest.mark.parametrize("setup", [Setup(examples=40), Setup("spirals", hidden=5, examples=30)], ids=lambda s: s.data)
def test_gradients_are_central_differences(setup: Setup, engine: Any) -> None:
    networks = Networks(setup, 2, engine=engine)
    networks.advance(20)
    theta = networks.parameters()
    gradient = networks.gradient()
    rng, step = np.random.default_rng(0), 3e-3
    for _ in range(6):
        direction = rng.standard_normal(theta.shape).astype(np.float32)
        direction /= np.linalg.norm(direction, axis=1, keepdims=True)
        ends = []
        for sign in (1, -1):
            networks.theta = theta + np.float32(sign * step) * direction
            ends.append(networks.train()[0])
        difference = (ends[0] - ends[1]) / (2 * step)
        assert np.abs((gradient * direction).sum(axis=1) - difference).max() < 2e-4


@pytest.mark.parametrize("batch_size", [1, 7, 1200])
def test_a_network_does_not_depend_on_company_or_ticks(batch_size: int, engine: Any) -> None:
    common = {"seed": 5, "batch_size": batch_size, "momentum": 0.5, "engine": engine}
    many = Networks(Setup(), 14, **common)
    many.advance(45)
    alone = Networks(Setup(), [13], **common)
    some = Networks(Setup(), [3, 13, 1], **common)
    for updates in (1, 4, 0, 30, 10):
        alone.advance(updates)
        some.advance(updates)
    assert alone.theta.tobytes() == many.theta[13:].tobytes()
    assert some.theta.tobytes() == many.theta[[3, 13, 1]].tobytes()


def test_the_last_batch_is_short_and_the_mean_is_its_own(engine: Any) -> None:
    setup = Setup(examples=30)
    networks = Networks(setup, 2, batch_size=20, schedule=Schedule(sampling="index"), engine=engine)
    networks.advance(1)
    before = networks.parameters()
    networks.advance(1)
    rest = Networks(setup, 2, engine=engine)
    rest.theta = before
    rows = slice(20, 30)
    rest.split = rest.split._replace(
        train=np.ascontiguousarray(rest.split.train[:, rows]), labels=np.ascontiguousarray(rest.split.labels[:, rows])
    )
    rest.batches = type(rest.batches)(10, 10)
    assert np.abs(before - 0.1 * rest.gradient() - networks.parameters()).max() < 1e-6


def test_each_network_has_its_own_rate_and_momentum(engine: Any) -> None:
    rates, momenta = [0.05, 0.1, 0.2], [0.0, 0.5, 0.9]
    together = Networks(Setup(), 3, learning_rate=rates, momentum=momenta, engine=engine)
    together.advance(80)
    for number in range(3):
        alone = Networks(
            Setup(), [number], learning_rate=rates[number], momentum=momenta[number], engine=engine
        )  # fmt: skip
        alone.advance(80)
        assert np.abs(alone.theta - together.theta[number]).max() < 1e-6


def test_networks_stop_at_their_first_crossing(engine: Any) -> None:
    networks = Networks(Setup(examples=100), 4, batch_size=10, learning_rate=0.5, until_loss=0.1, engine=engine)
    networks.advance(networks.batches.in_epochs(6))
    assert networks.running == 4
    networks.advance(10_000)
    assert networks.running == 0
    assert len(set(networks.finished_at.tolist())) > 1
    assert (networks.train()[0] <= 0.1).all()
    for number, updates in enumerate(networks.finished_at.tolist()):
        alone = Networks(Setup(examples=100), [number], batch_size=10, learning_rate=0.5, engine=engine)
        alone.advance(updates - 10)
        assert alone.train()[0] > 0.1
        alone.advance(10)
        assert np.abs(alone.theta - networks.theta[number]).max() < 1e-5
