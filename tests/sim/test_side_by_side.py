"""Networks side by side: the same in any pieces and groups, and what they are asked on the way."""

from __future__ import annotations

import numpy as np
import pytest

from batchgame.sim.networks import side_by_side
from batchgame.sim.networks.data import data
from batchgame.sim.networks.engine import network_engine
from batchgame.sim.networks.networks import Networks, Setup
from batchgame.sim.networks.side_by_side import POINTS, Comparison, Lanes, compare, most_misread

SMALL = Comparison(Setup("digits", hidden=8), (16, 1200), updates=40)
SPIRALS = Comparison(Setup("spirals", hidden=8), (64, 1024), epochs=20)


def last(comparison: Comparison, numbers: range, before: Lanes = ()) -> Lanes:
    found = list(compare(comparison, numbers, seed=3, engine=network_engine(), before=before))
    shares = [share for share, _ in found]
    assert shares == sorted(shares)
    assert shares[-1] == 1.0
    return found[-1][1]


def test_the_curves_are_those_of_networks_that_train_alone() -> None:
    for lane in last(SMALL, range(3)):
        alone = Networks(SMALL.setup, 3, seed=3, batch_size=lane.batch_size)
        alone.advance(40)
        measured = alone.measure()
        assert lane.updates == 40
        assert lane.train.shape == lane.test.shape == (POINTS + 1, 3)
        assert np.array_equal(lane.x, np.linspace(0, 40, POINTS + 1))
        assert np.allclose(lane.train[-1], measured.train_accuracy, atol=2e-3)
        assert np.allclose(lane.test[-1], measured.test_accuracy, atol=2e-3)
        assert lane.test[0].mean() < 0.3 < lane.test[-1].mean()


def test_networks_that_join_later_are_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    together = last(SMALL, range(4))
    first = last(SMALL, range(2))
    monkeypatch.setattr(side_by_side, "LARGE_GROUP", 1)
    monkeypatch.setattr(side_by_side, "GROUP", {})
    for one, other in zip(together, last(SMALL, range(2, 4), first), strict=True):
        assert np.allclose(one.test, other.test, atol=2e-3)
        assert one.misread
        assert other.misread
        assert np.array_equal(one.misread.seen, other.misread.seen)


def test_misread_images_are_counted_over_the_networks_that_had_them_as_test_examples() -> None:
    lane = last(SMALL, range(3))[1]
    assert lane.misread
    assert lane.misread.seen.sum() == 3 * 597
    wrong = lane.misread.answers.sum()
    assert wrong == round(float((1 - lane.test[-1]).sum()) * 597)
    images = most_misread(lane, data("digits"), 4)
    assert len(images) == 4
    assert all(image.wrong == image.seen == 3 and image.answer != image.label for image in images)


def test_the_boundary_of_spirals_moves_and_digits_have_none() -> None:
    steps = [lanes[0].sure for _, lanes in compare(SPIRALS, range(2), seed=0, engine=network_engine()) if lanes]
    assert all(sure is not None and sure.min() >= 0 and sure.max() <= 1 for sure in steps)
    assert not np.array_equal(steps[0], steps[-1])
    assert all(lane.sure is None for lane in last(SMALL, range(1)))


def test_a_step_is_short_also_where_an_update_uses_all_examples() -> None:
    made = [lanes[-1].updates for _, lanes in compare(SMALL, range(2), seed=0, engine=network_engine("numpy"))]
    assert max(np.diff(made)) <= 2
