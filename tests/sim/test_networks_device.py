"""The array code of networks on a strict stand-in for a GPU: the same bits as NumPy, and no wait in an update."""

from __future__ import annotations

import numpy as np
import pytest

from batchgame.sim.networks.array import ArrayNetworks
from batchgame.sim.networks.networks import Networks, Setup
from batchgame.sim.networks.probes import boundary, misread, sharpness
from batchgame.sim.schedule import Schedule

from .nets import ARRAY
from .strict_xp import Device


@pytest.mark.parametrize("setup", [Setup(examples=200), Setup("spirals", examples=200)], ids=lambda setup: setup.data)
@pytest.mark.parametrize(("batch_size", "momentum"), [(1, 0.0), (30, 0.9), (200, 0.5)])
def test_it_is_the_reference_and_waits_for_nothing(setup: Setup, batch_size: int, momentum: float) -> None:
    device = Device()
    how = {"batch_size": batch_size, "momentum": momentum, "schedule": Schedule(warm_up=2)}
    here, there = (
        Networks(setup, 5, engine=engine, **how) for engine in (ARRAY, ArrayNetworks("device", device, chunk=3))
    )
    for networks in (here, there):
        networks.advance(30)
    assert device.waits == 0
    assert np.array_equal(there.parameters(), here.parameters())
    assert np.array_equal(np.array(there.measure()), np.array(here.measure()))
    assert np.array_equal(there.gradient(), here.gradient())
    assert np.array_equal(sharpness(there), sharpness(here))
    assert misread(there, 2) == misread(here, 2)
    if setup.data == "spirals":
        line = np.linspace(-3, 3, 9)
        assert np.array_equal(boundary(there, 1, line, line), boundary(here, 1, line, line))
