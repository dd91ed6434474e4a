"""The rule that names an illness, on both sides of each threshold."""

from __future__ import annotations

import numpy as np
import pytest

from batchgame.sim.networks.diagnosis import (
    AT_CHANCE,
    LEAPS,
    LEARNED,
    NARROW,
    POINTS,
    RISING,
    STEADY,
    UNFINISHED,
    WIDE,
    Figures,
    Run,
    figures,
    illness,
    train,
)
from batchgame.sim.networks.experiment import Experiment
from batchgame.sim.networks.networks import Setup

A_BIT = 0.001
HEALTHY = Figures(train=0.98, test=0.96, best=0.98, rise=0.001, falls=0.02, chance=0.1)
UNTRAINED = Figures(train=0.5, test=0.48, best=0.5, rise=0.1, falls=0.0, chance=0.1)
STUCK = Figures(train=0.1, test=0.1, best=0.12, rise=0.0, falls=0.05, chance=0.1)


@pytest.mark.parametrize(
    ("figure", "threshold", "up", "beyond", "before"),
    [
        ("best", 0.1 + AT_CHANCE, False, (STUCK, "stuck"), (STUCK, None)),
        ("falls", LEAPS, True, (HEALTHY, "leaps"), (HEALTHY, None)),
        ("falls", STEADY, False, (HEALTHY, "healthy"), (HEALTHY, None)),
        ("train", UNFINISHED, False, (UNTRAINED._replace(test=0.85), "few"), (UNTRAINED._replace(test=0.85), None)),
        ("rise", RISING, True, (UNTRAINED, "few"), (UNTRAINED, None)),
        ("test", 0.98 - WIDE, False, (HEALTHY, "overfit"), (HEALTHY, None)),
        ("test", 0.98 - NARROW, True, (HEALTHY, "healthy"), (HEALTHY, None)),
        ("test", LEARNED, True, (HEALTHY._replace(train=0.93), "healthy"), (HEALTHY._replace(train=0.93), None)),
    ],
)
def test_both_sides_of_a_threshold(
    figure: str, threshold: float, up: bool, beyond: tuple[Figures, str], before: tuple[Figures, str | None]
) -> None:
    for (base, name), sign in ((beyond, 1), (before, -1)):
        found = base._replace(**{figure: threshold + (sign if up else -sign) * A_BIT})
        assert illness(found) == name


def test_stuck_is_asked_first_and_two_illnesses_have_no_name() -> None:
    assert illness(STUCK._replace(falls=1.0)) == "stuck", "noise at chance is no leap"
    assert illness(HEALTHY._replace(test=0.7)) == "overfit"
    assert illness(HEALTHY._replace(test=0.7, falls=1.0)) is None
    assert illness(UNTRAINED._replace(falls=1.0)) == "leaps"
    assert illness(UNTRAINED._replace(test=0.3)) is None


def test_the_figures_are_medians_over_networks_and_one_network_has_its_own() -> None:
    epochs = np.arange(9.0)
    steady = np.linspace(0.1, 0.9, 9)
    leaping = np.array([0.1, 0.5, 0.2, 0.6, 0.3, 0.7, 0.4, 0.8, 0.5])
    curves = np.stack([steady, steady, leaping], axis=1)
    run = Run(Experiment(), epochs, curves, curves - 0.05, updates=8)
    assert figures(run) == pytest.approx((0.9, 0.85, 0.9, 0.2, 0.0, 0.1))
    assert figures(run, 2) == pytest.approx((0.5, 0.45, 0.8, 0.1, 1.2, 0.1))


def test_a_run_is_the_same_whatever_is_looked_at_and_its_curve_is_bounded() -> None:
    experiment = Experiment(Setup(examples=60), 10, networks=3, epochs=90)
    parts = list(train(experiment))
    shares, runs = zip(*parts, strict=True)
    assert list(shares) == sorted(shares)
    assert shares[-1] == 1.0
    last = runs[-1]
    assert last.epochs[0] == 0
    assert last.epochs[-1] == 90
    assert len(last.epochs) <= POINTS + 1
    assert last.updates == 90 * 6
    assert np.array_equal(runs[40].train, last.train[: len(runs[40].epochs)])
    others = list(train(experiment, first=3))[-1][1]
    assert not np.array_equal(others.test, last.test), "other networks"
