"""The rules of a landscape and its map: lists with one entry per example, and points that lie on the map."""

from __future__ import annotations

from typing import Any, NoReturn

from batchgame.scenarios.reading.format import Stage, StageLandscape
from batchgame.scenarios.reading.landscape_terms import POLYNOMIAL_NAMES, LandscapeSpec
from batchgame.scenarios.reading.toml_file import ScenarioError
from batchgame.scenarios.text.clean import clean
from batchgame.scenarios.text.nearest import did_you_mean, listed


def verify(surface: StageLandscape, examples: int, path: str) -> None:
    """Check a landscape and its region. ScenarioError names the first rule that is broken."""
    _landscape(surface.landscape, examples, f"{path}landscape")
    x0, x1, y0, y1 = surface.region
    if not (x0 < x1 and y0 < y1):
        _fail(f"{path}region", "x from, x to, y from, y to needed, each from below its to")
    for index, landmark in enumerate(surface.landmarks):
        inside(surface, landmark.at, f"{path}landmarks[{index}].at")


def inside(surface: StageLandscape, point: tuple[float, float], path: str) -> None:
    """Check that the map shows a point. ScenarioError if it does not."""
    x0, x1, y0, y1 = surface.region
    if not (x0 < point[0] < x1 and y0 < point[1] < y1):
        _fail(path, "outside the region of the map")


def goal(surface: StageLandscape, stage: Stage, path: str) -> None:
    """Check that the goal lies on the map and fits into the budget. ScenarioError if it does not."""
    for index, (x, y, rx, ry) in enumerate(stage.goal.ellipses):
        inside(surface, (x, y), f"{path}.ellipses[{index}]")
        if rx <= 0 or ry <= 0:
            _fail(f"{path}.ellipses[{index}]", "both radii must be above 0")
    last = stage.goal.last_epochs
    if last is not None and (stage.budget.epochs is None or last > stage.budget.epochs):
        _fail(f"{path}.last_epochs", "a budget of at least as many epochs needed")


def _fail(path: str, message: str) -> NoReturn:
    raise ScenarioError(f"{path}: {message}")


def _landscape(spec: LandscapeSpec, examples: int, path: str) -> None:
    if spec == LandscapeSpec():
        _fail(path, "at least one term needed")
    columns: list[tuple[str, Any]] = []
    if spec.regression:
        columns += [("regression.x", spec.regression.x), ("regression.y", spec.regression.y)]
    if spec.tilt:
        columns += [("tilt.x", spec.tilt.x), ("tilt.y", spec.tilt.y)]
    polynomials = [("polynomial", spec.polynomial)]
    polynomials += [(f"others[{index}]", other) for index, other in enumerate(spec.others)]
    for where, polynomial in polynomials:
        for name, value in polynomial.items():
            if name not in POLYNOMIAL_NAMES:
                guess = did_you_mean(name, POLYNOMIAL_NAMES)
                _fail(f"{path}.{where}", f"unknown term {clean(name)!r}{guess} ({listed(POLYNOMIAL_NAMES)})")
            columns += [(f"{where}.{name}", value)] if isinstance(value, tuple) else []
    for index, well in enumerate(spec.well):
        columns += [(f"well[{index}].depth", well.depth)] if isinstance(well.depth, tuple) else []
        columns += [(f"well[{index}].shifts", well.shifts)] if well.shifts else []
    columns += [("shifts", spec.shifts)] if spec.shifts else []
    for name, column in columns:
        if len(column) != examples:
            _fail(f"{path}.{name}", f"{examples} entries needed (one an example), {len(column)} found")
    if spec.regression and spec.shifts:
        _fail(f"{path}.shifts", "a regression cannot be moved")
    if spec.others and spec != LandscapeSpec(polynomial=spec.polynomial, others=spec.others, shifts=spec.shifts):
        _fail(f"{path}.others", "only beside a polynomial, and nothing else")
