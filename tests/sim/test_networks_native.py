"""Networks in C against the reference, and the same bits with every instruction set and number of threads."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from batchgame.sim.networks.networks import Networks, Setup
from batchgame.sim.schedule import PLAIN, Schedule

from .natives import needs_native
from .nets import ARRAY, in_c

pytestmark = needs_native
SETUPS = [Setup(), Setup("spirals"), Setup(hidden=50, examples=300, wrong_labels=0.2), Setup("spirals", hidden=7)]
SCHEDULES = [
    PLAIN,
    Schedule(sampling="once"),
    Schedule(sampling="index"),
    Schedule(sampling="replacement"),
    Schedule(scaling="sqrt", rate=0.3, warm_up=2),
    Schedule(then=(1, 300)),
    Schedule(then=(1, 7), warm_up=2),
]


def both(setup: Setup, updates: int, **how: Any) -> tuple[Networks, list[Networks]]:
    """Train with the reference, and with every form of C in other pieces."""
    reference = Networks(setup, 5, engine=ARRAY, **how)
    reference.advance(updates)
    found = [Networks(setup, 5, engine=engine, **how) for engine in in_c()]
    for number, networks in enumerate(found):
        networks.advance(number + 1)
        networks.advance(updates - number - 1)
    return reference, found


def compare(reference: Networks, found: list[Networks]) -> None:
    for networks in found:
        assert networks.theta.tobytes() == found[0].theta.tobytes()
        assert networks.velocity.tobytes() == found[0].velocity.tobytes()
        assert np.array(networks.measure()).tobytes() == np.array(found[0].measure()).tobytes()
        assert networks.gradient().tobytes() == found[0].gradient().tobytes()
    assert np.abs(reference.theta - found[0].theta).max() < 1e-5
    assert np.abs(np.array(reference.measure()) - np.array(found[0].measure())).max() < 1e-5
    assert np.abs(reference.gradient() - found[0].gradient()).max() < 1e-5


@pytest.mark.parametrize("momentum", [0.0, 0.5])
@pytest.mark.parametrize("batch_size", [1, 2, 7, 300])
@pytest.mark.parametrize("setup", SETUPS, ids=lambda setup: f"{setup.data}-{setup.hidden}")
def test_c_is_the_reference(setup: Setup, batch_size: int, momentum: float) -> None:
    compare(*both(setup, 60, batch_size=batch_size, momentum=momentum, learning_rate=0.05))


@pytest.mark.parametrize("how", SCHEDULES, ids=str)
def test_schedules_are_the_reference_s(how: Schedule) -> None:
    for batch_size in (16, 300):
        compare(*both(Setup(examples=300), 60, batch_size=batch_size, schedule=how, learning_rate=0.05))


@pytest.mark.parametrize("rate", [7.5, 1e4, 1e30])
def test_divergence_is_no_crash_and_has_the_same_bits(rate: float) -> None:
    found = [Networks(Setup(), 3, batch_size=64, learning_rate=rate, momentum=0.9, engine=each) for each in in_c()]
    for networks in found:
        networks.advance(40)
        assert networks.theta.tobytes() == found[0].theta.tobytes()
        assert np.array(networks.measure()).tobytes() == np.array(found[0].measure()).tobytes()
        assert (networks.measure().test_accuracy < 0.9).all()


def test_c_refuses_arrays_of_another_length() -> None:
    networks = Networks(Setup(), 3, engine=in_c()[0])
    networks.velocity = networks.velocity[:, :-1].copy()
    with pytest.raises(ValueError, match="not as long"):
        networks.advance(1)
    networks.theta = networks.theta[:2].copy()
    with pytest.raises(ValueError, match="not as long"):
        networks.train()
