"""The array engine against a naive loop, against itself in pieces, and in difficult cases."""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np
import pytest

from batchgame.sim.engine import EngineUnavailable, available, engine
from batchgame.sim.engines.array import ArrayEngine
from batchgame.sim.swarm import Swarm

from .stages import naive, problem, quadratic
from .swarms import swarm_of

STAGES = ["epoch", "saddle", "canyon", "hill", "gate"]
FIELDS = ("x", "y", "vx", "vy", "inside", "solved_at", "diverged_at")


def same(one: Swarm, other: Swarm, rows: Any = slice(None)) -> None:
    """Assert that the trajectories `rows` of one swarm are those of the other, bit for bit."""
    for field in FIELDS:
        assert getattr(one, field)[rows].tobytes() == getattr(other, field).tobytes(), field


@pytest.mark.parametrize("batch_size", [1, 4, 19, 20])
@pytest.mark.parametrize("momentum", [0.0, 0.9])
@pytest.mark.parametrize("name", STAGES)
def test_against_a_naive_loop(name: str, batch_size: int, momentum: float) -> None:
    stage = problem(name)
    swarm = swarm_of(stage, batch_size, momentum, 0.1, trajectories=6)
    paths = [naive(stage, batch_size, momentum, 0.1, seed=3, trajectory=t, updates=75) for t in range(6)]
    for update in range(75):
        engine("numpy").advance(swarm, 1)
        at = np.array([path[update] for path, _ in paths])
        assert np.allclose(np.stack([swarm.x, swarm.y], axis=-1), at, rtol=1e-8, atol=1e-10)
    assert swarm.solved_at.tolist() == [solved for _, solved in paths]


@pytest.mark.parametrize("dtype", ["float64", "float32"])
@pytest.mark.parametrize("batch_size", [1, 3, 20])
@pytest.mark.parametrize("name", STAGES)
def test_bit_for_bit_in_any_pieces(name: str, batch_size: int, dtype: str) -> None:
    """A trajectory does not depend on the chunk, on the pieces of a run, or on other trajectories."""
    stage, words = problem(name), {"dtype": dtype}
    whole = swarm_of(stage, batch_size, 0.5, 0.1, trajectories=333, **words)
    ArrayEngine("numpy", np, chunk=1000).advance(whole, 83)
    for chunk in (29, 64):
        pieces = swarm_of(stage, batch_size, 0.5, 0.1, trajectories=333, **words)
        for updates in (1, 2, 30, 0, 50):
            ArrayEngine("numpy", np, chunk=chunk).advance(pieces, updates)
        same(whole, pieces, slice(pieces.count))
    for numbers in ([0], [332], list(range(100, 217)), [5, 300, 17]):
        few = swarm_of(stage, batch_size, 0.5, 0.1, trajectory=np.array(numbers), **words)
        engine("numpy").advance(few, 83)
        same(whole, few, numbers)


@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_momentum_and_learning_rate_as_arrays(dtype: str) -> None:
    """A trajectory in a swarm with many hyperparameters is the same as in a swarm of its own."""
    stage = problem("canyon")
    momenta, rates = np.repeat([0.0, 0.3, 0.9], 40), np.tile([0.1, 0.2], 60)
    many = swarm_of(stage, 4, momenta, rates, trajectory=np.tile(np.arange(40), 3), dtype=dtype)
    engine("numpy").advance(many, 60)
    for n, momentum in enumerate((0.0, 0.3, 0.9)):
        for parity, rate in enumerate((0.1, 0.2)):
            rows = np.arange(40 * n, 40 * n + 40)[parity::2]
            alone = swarm_of(stage, 4, momentum, rate, trajectory=np.arange(40)[parity::2], dtype=dtype)
            engine("numpy").advance(alone, 60)
            same(many, alone, rows)


@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_exp_of_an_element_depends_on_that_element_alone(dtype: str) -> None:
    """Equal bits need this: the same result at the end of an array, at odd addresses, and in place."""
    rng = np.random.default_rng(2)
    values = np.concatenate([rng.uniform(-90, 0, 3000), rng.uniform(-1, 0, 3000), [0.0, -0.0, -1e-300]]).astype(dtype)
    whole = np.exp(values)
    for length in (1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 33, 63, 65, 1000):
        for start in (0, 1, 2, 3, 5, 8, 2999, len(values) - length):
            part = values[start : start + length]
            assert np.exp(part).tobytes() == whole[start : start + length].tobytes()
            own = part.copy()
            np.exp(own, out=own)
            assert own.tobytes() == whole[start : start + length].tobytes()


MOMENTA = np.array([0.0, 0.5, 0.9, 0.99])


def test_the_full_batch_stays_on_the_saddle_for_ever() -> None:
    """An update that changes nothing is repeated for ever, so some epochs are enough."""
    swarm = swarm_of(problem("saddle"), 20, MOMENTA, 0.05, trajectories=4)
    engine("numpy").advance(swarm, 5000)
    assert not any(getattr(swarm, field).any() for field in ("x", "y", "vx", "vy"))
    assert swarm.update == 5000
    assert not swarm.moved.any()


def test_the_full_batch_never_leaves_the_ridge() -> None:
    swarm = swarm_of(problem("saddle/ridge"), 20, MOMENTA, 0.05, trajectories=4)
    engine("numpy").advance(swarm, 6000)
    assert not swarm.y.any()
    assert (np.abs(swarm.x) < 1e-9).all()
    assert swarm.moved.all()


def test_a_quadratic_follows_its_recurrence() -> None:
    """θ_{k+1} = (1 + λ − ηh)θ_k − λθ_{k−1} on both axes, solved by powers of the roots."""
    stage = quadratic((2.0, 0.5))
    rate, momentum = 0.3, 0.4
    swarm = swarm_of(stage, 2, momentum, rate, trajectories=1)
    found = [(1.0, 1.0)]
    for _ in range(30):
        engine("numpy").advance(swarm, 1)
        found.append((float(swarm.x[0]), float(swarm.y[0])))
    for axis, h in enumerate((2.0, 0.5)):
        r1, r2 = np.roots([1, -(1 + momentum - rate * h), momentum]).astype(complex)
        first = 1 - rate * h  # the first update starts without a movement
        b = (first - r1) / (r2 - r1)
        closed = [((1 - b) * r1**k + b * r2**k).real for k in range(31)]
        assert np.allclose([at[axis] for at in found], closed, atol=1e-12)


def test_arrival_is_the_last_of_the_updates_held() -> None:
    """A trajectory that halves its distance is inside r = 1/4 from update 2 on, so it solves at 2 + hold − 1."""
    for hold in (1, 2, 5):
        stage = quadratic((1.0, 1.0), radius=0.25 * 2**0.5, hold=hold, start=(1.0, 1.0))
        swarm = swarm_of(stage, 2, 0.0, 0.5, trajectories=1)
        engine("numpy").advance(swarm, 20)
        assert swarm.solved_at[0] == 2 + hold - 1


def test_passing_through_is_not_arriving() -> None:
    stage = quadratic((1.0, 1.0), radius=0.2, hold=3, start=(1.0, 0.0))
    swarm = swarm_of(stage, 2, 0.95, 0.3, trajectories=1)
    engine("numpy").advance(swarm, 5)
    assert swarm.solved_at[0] == 0


@pytest.mark.parametrize("dtype", ["float64", "float32"])
@pytest.mark.parametrize("batch_size", [1, 20])
@pytest.mark.parametrize("rate", [3.0, 1e6, 1e30])
@pytest.mark.parametrize("name", STAGES)
def test_divergence_is_stopped_and_counted(name: str, rate: float, batch_size: int, dtype: str) -> None:
    swarm = swarm_of(problem(name, start=(1.9, -1.3)), batch_size, 0.9, rate, trajectories=50, dtype=dtype)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for _ in range(40):
            engine("numpy").advance(swarm, 2)
            for field in ("x", "y", "vx", "vy"):
                assert np.isfinite(getattr(swarm, field)).all()
            assert (np.hypot(swarm.x, swarm.y) <= 1000).all()
    gone = swarm.diverged_at != 0
    assert rate < 1e6 or gone.mean() > 0.5
    assert not swarm.vx[gone].any()
    assert not swarm.vy[gone].any()
    assert not swarm.solved_at[gone].any()


def test_a_diverged_trajectory_cannot_arrive() -> None:
    stage = quadratic((1.0, 1.0), tilts=((1e9, 0.0), (-1e9, 0.0)), radius=3.0, hold=5)
    swarm = swarm_of(stage, 1, 0.0, 0.1)
    engine("numpy").advance(swarm, 20)
    assert (swarm.diverged_at == 1).all()
    assert not swarm.solved_at.any()


def test_batch_size_out_of_bounds() -> None:
    for batch_size in (0, 21, -1):
        with pytest.raises(ValueError, match="1 to 20"):
            swarm_of(problem("saddle"), batch_size, 0.0, 0.1)


def test_engines_by_name() -> None:
    found = {line.name: line for line in available()}
    assert found["numpy"].ok
    assert engine("auto").name == ("native" if found["native"].ok else "numpy")
    with pytest.raises(EngineUnavailable, match="unknown"):
        engine("cuppy")
    for line in found.values():
        assert line.reason
        assert "\n" not in line.reason
        if not line.ok:
            with pytest.raises(EngineUnavailable) as caught:
                engine(line.name)
            assert caught.value.reason == line.reason
