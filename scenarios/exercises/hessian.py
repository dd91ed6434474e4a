"""The proofs of the Hessian exercise: what eigenvalues tell, what they cannot tell, and where a kick leads."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from math import isclose
from typing import NamedTuple

import numpy as np

from batchgame.scenarios.text.numbers import decimal
from batchgame.sim.critical import KICK, Critical, Vector, critical, critical_points, walked_down
from batchgame.sim.theory import classify

KINDS = ("minimum", "maximum", "saddle", "cannot tell")
KICKS = ("low", "high", "between")
REGION = (-2.4, 2.4, -1.8, 1.8)  # of the map
NEAR = 0.12  # of a critical point: found
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
    "saddle": (0.25, 0.1),
    "bowl": (-0.8, 0.5),
    "dome": (0.4, 0.6),
    "monkey": (-0.5, -0.5),
    "trough": (-0.7, -0.3),
    "shelf": (0.5, 1.0),
}


@cache
def point(shape: str) -> Critical:
    """Return the critical point of a shape, at its place on the map."""
    return critical(shape, _AT[shape])


# What is said beforehand about the way to each point; `_clue` computes it, which takes too long while a page is drawn.
CLUES = {"saddle": "between", "bowl": "all", "shelf": "some", "dome": "none", "monkey": "none", "trough": "all"}


class Seen(NamedTuple):
    """A critical point in view: its place, what its Hessian says, and its number among those of its kind."""

    at: Vector
    kind: str
    number: int


@cache
def others(shape: str) -> tuple[Seen, ...]:
    """Return the critical points in view that are not the one asked for, from left to right."""
    found = point(shape)
    places = sorted(critical_points(found.landscape, REGION), key=lambda place: float(place[0]))
    seen: list[Seen] = []
    for place in places:
        if np.hypot(*(place - found.at)) > NEAR:
            kind = classify(np.linalg.eigvalsh(found.landscape.hessian(place)))
            seen.append(Seen(place, kind, 1 + sum(other.kind == kind for other in seen)))
    return tuple(seen)


@cache
def downhill(shape: str) -> str:
    """Return how many walks downhill from all over the map end at the point asked for: "all", "some" or "none"."""
    found, (x0, x1, y0, y1) = point(shape), REGION
    # The grid misses the few lines on which a walk ends exactly on a saddle: no player stands on them.
    starts = np.stack(np.meshgrid(np.linspace(x0, x1, 20), np.linspace(y0, y1, 14)), axis=-1).reshape(-1, 2)
    ends = walked_down(found.landscape, starts)
    share = float((np.hypot(*(ends - found.at).T) <= NEAR).mean())
    return "all" if share == 1 else "some" if share else "none"


def between(shape: str) -> bool:
    """Return whether the point lies between the only two minima in view: a kick each way leads down to each of them."""
    found = point(shape)
    minima = [seen.at for seen in others(shape) if seen.kind == "minimum"]
    low = found.kicks()["low"]
    ends = walked_down(found.landscape, np.array([found.at + sign * KICK * low for sign in (1, -1)]))
    return len(minima) == 2 and all(min(np.hypot(*(end - at)) for end in ends) <= NEAR for at in minima)


def _clue(shape: str) -> str:
    return "between" if between(shape) and downhill(shape) == "none" else downhill(shape)


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
    """Check that a kick of ε along the direction of h1 lowers the loss of the saddle by ½|h1|ε²."""
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
    "low_first": lambda: all(place.leaves in (0, len(KICKS)) for place in PLACES.values()),
    "walks_pass": lambda: downhill("saddle") == downhill("dome") == "none",
    "walks_end": lambda: downhill("bowl") == "all",
    "clues": lambda: all(_clue(shape) == clue for shape, clue in CLUES.items()),
    "saddle_between": lambda: between("saddle"),
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
