"""The data that networks learn: handwritten digits, and two spirals. digits.md says where the digits come from."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from batchgame.sim.networks.names import DATA

DARKEST = 16  # grey levels of a digit are 0 … 16
A_CLASS = 1024  # points of each spiral
NOISE = 0.06  # the standard deviation of a point's position


@dataclass(frozen=True, eq=False)
class Data:
    """Examples and their classes: x (N, inputs) float32, y (N,) uint8 with values 0 … classes − 1."""

    name: str
    x: NDArray[np.float32]
    y: NDArray[np.uint8]
    classes: int

    @property
    def inputs(self) -> int:
        """Return the number of inputs of an example."""
        return int(self.x.shape[1])

    def __len__(self) -> int:
        return len(self.y)


@cache
def digits() -> Data:
    """Return 1797 digits of 8×8 pixels, from 0 (white) to 1 (black)."""
    with np.load(Path(__file__).with_name("digits.npz")) as file:
        return Data("digits", file["x"].astype(np.float32) / np.float32(DARKEST), file["y"], 10)


@cache
def spirals() -> Data:
    """Make 2 × 1024 points of two spirals that wind around each other, with noise."""
    t = (np.arange(A_CLASS) + 0.5) / A_CLASS
    r = 0.1 + 0.9 * t
    angles = [2 * np.pi * t, 2 * np.pi * t + np.pi]
    clean = np.concatenate([3 * np.stack([r * np.cos(a), r * np.sin(a)], axis=1) for a in angles])
    noise: Any = np.random.Generator(np.random.PCG64(0)).standard_normal(clean.shape)
    y = np.repeat(np.arange(2, dtype=np.uint8), A_CLASS)
    return Data("spirals", (clean + NOISE * noise).astype(np.float32), y, 2)


def data(name: str) -> Data:
    """Return the data with one of the names in DATA. They are made once."""
    if name not in DATA:
        raise ValueError(f"data {name}: one of {', '.join(DATA)} is needed")
    return {"digits": digits, "spirals": spirals}[name]()
