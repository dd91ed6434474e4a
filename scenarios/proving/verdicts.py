"""The verdict on a check after a fresh simulation, with a margin of three standard errors."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from itertools import product
from math import hypot, isinf, isnan
from typing import Any

from msgspec.structs import replace

from batchgame.scenarios.proving.measures import Estimate, Laboratory
from batchgame.scenarios.reading.format import Check, Measure, Scenario, Stage
from batchgame.scenarios.reading.rules import ladder
from batchgame.scenarios.text.numbers import decimal

MARGIN = 3  # standard errors
_ROUNDING = 1e-12


class Verdict(Enum):
    """A check holds or fails by the margin. Between the two, nothing can be said."""

    HOLDS = "holds"
    UNCLEAR = "is too close to call"
    FAILS = "fails"


@dataclass(frozen=True)
class Ruling:
    """A verdict, and one line that says what was measured."""

    verdict: Verdict
    line: str


def rule(laboratory: Laboratory, scenario: Scenario, stage: Stage, check: Check) -> Ruling:
    """Measure and judge one check. It holds if all its parts hold, and fails if one of them fails."""
    return worst(_one(laboratory, scenario, stage, each) for each in expanded(stage, check))


def expanded(stage: Stage, check: Check) -> list[Check]:
    """Return a check for each combination of values that `every` speaks of, or the check alone if it has none."""
    fields = ["schedule" if knob == "tool" else knob for knob in check.every]
    values = [[value for value in ladder(stage, knob) if value not in check.but.get(knob, ())] for knob in check.every]
    return [_at(check, dict(zip(fields, combination, strict=True))) for combination in product(*values)]


def _at(check: Check, knobs: Mapping[str, Any]) -> Check:
    """Return the check with these values of knobs, which a measure that it is compared with takes too."""
    bounds = {
        sign: replace(bound, **{name: value for name, value in knobs.items() if getattr(bound, name) is None})
        for sign in ("above", "below", "equals")
        if isinstance(bound := getattr(check, sign), Measure)
    }
    return replace(check, every=(), but={}, **bounds, **knobs)


def _one(laboratory: Laboratory, scenario: Scenario, stage: Stage, check: Check) -> Ruling:
    found = laboratory.estimate(scenario, stage, check)
    parts: list[Ruling] = []
    for sign, bound in (("above", check.above), ("below", check.below), ("equals", check.equals)):
        if bound is not None:
            limit = laboratory.estimate(scenario, stage, bound) if isinstance(bound, Measure) else Estimate(bound)
            line = f"{_name(check)} = {_say(found)}, {sign} {_name(bound)} {_say(limit)}".replace("  ", " ")
            parts.append(Ruling(_verdict(sign, found, limit), line))
    return worst(parts)


def worst(rulings: Iterable[Ruling]) -> Ruling:
    """Return the first ruling that failed, or else the first unclear one, or else the first."""
    ordered = (Verdict.FAILS, Verdict.UNCLEAR, Verdict.HOLDS)
    return min(rulings, key=lambda ruling: ordered.index(ruling.verdict))


def _verdict(sign: str, found: Estimate, limit: Estimate) -> Verdict:
    error = hypot(found.error, limit.error)
    equal = isinf(found.value) and found.value == limit.value
    gap = 0.0 if equal else found.value - limit.value
    if isnan(gap) or isnan(error) or isinf(error):
        return Verdict.UNCLEAR
    rounding = _ROUNDING * (0 if isinf(gap) else max(1.0, abs(limit.value)))
    if sign == "equals":
        if error == 0:
            return Verdict.HOLDS if abs(gap) <= rounding else Verdict.FAILS
        return Verdict.FAILS if abs(gap) > MARGIN * error else Verdict.UNCLEAR
    gap = gap if sign == "above" else -gap
    if gap > max(MARGIN * error, rounding):
        return Verdict.HOLDS
    return Verdict.FAILS if gap < -MARGIN * error or error == 0 else Verdict.UNCLEAR


def _name(measure: float | Measure) -> str:
    if not isinstance(measure, Measure):
        return ""
    parts = []
    for sign, value in (("B", measure.batch_size), ("λ", measure.momentum), ("η", measure.learning_rate)):
        parts += [f"{sign} {decimal(value)}"] if value is not None else []
    for sign, value in (("P", measure.parallel), ("updates", measure.updates), ("epochs", measure.epochs)):
        parts += [f"{sign} {value}"] if value is not None else []
    parts += [measure.schedule] if measure.schedule is not None else []
    for sign, point in (("start", measure.start), ("at", measure.at), ("than", measure.than)):
        parts += [f"{sign} ({decimal(point[0])}, {decimal(point[1])})"] if point is not None else []
    parts += [f"moved {decimal(measure.moved)}"] if measure.moved is not None else []
    times = f"{decimal(measure.times)} × " if measure.times != 1 else ""
    return f"{times}{measure.measure}" + (f" ({', '.join(parts)})" if parts else "")


def _say(estimate: Estimate) -> str:
    if isinf(estimate.value):
        return "never"
    error = f" ± {decimal(estimate.error, 4)}" if estimate.error else ""
    return f"{decimal(round(estimate.value, 4))}{error}"
