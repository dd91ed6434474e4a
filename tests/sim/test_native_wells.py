"""The C engine in landscapes with wells: gradients within a few ulp of the reference, and trajectories close to it."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from batchgame.scenarios.reading.library import find
from batchgame.scenarios.reading.problem import problem as bundled
from batchgame.sim.engines.plans import Plans
from batchgame.sim.goal import Goal
from batchgame.sim.landscape import MONOMIALS, Landscape, Well
from batchgame.sim.problem import Problem

from .natives import DTYPES, NUMPY, WITH_WELLS, engines, native, needs_native, same
from .stages import problem
from .swarms import swarm_of

pytestmark = needs_native
if native.ok:
    from batchgame.sim.engines.native.engine import SETS


def hilly(seed: int, examples: int) -> Landscape:
    """Build a landscape with every monomial and four wells: two are skewed, and one is the same for all examples."""
    rng = np.random.default_rng(seed)
    wells = []
    for n in range(4):
        a, b = rng.uniform(0.5, 4, 2)
        wells.append(
            Well(rng.uniform(-1, 1, 2), np.array([a, 0.6 * (n % 2) * np.sqrt(a * b), b]),
                 np.full(examples, 1.0) if n == 1 else rng.normal(size=examples),
                 rng.normal(size=(examples, 2)) * (n != 1) * 0.3)
        )  # fmt: skip
    return Landscape(rng.normal(size=(examples, len(MONOMIALS))), tuple(wells))


def twice(landscape: Landscape) -> Landscape:
    """Double the examples of a landscape. The second half has the opposite shifts."""
    wells = [Well(well.centre, well.precision, np.tile(well.amplitude, 2), np.concatenate([well.shift, -well.shift]))
             for well in landscape.wells]  # fmt: skip
    return Landscape(np.concatenate([landscape.coefficients, landscape.coefficients]), tuple(wells))


def landscape_of(name: str) -> Landscape:
    """Return `hilly` with the number of examples in its name, or a bundled landscape, or its double."""
    if name.startswith("four wells"):
        return hilly(5, int(name.split()[-1]))
    landscape = bundled(*find(name.removesuffix(" twice"))).landscape
    return twice(landscape) if name.endswith(" twice") else landscape


# A few points find a wrong formula. A million find the worst rounding, but evaluating the bound for them takes minutes.
POINTS = [(1, 5000), (5, 5000), (20, 5000), *(pytest.param(*case, marks=pytest.mark.slow)
          for case in ((1, 1_000_000), (5, 50_000), (20, 50_000)))]  # fmt: skip


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize(("batch_size", "points"), POINTS)
@pytest.mark.parametrize(
    "name", [*WITH_WELLS, "canyon twice", "four wells of 20", "four wells of 40", "four wells of 70"]
)
def test_gradients_at_random_points(name: str, batch_size: int, points: int, dtype: str) -> None:
    """The gradient of one example is within 4 ulp of its largest term, and each further example adds half an ulp.

    With λ = 0 and η = 1, the movement from rest is the negative gradient.
    """
    landscape = landscape_of(name)
    full, rng = batch_size == landscape.examples, np.random.default_rng(8)
    x, y = (rng.uniform(-2.5, 2.5, points).astype(dtype) for _ in range(2))
    at = Problem(landscape, (0.0, 0.0), Goal(((0.0, 0.0, 1.0, 1.0),), 1), problem("canyon").budget, (-2, 2, -2, 2))
    words = {"dtype": dtype, "momentum": 0.0, "learning_rate": 1.0, "trajectories": points}
    swarms = [swarm_of(at, batch_size, **words) for _ in engines()]
    expected = Plans(landscape, np.dtype(dtype), np).gradient(x, y, full=full, clip={"mode": "clip"})
    if full:
        expected.of_all()
    else:
        rows = swarms[0].batches.rows(3, swarms[0].trajectory, 0, np).T[:batch_size]
        expected.of_batch(np.ascontiguousarray(rows.astype(np.intp)))
    ulp = np.spacing(largest_term(landscape, x, y).astype(dtype))
    for engine, swarm in zip(engines(), swarms, strict=True):
        swarm.x[:], swarm.y[:] = x, y
        engine.advance(swarm, 1)
        for found, gradient in ((-swarm.vx, expected.gx), (-swarm.vy, expected.gy)):
            assert (np.abs(found - gradient) / ulp).max() <= 4 + (batch_size - 1) / 2


@pytest.mark.parametrize("dtype", DTYPES)
def test_far_from_a_well_there_is_no_gradient_at_all(dtype: str) -> None:
    """Up to a distance the gradient is a normal number, beyond it the gradient is 0 and a trajectory is at rest."""
    nothing = np.zeros((2, len(MONOMIALS)))
    alone = Landscape(nothing, (Well(np.zeros(2), np.array([1.0, 0.0, 1.0]), np.ones(2), np.zeros((2, 2))),))
    stage = Problem(alone, (0.0, 0.0), Goal(((0.0, 0.0, 1.0, 1.0),), 1), problem("canyon").budget, (-2, 2, -2, 2))
    last = np.sqrt(2 * 69.0) if dtype == "float32" else np.sqrt(2 * 624.0)
    for engine in (NUMPY, *engines()):
        for batch_size in (1, 2):
            words = {"dtype": dtype, "momentum": 0.0, "learning_rate": 1.0, "trajectories": 2}
            near, far = (swarm_of(stage, batch_size, **words) for _ in range(2))
            near.x[:], near.y[:], far.x[:], far.y[:] = 0.999 * last, 0, 40, 0
            for swarm in (near, far):
                engine.advance(swarm, 1)
            with np.errstate(under="ignore"):
                assert -near.vx == pytest.approx(0.999 * last * np.exp(-0.5 * (0.999 * last) ** 2), rel=1e-4)
            assert (far.vx == 0).all()
            assert not far.moved[0]


def largest_term(landscape: Landscape, x: Any, y: Any) -> Any:
    """Compute the largest term in the sum of a gradient, over all examples, (K,)."""
    largest = np.zeros(len(x))
    x, y = x.astype(float), y.astype(float)
    for column, (i, j) in enumerate(MONOMIALS):
        size = np.abs(landscape.coefficients[:, column]).max()
        for factor, p, q in ((i, max(i - 1, 0), j), (j, i, max(j - 1, 0))):
            largest = np.maximum(largest, factor * size * np.abs(x**p * y**q))
    for well in landscape.wells:
        a11, a12, a22 = well.precision
        for n in range(landscape.examples):
            ux, uy = x - well.centre[0] - well.shift[n, 0], y - well.centre[1] - well.shift[n, 1]
            px, py = a11 * ux + a12 * uy, a12 * ux + a22 * uy
            bump = np.abs(well.amplitude[n]) * np.exp(-0.5 * (ux * px + uy * py))
            largest = np.maximum(largest, bump * np.maximum(np.abs(px), np.abs(py)))
    return largest


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("batch_size", [1, 4, 20])
@pytest.mark.parametrize("name", WITH_WELLS)
def test_with_wells_it_is_close_for_long(name: str, batch_size: int, dtype: str) -> None:
    """After 1000 updates the median trajectory and the share that solved are those of the reference.

    Trajectories among wells are chaotic, so single ones differ.
    """
    stage, count = bundled(*find(name)), 1000
    rate = find(name)[1].learning_rate
    reference = swarm_of(stage, batch_size, dtype=dtype, learning_rate=rate, trajectories=count)
    NUMPY.advance(reference, 1000)
    found = [swarm_of(stage, batch_size, dtype=dtype, learning_rate=rate, trajectories=count) for _ in engines()]
    for engine, swarm in zip(engines(), found, strict=True):
        engine.advance(swarm, 1000)
        gap = np.hypot(swarm.x - reference.x, swarm.y - reference.y)
        assert np.median(gap) <= (1e-6 if dtype == "float32" else 1e-14)
        solved, expected = (swarm.solved_at != 0).mean(), (reference.solved_at != 0).mean()
        assert abs(solved - expected) <= 0.002 + 3 / count
    for engine, swarm in zip(engines(), found, strict=True):
        if engine.instructions != "plain" or len(SETS) == 1:
            same(found[-1], swarm)  # All engines that can fuse a product give the same bits, on any number of threads.
