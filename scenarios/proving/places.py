"""Landmarks and texts about places: kinds by their curvatures, and depths that are said to be equal."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations
from math import hypot

import numpy as np

from batchgame.scenarios.reading.format import Landmark, Scenario, Stage
from batchgame.scenarios.reading.problem import landscape
from batchgame.scenarios.reading.rules import texts
from batchgame.scenarios.text.languages import LANGUAGES

_NEAR = 0.01  # of the width of the map: how far a landmark may lie from its critical point
_NARROW = 3.0  # the ratio of curvatures from which on a minimum is narrow
_LEVEL = 0.02  # two depths or curvatures within this share of the larger one are equal
_NEGATIVE = {"saddle": (1,), "maximum": (2,), "hill": (1, 2)}
_MINIMA = {"minimum", "canyon", "basin"}
# A label that is the name of a kind has to be the name of its own kind, or of a wider one.
_LABELS = {
    "saddle": ("saddle", "鞍點"), "canyon": ("canyon", "峽谷"), "basin": ("basin", "盆地"), "hill": ("hill", "小山"),
    "minimum": ("minimum", "最小值"), "maximum": ("maximum", "最大值"),
}  # fmt: skip
_WIDER = {("canyon", "minimum"), ("basin", "minimum"), ("hill", "maximum"), ("minimum", "canyon"), ("minimum", "basin")}
_EQUAL = {
    "loss": re.compile(
        r"\bequally (deep|low)|\bof (one|the same|equal) depth|\bno differ\w+ in depth|深度(沒有|沒什麼|毫無)(差|不同)"
        r"|\b(the same|equal) (depth|loss)|as deep as|[一同]樣深|(深度|損失)(相同|一樣)", re.I
    ),
    "curvature": re.compile(
        r"\bequally (sharp|steep|curved|flat|wide|narrow)|\b(is|are) just as (sharp|steep|flat|wide|narrow)\b"
        r"|\b(the same|equal) (sharpness|curvature|width)"
        r"|一樣(尖銳|陡|平|寬|窄)|(尖銳度?|曲率)(都)?(相同|一樣)", re.I
    ),
}  # fmt: skip


def landmarks(scenario: Scenario, stage: Stage) -> Iterator[tuple[str, str]]:
    """Yield where a landmark is not what its kind and its label say, and what it is."""
    place = scenario.stage_landscape(stage)
    x0, x1, y0, y1 = place.region
    width = max(x1 - x0, y1 - y0)
    for index, mark in enumerate(place.landmarks):
        for what in (*_kind(scenario, stage, mark, width), *_label(mark)):
            yield f"landmarks[{index}]", what
    for one, other in combinations(place.landmarks, 2):
        kinds = {one.kind: one, other.kind: other}
        if kinds.keys() == {"canyon", "basin"}:
            sharp, flat = (_curvatures(scenario, stage, kinds[kind])[-1] for kind in ("canyon", "basin"))
            if not sharp > flat:
                yield "landmarks", f"the canyon's largest curvature is {sharp:.3g}, the basin's {flat:.3g}: swapped?"


def _kind(scenario: Scenario, stage: Stage, mark: Landmark, width: float) -> Iterator[str]:
    surface, at = landscape(scenario, stage), np.array(mark.at)
    curvatures, directions = np.linalg.eigh(surface.hessian(at))
    if not curvatures.all():
        return
    step = directions @ ((directions.T @ surface.gradient(at)) / curvatures)  # Newton's method: to the critical point
    if hypot(*step) > _NEAR * width:
        yield f"no critical point here, the nearest is about {hypot(*step):.3g} away"
    negative = int((curvatures < 0).sum())
    if negative not in _NEGATIVE.get(mark.kind, (0,)):
        yield f"no {mark.kind}: {negative} of 2 curvatures are negative"
    elif mark.kind == "canyon" and curvatures[1] < _NARROW * curvatures[0]:
        yield f"no canyon: its curvatures are {curvatures[0]:.3g} and {curvatures[1]:.3g}, so it is not narrow"
    elif mark.kind == "basin" and curvatures[1] > 2 * _NARROW * curvatures[0]:
        yield f"no basin: its curvatures are {curvatures[0]:.3g} and {curvatures[1]:.3g}, so it is narrow"


def _label(mark: Landmark) -> Iterator[str]:
    for kind, (english, chinese) in _LABELS.items():
        if kind == mark.kind or (mark.kind, kind) in _WIDER:
            continue
        if re.search(rf"\b{english}\b", mark.label.en, re.I) or chinese in mark.label.zh_tw:
            yield f"its label says {kind}, its kind is {mark.kind}"


def _curvatures(scenario: Scenario, stage: Stage, mark: Landmark) -> np.ndarray:
    return np.asarray(np.linalg.eigvalsh(landscape(scenario, stage).hessian(np.array(mark.at))))


def equal_places(scenario: Scenario, stage: Stage) -> Iterator[tuple[str, str]]:
    """Yield which text says that minima are equally deep or sharp where those on the map are not, and what they are."""
    marks = [mark for mark in scenario.stage_landscape(stage).landmarks if mark.kind in _MINIMA]
    if len(marks) < 2:
        return
    surface = landscape(scenario, stage)
    values = {
        "loss": [float(surface.loss(np.array(mark.at))) for mark in marks],
        "curvature": [float(_curvatures(scenario, stage, mark)[-1]) for mark in marks],
    }
    for path, text in texts(stage, "stage"):
        if "options" in path or "prompt" in path or path == "stage.next":
            continue
        for measure, said in _EQUAL.items():
            low, high = min(values[measure]), max(values[measure])
            apart = high - low > max(1e-9, _LEVEL * max(abs(low), abs(high)))
            if apart and any(said.search(text[language]) for language in LANGUAGES):
                what = f"minima are said to be equal, their {measure} is {low:.4g} and {high:.4g}"
                yield path.removeprefix("stage."), what
