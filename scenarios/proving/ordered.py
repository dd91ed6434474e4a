"""Comparisons of gradients and losses in words: `points truer`, `is longer`, `the canyon's loss is lower`.

The words stand beside the checks that compare the same measure at two batch sizes or at two places.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from math import hypot

from batchgame.scenarios.proving.sentences import Said, batch_sizes, is_negated
from batchgame.scenarios.proving.stage_text import StageText
from batchgame.scenarios.reading.format import Check, Measure
from batchgame.scenarios.reading.text import Text
from batchgame.scenarios.text.languages import LANGUAGES

_THAN = {"en": re.compile(r"\bthan\b"), "zh-TW": re.compile("比(?![較如])")}
# Measure -> for each language the words for more of it, and for less of it.
_WORDS = {
    "aim": {
        "en": (
            r"\b(truer|straighter|better aimed|more accurate)\b",
            r"\b(less true|cruder|less accurate|more crooked)\b",
        ),
        "zh-TW": (r"(?<!不)(?<!不夠)準(?!備)", r"不準|歪"),
    },
    "pull": {
        "en": (r"(?<!takes )\b(longer|stronger)\b", r"\b(shorter|weaker)\b"),
        "zh-TW": (r"[比更]?較長|更長|較強|更強", r"較短|更短|較弱|更弱"),
    },
    "noise": {
        "en": (r"\b(noisier|larger error)\b", r"\b(less noisy|smaller error)\b"),
        "zh-TW": (r"雜訊(比較|較|更)大|誤差(比較|較|更)大", r"雜訊(比較|較|更)小|誤差(比較|較|更)小"),
    },
    "loss": {
        "en": (r"\bloss\b.*\b(higher|larger|greater)\b", r"\bloss\b.*\b(lower|smaller)\b"),
        "zh-TW": (r"損失.{0,8}(較|更)[高大]", r"損失.{0,8}(較|更)[低小]"),
    },
}  # fmt: skip
_SINGLE = re.compile(r"\b(one|a single) example\b(?! at)|單獨?一?筆", re.IGNORECASE)
_MOVED = re.compile(r"\b(moved|shift(ed)?)\b|移動|偏移|移[開了]", re.IGNORECASE)
_FRESH = re.compile(r"\b(fresh|new) sample|重新抽|新的樣本", re.IGNORECASE)


def misordered(stage: StageText, text: Text, checks: Sequence[Check]) -> Iterator[str]:
    """Find a part of a claim that says `more` of the side of which its check says `less`, or the other way round."""
    pairs = list(_pairs(checks))
    for language in LANGUAGES:
        said = stage.read(text, language)
        for index, part in enumerate(said):
            earlier = [each.text for each in said[: index + 1] if each.sentence == part.sentence]
            for name, words in _WORDS.items():
                is_more, is_less = (bool(re.search(word, part.text, re.IGNORECASE)) for word in words[language])
                # `Not true` is one word for less in Chinese, so that the sign for `not` is in it already.
                turned = is_negated(re.sub("|".join(words[language]), "", part.text, flags=re.I), language)
                if is_more == is_less or (turned and name == "loss"):
                    continue
                own = [pair for pair in pairs if pair[0].measure == name]
                side = _side(stage, part, language, own, " ".join(earlier))
                if side is not None and (side == "larger") != (is_more != turned):
                    word = "more" if is_more != turned else "less"
                    yield f"{language}: {part.text!r} says {word} of the {name}, its check says the opposite"


def _pairs(checks: Sequence[Check]) -> Iterator[tuple[Measure, Measure]]:
    """Yield the larger and the smaller side of each comparison of one measure with itself."""
    for check in checks:
        if isinstance(check.above, Measure) and check.above.measure == check.measure and check.above.times >= 1:
            yield check, check.above
        if isinstance(check.below, Measure) and check.below.measure == check.measure and check.below.times <= 1:
            yield check.below, check


def _side(
    stage: StageText, part: Said, language: str, pairs: Sequence[tuple[Measure, Measure]], before: str
) -> str | None:
    """Return of which side of the comparison a part speaks. None if it names both, none, or several comparisons fit."""
    subject = _THAN[language].split(part.text)[0]
    sizes = batch_sizes(subject, stage.examples) or part.about_sizes
    own = sizes | ({1} if _SINGLE.search(subject) else set())
    found = set()
    for larger, smaller in pairs:
        if larger.at and smaller.at and larger.at != smaller.at:
            if bool(larger.moved or smaller.moved) != bool(_MOVED.search(before)) or _FRESH.search(before):
                continue
            at = _place(stage, subject, language)
            if at is not None:
                found.add("larger" if _apart(at, larger.at) < _apart(at, smaller.at) else "smaller")
        elif larger.batch_size != smaller.batch_size and len(own & {larger.batch_size, smaller.batch_size}) == 1:
            found.add("larger" if larger.batch_size in own else "smaller")
    return found.pop() if len(found) == 1 else None


def _place(stage: StageText, text: str, language: str) -> tuple[float, float] | None:
    """Return where the one landmark is whose label a text names."""
    marks = stage.scenario.stage_landscape(stage.stage).landmarks
    named = [mark for mark in marks if re.search(re.escape(mark.label[language]), text, re.IGNORECASE)]
    return named[0].at if len(named) == 1 else None


def _apart(one: tuple[float, float], other: tuple[float, float]) -> float:
    return hypot(one[0] - other[0], one[1] - other[1])
