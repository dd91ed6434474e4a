"""The measured time of an update: a true update, a process that may die, quantiles, and the costs that fit.

Nothing here asserts milliseconds. Other work on the machine may double any of them.
"""

from __future__ import annotations

import subprocess
from typing import Any

import numpy as np
import pytest

from batchgame.sim.timing import measure
from batchgame.sim.timing.measure import measured, measuring
from batchgame.sim.timing.network import LEARNING_RATE, Network, timed
from batchgame.sim.timing.times import SIZES, Times, point_of, quantile

Started = list[tuple["subprocess.Popen[str]", dict[str, Any]]]


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> Started:
    """Return the list of the processes that are started, with how."""
    found: Started = []
    start = subprocess.Popen

    def popen(command: list[str], **how: Any) -> Any:
        found.append((start(command, **how), how))
        return found[-1][0]

    monkeypatch.setattr(measure.subprocess, "Popen", popen)
    return found


def loss(network: Network, batch_size: int) -> float:
    """Return the mean cross-entropy of the first batch, computed anew in double precision."""
    w1, b1, w2, b2 = (part.astype(float) for part in network._weights)
    z = np.tanh(network.inputs[:batch_size] @ w1 + b1) @ w2 + b2
    z -= z.max(axis=1, keepdims=True)
    chances = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
    return float(-(chances * network.targets[:batch_size]).sum(axis=1).mean())


@pytest.mark.parametrize("batch_size", [1, 7])
def test_what_is_timed_is_an_update_of_the_network(batch_size: int) -> None:
    network = Network(np, 20)
    before = network.theta.copy()
    network.seconds(batch_size, 0)
    gradient = -network.movement / LEARNING_RATE
    assert np.allclose(network.theta, before + network.movement)
    steepest = np.argsort(np.abs(gradient))[-40::8].tolist()
    for at in [*steepest, len(before) - 1]:
        ends = []
        for by in (1e-2, -1e-2):
            network.theta[:] = before
            network.theta[at] += by
            ends.append(loss(network, batch_size))
        assert gradient[at] == pytest.approx((ends[0] - ends[1]) / 2e-2, rel=2e-2, abs=1e-4)


def test_training_on_the_rows_lowers_the_loss() -> None:
    network = Network(np, 20)
    before = loss(network, 20)
    for _ in range(200):
        network.seconds(20, 0)
    assert loss(network, 20) < 0.8 * before


def test_batches_follow_one_another_and_begin_again() -> None:
    network = Network(np, 20)
    found, at = timed(network, 8, 0.0, 0)
    assert (len(found), at) == (1, 8)
    assert timed(network, 8, 0.0, at)[1] == 16
    assert timed(network, 8, 0.0, 16)[1] == 8, "the end of the rows comes before that of a batch"


def test_small_batches_take_the_longest_epoch() -> None:
    times = measured((1, 100, 1000, 10_000), 1.5)
    assert times.complete
    assert times.ended == ""
    one, hundred, thousand, most = times.points
    assert [point.batch_size for point in times.points] == [1, 100, 1000, 10_000]
    assert one.median < thousand.median < most.median
    assert hundred.median < most.median
    assert one.epoch >= 10 * thousand.epoch
    assert times.ratio(1) == 1
    assert all(point.low <= point.median <= point.high for point in times.points)
    assert one.updates > most.updates >= 1


def test_points_come_from_the_left_and_the_share_rises(started: Started) -> None:
    steps = list(measuring((1, 10, 100), 0.6))
    shares = [share for share, _ in steps]
    assert shares == sorted(shares)
    assert shares[-1] == 1.0
    assert [len(times.points) for _, times in steps[:4]] == [0, 1, 2, 3]
    assert [times.complete for _, times in steps] == [False] * (len(steps) - 1) + [True]
    assert started[0][0].poll() is not None


@pytest.mark.parametrize("alone", [False, True])
def test_the_process_has_one_thread_and_in_a_kiosk_no_variables_of_the_user(
    alone: bool, started: Started, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENBLAS_NUM_THREADS", "2")
    monkeypatch.setenv("OF_THE_USER", "1")
    assert list(measuring((1,), 0.2, alone=alone))[-1][1].complete
    environ = started[0][1]["env"]
    assert environ["OPENBLAS_NUM_THREADS"] == environ["OMP_NUM_THREADS"] == "1"
    assert ("OF_THE_USER" in environ) is not alone


def test_what_was_measured_survives_the_death_of_the_process(started: Started) -> None:
    steps = measuring((1, 10, 100), 60.0)
    while len(next(steps)[1].points) < 2:
        pass
    started[0][0].kill()
    *_, (share, times) = steps
    assert (share, times.complete) == (1.0, False)
    assert times.ended == "signal 9"
    assert [point.batch_size for point in times.points][:2] == [1, 10]


def test_a_process_that_cannot_begin_says_how_it_ended() -> None:
    times = measured(seconds=0.5, module="no_such_module")
    assert (times.complete, times.points, times.ended) == (False, (), "status 1")


def test_a_host_without_another_process_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object, **__: object) -> None:
        raise BlockingIOError(11, "Resource temporarily unavailable")

    monkeypatch.setattr(measure.subprocess, "Popen", refused)
    times = measured()
    assert (times.complete, times.ended) == (False, "Resource temporarily unavailable")


def test_whoever_stops_looking_ends_the_process(started: Started) -> None:
    steps = measuring((1, 10), 60.0)
    next(steps)
    assert started[0][0].poll() is None
    steps.close()
    assert started[0][0].poll() is not None


def test_quantiles_and_a_busy_machine() -> None:
    assert quantile([3.0], 0.9) == 3.0
    assert quantile([0.0, 1.0, 2.0], 0.75) == 1.5
    quiet = point_of(1, [1.0, 1.1, 1.2, 1.3, 1.4])
    busy = point_of(10, [1.0] * 7 + [9.0] * 3)
    assert (quiet.median, quiet.busy, busy.median, busy.busy) == (1.2, False, 1.0, True)
    assert point_of(1, [1.0, 1.0]).busy, "two say nothing about the machine"
    assert not Times(SIZES, (quiet,)).busy
    assert Times(SIZES, (quiet, busy)).busy


def test_the_costs_that_fit_are_found_again() -> None:
    points = tuple(point_of(size, [1e-6 * (80 + 1.5 * size)]) for size in SIZES)
    times = Times(SIZES, points)
    fit = times.fit()
    assert fit is not None
    assert (fit.fixed, fit.each) == (80, 1.5)
    assert fit.knee == pytest.approx(53.3, abs=0.1)
    assert times.ratio(60_000) == pytest.approx(fit.cost(60_000))
    assert Times(SIZES, points[:2]).fit() is None
    falling = tuple(point_of(size, [1 / size]) for size in SIZES)
    assert Times(SIZES, falling).fit() is None, "a cost below 0 is none"
