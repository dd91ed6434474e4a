"""The CUDA source without a GPU: its results when it runs as C on the CPU, and its compilation by NVRTC."""

from __future__ import annotations

import ctypes
import importlib.util
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from batchgame.scenarios.reading.library import find, names
from batchgame.scenarios.reading.problem import problem as bundled
from batchgame.sim.engines.array import ArrayEngine
from batchgame.sim.engines.cuda.engine import CudaEngine
from batchgame.sim.engines.cuda.source import OPTIONS, glance_source, source
from batchgame.sim.engines.program import program
from batchgame.sim.glance import glance
from batchgame.sim.piecewise import Piecewise
from batchgame.sim.problem import Problem
from batchgame.sim.schedule import PLAIN, Batches, Schedule
from batchgame.sim.swarm import Swarm

from .emulated import COMPILER, RawModule
from .stages import quadratic
from .strict_xp import Device
from .swarms import swarm_of

FIELDS = ("x", "y", "vx", "vy", "inside", "solved_at", "diverged_at", "moved")
STAGES = ["epoch", "saddle", "ravine/bent", "two-weights", "rescue", "canyon", "hill", "gate", "boss"]
# Array code computes landscapes in pieces.
IN_CUDA = [name for name in names() if not isinstance(bundled(*find(name)).landscape, Piecewise)]
SCHEDULES = [Schedule(sampling="once"), Schedule(sampling="index"), Schedule(sampling="replacement"),
         Schedule(scaling="sqrt", warm_up=2), Schedule(then=(2, 20))]  # fmt: skip
needs_a_compiler = pytest.mark.skipif(not COMPILER, reason="no gcc or clang: the CUDA source is not run as C")


class Card(Device):
    """The strict stand-in for CuPy, which can also run kernels."""

    RawModule = RawModule


@pytest.fixture
def card() -> Card:
    return Card()


def swarms(card: Card, stage: Problem, batch_size: int, **words: Any) -> tuple[Swarm, Swarm]:
    """Make the same swarm on the CPU and on the stand-in for a GPU."""
    one, other = (swarm_of(stage, batch_size, **words, xp=xp) for xp in (np, card))
    return one, other


def same(card: Card, here: Swarm, there: Swarm) -> None:
    for field in FIELDS:
        assert getattr(here, field).tobytes() == card.asnumpy(getattr(there, field)).tobytes(), field


def reference(stage: Problem) -> ArrayEngine:
    """Return the engine that the kernel must equal bit for bit: NumPy without wells, else C on this processor."""
    if not stage.landscape.wells:
        return ArrayEngine("numpy", np)
    native = pytest.importorskip("batchgame.sim.engines.native.engine", exc_type=ImportError)
    if native.SETS[-1] == "plain":
        pytest.skip("this processor can't fuse a product with a sum, as a GPU does in wells")
    return native.NativeEngine(1)


@needs_a_compiler
@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("batch_size", [1, 3, 20])
@pytest.mark.parametrize("name", STAGES)
def test_the_kernel_is_the_other_engines(card: Card, name: str, batch_size: int, dtype: str) -> None:
    stage = bundled(*find(name))
    here, there = swarms(card, stage, batch_size, dtype=dtype)
    reference(stage).advance(here, 83)
    engine = CudaEngine(card)
    for updates in (1, 2, 30, 0, 50):
        engine.advance(there, updates)
    assert card.waits == 0
    same(card, here, there)


@needs_a_compiler
@pytest.mark.parametrize("how", [PLAIN, *SCHEDULES], ids=str)
def test_schedules_shuffles_and_blow_ups(card: Card, how: Schedule) -> None:
    stage = bundled(*find("rescue"))
    for rate in (0.01, 3.0, np.tile([0.01, 0.3, 30.0], 50)):
        here, there = swarms(card, stage, 6, dtype="float64", schedule=how, learning_rate=rate, momentum=0.9)
        reference(stage).advance(here, 60)
        CudaEngine(card).advance(there, 60)
        same(card, here, there)
    assert (here.diverged_at != 0).any()


@needs_a_compiler
@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("name", STAGES)
def test_losses_and_counts_of_a_frame_are_the_other_engines(card: Card, name: str, dtype: str) -> None:
    stage, engine = bundled(*find(name)), CudaEngine(card)
    here, there = swarms(card, stage, 3, dtype=dtype, trajectories=333, learning_rate=0.2)
    for updates in (0, 1, 40):
        reference(stage).advance(here, updates)
        engine.advance(there, updates)
        card.waits = 0
        losses, some, counts = engine.loss(there), engine.loss(there, 200), engine.tally(there)
        assert card.waits == 0
        assert card.asnumpy(losses).tobytes() == reference(stage).loss(here).tobytes()
        assert card.asnumpy(some).tobytes() == reference(stage).loss(here)[:200].tobytes()
        assert card.asnumpy(counts).tobytes() == ArrayEngine("numpy", np).tally(here).tobytes()


@needs_a_compiler
def test_a_frame_of_a_race_on_a_gpu_is_one_copy_per_lane(card: Card) -> None:
    stage, engine = bundled(*find("canyon")), CudaEngine(card)
    there = swarms(card, stage, 4, dtype="float64", trajectories=500)[1]
    engine.advance(there, 7)
    seen = glance(there, engine)
    assert card.waits == 1
    assert seen.density.sum() == 500


@needs_a_compiler
def test_what_the_kernel_has_no_room_for_is_left_to_array_code(card: Card) -> None:
    in_pieces = bundled(*find("equal-sharpness"))
    many = quadratic((1.0, 0.5), tilts=np.random.default_rng(1).normal(size=(33, 2)))
    assert isinstance(in_pieces.landscape, Piecewise)
    for stage in (in_pieces, many):
        here, there = swarms(card, stage, 1, dtype="float64")
        ArrayEngine("numpy", np).advance(here, 40)
        CudaEngine(card).advance(there, 40)
        same(card, here, there)
        if stage is in_pieces:
            continue  # The stand-in has no powers.
        assert card.asnumpy(CudaEngine(card).loss(there)).tobytes() == ArrayEngine("numpy", np).loss(here).tobytes()
        CudaEngine(card).advance(there, 1)  # The loss has left what array code has prepared.


@needs_a_compiler
def test_a_kernel_is_compiled_once(card: Card) -> None:
    stage, engine = bundled(*find("canyon")), CudaEngine(card)
    for batch_size in (4, 4, 1, 4):
        engine.advance(swarms(card, stage, batch_size, dtype="float32")[1], 3)
    assert len(engine._compiled) == 2


def nvrtc() -> Any:
    """Load the compiler of CUDA source from its wheel. Returns None if it is not installed."""
    try:
        found = importlib.util.find_spec("nvidia.cuda_nvrtc")
    except ModuleNotFoundError:
        return None
    places = found.submodule_search_locations if found else None
    libraries = [file for place in places or () for file in Path(place).rglob("libnvrtc.so.*")]
    return ctypes.CDLL(str(libraries[0])) if libraries else None


def compile_for(library: Any, code: str, card_name: str) -> str:
    """Compile for one architecture and return the log. A failed compilation is an assertion with the log."""
    words = [f"--gpu-architecture={card_name}", "--ptxas-options=-v", *OPTIONS]
    program_, size = ctypes.c_void_p(), ctypes.c_size_t()
    assert not library.nvrtcCreateProgram(ctypes.byref(program_), code.encode(), b"kernel.cu", 0, None, None)
    options = (ctypes.c_char_p * len(words))(*(word.encode() for word in words))
    failed = library.nvrtcCompileProgram(program_, len(words), options)
    library.nvrtcGetProgramLogSize(program_, ctypes.byref(size))
    log = ctypes.create_string_buffer(size.value)
    library.nvrtcGetProgramLog(program_, log)
    assert not failed, log.value.decode()
    library.nvrtcGetCUBINSize(program_, ctypes.byref(size))
    cubin = ctypes.create_string_buffer(size.value)
    assert not library.nvrtcGetCUBIN(program_, cubin)
    library.nvrtcDestroyProgram(ctypes.byref(program_))
    assert cubin.raw.startswith(b"\x7fELF")
    return log.value.decode()


@pytest.mark.slow
@pytest.mark.parametrize("card_name", ["sm_75", "sm_80", "sm_90"])
@pytest.mark.parametrize("name", IN_CUDA)
def test_nvrtc_compiles_it_without_spills(name: str, card_name: str) -> None:
    library = nvrtc()
    if library is None:
        pytest.skip("NVRTC is not installed: uv run --group dev --group cuda pytest")
    stage = bundled(*find(name))
    for batch_size in (1, 4, 19, 20):
        for dtype in ("float32", "float64"):
            made = program(stage, Batches(20, batch_size), 0, np.dtype(dtype))
            log = compile_for(library, source(made, dtype), card_name)
            spilled = re.search(r"(\d+) bytes spill stores, (\d+) bytes spill loads", log)
            registers = re.search(r"Used (\d+) registers", log)
            assert spilled, log
            assert registers, log
            assert spilled.groups() == ("0", "0"), f"B = {batch_size}, {dtype}: {log}"
            assert int(registers[1]) <= (64 if dtype == "float32" else 128), f"B = {batch_size}: {log}"
            if batch_size == 1:
                log = compile_for(library, glance_source(made, dtype), card_name)
                assert set(re.findall(r"(\d+) bytes spill", log)) == {"0"}, log
