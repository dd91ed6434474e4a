"""The choice of an engine for networks by its name."""

from __future__ import annotations

from functools import cache

import numpy as np

from batchgame.sim.engine import EngineUnavailable, available
from batchgame.sim.engine_names import ENGINES
from batchgame.sim.engines.cuda.load import load
from batchgame.sim.networks.array import ArrayNetworks

NetworkEngine = ArrayNetworks


@cache
def network_engine(name: str = "auto") -> NetworkEngine:
    """Return the engine with this name. Raises EngineUnavailable if it cannot run here.

    `auto` is native if the C extension was built, else numpy.
    """
    reasons = {line.name: line.reason for line in available() if not line.ok}
    if name == "auto":
        name = "numpy" if "native" in reasons else "native"
    if name not in ENGINES:
        raise EngineUnavailable(name, f"unknown; one of {', '.join(ENGINES)}")
    if name in reasons:
        raise EngineUnavailable(name, reasons[name])
    if name == "numpy":
        return ArrayNetworks("numpy", np)
    if name == "cupy":
        return ArrayNetworks("cupy", load()[0])
    # The C extension is optional: without a compiler it was not built.
    from batchgame.sim.networks.native import NativeNetworks

    return NativeNetworks()
