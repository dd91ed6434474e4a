"""What is asked of trained networks, against other ways to compute the same."""

from __future__ import annotations

import numpy as np
import pytest

from batchgame.sim.networks.networks import Networks, Setup
from batchgame.sim.networks.probes import boundary, losses_between, misread, sharpness

from .nets import ARRAY, in_c


def test_sharpness_is_the_largest_eigenvalue_of_the_hessian() -> None:
    for engine in (ARRAY, *in_c()[-1:]):
        networks = Networks(Setup("spirals", hidden=3, examples=60), 2, batch_size=60, engine=engine)
        networks.advance(300)
        theta, step, hessians = networks.parameters(), 1e-2, []
        for place in range(networks.shape.parameters):
            ends = []
            for sign in (1, -1):
                moved = theta.copy()
                moved[:, place] += sign * step
                ends.append(networks.gradient(moved).astype(float))
            hessians.append((ends[0] - ends[1]) / (2 * step))
        columns = np.array(hessians).swapaxes(0, 1)
        exact = np.linalg.eigvalsh((columns + columns.swapaxes(1, 2)) / 2)[:, -1]
        assert np.abs(sharpness(networks) / exact - 1).max() < 0.02


def test_a_slice_has_both_solutions_at_its_ends() -> None:
    small, large = (Networks(Setup(), 3, batch_size=size) for size in (16, 600))
    for networks in (small, large):
        networks.advance_epochs(2)
    found = losses_between(small, small.parameters(), large.parameters(), np.linspace(0, 1, 5))
    assert found.measured.test_loss.shape == (5, 3)
    for place, networks in ((0, small), (-1, large)):
        ends = [each[place] for each in found.measured]
        assert np.array(ends) == pytest.approx(np.array(networks.measure()))


def test_misread_digits_are_those_that_the_accuracy_counts() -> None:
    networks = Networks(Setup(), 3, batch_size=16)
    networks.advance_epochs(3)
    accuracy = networks.measure().test_accuracy
    for network in range(3):
        found = misread(networks, network)
        assert len(found) == round(597 * (1 - accuracy[network]))
        assert all(one.label != one.answer for one in found)
        assert all(networks.data.y[one.row] == one.label for one in found)
        assert {one.row for one in found} <= set(networks.split.test[network].tolist())


def test_the_boundary_separates_most_points_of_trained_spirals() -> None:
    networks = Networks(Setup("spirals"), 1, batch_size=1)
    networks.advance_epochs(15)
    line = np.linspace(-3.3, 3.3, 67)
    sure = boundary(networks, 0, line, line)
    assert sure.shape == (67, 67)
    assert 0 <= sure.min() < 0.01
    assert 0.99 < sure.max() <= 1
    columns, rows = (np.rint((networks.data.x[:, axis] + 3.3) / 0.1).astype(int) for axis in (0, 1))
    assert ((sure[rows, columns] > 0.5) == networks.data.y).mean() > 0.97
