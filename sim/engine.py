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
    """The engine of that name. `auto` is numpy: a game of 3 x 1000 trajectories does not fill a GPU."""
    if name in ("auto", "numpy"):
        return ArrayEngine("numpy", np)
    if name == "cupy":
        from batchgame.sim.engines.gpu import load

        module, reason = load()
        if module is None:
            raise EngineUnavailable(name, reason)
        return ArrayEngine("cupy", module, chunk=1 << 20)
    if name == "native":
        raise EngineUnavailable(name, "not part of this version")
    raise EngineUnavailable(name, f"unknown; one of {', '.join(NAMES)}")


def available() -> list[Availability]:
    """Every engine, whether it is there, and why."""
    from batchgame.sim.engines.gpu import load

    module, reason = load()
    return [
        Availability("numpy", True, f"NumPy {np.__version__}; what `auto` chooses"),
        Availability("cupy", module is not None, reason),
        Availability("native", False, "not part of this version"),
    ]
