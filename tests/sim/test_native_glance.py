"""What C computes for a frame and for the end of a run, against the reference: the full loss, and the counts."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from batchgame.scenarios.reading.library import find
from batchgame.scenarios.reading.problem import problem as bundled
from batchgame.sim.engines.plan import mean_in_order
from batchgame.sim.engines.tally import BINS
from batchgame.sim.goal import Goal
from batchgame.sim.landscape import MONOMIALS, Landscape
from batchgame.sim.problem import Problem

from .natives import DTYPES, NUMPY, WITH_WELLS, engines, native, needs_native
from .stages import problem, quadratic
from .swarms import swarm_of
from .test_native_wells import landscape_of

pytestmark = needs_native
if native.ok:
    from batchgame.sim.engines.native import core
    from batchgame.sim.engines.native.engine import SETS, NativeEngine

COUNTS = [1, 2, 63, 64, 65, 257, 5003]  # around the sizes of vectors, blocks and pieces
POLYNOMIAL = ["epoch", "saddle", "ravine/bent", "two-weights", "rescue"]


@pytest.fixture(autouse=True)
def always_on_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("batchgame.sim.engines.native.engine.WORTH_THREADS", 0)


def anywhere(stage: Problem, count: int, dtype: str, seed: int = 8) -> Any:
    """Make a swarm at random places, some of them outside of the region and some on its edges."""
    swarm, rng = swarm_of(stage, 1, dtype=dtype, trajectories=count), np.random.default_rng(seed)
    x0, x1, y0, y1 = stage.region
    swarm.x[:], swarm.y[:] = rng.uniform(1.2 * x0, 1.2 * x1, count), rng.uniform(1.2 * y0, 1.2 * y1, count)
    swarm.x[::7], swarm.y[::11], swarm.x[3::13], swarm.y[5::13] = x1, y1, x0, y0
    swarm.vx[:], swarm.vy[:] = rng.normal(size=(2, count))
    swarm.solved_at[:], swarm.diverged_at[:] = rng.integers(0, 3, (2, count))
    return swarm


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("name", [*POLYNOMIAL, *WITH_WELLS])
def test_what_a_frame_counts_is_what_the_reference_counts(name: str, dtype: str) -> None:
    for count in COUNTS:
        swarm = anywhere(bundled(*find(name)), count, dtype)
        expected = NUMPY.tally(swarm)
        assert 0 < expected[3:].sum() < count or count < 10
        for engine in engines():
            assert engine.tally(swarm).tobytes() == expected.tobytes()


def test_all_in_one_cell_and_all_outside() -> None:
    for at, inside in ((0.3, True), (50.0, False)):
        swarm = swarm_of(problem("canyon", start=(at, at)), 4, trajectories=5003)
        for engine in (NUMPY, *engines()):
            longest, solved, diverged, *cells = engine.tally(swarm)
            assert (longest, solved, diverged) == (0, 0, 0)
            assert max(cells) == sum(cells) == (5003 if inside else 0)
            assert len(cells) == BINS**2


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("name", POLYNOMIAL)
def test_without_wells_the_loss_is_the_reference_s(name: str, dtype: str) -> None:
    for count in COUNTS:
        swarm = anywhere(bundled(*find(name)), count, dtype)
        expected = NUMPY.loss(swarm)
        for engine in engines():
            assert engine.loss(swarm).tobytes() == expected.tobytes()
            assert engine.loss(swarm, 60).tobytes() == expected[:60].tobytes()


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize(
    "name", [*WITH_WELLS, "canyon twice", "four wells of 20", "four wells of 40", "four wells of 70"]
)
def test_with_wells_the_loss_is_close(name: str, dtype: str) -> None:
    """The full loss is within 4 ulp of its largest term, and each further example adds half an ulp. Medians are closer.

    All instruction sets that fuse products, and any threads, give the same bits.
    """
    landscape = landscape_of(name)
    stage = Problem(landscape, (0.0, 0.0), Goal(((0.0, 0.0, 1.0, 1.0),), 1), problem("canyon").budget, (-2, 2, -2, 2))
    swarm = anywhere(stage, 5003, dtype)
    expected, found = NUMPY.loss(swarm), [engine.loss(swarm) for engine in engines()]
    ulp = np.spacing(largest_term(landscape, swarm.x.astype(float), swarm.y.astype(float)))
    for engine, losses in zip(engines(), found, strict=True):
        assert (np.abs(losses - expected) / ulp).max() <= 4 + (landscape.examples - 1) / 2
        assert abs(np.median(losses) - np.median(expected)) <= 4 * np.median(ulp)
        if engine.instructions != "plain" or len(SETS) == 1:
            assert losses.tobytes() == found[-1].tobytes()
    # What is computed beside a trajectory changes nothing.
    few = anywhere(stage, 5003, dtype)
    few.x, few.y, few.trajectory = few.x[100:217].copy(), few.y[100:217].copy(), few.trajectory[100:217]
    assert NativeEngine(1).loss(few).tobytes() == found[-1][100:217].tobytes()


def largest_term(landscape: Landscape, x: Any, y: Any) -> Any:
    """Compute the largest term in the sum of the full loss, (K,)."""
    largest = np.zeros(len(x))
    for column, (i, j) in enumerate(MONOMIALS):
        largest = np.maximum(largest, np.abs(mean_in_order(landscape.coefficients[:, column]) * x**i * y**j))
    for well in landscape.wells:
        a11, a12, a22 = well.precision
        for n in range(landscape.examples):
            ux, uy = x - well.centre[0] - well.shift[n, 0], y - well.centre[1] - well.shift[n, 1]
            bump = np.exp(-0.5 * (a11 * ux * ux + 2 * a12 * ux * uy + a22 * uy * uy))
            largest = np.maximum(largest, np.abs(well.amplitude[n]) * bump)
    return largest


def test_landscapes_that_c_does_not_have_are_left_to_the_reference() -> None:
    swarm = anywhere(bundled(*find("equal-sharpness")), 300, "float64")
    assert NativeEngine(2).loss(swarm).tobytes() == NUMPY.loss(swarm).tobytes()
    assert NativeEngine(2).tally(swarm).tobytes() == NUMPY.tally(swarm).tobytes()


def test_a_momentum_that_all_share_is_the_same_as_one_each() -> None:
    stage = bundled(*find("canyon"))
    shared = swarm_of(stage, 4, momentum=0.9, learning_rate=0.2)
    own = swarm_of(stage, 4, momentum=np.full(150, 0.9), learning_rate=np.full(150, 0.2))
    for swarm in (shared, own):
        NativeEngine(1).advance(swarm, 50)
    assert shared.x.tobytes() == own.x.tobytes()


def test_arrays_of_another_length_are_refused() -> None:
    """A mistake in Python must not damage memory."""
    swarm = anywhere(quadratic((1.0, 0.5)), 100, "float64")
    prepared = NativeEngine(1)
    prepared.loss(swarm)
    shape, _, _, loss = swarm.engine_cache.program()
    x, taken, room = swarm.x, np.zeros(1, np.int64), np.zeros(100)
    counts, grid, marks = np.zeros(BINS**2 + 3, np.int64), np.zeros(6), swarm.solved_at
    wrong = [
        (core.losses, (0, shape[:-1].copy(), loss, x, x, True, room, taken)),
        (core.losses, (0, shape, loss[:-1].copy(), x, x, True, room, taken)),
        (core.losses, (0, shape, loss, x[:-1], x, True, room, taken)),
        (core.losses, (0, shape, loss, x, x, False, room, taken)),
        (core.losses, (99, shape, loss, x, x, True, room, taken)),
        (core.tally, (0, grid[:-1].copy(), x, x, x, x, marks, marks, True, counts, taken)),
        (core.tally, (0, grid, x, x, x[:-1], x, marks, marks, True, counts, taken)),
        (core.tally, (0, grid, x, x, x, x, marks, marks[:-1], True, counts, taken)),
        (core.tally, (0, grid, x, x, x, x, marks, marks, True, counts[:-1], taken)),
        (core.tally, (-1, grid, x, x, x, x, marks, marks, True, counts, taken)),
    ]
    for function, arguments in wrong:
        with pytest.raises(ValueError, match="as long as"):
            function(*arguments)
