"""The measured stages as problems, and a naive loop in plain Python that the engines are compared with."""

from __future__ import annotations

import json
from functools import cache
from math import exp
from pathlib import Path
from typing import Any

import numpy as np

from batchgame.sim.goal import Goal
from batchgame.sim.landscape import MONOMIALS, Landscape, Well
from batchgame.sim.problem import Budget, Problem

DATA = Path(__file__).parent / "data"
REGION = (-4.0, 4.0, -3.0, 3.0)


@cache
def read(name: str) -> dict[str, Any]:
    return json.loads((DATA / f"{name}.json").read_text())


@cache
def landscape(name: str) -> Landscape:
    found = read("landscapes")[name]
    wells = tuple(
        Well(*(np.array(well[part], dtype=float) for part in ("centre", "A", "amplitude", "shift")))
        for well in found["wells"]
    )
    return Landscape(np.array(found["coefficients"], dtype=float), wells)


def problem(name: str, *, updates: int | None = None, epochs: int | None = None, start: Any = None) -> Problem:
    stage = read("stages")[name]
    goal = Goal(tuple(tuple(map(float, ellipse)) for ellipse in stage["goal"]["ellipses"]), stage["goal"]["hold"])
    budget = Budget(**stage["budget"]) if updates is None and epochs is None else Budget(updates, epochs)
    at = tuple(map(float, start or stage["start"]))
    return Problem(landscape(stage["landscape"]), at, goal, budget, REGION)


def quadratic(curvatures: tuple[float, float], tilts: Any = ((0.0, 0.0), (0.0, 0.0)), **words: Any) -> Problem:
    """Build ½(h₁x² + h₂y²) with a tilt for each example. The goal is a disc around 0."""
    tilts = np.array(tilts, dtype=float)
    coefficients = np.zeros((len(tilts), len(MONOMIALS)))
    coefficients[:, 1:3] = tilts
    coefficients[:, 3], coefficients[:, 5] = curvatures[0] / 2, curvatures[1] / 2
    goal = Goal(((0.0, 0.0, words.get("radius", 0.01), words.get("radius", 0.01)),), words.get("hold", 1))
    budget = Budget(updates=words.get("updates", 100))
    return Problem(Landscape(coefficients), words.get("start", (1.0, 1.0)), goal, budget, REGION)


MASK = 0xFFFFFFFF


def scramble(h: int) -> int:
    h ^= h >> 16
    h = h * 0x21F0AAAD & MASK
    h ^= h >> 15
    h = h * 0xD35A2D97 & MASK
    return h ^ h >> 15


def shuffled(seed: int, trajectory: int, epoch: int, examples: int) -> list[int]:
    """Compute a shuffle with plain integers."""
    start = scramble(scramble(seed + 0x9E3779B9 & MASK) + trajectory & MASK)
    stream = scramble(start + scramble(epoch ^ 0x85EBCA6B) & MASK)
    low = 1
    while low < examples:
        low *= 2
    low -= 1
    keys = [scramble(stream + n * 0x9E3779B9 & MASK) & ~low & MASK | n for n in range(examples)]
    return [key & low for key in sorted(keys)]


def example_gradient(terrain: Landscape, n: int, x: float, y: float) -> tuple[float, float]:
    gx = gy = 0.0
    for c, (i, j) in zip(terrain.coefficients[n].tolist(), MONOMIALS, strict=True):
        gx += c * i * x ** max(i - 1, 0) * y**j
        gy += c * j * x**i * y ** max(j - 1, 0)
    for well in terrain.wells:
        a11, a12, a22 = well.precision.tolist()
        ux = x - float(well.centre[0] + well.shift[n, 0])
        uy = y - float(well.centre[1] + well.shift[n, 1])
        px, py = a11 * ux + a12 * uy, a12 * ux + a22 * uy
        bump = float(well.amplitude[n]) * exp(-0.5 * (ux * px + uy * py))
        gx += bump * px
        gy += bump * py
    return gx, gy


def naive(
    stage: Problem, batch_size: int, momentum: float, learning_rate: float, *, seed: int, trajectory: int, updates: int
) -> tuple[list[tuple[float, float]], int]:
    """Compute one trajectory with plain floats: its position after each update, and its first passage (0 if none)."""
    terrain, (x, y) = stage.landscape, stage.start
    examples, vx, vy, inside, solved = terrain.examples, 0.0, 0.0, 0, 0
    path: list[tuple[float, float]] = []
    epoch = 0
    while len(path) < updates:
        rows = list(range(examples)) if batch_size == examples else shuffled(seed, trajectory, epoch, examples)
        for first in range(0, examples, batch_size):
            batch = rows[first : first + batch_size]
            each = [example_gradient(terrain, n, x, y) for n in batch]
            gx, gy = sum(g[0] for g in each) / len(batch), sum(g[1] for g in each) / len(batch)
            vx, vy = momentum * vx - learning_rate * gx, momentum * vy - learning_rate * gy
            x, y = x + vx, y + vy
            path.append((x, y))
            hit = any(((x - cx) / rx) ** 2 + ((y - cy) / ry) ** 2 <= 1 for cx, cy, rx, ry in stage.goal.ellipses)
            inside = inside + 1 if hit else 0
            if inside >= stage.goal.hold and not solved:
                solved = len(path)
            if len(path) == updates:
                break
        epoch += 1
    return path, solved
