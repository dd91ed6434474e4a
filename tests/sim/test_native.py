"""The C engine against the reference: bit for bit where no exp is involved, and closely where one is."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from batchgame.scenarios.course import course as bundled
from batchgame.scenarios.course import tool
from batchgame.scenarios.library import find
from batchgame.sim.course import Course
from batchgame.sim.engine import available
from batchgame.sim.engines.array import ArrayEngine
from batchgame.sim.engines.plans import Plans
from batchgame.sim.engines.program import network
from batchgame.sim.goal import Goal
from batchgame.sim.landscape import MONOMIALS, Landscape, Well
from batchgame.sim.piecewise import Piecewise
from batchgame.sim.swarm import Swarm
from batchgame.sim.tool import PLAIN, Tool

from .stages import course, quadratic

native = next(line for line in available() if line.name == "native")
pytestmark = pytest.mark.skipif(not native.ok, reason=f"native: {native.reason}")
if native.ok:
    from batchgame.sim.engines.native.engine import SETS, NativeEngine
    from batchgame.sim.engines.native.helpers import Helpers

NUMPY = ArrayEngine("numpy", np)
FIELDS = ("x", "y", "vx", "vy", "inside", "solved_at", "diverged_at", "moved")
DTYPES = ["float32", "float64"]
POLYNOMIAL = ["epoch", "saddle", "ravine", "ravine/bent", "two-weights", "rescue"]
WITH_WELLS = ["canyon", "hill", "gate", "boss"]
TOOLS = [
    PLAIN,
    Tool(sampling="once"),
    Tool(sampling="index"),
    Tool(sampling="replacement"),
    Tool(scaling="sqrt", warm_up=2),
    Tool(scaling="linear", rate=0.1, warm_up=3),
    Tool(then=(2, 20)),
    Tool(then=(1, 7), warm_up=2),
]


def engines() -> list[Any]:
    """Every instruction set of this processor on one thread, and two threads."""
    return [*(NativeEngine(1, instructions) for instructions in SETS), NativeEngine(2)] if native.ok else []


def swarm_of(stage: Course, batch_size: int, **words: Any) -> Swarm:
    numbers = np.arange(words.pop("trajectories", 150))
    defaults = {"momentum": 0.5, "learning_rate": 0.05, "seed": 3, "dtype": "float64", "xp": np, "trajectory": numbers}
    return Swarm(stage, batch_size, **(defaults | words))


def same(one: Swarm, other: Swarm) -> None:
    for field in FIELDS:
        assert getattr(one, field).tobytes() == getattr(other, field).tobytes(), field


def in_pieces(engine: Any, swarm: Swarm, pieces: tuple[int, ...] = (1, 2, 30, 0, 50)) -> Swarm:
    for updates in pieces:
        engine.advance(swarm, updates)
    return swarm


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("batch_size", [1, 3, 4, 19, 20])
@pytest.mark.parametrize("name", POLYNOMIAL)
def test_without_wells_it_is_the_reference(name: str, batch_size: int, dtype: str) -> None:
    stage = bundled(*find(name))
    reference = swarm_of(stage, batch_size, dtype=dtype)
    NUMPY.advance(reference, 83)
    for engine in engines():
        same(reference, in_pieces(engine, swarm_of(stage, batch_size, dtype=dtype)))


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("batch_size", [1, 6, 20])
@pytest.mark.parametrize("how", TOOLS, ids=str)
def test_schedules_and_shuffles_are_the_reference_s(how: Tool, batch_size: int, dtype: str) -> None:
    stage = course("epoch")
    for rate in (0.01, np.tile([0.01, 0.02, 0.05], 50)):
        reference = swarm_of(stage, batch_size, dtype=dtype, tool=how, learning_rate=rate)
        NUMPY.advance(reference, 83)
        for engine in engines():
            same(reference, in_pieces(engine, swarm_of(stage, batch_size, dtype=dtype, tool=how, learning_rate=rate)))


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("batch_size", [1, 20])
@pytest.mark.parametrize("rate", [3.0, 1e6, 1e30])
@pytest.mark.parametrize("name", ["epoch", "saddle", "canyon"])
def test_divergence_is_the_reference_s(name: str, rate: float, batch_size: int, dtype: str) -> None:
    """With wells too: whoever has left is counted at the same update, since far away the wells are nothing."""
    stage = course(name, start=(1.9, -1.3))
    reference = swarm_of(stage, batch_size, dtype=dtype, momentum=0.9, learning_rate=rate)
    NUMPY.advance(reference, 83)
    assert rate < 1e6 or (reference.diverged_at != 0).mean() > 0.5
    for engine in engines():
        found = in_pieces(engine, swarm_of(stage, batch_size, dtype=dtype, momentum=0.9, learning_rate=rate))
        assert np.isfinite(found.x).all()
        assert np.isfinite(found.vx).all()
        if name != "canyon":
            same(reference, found)
        elif rate > 3:
            assert (found.diverged_at == reference.diverged_at).all()


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("goal", [
    Goal((), 3, level=0.8), Goal(((0.0, 0.0, 1.5, 0.5), (1.0, 1.0, 0.3, 2.0)), 4),
    Goal(((0.0, 0.0, 2.0, 2.0),), 1, last_epochs=2),
])  # fmt: skip
def test_goals_are_the_reference_s(goal: Goal, dtype: str) -> None:
    for stage in (bundled(*find("two-weights")), bundled(*find("rescue")), course("gate")):
        stage = Course(stage.landscape, stage.start, goal, stage.budget, stage.region)
        reference = swarm_of(stage, 4, dtype=dtype)
        NUMPY.advance(reference, 83)
        for engine in engines():
            found = in_pieces(engine, swarm_of(stage, 4, dtype=dtype))
            if stage.landscape.wells:
                assert (found.solved_at == reference.solved_at).mean() > 0.98
            else:
                same(reference, found)


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("examples", [2, 3, 31, 32, 33, 40, 64, 65, 100, 1000])
def test_any_number_of_examples(examples: int, dtype: str) -> None:
    """Columns that fit into registers, and columns that do not."""
    rng = np.random.default_rng(examples)
    stage = quadratic((1.0, 0.5), tilts=rng.normal(size=(examples, 2)))
    for batch_size in {1, max(1, examples // 3), examples - 1}:
        reference = swarm_of(stage, batch_size, dtype=dtype, trajectories=70)
        NUMPY.advance(reference, 2 * examples if examples < 100 else 25)
        for engine in engines():
            found = swarm_of(stage, batch_size, dtype=dtype, trajectories=70)
            in_pieces(engine, found, (1, reference.update - 1))
            same(reference, found)


def hilly(seed: int, examples: int) -> Landscape:
    """Every coefficient, and four wells, of which two are skewed and one is the same for all examples."""
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
    """With as many examples again, which disagree the other way round."""
    wells = [Well(well.centre, well.precision, np.tile(well.amplitude, 2), np.concatenate([well.shift, -well.shift]))
             for well in landscape.wells]  # fmt: skip
    return Landscape(np.concatenate([landscape.coefficients, landscape.coefficients]), tuple(wells))


def landscape_of(name: str) -> Landscape:
    """Four wells of so many examples, or a bundled landscape, or that with twice its examples."""
    if name.startswith("four wells"):
        return hilly(5, int(name.split()[-1]))
    landscape = bundled(*find(name.removesuffix(" twice"))).landscape
    return twice(landscape) if name.endswith(" twice") else landscape


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("batch_size", [1, 5, 20])
@pytest.mark.parametrize(
    "name", [*WITH_WELLS, "canyon twice", "four wells of 20", "four wells of 40", "four wells of 70"]
)
def test_gradients_at_random_points(name: str, batch_size: int, dtype: str) -> None:
    """An example's within 4 ulp of its largest term; each further one may round the sum by half an ulp more.

    The movement from rest is the gradient where λ = 0 and η = 1.
    """
    landscape = landscape_of(name)
    full = batch_size == landscape.examples
    rng, points = np.random.default_rng(8), 1_000_000 if batch_size == 1 else 50_000
    x, y = (rng.uniform(-2.5, 2.5, points).astype(dtype) for _ in range(2))
    at = Course(landscape, (0.0, 0.0), Goal(((0.0, 0.0, 1.0, 1.0),), 1), course("canyon").budget, (-2, 2, -2, 2))
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
    """Nearer than that, it is a number that a processor is quick with; further away a trajectory is at rest."""
    nothing = np.zeros((2, len(MONOMIALS)))
    alone = Landscape(nothing, (Well(np.zeros(2), np.array([1.0, 0.0, 1.0]), np.ones(2), np.zeros((2, 2))),))
    stage = Course(alone, (0.0, 0.0), Goal(((0.0, 0.0, 1.0, 1.0),), 1), course("canyon").budget, (-2, 2, -2, 2))
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
    """The largest of what a gradient is summed from, over all examples, (K,)."""
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
    """The median trajectory after 1000 updates, and the share that has solved: wells are chaotic, single ones part."""
    stage, count = bundled(*find(name)), 2000
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
            same(found[-1], swarm)  # all that can fuse a product give the same bits, on any number of threads


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("batch_size", [1, 3, 20])
@pytest.mark.parametrize("name", WITH_WELLS)
def test_bit_for_bit_in_any_pieces(name: str, batch_size: int, dtype: str) -> None:
    stage = bundled(*find(name))
    whole = swarm_of(stage, batch_size, dtype=dtype, trajectories=333)
    NativeEngine(1).advance(whole, 83)
    same(whole, in_pieces(NativeEngine(3), swarm_of(stage, batch_size, dtype=dtype, trajectories=333)))
    for numbers in ([0], [332], list(range(100, 217)), [5, 300, 17]):
        few = swarm_of(stage, batch_size, dtype=dtype, trajectory=np.array(numbers))
        NativeEngine(1).advance(few, 83)
        for field in FIELDS[:-1]:
            assert getattr(whole, field)[numbers].tobytes() == getattr(few, field).tobytes(), field


def test_many_on_threads_are_the_same_as_on_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("batchgame.sim.engines.native.engine.INLINE", 0)
    monkeypatch.setattr("batchgame.sim.engines.native.engine.LONGEST", 5000)
    stage = bundled(*find("canyon"))
    one, many = (swarm_of(stage, 4, trajectories=5003) for _ in range(2))
    NativeEngine(1).advance(one, 77)
    NativeEngine(4).advance(many, 77)
    same(one, many)


@pytest.mark.skipif(not hasattr(os, "sched_getaffinity"), reason="this system does not say which processors are used")
def test_threads_keep_off_the_processor_of_their_caller() -> None:
    """Linux would wake them there, where they wait until the caller has done all the work."""
    allowed = os.sched_getaffinity(0)
    if len(allowed) < 2:
        pytest.skip("one processor")
    threads = Helpers(2)
    for _ in range(3):
        found = [helper.result() for helper in threads.call(os.sched_getaffinity, 0)]
    assert all(len(allowed - each) == 1 for each in found)
    assert os.sched_getaffinity(0) == allowed


def test_what_c_does_not_have_is_left_to_the_reference() -> None:
    in_pieces, canyon = bundled(*find("equal-sharpness")), bundled(*find("canyon"))
    assert isinstance(in_pieces.landscape, Piecewise)
    many = replace(canyon, landscape=Landscape(canyon.landscape.coefficients, canyon.landscape.wells * 11))
    for stage in (in_pieces, many):
        reference, found = (swarm_of(stage, 1, learning_rate=0.7) for _ in range(2))
        NUMPY.advance(reference, 50)
        NativeEngine().advance(found, 50)
        same(reference, found)


def test_a_third_knob_of_a_scenario_is_obeyed() -> None:
    scenario, stage = find("shuffle")
    for knob in stage.tools:
        reference, found = (swarm_of(bundled(scenario, stage), 2, tool=tool(stage, knob.name)) for _ in range(2))
        NUMPY.advance(reference, 200)
        NativeEngine().advance(found, 200)
        assert np.median(np.abs(reference.x - found.x)) <= 1e-12


@pytest.mark.parametrize("count", [2, 3, 5, 8, 20, 21, 64, 100, 333])
def test_the_network_sorts(count: int) -> None:
    keys = np.random.default_rng(count).integers(0, 2**32, (200, count), dtype=np.uint32)
    expected = np.sort(keys, axis=1)
    for i, j in network(count):
        keys[:, i], keys[:, j] = np.minimum(keys[:, i], keys[:, j]), np.maximum(keys[:, i], keys[:, j])
    assert (keys == expected).all()


def test_arrays_of_another_length_are_refused() -> None:
    """A mistake in Python must not become one in memory."""
    from batchgame.sim.engines.native.engine import Prepared
    from batchgame.sim.engines.spans import span

    swarm, taken = swarm_of(course("canyon"), 4), np.zeros(1, np.int64)
    for field in ("x", "vy", "inside", "solved_at"):
        broken = swarm.copy()
        setattr(broken, field, getattr(broken, field)[:-1].copy())
        call = Prepared(broken).call(span(broken, 5, 10**9), 0)
        with pytest.raises(ValueError, match="as long as"):
            call(taken)
    call = Prepared(swarm).call(span(swarm, 5, 10**9), 0)
    with pytest.raises(ValueError, match="as long as"):
        call(np.zeros(2, np.int64))
    for start in (-(2**63), -1, 150, 2**63 - 1):
        assert call(np.array([start])) is False  # no trajectory is there
    assert (swarm.x == swarm_of(course("canyon"), 4).x).all()
