"""`At the left one all examples agree`: the noise of one example's gradient at the two minima says at which they do."""

from __future__ import annotations

import re
from collections.abc import Iterator

from batchgame.scenarios.proving.landmarks_named import MINIMA, landmarks_named
from batchgame.scenarios.proving.measures import Laboratory
from batchgame.scenarios.proving.seen_said import misseen
from batchgame.scenarios.proving.sentences import is_negated
from batchgame.scenarios.proving.stage_text import StageText
from batchgame.scenarios.reading.format import Landmark, Measure
from batchgame.scenarios.reading.rules import texts
from batchgame.scenarios.reading.text import Text
from batchgame.scenarios.text.languages import LANGUAGES

_AGREE = {"en": re.compile(r"(?<!dis)\bagree\b", re.I), "zh-TW": re.compile(r"(?<!不)一致")}
_DISAGREE = {"en": re.compile(r"\bdisagree\b", re.I), "zh-TW": re.compile(r"不一致|意見[^，。]{0,3}不同")}
_PART = {"en": re.compile(r"(?<!\d)[.;:!?](?!\d)"), "zh-TW": re.compile(r"[。；：！？]")}
_CLEAR = 2.0  # by which factor the noise at two minima differs before it is said that examples agree at one of them
_OFF = 1e-3  # beside a minimum, because an edge may lie there


def untrue_of_sides(laboratory: Laboratory, stage: StageText) -> list[tuple[str, str]]:
    """Find texts that name a minimum, perhaps as the left or the right one, and say the opposite of what is there.

    A file in which every left is a right is one that was mirrored with its texts as they were, and holds together.
    """
    found = [
        [*misseen(stage, mirrored=mirrored), *_misagreed_anywhere(laboratory, stage, mirrored)]
        for mirrored in (False, True)
    ]
    return min(found, key=len)


def _misagreed_anywhere(laboratory: Laboratory, stage: StageText, mirrored: bool) -> Iterator[tuple[str, str]]:
    for path, text in texts(stage.stage, "stage"):
        if "options" not in path and "prompt" not in path:  # a wrong answer may say anything
            for what in _misagreed(laboratory, stage, text, mirrored):
                yield path.removeprefix("stage."), what


def _misagreed(laboratory: Laboratory, stage: StageText, text: Text, mirrored: bool) -> Iterator[str]:
    """Find a sentence that says that examples agree at the noisier of two minima, or disagree at the calmer one."""
    marks = [mark for mark in stage.scenario.stage_landscape(stage.stage).landmarks if mark.kind in MINIMA]
    if len(marks) != 2 or not any(_AGREE[name].search(text[name]) or _DISAGREE[name].search(text[name])
                                  for name in LANGUAGES):  # fmt: skip
        return
    calm, noisy = sorted(marks, key=lambda mark: _noise(laboratory, stage, mark))
    if _noise(laboratory, stage, noisy) <= _CLEAR * _noise(laboratory, stage, calm):
        return
    for language in LANGUAGES:
        for part in _PART[language].split(text[language]):
            agree, disagree = bool(_AGREE[language].search(part)), bool(_DISAGREE[language].search(part))
            rest = _DISAGREE[language].sub("", part)
            named = landmarks_named(stage, rest, language, mirrored=mirrored)
            if agree == disagree or len(named) != 1 or is_negated(rest, language):
                continue
            if agree and named[0] is noisy:
                yield f"{language}: {part.strip()!r}: that is the minimum at which examples disagree more"
            if disagree and named[0] is calm:
                yield f"{language}: {part.strip()!r}: that is the minimum at which examples disagree less"


def _noise(laboratory: Laboratory, stage: StageText, mark: Landmark) -> float:
    at = (mark.at[0] + _OFF, mark.at[1])
    return laboratory.estimate(stage.scenario, stage.stage, Measure(measure="noise", batch_size=1, at=at)).value
