"""The one place that chooses an engine by name."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import numpy as np

from batchgame.sim.engines.array import ArrayEngine

NAMES = ("auto", "numpy", "cupy", "native")


class EngineUnavailable(Exception):  # noqa: N818 - a state of the machine, not a mistake
    """An engine asked for by name is not there; `reason` says why in one line."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"engine {name}: {reason}")
        self.reason = reason


class Availability(NamedTuple):
    """One line of `batchgame doctor`."""

    name: str
    ok: bool
    reason: str


@cache
def engine(name: str = "auto") -> ArrayEngine:
    """The engine of that name. `auto` is native where it was built, else numpy: a game does not fill a GPU."""
    if name == "auto":
        name = "native" if _native()[0] else "numpy"
    if name == "numpy":
        return ArrayEngine("numpy", np)
    if name == "native":
        made, reason = _native()
        if made is None:
            raise EngineUnavailable(name, reason)
        return made
    if name == "cupy":
        from batchgame.sim.engines.cuda.engine import CudaEngine
        from batchgame.sim.engines.cuda.load import load

        module, reason = load()
        if module is None:
            raise EngineUnavailable(name, reason)
        return CudaEngine(module)
    raise EngineUnavailable(name, f"unknown; one of {', '.join(NAMES)}")


def available() -> list[Availability]:
    """Every engine, whether it is there, and why."""
    from batchgame.sim.engines.cuda.load import load

    module, on_gpu = load()
    native, in_c = _native()
    return [
        Availability("numpy", True, f"NumPy {np.__version__}, one thread; the reference"),
        Availability("native", native is not None, in_c),
        Availability("cupy", module is not None, on_gpu),
    ]


@cache
def _native() -> tuple[ArrayEngine | None, str]:
    """(the engine, what it uses), or (None, why it is not there)."""
    try:
        from batchgame.sim.engines.native.engine import NativeEngine
    except ImportError as error:
        if error.name != "batchgame.sim.engines.native.core" and "core" not in str(error):
            raise
        return None, "not built: there was no C compiler (GCC or Clang) when batchgame was installed"
    made = NativeEngine()
    threads = "one thread" if made.threads == 1 else f"{made.threads} threads"
    return made, f"C for {made.instructions}, {threads}"
