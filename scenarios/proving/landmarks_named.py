"""Which landmark a text names: by its label, or as the left or the right one of two minima."""

from __future__ import annotations

import re

from batchgame.scenarios.proving.stage_text import StageText
from batchgame.scenarios.reading.format import Landmark

MINIMA = ("canyon", "basin", "minimum")
_SIDES = {
    "en": (
        re.compile(r"\b(the|at|to|off|on the) (the )?left\b(?! (it|the|for|a|to))|\bleft (one|minimum)\b", re.I),
        re.compile(r"\b(the|at|to|off|on the) (the )?right\b(?! (way|answer))|\bright (one|minimum)\b", re.I),
    ),
    "zh-TW": (re.compile(r"左邊?"), re.compile(r"右邊?")),
}


def landmarks_named(stage: StageText, text: str, language: str, *, mirrored: bool = False) -> list[Landmark]:
    """Return the landmarks that a text names. mirrored: its left is where x is larger."""
    marks = stage.scenario.stage_landscape(stage.stage).landmarks
    named = [mark for mark in marks if mark.label[language].lower() in text.lower()]
    minima = sorted((mark for mark in marks if mark.kind in MINIMA), key=lambda mark: mark.at[0])
    if len(minima) == 2 and minima[0].at[0] < minima[1].at[0]:
        words = _SIDES[language][::-1] if mirrored else _SIDES[language]
        sides = [mark for mark, word in zip(minima, words, strict=True) if word.search(text)]
        return sides or named
    return named
