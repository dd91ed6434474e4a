"""The choice of an engine by its name, and the reasons why an engine is missing."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import numpy as np

from batchgame.sim.engine_names import ENGINES
from batchgame.sim.engines.array import ArrayEngine
from batchgame.sim.engines.cuda.engine import CudaEngine
from batchgame.sim.engines.cuda.load import load


class EngineUnavailable(Exception):  # noqa: N818 - a state of the machine, not a mistake
    """The requested engine cannot run on this machine; `reason` says why in one line."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"engine {name}: {reason}")
        self.reason = reason


class Availability(NamedTuple):
    """Whether an engine can run here, and one line that says with what, or why not."""

    name: str
    ok: bool
    reason: str


@cache
def engine(name: str = "auto") -> ArrayEngine:
    """Return the engine with this name. Raises EngineUnavailable if it cannot run here.

    `auto` is native if the C extension was built, else numpy. It is never a GPU, since one game is too little work.
    """
    if name == "auto":
        name = "native" if _native()[0] else "numpy"
    if name == "numpy":
        return ArrayEngine("numpy", np)
    if name not in ENGINES:
        raise EngineUnavailable(name, f"unknown; one of {', '.join(ENGINES)}")
    made, reason = _native() if name == "native" else _cupy()
    if made is None:
        raise EngineUnavailable(name, reason)
    return made


def available() -> list[Availability]:
    """List every engine but `auto`, with its state on this machine."""
    native, in_c = _native()
    cupy, on_gpu = _cupy()
    return [
        Availability("numpy", True, f"NumPy {np.__version__}, one thread; the reference"),
        Availability("native", native is not None, in_c),
        Availability("cupy", cupy is not None, on_gpu),
    ]


@cache
def _native() -> tuple[ArrayEngine | None, str]:
    """Return the engine and what it uses, or None and why it is missing."""
    try:
        # The C extension is optional: without a compiler it was not built.
        from batchgame.sim.engines.native.engine import NativeEngine
    except ImportError as error:
        if error.name != "batchgame.sim.engines.native.core" and "core" not in str(error):
            raise
        return None, "not built: there was no C compiler (GCC or Clang) when batchgame was installed"
    made = NativeEngine()
    threads = "one thread" if made.threads == 1 else f"{made.threads} threads"
    return made, f"C for {made.instructions}, {threads}"


def _cupy() -> tuple[ArrayEngine | None, str]:
    """Return the engine and the name of its GPU, or None and why it is missing."""
    module, reason = load()
    return None if module is None else CudaEngine(module), reason
