"""Intervals: the width of Student's t, and the verdict as values are added."""

import numpy as np
import pytest

from batchgame.sim.interval import FEWEST, interval, student, verdict


@pytest.mark.parametrize(("freedom", "reach"), [(2, 4.303), (9, 2.262), (99, 1.984)])
def test_the_width_is_that_of_students_table(freedom: int, reach: float) -> None:
    assert student(freedom) == pytest.approx(reach, abs=0.001)


def test_an_interval_covers_the_truth_about_nineteen_times_of_twenty() -> None:
    draws = np.random.default_rng(0).normal(1.0, 2.0, (2000, 5))
    found = [interval(values) for values in draws]
    covered = np.mean([abs(each.mean - 1.0) <= each.half for each in found])
    assert 0.93 < covered < 0.97


@pytest.mark.parametrize(
    ("values", "kind", "since"),
    [
        ([1.0, 2.0], "few", 0),
        ([-3.0, -3.1, -2.9, -3.0], "below", 3),
        ([3.0, 3.1, 2.9, 3.0], "above", 3),
        ([5.0, -5.0, 1.0, -1.0], "open", 0),
        ([-3.0, -3.1, -2.9, 9.0], "reopened", 3),
        ([5.0, -5.0, 1.0, *[-3.0] * 30], "below", None),
    ],
)
def test_the_verdict_follows_the_intervals(values: list[float], kind: str, since: int | None) -> None:
    told = verdict(np.array(values))
    assert told.kind == kind
    if since is not None:
        assert told.since == since
    else:  # the interval before the named value contains 0, and that with it does not
        assert FEWEST < told.since <= len(values)
        assert [interval(np.array(values[:n])).side for n in (told.since - 1, told.since)] == [0, -1]
