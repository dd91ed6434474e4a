"""Reading of a sentence: which picks it names, what it says happens to them, and which numbers it writes as words.

Only what has one meaning is read. What is not recognised says nothing here, and is left to a reader.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

_LEXICON = Path(__file__).with_name("lexicon.toml")
_BREAKS = {
    "en": re.compile(r"(?<!\d)[.;:!?,](?!\d)| and | but | while | whereas "),
    "zh-TW": re.compile(r"[。；：！？，、]|而|但"),
}
_NOT = {
    "en": re.compile(
        r"\b(not|never|no|without ever|cannot|can't|doesn't|don't|neither|nobody|none|nothing|hardly|seldom)\b"
    ),
    "zh-TW": re.compile(r"不|沒|無法|從未|別|很少"),
}
_BARE = {
    "no": re.compile(r"\b(does|do|did|can|could|will|would) not\W*$"),
    "yes": re.compile(r"\b(does|do|did|can)\W*$"),
}
_BATCH_SIZE = re.compile(
    r"\bB = (\d+)|\bbatch(?:es)? (?:size )?(?:of |to |at |= )?(\d+)|批次大小(?:設成|用|是)? ?(\d+)", re.IGNORECASE
)
_FULL = re.compile(r"\bfull[- ](batch|one)|\bwhole batch|全批次", re.IGNORECASE)
_ONE = re.compile(r"\bbatch(es)? of one\b", re.IGNORECASE)
_MOMENTUM = re.compile(
    r"λ = (\d?\.\d+|0)(?!\d)|momentum (?:of |to |at |= )?(\d?\.\d+|0)(?!\d)|動量(?:是|用|設成|維持)? ?(\d?\.\d+|0)(?!\d)",
    re.IGNORECASE,
)
_NO_MOMENTUM = re.compile(r"\b(without|no|not need) momentum|\bplain descent|(沒有|不用|不加)動量", re.IGNORECASE)
_RATE = re.compile(r"η = (\d*\.?\d+)|learning rate (?:of )?(\d*\.?\d+)|學習率 ?(\d*\.?\d+)")


@dataclass(frozen=True)
class Said:
    """What one part of a sentence says. outcome: arrives, fails, stays or diverges, None if it is not said."""

    text: str
    batch_sizes: frozenset[int]
    momenta: frozenset[float]
    outcome: str | None


def parts(sentence: str, language: str, examples: int) -> list[Said]:
    """Read a sentence part by part. examples: N, the size of the full batch."""
    read: list[Said] = []
    for text in filter(None, (part.strip() for part in _BREAKS[language].split(sentence))):
        read.append(Said(text, batch_sizes(text, examples), momenta(text), _outcome(text, language)))
    return read


def batch_sizes(text: str, examples: int) -> frozenset[int]:
    """Return the batch sizes that a text names."""
    named = {int(next(filter(None, match.groups()))) for match in _BATCH_SIZE.finditer(text)}
    return frozenset(named | ({examples} if _FULL.search(text) else set()) | ({1} if _ONE.search(text) else set()))


def momenta(text: str) -> frozenset[float]:
    """Return the values of momentum that a text names. `Without momentum` is 0."""
    named = {float(next(filter(None, match.groups()))) for match in _MOMENTUM.finditer(text)}
    return frozenset(named | ({0.0} if _NO_MOMENTUM.search(text) else set()))


def learning_rates(text: str) -> frozenset[float]:
    """Return the learning rates that a text names."""
    return frozenset(float(next(filter(None, match.groups()))) for match in _RATE.finditer(text))


def _outcome(text: str, language: str) -> str | None:
    """Read what happens, with the word `not` turned into its opposite. None if nothing or several things are said."""
    found = {name for name, pattern in _outcomes(language).items() if pattern.search(text)}
    if language == "zh-TW":
        if "fails" in found:  # 出不去: the sign for `not` stands inside the word
            found.discard("arrives")
        return found.pop() if len(found) == 1 else None
    if not found and _BARE["no"].search(text):
        return "fails"
    if not found and _BARE["yes"].search(text):
        return "arrives"
    if len(found) != 1:
        return None
    outcome = found.pop()
    if _NOT[language].search(text):
        return {"arrives": "fails", "fails": "arrives"}.get(outcome)
    return outcome


@cache
def _lexicon() -> dict[str, Any]:
    return tomllib.loads(_LEXICON.read_text(encoding="utf-8"))


@cache
def _outcomes(language: str) -> dict[str, re.Pattern[str]]:
    return {name: _any(words[language], language) for name, words in _lexicon()["outcome"].items()}


@cache
def _pairs(language: str) -> list[tuple[str, re.Pattern[str], str, re.Pattern[str]]]:
    return [
        (
            pair["one"]["name"],
            _any(pair["one"][language], language),
            pair["other"]["name"],
            _any(pair["other"][language], language),
        )
        for pair in _lexicon()["pair"]
    ]


def _any(words: list[str], language: str) -> re.Pattern[str]:
    joined = "|".join(words)
    return re.compile(rf"\b({joined})\b" if language == "en" else joined, re.IGNORECASE)


def directions(text: str, language: str) -> dict[str, str]:
    """Return which word of each pair of opposites a text has: `sooner` of sooner and later. Both together say nothing."""
    found = {}
    for one, is_one, other, is_other in _pairs(language):
        has = bool(is_one.search(text)), bool(is_other.search(text))
        if has[0] != has[1]:
            found[f"{one}/{other}"] = one if has[0] else other
    return found


def is_negated(text: str, language: str) -> bool:
    """Return whether a text has a word such as `not`."""
    return bool(_NOT[language].search(text))


_ALL_EN = r"(any|every|all|no|whatever the|whichever|no matter (which|what))"
_KNOB_EN = {
    "batch_size": r"(batch sizes?|B)",
    "momentum": r"(momentum|momenta|λ)",
    "tool": r"(schedules?|learning rates?|η)",
}
_KNOB_ZH = {"batch_size": r"(批次大小|批次|B)", "momentum": r"(動量|λ)", "tool": r"(學習率|η|排程)"}


def every_knob(text: str, language: str) -> set[str]:
    """Return the knobs of which a text says that something holds for all of their values, or for none."""
    found = set()
    if language == "en":
        for knob, word in _KNOB_EN.items():
            if re.search(rf"\b{_ALL_EN} (single )?(constant )?{word}(?![\w ]*{{)\b", text, re.IGNORECASE):
                found.add(knob)
        if re.search(r"\b(with|needs?|does|for|is) no momentum", text):
            found.discard("momentum")
    else:
        for knob, word in _KNOB_ZH.items():
            if re.search(
                rf"(不論|無論|不管|任何|哪種|每種|所有的?){word}|{word} ?(多大|多小)[^。，；？]{{0,4}}都|{word}都(可以|行|不行)",
                text,
            ):
                found.add(knob)
    return found


def only_knobs(text: str, language: str) -> set[str]:
    """Return the knobs of which a text says that one value alone will do: `only the full batch`, `只有 λ = 0.9`."""
    found = set()
    if re.search(r"\bonly (the )?(full batch|batch size|B = )|只有(全批次|批次大小| ?B = )", text, re.IGNORECASE):
        found.add("batch_size")
    if re.search(r"\bonly (at |with )?(λ = |momentum \d)|只有(動量 ?\d| ?λ = )", text, re.IGNORECASE):
        found.add("momentum")
    return found
