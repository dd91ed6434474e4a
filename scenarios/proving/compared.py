"""Comparisons in words: `λ = 0.99 is faster than λ = 0.9` beside the check that compares the two."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from batchgame.scenarios.proving.sentences import batch_sizes, is_negated, is_negated_anywhere, momenta
from batchgame.scenarios.proving.stage_text import StageText
from batchgame.scenarios.reading.format import Check, Measure
from batchgame.scenarios.reading.text import Text
from batchgame.scenarios.text.languages import LANGUAGES

_MEDIANS = {"median_updates", "median_epochs", "median_time"}
_THAN = {"en": re.compile(r"\bthan\b"), "zh-TW": re.compile("比(?![較如])")}
_SOONER = {
    "en": re.compile(r"\b(sooner|faster|quicker|earlier|fewer)\b", re.I),
    "zh-TW": re.compile(r"更?[快早]$|越[快早]|[更較][快早少]|快得多|次數.{0,2}少"),
}
_LATER = {
    "en": re.compile(r"\b(later|slower|longer|more updates)\b", re.I),
    "zh-TW": re.compile(r"更?[慢晚久]$|越[慢晚久]|[更較][慢晚久多]|慢得多|次數.{0,2}多"),
}
_LARGE_HAS_MORE = {
    "en": re.compile(r"\b(large|larger|bigger|full) batch (makes|gets|has|fires) (\w+ )?more (updates|shots)\b", re.I),
    "zh-TW": re.compile(r"(大的?批次|全批次)(更新)?(的)?次數(比較|較|更)多"),
}
_LONGER = re.compile(r"\b(longer|more (epochs|time)|extra)\b|更久|久一點|更多(時間|epoch)", re.IGNORECASE)
_ABOUT = re.compile(r"\b(about|nearly|roughly|hardly|slightly|a little)\b|差不多|幾乎|大約|稍", re.IGNORECASE)
_MORE = re.compile(r"\b(more|larger|higher) (momentum|λ)|(動量|λ) ?越大", re.IGNORECASE)
_LESS = re.compile(r"\b(less|smaller|lower) (momentum|λ)|(動量|λ) ?越小", re.IGNORECASE)


def overcounted(text: Text) -> Iterator[str]:
    """Find a sentence that gives the larger batch more updates: in the same epochs it always has fewer."""
    for language in LANGUAGES:
        for part in re.split(r"(?<=[.;:!?])\s|[。；：！？]", text[language]):
            if _LARGE_HAS_MORE[language].search(part) and not is_negated(part, language) and not _LONGER.search(part):
                yield f"{language}: {part.strip()!r}: in the same epochs a larger batch makes fewer updates"


def _more(subject: str) -> str | None:
    """Return whether a sentence is about `more momentum` or `less momentum` as such."""
    more, less = bool(_MORE.search(subject)), bool(_LESS.search(subject))
    return None if more == less else "more" if more else "less"


def unlevel(stage: StageText, text: Text, checks: Sequence[Check]) -> Iterator[str]:
    """Find a part that calls one of two batch sizes the sooner one where two checks say that they are level."""
    least = {
        _pair(check, check.above) for check in checks if isinstance(check.above, Measure) and check.above.times < 1
    }
    most = {_pair(check, check.below) for check in checks if isinstance(check.below, Measure) and check.below.times > 1}
    for language in LANGUAGES:
        for said in stage.read(text, language):
            is_sooner, is_later = (bool(words[language].search(said.text)) for words in (_SOONER, _LATER))
            sizes = batch_sizes(said.text, stage.examples)
            level = any(pair and pair[0] == sizes and said.about_momenta <= {pair[1]} for pair in least & most)
            if level and is_sooner != is_later and not is_negated_anywhere(said.text) and not _ABOUT.search(said.text):
                yield f"{language}: {said.text!r} says that one is sooner, two checks say that they are level"


def _pair(one: Check, other: Measure) -> tuple[frozenset[int], float] | None:
    """Return which two batch sizes a check compares, and at which momentum."""
    if one.measure not in _MEDIANS or other.measure != one.measure or one.momentum != other.momentum:
        return None
    if one.batch_size is None or other.batch_size is None or one.momentum is None:
        return None
    return frozenset({one.batch_size, other.batch_size}), one.momentum


def reversed_order(stage: StageText, text: Text, checks: Sequence[Check]) -> Iterator[str]:
    """Find a part of a claim that calls the slower of two picks the sooner one, or the other way round."""
    pairs: list[tuple[Measure, Measure]] = []
    pairs += [(check, check.above) for check in checks if isinstance(check.above, Measure)]
    pairs += [(check.below, check) for check in checks if isinstance(check.below, Measure)]
    pairs = [pair for pair in pairs if pair[0].measure in _MEDIANS and pair[0].times == pair[1].times == 1]
    if len(pairs) != 1 or pairs[0][0].measure != pairs[0][1].measure:
        return
    later, sooner = pairs[0]
    for language in LANGUAGES:
        for said in stage.read(text, language):
            is_sooner, is_later = (bool(words[language].search(said.text)) for words in (_SOONER, _LATER))
            if is_sooner == is_later or is_negated(said.text, language):
                continue
            subject = _THAN[language].split(said.text)[0]
            for named, about, slow, quick in (
                (momenta(subject), said.about_momenta, later.momentum, sooner.momentum),
                (batch_sizes(subject, stage.examples), said.about_sizes, later.batch_size, sooner.batch_size),
            ):
                if slow != quick and None not in (slow, quick) and isinstance(slow, float) and (way := _more(subject)):
                    named = frozenset({max(slow, quick or 0.0) if way == "more" else min(slow, quick or 0.0)})
                own = set(named or about) & {slow, quick}
                if slow == quick or len(own) != 1:
                    continue
                if own != ({quick} if is_sooner else {slow}):
                    word = "sooner" if is_sooner else "later"
                    yield f"{language}: {said.text!r} says {word}, its check says the opposite"
                break
