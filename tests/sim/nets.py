"""The engines for networks in each form that this machine has."""

from __future__ import annotations

from typing import Any

import numpy as np

from batchgame.sim.networks.array import ArrayNetworks

from .natives import native

ARRAY = ArrayNetworks("numpy", np)
if native.ok:
    from batchgame.sim.networks.native import SETS, NativeNetworks


def in_c() -> list[Any]:
    """Make engines for every instruction set of this processor on one thread, and one for three threads."""
    return [*(NativeNetworks(1, instructions) for instructions in SETS), NativeNetworks(3)] if native.ok else []
