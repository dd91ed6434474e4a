"""The full loss of many trajectories at once: one polynomial and its wells."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from batchgame.sim.engines.plan import mean_in_order
from batchgame.sim.landscape import MONOMIALS, Landscape


def polynomial_loss(landscape: Landscape, x: Any, y: Any, xp: Any) -> Any:
    """Compute the mean loss over all examples, two of (K,) float64 -> (K,) float64.

    The polynomial is linear in its coefficients, so it is evaluated once, with their means. Wells are evaluated one
    example after the other.
    """
    x2, y2 = x * x, y * y
    powers = {"x": (x, x2, x2 * x, x2 * x2), "y": (y, y2, y2 * y, y2 * y2)}
    constant, terms = _means(landscape)
    total = xp.full_like(x, constant)
    for mean, i, j in terms:
        term = mean
        if i:
            term = term * powers["x"][i - 1]
        if j:
            term = term * powers["y"][j - 1]
        total += term
    bumps = xp.zeros_like(x)
    for well in landscape.wells:
        a11, a12, a22 = (float(value) for value in well.precision)
        for (cx, cy), amplitude in zip((well.centre + well.shift).tolist(), well.amplitude.tolist(), strict=True):
            ux, uy = x - cx, y - cy
            bumps += amplitude * xp.exp(-0.5 * (ux * (a11 * ux + 2 * a12 * uy) + uy * (a22 * uy)))
    if landscape.wells:
        total -= bumps * (1.0 / landscape.examples)
    return total


@lru_cache(maxsize=16)
def _means(landscape: Landscape) -> tuple[float, list[tuple[Any, int, int]]]:
    """Return the constant, and (mean coefficient, i, j) of every other monomial whose mean is not 0."""
    means = [mean_in_order(landscape.coefficients[:, column]) for column in range(len(MONOMIALS))]
    return means[0], [(mean, i, j) for mean, (i, j) in zip(means[1:], MONOMIALS[1:], strict=True) if mean]
