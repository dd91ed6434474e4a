"""The proofs of the Hessian exercise: what eigenvalues tell, what they cannot tell, and where a kick leads."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from math import isclose
from typing import NamedTuple

import numpy as np

from batchgame.scenarios.text.numbers import decimal
from batchgame.sim.critical import KICK, Critical, critical

KINDS = ("minimum", "maximum", "saddle", "cannot tell")
KICKS = ("low", "high", "between")
PLAYED, AGAIN = ("saddle", "bowl", "shelf"), ("dome", "monkey", "trough")


class Place(NamedTuple):
    """One critical point of the exercise.

    at: its place on the map. answer: the index in KINDS that its eigenvalues tell. leaves: the index in KICKS of the
    first kick that leaves it; their number if none does.
    """

    at: tuple[float, float]
    answer: int
    leaves: int


_AT = {
    "saddle": (0.6, -0.4),
    "bowl": (-0.8, 0.5),
    "dome": (0.4, 0.6),
    "monkey": (-0.5, -0.5),
    "trough": (-0.7, -0.3),
    "shelf": (0.5, 0.7),
}


@cache
def point(shape: str) -> Critical:
    """Return the critical point of a shape, at its place on the map."""
    return critical(shape, _AT[shape])


@cache
def _leaves(shape: str, kick: str) -> bool:
    """Return whether a kick leads away; computed once, because many proofs ask."""
    found = point(shape)
    return found.leaves(found.kicks()[kick])


def _place(shape: str, at: tuple[float, float]) -> Place:
    left = [n for n, kick in enumerate(KICKS) if _leaves(shape, kick)]
    return Place(at, KINDS.index(point(shape).kind), left[0] if left else len(KICKS))


PLACES = {shape: _place(shape, at) for shape, at in _AT.items()}


def _half_lambda() -> bool:
    """Check that a kick of ε along the direction of λ_min lowers the loss of the saddle by ½|λ_min|ε²."""
    found = point("saddle")
    return isclose(found.drop(found.kicks()["low"]), abs(found.eigenvalues[0]) * KICK**2 / 2, rel_tol=0.01)


def _same_hessian_other_kind() -> bool:
    """Check that trough and shelf have equal eigenvalues, and that a kick leaves the shelf only."""
    trough, shelf = point("trough"), point("shelf")
    alike = bool(np.allclose(trough.eigenvalues, shelf.eigenvalues))
    return alike and not _leaves("trough", "low") and _leaves("shelf", "low")


PROOFS: dict[str, Callable[[], bool]] = {
    "low_leaves": lambda: _leaves("saddle", "low"),
    "high_leaves": lambda: _leaves("saddle", "high"),
    "only_low": lambda: _leaves("saddle", "low") and not _leaves("saddle", "between"),
    "any_but_high": lambda: _leaves("saddle", "low") and _leaves("saddle", "between") and not _leaves("saddle", "high"),
    "none_leaves": lambda: not any(_leaves("saddle", kick) for kick in KICKS),
    "half_lambda": _half_lambda,
    "zero_gradient": lambda: all(
        float(np.abs(point(shape).landscape.gradient(PLACES[shape].at)).max()) < 1e-9 for shape in PLACES
    ),
    "cannot_tell": _same_hessian_other_kind,
    "shelf_is_minimum": lambda: not _leaves("shelf", "low"),
    "kinds_by_signs": lambda: (
        [point(shape).kind for shape in ("bowl", "dome", "saddle", "monkey", "trough", "shelf")]
        == ["minimum", "maximum", "saddle", "cannot tell", "cannot tell", "cannot tell"]
    ),
    "bowl_holds": lambda: not any(_leaves("bowl", kick) for kick in KICKS),
    "zero_means_minimum": lambda: point("shelf").kind == "minimum",
    "zero_means_saddle": lambda: point("shelf").kind == "saddle",
    "zero_tells_nothing": lambda: point("shelf").kind == "cannot tell",
}

NUMBERS: dict[str, Callable[[], str]] = {
    "low": lambda: decimal(point("saddle").eigenvalues[0], 2),
    "drop": lambda: decimal(point("saddle").drop(point("saddle").kicks()["low"]), 5),
    "kick": lambda: decimal(KICK),
}
