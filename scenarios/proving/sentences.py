"""Reading of a sentence: which picks it names, what it says happens to them, and which numbers it writes as words.

Only what has one meaning is read. What is not recognised says nothing here, and is left to a reader.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import tomli

_LEXICON = Path(__file__).with_name("lexicon.toml")
_BREAKS = {
    "en": re.compile(r"(?<!\d)[.;:!?,](?!\d)| and | but | while | whereas "),
    "zh-TW": re.compile(r"[。；：！？，、]|而|但"),
}
_NOT = {
    "en": re.compile(
        r"\b(not|never|no|without ever|cannot|can't|doesn't|don't|neither|nobody|none|nothing|hardly|seldom)\b", re.I
    ),
    "zh-TW": re.compile(r"不|沒|無法|從未|別|很少"),
}
_NEGATED = {"arrives": "fails", "fails": "arrives", "leaves": "remains", "stays": "leaves"}
_NOBODY_ZH = re.compile(r"沒有(一|任何|人|誰|哪)|沒一")
_ONLY = re.compile(r"\bonly\b|\bbefore\b|\buntil\b|只有|才|還沒|直到")
_BARE = {
    "no": re.compile(r"\b(does|do|did|can|could|will|would) not\W*$|\bnever\W*$"),
    "yes": re.compile(r"\b(does|do|did|can)\W*$"),
}
_COSTS = re.compile(r"\b(?:needs?|requires?|takes?|costs?|uses?)\b(?! (?:you|it) (?:out|over|past))", re.IGNORECASE)
_BATCH_SIZE = re.compile(
    r"\bB = (\d+)|\bbatch(?:es)? (?:size )?(?:of |to |at |= )?(\d+)|批次大小(?:設成|用|是)? ?(\d+)", re.IGNORECASE
)
_FULL = re.compile(r"\bfull[- ](batch|one)|\bwhole batch|全批次", re.IGNORECASE)
_ONE = re.compile(
    r"\bbatch(es)? of one\b|\b(one|a single) example (a|per|in each|to a) batch\b"
    r"|一筆的批次|(一次|每次|每批)一筆|一筆一個批次",
    re.IGNORECASE,
)
_COUNTED = {
    "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "eight": 8, "ten": 10, "twenty": 20,
    "兩": 2, "三": 3, "四": 4, "五": 5, "六": 6, "八": 8, "十": 10, "二十": 20,
}  # fmt: skip
_WORDED = re.compile(
    r"\bbatches of (two|three|four|five|six|eight|ten|twenty)\b(?! to )"
    r"|\b(two|three|four|five|six|eight|ten|twenty) examples (?:a|per|in each|to a) batch\b"
    r"|(?<![一-龥])(兩|三|四|五|六|八|十|二十)筆一個批次|一個批次([兩三四五六八十]|二十)筆", re.IGNORECASE
)  # fmt: skip
_MOMENTUM = re.compile(
    r"λ = (\d?\.\d+|0)(?!\d)|momentum (?:of |to |at |= )?(\d?\.\d+|0)(?!\d)"
    r"|動量(?:是|用|設成|維持)? ?(\d?\.\d+|0)(?!\d)",
    re.IGNORECASE,
)
_NO_MOMENTUM = re.compile(r"\b(without|no|not need) momentum|\bplain descent|(沒有|不用|不加)動量", re.IGNORECASE)
_WITH_MOMENTUM = re.compile(
    r"\bwith (enough |some |more )?momentum\b(?! (of |at |= )?\d)|(加上|有)動量(?! ?\d)", re.IGNORECASE
)
# What is only compared with is not what a sentence is about: `like the full batch`, `和沒有動量時差不多`.
_COMPARED = re.compile(
    r"\b(like|than|as|against) (with |for |that of )?"
    r"((the )?full batch|batch size \d+|B = \d+|without momentum|with momentum)"
    r"|\b((less|more|larger|smaller|lower|higher|greater) than|below|above|under|over|beyond) "
    r"(B = \d+|batch size \d+|(λ = |momentum )\d?\.\d+)"
    r"|(小於|大於|低於|高於|超過|不到) ?(B = \d+|(λ = |動量 ?)\d?\.\d+)"
    r"|(和|跟|比)(全批次|批次大小 ?\d+| ?B = \d+ ?|沒有動量時?)",
    re.IGNORECASE,
)
_CHANGED = re.compile(
    r"\b((?:chang|switch)\w*(?: \S+){0,4}?) to (?:the )?(?:full batch|B = \d+|batch size \d+)"
    r"|()(?:換|改|變)成 ?(?:全批次|批次大小 ?\d+|B = \d+)",
    re.IGNORECASE,
)
_RATE = re.compile(r"η = (\d*\.?\d+)|learning rate (?:of )?(\d*\.?\d+)|學習率 ?(\d*\.?\d+)")


# Under what something happens. Such a part has no verb, as far as one can be told by its form.
_CIRCUMSTANCE = re.compile(
    r"^(at|with|within|without|in|from|given|under|here) |時$|^[在從]|下$|^沒有動量$|^不論"
    r"|^(batch size \d+|B = \d+|(the )?full batch)$|^(批次大小 \d+|全批次)$",
    re.IGNORECASE,
)
_VERB = re.compile(
    r"\b(is|are|was|were|do|can|cannot|will|may|must|not|use|nothing|no one|nobody|none)\b"
    r"|\b(?!(?:this|its|times|updates|batches|examples|epochs|sizes|pairs|steps|shots|runs|rates|less|plus)\b)[a-z]{3,}s\b"
    r"|\b[a-z]{3,}ed\b",
    re.IGNORECASE,
)
_MOST_WORDS = 8


def is_circumstance(text: str) -> bool:
    """Return whether a part only says under what something happens: `At this η`, `with some momentum`, 沒有動量時."""
    words = re.sub(r"\{\w+\}", "", text).split()
    return bool(_CIRCUMSTANCE.search(text)) and not _VERB.search(text) and len(words) <= _MOST_WORDS


def has_verb(text: str) -> bool:
    """Return whether a part in English has a word that looks like a verb."""
    return bool(_VERB.search(text))


@dataclass(frozen=True)
class Said:
    """What one part of a sentence says.

    with_momentum: whether it speaks of momentum without a value.
    outcome: arrives, leaves, fails, stays or diverges, None if it is not said.
    about_sizes, about_momenta: the picks that it is about, which an earlier part of the sentence may have named.
    sentence: the number of the sentence in its text.
    """

    text: str
    batch_sizes: frozenset[int]
    momenta: frozenset[float]
    with_momentum: bool
    outcome: str | None
    about_sizes: frozenset[int] = frozenset()
    about_momenta: frozenset[float] = frozenset()
    sentence: int = 0


def parts(sentence: str, language: str, examples: int, before: Sequence[Said] = ()) -> list[Said]:
    """Read a sentence part by part. examples: N, the size of the full batch. before: what was said up to here."""
    read: list[Said] = []
    for text in filter(None, (part.strip() for part in _BREAKS[language].split(sentence))):
        own = about(text)
        with_momentum = bool(_WITH_MOMENTUM.search(own))
        outcome = None if _repeats_another_verb(own, [*before, *read], language) else _outcome(own, language)
        read.append(Said(text, batch_sizes(own, examples), momenta(own), with_momentum, outcome))
    return read


def _repeats_another_verb(text: str, before: Sequence[Said], language: str) -> bool:
    """Return whether a bare `does not` stands for a verb that is no outcome.

    In `B = 10 needs more updates to hold it; the full batch does not` it stands for `needs`.
    """
    if language != "en" or not before or _has_outcome(text) or not any(bare.search(text) for bare in _BARE.values()):
        return False
    return bool(_COSTS.search(before[-1].text)) and not _has_outcome(_COSTS.split(before[-1].text, maxsplit=1)[0])


def _has_outcome(text: str) -> bool:
    return any(pattern.search(text) for pattern in _outcomes("en").values())


def batch_sizes(text: str, examples: int) -> frozenset[int]:
    """Return the batch sizes that a text names."""
    named = {int(next(filter(None, match.groups()))) for match in _BATCH_SIZE.finditer(text)}
    named |= {_COUNTED[next(filter(None, match.groups())).lower()] for match in _WORDED.finditer(text)}
    return frozenset(named | ({examples} if _FULL.search(text) else set()) | ({1} if _ONE.search(text) else set()))


def momenta(text: str) -> frozenset[float]:
    """Return the values of momentum that a text names. `Without momentum` is 0."""
    named = {float(next(filter(None, match.groups()))) for match in _MOMENTUM.finditer(text)}
    return frozenset(named | ({0.0} if _NO_MOMENTUM.search(text) else set()))


def about(text: str) -> str:
    """Return a text without what it is only compared with, or changed to."""
    return _COMPARED.sub("", _CHANGED.sub(r"\1", text))


def without_knobs(text: str) -> str:
    """Return a text without `without momentum` and its like, in which `no` denies nothing that happens."""
    return _NO_MOMENTUM.sub("", text)


def learning_rates(text: str) -> frozenset[float]:
    """Return the learning rates that a text names."""
    return frozenset(float(next(filter(None, match.groups()))) for match in _RATE.finditer(text))


def _outcome(text: str, language: str) -> str | None:
    """Read what happens, with the word `not` turned into its opposite. None if nothing or several things are said."""
    found = {name for name, pattern in _outcomes(language).items() if pattern.search(text)}
    if _ONLY.search(text):
        return None
    if language == "zh-TW":
        if "fails" in found:  # 出不去: the sign for `not` stands inside the word
            found -= {"arrives", "leaves"}
        if len(found) == 1 and _NOBODY_ZH.search(text):
            return _NEGATED.get(found.pop())
        return found.pop() if len(found) == 1 else None
    if not found and _BARE["no"].search(text):
        return "fails"
    if not found and _BARE["yes"].search(text):
        return "fails" if _NOT[language].search(text) else "arrives"
    if len(found) != 1:
        return None
    outcome = found.pop()
    if _NOT[language].search(text):
        return _NEGATED.get(outcome)
    return outcome


@cache
def _lexicon() -> dict[str, Any]:
    return tomli.loads(_LEXICON.read_text(encoding="utf-8"))


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
    """Return which word of each pair of opposites a text has, `sooner` of sooner and later. Both say nothing."""
    found = {}
    for one, is_one, other, is_other in _pairs(language):
        has = bool(is_one.search(text)), bool(is_other.search(text))
        if has[0] != has[1]:
            found[f"{one}/{other}"] = one if has[0] else other
    return found


def is_negated(text: str, language: str) -> bool:
    """Return whether a text has a word such as `not`."""
    return bool(_NOT[language].search(text))


def is_negated_anywhere(text: str) -> bool:
    """Return whether a text has a word such as `not` in either language.

    In a file in one language the texts of both are the same.
    """
    return any(pattern.search(text) for pattern in _NOT.values())


def asks(prompt: str, language: str) -> str | None:
    """Return the outcome that a question asks about: `Does it hold the dot?`"""
    found = [outcome for part in _BREAKS[language].split(prompt) if (outcome := _outcome(part, language))]
    return found[-1] if found else None


def yes_or_no(answer: str, asked: str | None, language: str) -> str | None:
    """Return the outcome that an answer with `yes` or `no` gives to a question. asked: the outcome it asks about."""
    way = directions(answer, language).get("yes/no")
    if asked is None or way is None:
        return None
    return asked if way == "yes" else _NEGATED.get(asked)
