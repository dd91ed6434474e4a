"""Factors that a sentence writes as words: `ten times`, `twice`, `a quarter`, in both languages."""

from __future__ import annotations

import re

_EN = {
    "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "twelve": 12,
    "fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "hundred": 100, "a hundred": 100,
    "one hundred": 100, "a thousand": 1000, "thousand": 1000, "one thousand": 1000, "ten thousand": 10_000,
    "a million": 1_000_000,
}  # fmt: skip
_PARTS = {
    "half": 2, "third": 3, "quarter": 4, "fifth": 5, "sixth": 6, "eighth": 8, "tenth": 10, "twentieth": 20,
    "hundredth": 100,
}  # fmt: skip
_WORDS = "|".join(sorted(_EN, key=len, reverse=True))
_TIMES_EN = re.compile(rf"\b({_WORDS})(?:[ -]times|fold|-fold)\b", re.IGNORECASE)
_TWICE = re.compile(r"\b(twice (?:as|the|that)|doubl(?:e|es|ed|ing))\b", re.IGNORECASE)
_THRICE = re.compile(r"\b(thrice|tripl(?:e|es|ed|ing))\b", re.IGNORECASE)
_PART_EN = re.compile(
    rf"\b(?:a |one |about |by )({'|'.join(_PARTS)})\b|\b(halves|halved)\b|\bhalf (?:the|of|as)\b", re.IGNORECASE
)
_DIGITS = {"一": 1, "二": 2, "兩": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_UNITS = {"十": 10, "百": 100, "千": 1000, "萬": 10_000}
_NUMBER_ZH = r"[一二兩三四五六七八九十百千萬]+"
_TIMES_ZH = re.compile(rf"({_NUMBER_ZH})倍|加倍|翻倍")
_PART_ZH = re.compile(rf"({_NUMBER_ZH})分之一|(?<![那的])一半|減半")


def factors(text: str, language: str) -> list[tuple[float, str]]:
    """Return each factor that a text writes as words, with the words."""
    found: list[tuple[float, str]] = []
    if language == "en":
        found += [(float(_EN[match[1].lower()]), match[0]) for match in _TIMES_EN.finditer(text)]
        found += [(2.0, match[0]) for match in _TWICE.finditer(text)]
        found += [(3.0, match[0]) for match in _THRICE.finditer(text)]
        found += [(1 / _PARTS.get((match[1] or "half").lower(), 2), match[0]) for match in _PART_EN.finditer(text)]
    else:
        found += [(_whole(match[1] or "兩"), match[0]) for match in _TIMES_ZH.finditer(text)]
        found += [(1 / _whole(match[1] or "兩"), match[0]) for match in _PART_ZH.finditer(text)]
    return found


def _whole(text: str) -> float:
    """Read a whole number in Chinese numerals: 二十, 三百, 一千五."""
    total, digit = 0, 0
    for sign in text:
        if sign in _DIGITS:
            digit = _DIGITS[sign]
        elif _UNITS[sign] == 10_000:
            total, digit = (total + digit or 1) * 10_000, 0
        else:
            total, digit = total + (digit or 1) * _UNITS[sign], 0
    return float(total + digit)


_BARE_EN = re.compile(rf"^(?:about )?({_WORDS}|one|\d+)(?: (?:times|updates?|examples?))?[.]?$", re.IGNORECASE)
_BARE_ZH = re.compile(rf"^(?:大約)?({_NUMBER_ZH}|\d+) ?(?:次|筆|倍|個)?(?:更新)?$")


def bare_number(text: str, language: str) -> float | None:
    """Return the number that a whole answer consists of: `seven`, `20`, `七次`. None if it is anything else."""
    match = (_BARE_EN if language == "en" else _BARE_ZH).match(text.strip())
    if not match:
        return None
    word = match[1].lower()
    if word.isdigit():
        return float(word)
    return (1.0 if word == "one" else float(_EN[word])) if language == "en" else _whole(word)
