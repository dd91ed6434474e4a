"""Predictions of theory, compared with the simulation."""

from __future__ import annotations

from math import sqrt
from typing import NamedTuple

import numpy as np
import pytest

from batchgame.sim import theory
from batchgame.sim.engine import engine
from batchgame.sim.hyperparameters import Hyperparameters
from batchgame.sim.landscape import Landscape
from batchgame.sim.schedule import Schedule

from .stages import REGION, landscape, problem, quadratic
from .swarms import swarm_of

SMALL, LARGE = 0.2, 20.0  # the curvatures of the ravine


def best_momentum(learning_rate: float, curvature_min: float) -> float:
    """Return the momentum with the best asymptotic rate at this learning rate, (1 − √(ηh_min))²."""
    return (1 - sqrt(learning_rate * curvature_min)) ** 2


def rate(learning_rate: float, momentum: float, curvature: float) -> float:
    """Return the factor per update of the distance in the long run: the larger |root| of the recurrence."""
    roots = np.roots([1.0, -(1 + momentum - learning_rate * curvature), momentum])
    return float(np.abs(roots).max())


class CriticalPoint(NamedTuple):
    """A point of zero gradient: place, kind, and the two eigenvalues of its Hessian, the smaller first."""

    at: tuple[float, float]
    kind: str
    eigenvalues: tuple[float, float]


def critical_points(terrain: Landscape, region: tuple[float, float, float, float]) -> list[CriticalPoint]:
    """Find the zeros of the full gradient in a region, with Newton's method from every point of a grid of 24 x 24."""
    x0, x1, y0, y1 = region
    grid = np.stack(np.meshgrid(np.linspace(x0, x1, 24), np.linspace(y0, y1, 24)), axis=-1)
    theta = grid.reshape(-1, 2)
    for _ in range(60):
        hessian = terrain.hessian(theta)
        determinant = hessian[:, 0, 0] * hessian[:, 1, 1] - hessian[:, 0, 1] ** 2
        hessian[np.abs(determinant) < 1e-12] = np.eye(2)
        step = np.linalg.solve(hessian, terrain.gradient(theta)[..., None])[..., 0]
        length = np.linalg.norm(step, axis=-1, keepdims=True)
        theta = theta - step * np.minimum(1.0, 0.5 / np.maximum(length, 1e-300))
    found = np.linalg.norm(terrain.gradient(theta), axis=-1) < 1e-9
    inside = (theta[:, 0] >= x0) & (theta[:, 0] <= x1) & (theta[:, 1] >= y0) & (theta[:, 1] <= y1)
    points: list[CriticalPoint] = []
    for at in theta[found & inside]:
        if all(np.hypot(at[0] - p.at[0], at[1] - p.at[1]) > 1e-4 for p in points):
            values = np.linalg.eigvalsh(terrain.hessian(at))
            points.append(CriticalPoint((float(at[0]), float(at[1])), theory.classify(values), tuple(values)))
    return points


def distances(
    learning_rate: float, momentum: float, updates: list[int], curvatures: tuple[float, float]
) -> list[float]:
    """Compute ‖θ‖ of the full batch on a quadratic, from (1, 1). It is inf after divergence."""
    stage = quadratic(curvatures, radius=1e-9)
    swarm = swarm_of(stage, 2, momentum, learning_rate, trajectories=1)
    found = []
    for update in updates:
        engine("numpy").advance(swarm, update - swarm.update)
        found.append(np.inf if swarm.diverged_at[0] else float(np.hypot(swarm.x[0], swarm.y[0])))
    return found


@pytest.mark.parametrize("momentum", [0.0, 0.5, 0.9])
def test_the_limit_of_stability_holds_within_half_a_percent(momentum: float) -> None:
    limit = theory.stability_limit(LARGE, momentum)
    below = distances(0.995 * limit, momentum, [6000], (SMALL, LARGE))[0]
    above = distances(1.005 * limit, momentum, [6000], (SMALL, LARGE))[0]
    assert below < 1e-3
    assert above == np.inf or above > 10


def test_the_rate_holds_within_a_percent() -> None:
    """Complex roots make the distance swing, so its maxima over many updates are compared."""
    learning_rate, expected, measured = 0.09, {}, {}
    for momentum in (0.0, 0.3, 0.5, 0.75, 0.9, 0.95):
        expected[momentum] = max(rate(learning_rate, momentum, h) for h in (SMALL, LARGE))
        first, last = 200, 200 + int(12 / -np.log(expected[momentum]))
        window = list(range(first, first + 60)), list(range(last, last + 60))
        peaks = [max(distances(learning_rate, momentum, part, (SMALL, LARGE))) for part in window]
        measured[momentum] = (peaks[1] / peaks[0]) ** (1 / (last - first))
    assert measured == pytest.approx(expected, rel=0.01)


def test_the_best_momentum_at_a_learning_rate() -> None:
    best = best_momentum(0.09, SMALL)
    assert best == pytest.approx(0.75, abs=0.005)
    rates = {m: max(rate(0.09, m, h) for h in (SMALL, LARGE)) for m in np.linspace(0, 0.99, 100)}
    assert min(rates, key=rates.__getitem__) == pytest.approx(best, abs=0.01)
    condition = LARGE / SMALL
    tuned = (2 / (sqrt(LARGE) + sqrt(SMALL))) ** 2
    assert tuned == pytest.approx(0.165, abs=0.001)
    assert best_momentum(tuned, SMALL) == pytest.approx(((sqrt(condition) - 1) / (sqrt(condition) + 1)) ** 2)


def test_a_constant_gradient_leads_to_the_effective_step() -> None:
    """With λ = 0.9 it is ten times the step without momentum."""
    slope = np.zeros((2, 15))
    slope[:, 1] = 1.0
    stage = problem("saddle")
    plane = type(stage)(Landscape(slope), (0.0, 0.0), stage.goal, stage.budget, REGION)
    swarm = swarm_of(plane, 2, 0.9, 0.01, trajectories=1)
    engine("numpy").advance(swarm, 400)
    assert -float(swarm.vx[0]) == pytest.approx(theory.effective_learning_rate(0.01, 0.9))
    assert theory.effective_learning_rate(0.01, 0.9) == pytest.approx(0.1)


def test_the_noise_gauge() -> None:
    for momentum in (0.0, 0.5, 0.99):
        assert theory.noise_gauge(Hyperparameters(20, momentum, 0.2), 20) == 0
    assert theory.noise_gauge(Hyperparameters(1, 0.0, 0.2), 20) == pytest.approx(0.2)
    assert theory.noise_gauge(Hyperparameters(1, 0.9, 0.02), 20) == pytest.approx(0.2)
    assert theory.noise_gauge(Hyperparameters(4, 0.0, 0.1), 20) == pytest.approx(0.1 * 16 / 76)
    assert theory.noise_gauge(Hyperparameters(19, 0.0, 0.2), 20) == pytest.approx(0.2 * (1 / 361 + 1) / 2), (
        "20 = 19 + 1"
    )
    scaled = Hyperparameters(4, 0.0, 0.1, Schedule(scaling="linear", rate=0.5, warm_up=3))
    assert scaled.full_learning_rate == pytest.approx(0.2)
    assert theory.noise_gauge(scaled, 20) == pytest.approx(0.2 * 16 / 76)


def test_a_batch_of_b_scatters_as_without_replacement() -> None:
    """The variance of a batch's mean is σ²(N−B)/(B(N−1)), on which the noise gauge is based."""
    each = landscape("epoch").example_gradients((0.0, 0.0))[:, 0]
    rng = np.random.default_rng(3)
    for size in (1, 4, 10, 19):
        means = [each[rng.permutation(20)[:size]].mean() for _ in range(20_000)]
        assert np.var(means) == pytest.approx(each.var() * (20 - size) / (size * 19), rel=0.05)


def test_the_warning_line() -> None:
    assert theory.warns(0.5, 0.0, 8.1)
    assert not theory.warns(0.5, 0.0, 7.9)
    assert theory.warns(0.05, 0.9, 8.1)


def test_the_steepest_example_of_the_regression() -> None:
    """The curvatures of (w·x + b − y)² are 2(x² + 1) and 0 at every point."""
    terrain = landscape("epoch")
    x = terrain.coefficients[:, 4] / 2
    for at in ((0.0, 0.0), (-2.0, 2.0)):
        assert theory.steepest(terrain, at) == pytest.approx(2 * (np.max(x**2) + 1))


def test_critical_points_of_the_saddle() -> None:
    found = critical_points(landscape("saddle"), (-2, 2, -2, 2))
    kinds = sorted((round(p.at[0], 6) + 0.0, round(p.at[1], 6) + 0.0, p.kind) for p in found)
    assert kinds == [(0, -1, "minimum"), (0, 0, "saddle"), (0, 1, "minimum")]
    saddle = next(p for p in found if p.kind == "saddle")
    assert saddle.eigenvalues == pytest.approx((-1, 1))


def test_critical_points_of_the_canyon() -> None:
    found = critical_points(landscape("canyon"), (-3, 4, -2, 2))
    minima = sorted(p.at for p in found if p.kind == "minimum")
    assert len(minima) == 2
    assert minima[0] == pytest.approx((-0.922, -0.030), abs=2e-3)
    assert minima[1][0] == pytest.approx(2, abs=0.1)
    assert any(p.kind == "saddle" for p in found)
    for point in found:
        assert np.linalg.norm(landscape("canyon").gradient(point.at)) < 1e-8


def test_classify() -> None:
    assert theory.classify(np.array([1.0, 2.0])) == "minimum"
    assert theory.classify(np.array([-2.0, -1.0])) == "maximum"
    assert theory.classify(np.array([-1.0, 1.0])) == "saddle"
    assert theory.classify(np.array([0.0, 1.0])) == "cannot tell"
    assert theory.classify(np.array([0.0, 0.0])) == "cannot tell"
