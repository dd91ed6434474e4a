"""Whether the two languages of a text say the same, as far as both are read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from math import isclose

from batchgame.scenarios.proving.counted import factors
from batchgame.scenarios.proving.polarity import opposed
from batchgame.scenarios.proving.sentences import (
    batch_sizes,
    directions,
    is_negated,
    learning_rates,
    momenta,
    without_knobs,
)
from batchgame.scenarios.proving.stage_text import KNOB, StageText, is_read
from batchgame.scenarios.reading.text import Text

_FORMULA = re.compile(r"(?:[ηBλNP]|√[BN]) ?/ ?(?:[ηBλNP]|√[BN]|\(1 ?− ?λ\))")
_GOOD, _BAD = {"arrives", "leaves"}, {"fails", "diverges", "remains"}


def disagreements(stage: StageText, text: Text) -> Iterator[str]:
    """Find picks, outcomes, directions and factors that one language has and the other contradicts."""
    if text.en == text.zh_tw:
        return
    one, other = stage.filled(text, "en"), stage.filled(text, "zh-TW")
    for kind, named, also in (
        ("batch size", batch_sizes(one, stage.examples), batch_sizes(other, stage.examples)),
        ("momentum", momenta(one) - {0.0}, momenta(other) - {0.0}),
        ("learning rate", learning_rates(one), learning_rates(other)),
    ):
        for value, silent in (*((value, other) for value in named - also), *((value, one) for value in also - named)):
            if not re.search(rf"(?<![\d.]){re.escape(f'{value:g}')}(?![\d.]*\d)", silent):
                yield f"{kind} {value:g} is named in one language only"
    yield from _outcomes(stage, text)
    if "?" not in text.en:
        yield from opposed(one, other, lambda part: bool(KNOB.search(part)))
    for formula in sorted(formulas(one) - formulas(other)):
        over, _, under = formula.partition("/")
        if f"{under}/{over}" in formulas(other):
            yield f"the languages disagree on a formula: {formula} in English, {under}/{over} in Chinese"
    if is_negated(without_knobs(one), "en") == is_negated(without_knobs(other), "zh-TW"):
        ways = directions(one, "en"), directions(other, "zh-TW")
        for pair in ways[0].keys() & ways[1].keys():
            if ways[0][pair] != ways[1][pair]:
                yield f"the languages disagree: {ways[0][pair]} in English, {ways[1][pair]} in Chinese"
    counts = [value for value, _ in factors(one, "en")], [value for value, _ in factors(other, "zh-TW")]
    if all(counts) and not any(isclose(a, b) for a in counts[0] for b in counts[1]):
        yield f"the languages disagree on a factor: {counts[0][0]:g} in English, {counts[1][0]:g} in Chinese"


def formulas(text: str) -> frozenset[str]:
    """Return the quotients of knobs that a text writes, such as η/B."""
    return frozenset(re.sub(r"\s", "", found) for found in _FORMULA.findall(text))


def _outcomes(stage: StageText, text: Text) -> Iterator[str]:
    if "?" in text.en:
        return  # a question asks for what happens, and says nothing about it
    english, chinese = (
        [(said.batch_sizes, side) for said in stage.read(text, language) if (side := _side(stage, said.outcome))]
        for language in ("en", "zh-TW")
    )
    for sizes, side in english:
        own = {also for named, also in chinese if len(sizes) == 1 and named == sizes}
        mine = {also for named, also in english if named == sizes}
        if own and own.isdisjoint(mine):
            yield f"the languages disagree on B = {min(sizes)}: it {side} in English, and {own.pop()} in Chinese"
    if not all(is_read(stage.read(text, language)) for language in ("en", "zh-TW")):
        return
    sides = sorted(side for _, side in english), sorted(side for _, side in chinese)
    if all(sides) and sides[0] != sides[1] and len(sides[0]) == len(sides[1]):
        yield f"the languages disagree: {', '.join(sides[0])} in English, {', '.join(sides[1])} in Chinese"


def _side(stage: StageText, outcome: str | None) -> str | None:
    if outcome == "stays":
        return "fails" if stage.starts_still else None
    if outcome == "leaves" and not stage.starts_still:
        return None  # `never stays on the dot` is read as `leaves`, and means that it fails
    return "arrives" if outcome in _GOOD else "fails" if outcome in _BAD else outcome
