"""The words of an observation beside its conditions: what `it flew off` names cannot ask that the lane has solved."""

from __future__ import annotations

import re
from collections.abc import Iterator

from batchgame.scenarios.proving.landmarks_named import landmarks_named
from batchgame.scenarios.proving.sentences import is_negated_anywhere, parts
from batchgame.scenarios.proving.stage_text import StageText
from batchgame.scenarios.reading.observed import ObservedOption
from batchgame.scenarios.text.languages import LANGUAGES

_MOST = 0.5
_FLEW = re.compile(
    r"\b(flew|flies|blew|blows|thrown|shot) (up|off|out|away)|\boff the map|\bdiverged?s?\b"
    r"|飛出|飛走|發散|衝出(?!去)|爆掉", re.I
)  # fmt: skip
_BOTH = {
    "en": re.compile(r"^both\b(?!.*\bonly\b|.*\bnot\b|.*\bor\b|.*\bstuck\b)", re.I),
    "zh-TW": re.compile(r"兩[個條]都(?!沒|不|卡|[^，]不)"),
}
_NEITHER = {
    "en": re.compile(r"^(neither|none|nobody|no one|not one)\b(?!.*\b(but|except|besides|other than)\b)", re.I),
    "zh-TW": re.compile(r"^(?!.*除了)((\S{0,4})兩[個條]都(沒|不)|沒有?[人誰]|誰都(沒|不))"),
}
_SHORT = {
    "en": re.compile(
        r"(?<!not )(?<!never )\b(too|so) (slow|late|weak)\b|\bslow(ly)? to (come|arrive)|\bran out of|\bnot in time\b",
        re.I,
    ),
    "zh-TW": re.compile(r"(?<!不)(?<!不會)(?<!沒)(?<!沒有)(太慢|太晚)|來不及|[到進]不了|沒(有)?[到進]"),
}
_CAME = {
    "en": re.compile(
        r"\b(came|come|got|get|gets|rolled|went|reach(ed|es)?|made it) (\w+ )?(down |home |in )?(to |into |on |onto )?"
        r"(the|a|any|either) (\w+ )?(goal|ring|dot|valley|minimum)\b|\barrived\b",
        re.I,
    ),
    "zh-TW": re.compile(r"[到降進](了|不了|得了|過)?(目標|圈|小點|山谷|谷底)"),
}
_NEVER = re.compile(r"\b(never|not|didn't|nowhere)\b|一直(到|進)?不了|從未|沒有?(到|進)|[到進]不了", re.I)
_NOT_YET = re.compile(r"\b(before|until|almost|nearly|some|few|at first|then)\b|還沒|之前|有些|一開始|後來|差點", re.I)


def misseen(stage: StageText, *, mirrored: bool = False) -> Iterator[tuple[str, str]]:
    """Yield which observation asks of its lanes the opposite of what it says. mirrored: as in `landmarks_named`."""
    for index, option in enumerate(stage.stage.observed.options):
        for language in LANGUAGES:
            for what in _option(stage, option, language, mirrored):
                yield f"saw.options[{index}]", f"{language}: {option.text[language]!r} {what}"


def _option(stage: StageText, option: ObservedOption, language: str, mirrored: bool) -> Iterator[str]:
    text = option.text[language]
    solves = {c.lane for c in option.when if (c.solved_at_least or 0) >= _MOST or c.status == ("ARRIVED",)}
    fails = {c.lane for c in option.when if (c.solved_below or 2) <= _MOST}
    flies = any((c.diverged_at_least or 0) >= _MOST for c in option.when)
    negated = is_negated_anywhere(text)
    if solves and _FLEW.search(text) and not negated:
        yield "asks that most have solved"
    if (flies or fails) and not solves and _CAME[language].search(text) and not negated and not _NOT_YET.search(text):
        yield "asks that most have not solved"
    came = _CAME[language].search(text)
    if solves and not fails and came and _NEVER.search(text) and not _NOT_YET.search(text):
        yield "asks that most have solved"
    if _BOTH[language].search(text) and len(fails) > 1:
        yield "asks that neither lane has solved"
    if _NEITHER[language].search(text) and not _FLEW.search(text) and (len(solves) > 1 or (solves and fails)):
        yield "asks that a lane has solved"
    if solves and not fails and not flies and _SHORT[language].search(text) and not _NOT_YET.search(text):
        yield "says that it came too late, and asks that most have solved"
    place = _inside(stage, text, language, mirrored)
    if place is True and fails and not solves and not negated and not _NOT_YET.search(text):
        yield "names the goal, and asks that most have not solved"
    if place is False and solves and not negated and not _moves(stage, text, language):
        yield "names a place that is not the goal, and asks that most have solved"


def _moves(stage: StageText, text: str, language: str) -> bool:
    """Return whether a text says that something left the place it names."""
    left = re.search(r"\b(left|from|out of|off)\b|離開|出去|出了|翻過", text, re.I)
    return bool(left) or any(said.outcome in ("leaves", "arrives") for said in parts(text, language, stage.examples))


def _inside(stage: StageText, text: str, language: str, mirrored: bool) -> bool | None:
    """Return whether the one landmark that a text names lies in the goal. None if it names none, or several."""
    named = landmarks_named(stage, text, language, mirrored=mirrored)
    if len(named) != 1:
        return None
    x, y = named[0].at
    return any(((x - a) / ra) ** 2 + ((y - b) / rb) ** 2 <= 1 for a, b, ra, rb in stage.stage.goal.ellipses)
