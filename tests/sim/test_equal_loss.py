"""Networks in pairs, trained to the same loss: the same in any groups, and level in training."""

import numpy as np

from batchgame.sim.networks.equal_loss import AT, EqualLoss, Found, train_pairs
from batchgame.sim.networks.networks import Setup

PLAN = EqualLoss(Setup("digits", examples=300), (8, 30, 100), 0.5, 0.2)


def found_in(counts: tuple[int, ...], whole: int = 1000) -> tuple[Found, list[float]]:
    steps = list(train_pairs(PLAN, counts, seed=3, whole=whole))
    return steps[-1][1], [share for share, _ in steps]


def test_groups_change_nothing_and_shares_grow() -> None:
    at_once, _ = found_in((4,))
    apart, shares = found_in((1, 4))
    for one, other in zip(at_once[:3], apart[:3], strict=True):
        assert np.array_equal(one, other)
    assert shares == sorted(shares)
    assert shares[-1] == 1


def test_all_reach_the_loss_and_the_line_ends_at_the_solutions() -> None:
    found, _ = found_in((3,))
    assert found.reached == found.networks == 3
    zero, one = (int(np.argmin(abs(AT - place))) for place in (0, 1))
    assert (found.between.train[[zero, one]] <= PLAN.loss + 1e-6).all()


def test_the_sizes_between_are_left_out_of_later_networks() -> None:
    found, _ = found_in((2, 4), whole=2)
    assert np.isnan(found.test[1]).tolist() == [False, False, True, True]
    assert not np.isnan(found.differences).any()
