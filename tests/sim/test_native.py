"""The C engine against the reference, bit for bit in landscapes without wells; its inputs and its threads."""

from __future__ import annotations

import os
from copy import copy
from dataclasses import replace

import numpy as np
import pytest

from batchgame.scenarios.reading.library import find
from batchgame.scenarios.reading.problem import problem as bundled
from batchgame.scenarios.reading.problem import schedule
from batchgame.sim.engines.program import network
from batchgame.sim.goal import Goal
from batchgame.sim.landscape import Landscape
from batchgame.sim.piecewise import Piecewise
from batchgame.sim.problem import Problem
from batchgame.sim.schedule import PLAIN, Schedule

from .natives import DTYPES, FIELDS, NUMPY, WITH_WELLS, engines, in_pieces, native, needs_native, same
from .stages import problem, quadratic
from .swarms import swarm_of

pytestmark = needs_native
if native.ok:
    from batchgame.sim.engines.native.engine import NativeEngine
    from batchgame.sim.engines.native.helpers import Helpers

POLYNOMIAL = ["epoch", "saddle", "ravine", "ravine/bent", "two-weights", "rescue"]
SCHEDULES = [
    PLAIN,
    Schedule(sampling="once"),
    Schedule(sampling="index"),
    Schedule(sampling="replacement"),
    Schedule(scaling="sqrt", warm_up=2),
    Schedule(scaling="linear", rate=0.1, warm_up=3),
    Schedule(then=(2, 20)),
    Schedule(then=(1, 7), warm_up=2),
]


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
@pytest.mark.parametrize("how", SCHEDULES, ids=str)
def test_schedules_and_shuffles_are_the_reference_s(how: Schedule, batch_size: int, dtype: str) -> None:
    stage = problem("epoch")
    for rate in (0.01, np.tile([0.01, 0.02, 0.05], 50)):
        reference = swarm_of(stage, batch_size, dtype=dtype, schedule=how, learning_rate=rate)
        NUMPY.advance(reference, 83)
        for engine in engines():
            same(
                reference, in_pieces(engine, swarm_of(stage, batch_size, dtype=dtype, schedule=how, learning_rate=rate))
            )


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("batch_size", [1, 20])
@pytest.mark.parametrize("rate", [3.0, 1e6, 1e30])
@pytest.mark.parametrize("name", ["epoch", "saddle", "canyon"])
def test_divergence_is_the_reference_s(name: str, rate: float, batch_size: int, dtype: str) -> None:
    """Even with wells, divergence is recorded at the same update, because far away the wells have no gradient."""
    stage = problem(name, start=(1.9, -1.3))
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
    for stage in (bundled(*find("two-weights")), bundled(*find("rescue")), problem("gate")):
        stage = Problem(stage.landscape, stage.start, goal, stage.budget, stage.region)
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
    """The numbers of examples have columns that fit into registers and columns that do not."""
    rng = np.random.default_rng(examples)
    stage = quadratic((1.0, 0.5), tilts=rng.normal(size=(examples, 2)))
    for batch_size in {1, max(1, examples // 3), examples - 1}:
        reference = swarm_of(stage, batch_size, dtype=dtype, trajectories=70)
        NUMPY.advance(reference, 2 * examples if examples < 100 else 25)
        for engine in engines():
            found = swarm_of(stage, batch_size, dtype=dtype, trajectories=70)
            in_pieces(engine, found, (1, reference.update - 1))
            same(reference, found)


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
    monkeypatch.setattr("batchgame.sim.engines.native.engine.WORTH_THREADS", 0)
    monkeypatch.setattr("batchgame.sim.engines.native.engine.LONGEST", 5000)
    stage = bundled(*find("canyon"))
    one, many = (swarm_of(stage, 4, trajectories=5003) for _ in range(2))
    NativeEngine(1).advance(one, 77)
    NativeEngine(4).advance(many, 77)
    same(one, many)


@pytest.mark.skipif(not hasattr(os, "sched_getaffinity"), reason="this system does not say which processors are used")
def test_threads_keep_off_the_processor_of_their_caller() -> None:
    """Otherwise Linux would wake them there, where they wait until their caller has done all the work."""
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
    for knob in stage.schedules:
        reference, found = (
            swarm_of(bundled(scenario, stage), 2, schedule=schedule(stage, knob.name)) for _ in range(2)
        )
        NUMPY.advance(reference, 200)
        NativeEngine().advance(found, 200)
        assert np.median(np.abs(reference.x - found.x)) <= 1e-12


def test_the_network_sorts() -> None:
    wrong = []
    for count in (2, 3, 5, 8, 20, 21, 64, 100, 333):
        keys = np.random.default_rng(count).integers(0, 2**32, (200, count), dtype=np.uint32)
        expected = np.sort(keys, axis=1)
        for i, j in network(count):
            keys[:, i], keys[:, j] = np.minimum(keys[:, i], keys[:, j]), np.maximum(keys[:, i], keys[:, j])
        if not (keys == expected).all():
            wrong.append(count)
    assert wrong == []


def test_arrays_of_another_length_are_refused() -> None:
    """A mistake in Python must not damage memory."""
    from batchgame.sim.engines.native.engine import Prepared
    from batchgame.sim.engines.spans import span

    swarm, taken = swarm_of(problem("canyon"), 4), np.zeros(1, np.int64)
    for field in ("x", "vy", "inside", "solved_at"):
        broken = copy(swarm)
        setattr(broken, field, getattr(broken, field)[:-1].copy())
        call = Prepared(broken).call(span(broken, 5, 10**9), 0)
        with pytest.raises(ValueError, match="as long as"):
            call(taken)
    call = Prepared(swarm).call(span(swarm, 5, 10**9), 0)
    with pytest.raises(ValueError, match="as long as"):
        call(np.zeros(2, np.int64))
    for start in (-(2**63), -1, 150, 2**63 - 1):
        assert call(np.array([start])) is False  # There is no trajectory with this number.
    assert (swarm.x == swarm_of(problem("canyon"), 4).x).all()
