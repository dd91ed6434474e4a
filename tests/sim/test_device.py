"""Array code on a strict stand-in for a GPU: the same results as NumPy, and how often the host waits for them."""

from __future__ import annotations

import sys
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

import batchgame.sim.outcomes as sweep
import batchgame.sim.race as race
import batchgame.sim.sweep as sweep_module
from batchgame.sim.cells import Cells, Figures
from batchgame.sim.engine import EngineUnavailable, available, engine
from batchgame.sim.engines.array import ArrayEngine
from batchgame.sim.engines.cuda.load import load
from batchgame.sim.hyperparameters import Hyperparameters
from batchgame.sim.outcomes import outcome, outcome_map
from batchgame.sim.plane import Plane, Stage
from batchgame.sim.race import Lane, Race
from batchgame.sim.swarm import Swarm

from .stages import problem
from .strict_xp import Device
from .swarms import swarm_of

STAGES = ["epoch", "saddle", "canyon", "hill", "gate"]
FIELDS = ("x", "y", "vx", "vy", "inside", "solved_at", "diverged_at", "moved")
SETTINGS: dict[str, Any] = {"parallel": 1, "trajectories": 70, "seed": 4}


@pytest.fixture
def device() -> Device:
    return Device()


@pytest.fixture
def engine_on_it(device: Device, monkeypatch: pytest.MonkeyPatch) -> ArrayEngine:
    """Replace the engine of races and maps by one on the stand-in."""
    found = ArrayEngine("device", device)
    for module in (race, sweep):
        monkeypatch.setattr(module, "engine_named", lambda name: found)
    return found


def swarms(device: Any, name: str, batch_size: int, rate: float, dtype: str) -> tuple[Swarm, Swarm]:
    one, other = (
        swarm_of(problem(name), batch_size, 0.9, rate, seed=1, trajectories=70, dtype=dtype, xp=xp)
        for xp in (np, device)
    )
    return one, other


@pytest.mark.parametrize("dtype", ["float64", "float32"])
@pytest.mark.parametrize("rate", [0.1, 1e6])
@pytest.mark.parametrize("batch_size", [1, 3, 20])
@pytest.mark.parametrize("name", STAGES)
def test_updates_are_the_same_and_wait_for_nothing(
    device: Device, name: str, batch_size: int, rate: float, dtype: str
) -> None:
    here, there = swarms(device, name, batch_size, rate, dtype)
    engine("numpy").advance(here, 90)
    far = ArrayEngine("device", device, chunk=64)
    for updates in (1, 60, 29):
        far.advance(there, updates)
    assert device.waits == 0
    for field in FIELDS:
        assert getattr(here, field).tobytes() == device.asnumpy(getattr(there, field)).tobytes(), field


def test_a_frame_is_one_small_copy_a_lane(device: Device, engine_on_it: ArrayEngine) -> None:
    lanes = [Lane(str(b), Hyperparameters(b, 0.5, 0.1)) for b in (4, 20, 1)]
    shown = Race(problem("epoch", epochs=400), lanes, parallel=1, trajectories=5000)
    shown.advance(20 * 1_000_000)
    device.waits = device.copied = 0
    shown.frame()
    assert device.waits <= len(lanes)
    assert device.copied <= len(lanes) * (10 + 2 * 60 + 32 * 32)
    shown.frame()
    assert device.waits <= len(lanes)  # Nothing has changed, so nothing is copied again.
    shown.advance(shown.duration)  # 240 samples of a lane's trace and 400 of its path
    assert device.waits <= len(lanes) * (1 + 241 + 401)


@pytest.mark.parametrize("name", STAGES)
def test_races_runs_and_maps_are_the_same(
    name: str, engine_on_it: ArrayEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage, words = problem(name, epochs=4), Hyperparameters(4, 0.5, 0.1)
    there = outcome(stage, words, **SETTINGS)
    mapped = list(outcome_map(stage, [4, 20], [0.0, 0.5], 0.1, coarse=30, **SETTINGS))
    shown = Race(stage, [Lane("you", words)], **SETTINGS)
    shown.advance(shown.duration)
    raced = shown.outcomes()["you"]
    for module in (race, sweep):
        monkeypatch.setattr(module, "engine_named", lambda name: engine("numpy"))
    assert there == raced == outcome(stage, words, **SETTINGS)
    assert mapped == list(outcome_map(stage, [4, 20], [0.0, 0.5], 0.1, coarse=30, **SETTINGS))


@pytest.mark.parametrize("batch_size", [1, 4, 20])
@pytest.mark.parametrize("name", STAGES)
def test_of_many_trajectories_only_figures_come_back(device: Device, name: str, batch_size: int) -> None:
    """One copy brings six numbers per cell. Cells that may be at rest need the positions of their trajectories, too."""
    picks = ((0.0, 0.1), (0.5, 0.1), (0.9, 1e6))
    here, there = (
        Cells(problem(name, epochs=4), batch_size, picks, 4, 0, ArrayEngine("", xp)) for xp in (np, device)
    )  # fmt: skip
    ends = here.run(range(501))
    expected, far = here.figures(ends), there.run(range(501))
    assert device.waits == 0
    found, still = there.figures(far), int((ends[4].max(axis=-1) == 0).sum())
    assert device.waits == 1 + 2 * still
    assert device.copied == 6 * len(picks) + 2 * 501 * still
    for name_, mine, theirs in zip(Figures._fields, expected, found, strict=True):
        assert np.array_equal(mine, theirs, equal_nan=name_.startswith(("median", "final"))), name_


@pytest.mark.parametrize("count", [1, 2, 7, 500])
def test_figures_are_what_numpy_says_of_all_ends(count: int) -> None:
    cells = Cells(problem("canyon", epochs=40), 4, ((0.5, 0.1), (0.9, 0.2), (0.9, 1e6)), 4, 0, engine("auto"))
    ends = cells.run(range(count))
    solved_at, diverged_at, _, _, _, losses = ends
    found = cells.figures(ends)
    assert (found.solved == np.count_nonzero(solved_at, axis=-1)).all()
    assert (found.diverged == np.count_nonzero(diverged_at, axis=-1)).all()
    middle = np.median(np.where(diverged_at != 0, np.inf, losses), axis=-1)
    assert np.array_equal(found.final_loss, np.where(np.isinf(middle), np.nan, middle), equal_nan=True)
    assert np.isnan(found.final_loss).tolist() == [False, False, True]
    for cell, early in enumerate(found.median_updates):
        first = np.median(np.where(solved_at[cell] != 0, solved_at[cell], np.inf))
        assert (early == first) if 2 * found.solved[cell] >= count and np.isfinite(first) else np.isnan(early)


def test_planes_and_sweeps_are_the_same(device: Device, monkeypatch: pytest.MonkeyPatch) -> None:
    """A plane is refined in two passes. A sweep has cells that are cut into slices, which are joined to a cell."""
    stage, far = problem("canyon", epochs=3), ArrayEngine("device", device)
    blocks = [
        [block for size in (5, 12) for block in plane.refine(Stage(1, size))]
        for plane in (
            Plane(stage, "batch_size", "momentum", (1, 20), (0.0, 0.9), 0.1, 1, 0, on)
            for on in (engine("numpy"), far)
        )
    ]  # fmt: skip
    assert repr(blocks[0]) == repr(blocks[1])
    monkeypatch.setattr(sweep_module, "LONG", 1)
    monkeypatch.setattr(sweep_module, "BLOCK", 16)
    monkeypatch.setattr(sweep_module, "WORK", 2000)
    whole = sweep_module.Sweep(stage, (1, 20), (0.0, 0.9), (0.1,), 1, 40, 0, "numpy")
    rows = []
    for on in (engine("numpy"), far):
        monkeypatch.setattr(sweep_module, "engine", lambda name, on=on: on)
        found = {part: sweep_module.compute(whole, part) for part in whole.parts}
        cut = [part for part in whole.parts if part.first < part.last and part is whole.parts[part.last]]
        assert cut
        slices = [[found[one] for one in whole.parts[part.first : part.last + 1]] for part in cut]
        whole_cells = [rows for rows in found.values() if isinstance(rows, list)]
        rows.append(
            (whole_cells, [sweep_module.joined(whole, part, made) for part, made in zip(cut, slices, strict=True)])
        )  # type: ignore[arg-type]
    assert rows[0] == rows[1]


def test_the_stand_in_is_strict(device: Device) -> None:
    array = device.zeros(3, float)
    for refused in (
        lambda: np.asarray(array),
        lambda: np.add(array, 1),
        lambda: np.zeros(3) + array,
        lambda: array + np.zeros(3),
        lambda: array[array == 0],
        lambda: array.take(array, mode="clip"),  # type: ignore[call-arg]
    ):
        with pytest.raises(TypeError):
            refused()
    device.waits = 0
    assert not array.any()
    assert float(array[0]) == 0
    assert device.waits == 2


class Cupy:
    """A stand-in for the parts of CuPy that are tried before its use: a GPU, its name, and the compiler."""

    def __init__(self, there: bool, compiles: Exception | None) -> None:
        properties = {"name": b"NVIDIA Test"}
        runtime = SimpleNamespace(getDeviceProperties=lambda _: properties)
        self.cuda = SimpleNamespace(is_available=lambda: there, runtime=runtime)
        self._compiles = compiles

    def RawModule(self, code: str) -> Any:  # noqa: N802 - CuPy's name
        def get_function(name: str) -> None:
            assert name in code
            if self._compiles:
                raise self._compiles

        return SimpleNamespace(get_function=get_function)


@pytest.mark.parametrize(
    ("there", "compiles", "reason"),
    [
        (True, None, "NVIDIA Test"),
        (False, None, "cupy finds no usable GPU"),
        (True, RuntimeError("no libnvrtc.so.12\nand a log"), "the GPU does not answer: no libnvrtc.so.12"),
        (True, RuntimeError(), "the GPU does not answer: RuntimeError"),
    ],
)
def test_a_gpu_that_cannot_be_used_is_left_with_a_reason(
    there: bool, compiles: Exception | None, reason: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    cupy = Cupy(there, compiles)
    monkeypatch.setitem(sys.modules, "cupy", cupy)
    monkeypatch.setattr("batchgame.sim.engines.cuda.load.driver", lambda: "libcuda.so.1")
    usable = there and compiles is None
    assert load() == (cupy if usable else None, reason)
    if not usable:
        assert engine("auto").name in ("native", "numpy")
        with pytest.raises(EngineUnavailable) as caught:
            engine("cupy")
        assert caught.value.reason == reason


@pytest.mark.gpu
@pytest.mark.parametrize("dtype", ["float64", "float32"])
@pytest.mark.parametrize("batch_size", [1, 4, 20])
@pytest.mark.parametrize("name", STAGES)
def test_a_real_gpu_agrees(name: str, batch_size: int, dtype: str) -> None:
    """Without wells positions agree up to rounding. Wells are chaotic, so there the median and the share agree."""
    cupy = next(line for line in available() if line.name == "cupy")
    if not cupy.ok:
        pytest.skip(cupy.reason)
    far = engine("cupy")
    here, there = (
        swarm_of(problem(name), batch_size, 0.5, 0.1, seed=1, trajectories=20_000, dtype=dtype, xp=xp)
        for xp in (np, far.xp)
    )
    engine("numpy").advance(here, 200)
    far.advance(there, 200)
    solved = far.to_host(there.solved_at)
    assert abs((here.solved_at != 0).mean() - (solved != 0).mean()) <= 0.002
    gap = np.abs(here.x - far.to_host(there.x)) + np.abs(here.y - far.to_host(there.y))
    assert np.median(gap) <= (1e-5 if dtype == "float32" else 1e-12)
