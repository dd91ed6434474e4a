"""Landscapes in pieces: derivatives against differences of the loss, and the engine against the class."""

from __future__ import annotations

import numpy as np
import pytest

from batchgame.sim.engine import engine
from batchgame.sim.goal import Goal
from batchgame.sim.piecewise import Piecewise
from batchgame.sim.problem import Budget, Problem
from batchgame.sim.shuffle import order

from .swarms import swarm_of

STEP = 1e-6


def terrain() -> Piecewise:
    """Build six different examples, each the lower of two tilted bowls."""
    random = np.random.default_rng(3)
    first, second = np.zeros((6, 15)), np.zeros((6, 15))
    for piece, centre in ((first, -1.0), (second, 1.0)):
        h = random.uniform(0.5, 2, 6)
        piece[:, 0], piece[:, 1], piece[:, 3], piece[:, 5] = h * centre**2, -2 * h * centre, h, 0.5
        piece[:, 2] = random.normal(size=6) / 4
    return Piecewise(first, others=(second,))


@pytest.mark.parametrize("at", [(-0.7, 0.3), (0.8, -0.4), (0.2, 0.9)])
def test_derivatives_are_differences(at: tuple[float, float]) -> None:
    surface, theta = terrain(), np.array(at)
    each = np.array([[surface.loss(theta + sign * STEP * axis) for sign in (1, -1)] for axis in np.eye(2)])
    assert surface.gradient(theta) == pytest.approx((each[:, 0] - each[:, 1]) / (2 * STEP), abs=1e-6)
    slopes = np.array(
        [surface.gradient(theta + STEP * axis) - surface.gradient(theta - STEP * axis) for axis in np.eye(2)]
    )
    assert surface.hessian(theta) == pytest.approx(slopes / (2 * STEP), abs=1e-5)
    assert surface.shifted((0.5, -0.25)).loss(theta + np.array((0.5, -0.25))) == pytest.approx(surface.loss(theta))
    assert np.mean([surface.of(n).loss(theta) for n in range(6)]) == pytest.approx(surface.loss(theta))


@pytest.mark.parametrize("batch_size", [1, 2, 6])
def test_the_engine_walks_the_same_way(batch_size: int) -> None:
    surface, rate, momentum = terrain(), 0.2, 0.5
    problem = Problem(surface, (0.3, 0.4), Goal(((0.0, 0.0, 9.0, 9.0),), 1), Budget(updates=12), (-2, 2, -2, 2))
    swarm = swarm_of(problem, batch_size, momentum, rate, seed=5, trajectories=3)
    engine("numpy").advance(swarm, 12)
    for trajectory in range(3):
        theta, velocity = np.array(problem.start), np.zeros(2)
        for update in range(12):
            epoch, place = divmod(update, 6 // batch_size)
            rows = order(5, np.array([trajectory]), epoch, 6)[0][place * batch_size : (place + 1) * batch_size]
            velocity = momentum * velocity - rate * surface.gradient(theta, rows)
            theta = theta + velocity
        assert (swarm.x[trajectory], swarm.y[trajectory]) == pytest.approx(tuple(theta), abs=1e-9)
    assert engine("numpy").loss(swarm) == pytest.approx(surface.loss(np.stack([swarm.x, swarm.y], axis=-1)))
