"""`Both minima are stable for the full batch`: curvatures and the stage's learning rate say whether that is so."""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np

from batchgame.scenarios.proving.landmarks_named import MINIMA
from batchgame.scenarios.proving.sentences import is_negated
from batchgame.scenarios.proving.stage_text import StageText
from batchgame.scenarios.reading.problem import landscape
from batchgame.scenarios.reading.rules import ladder
from batchgame.scenarios.reading.text import Text
from batchgame.scenarios.text.languages import LANGUAGES

_STABLE = {"en": re.compile(r"\b(un|in)?stable\b", re.I), "zh-TW": re.compile(r"不?穩定")}
_ELSEWHERE = re.compile(
    r"\b(if|could|would|at η|larger η|another|smaller batch|batch size 1)\b|如果|要是|學習率|η|小批次|批次大小 ?1", re.I
)
_PART = {"en": re.compile(r"(?<!\d)[.;:!?](?!\d)"), "zh-TW": re.compile(r"[。；：！？]")}
_LAW = {
    "en": re.compile(r"\b(larger|smaller|above|below|under|more|less)\b.{0,12}\btwo over the curvature", re.I),
    "zh-TW": re.compile(r"(大過|大於|超過|高於|小於|低於|不到)二除以曲率"),
}
_ABOVE = re.compile(r"larger|above|more|大|超|高", re.I)
_THROWS = re.compile(
    r"\b(never |not )?(overshoots?|leaves?|blows? up|throws?|climbs?)\b|不?會?(衝得更?過頭|衝過頭|離開|發散)", re.I
)


def unstable(stage: StageText, text: Text) -> Iterator[str]:
    """Find a part of a lesson that calls minima stable for the full batch where all are unstable, or the other way."""
    limits = list(_limits(stage))
    if not limits:
        return
    rate = stage.stage.learning_rate
    for language in LANGUAGES:
        for part in _PART[language].split(text[language]):
            way = _LAW[language].search(part)
            throws = _THROWS.search(part)
            if way and throws and bool(_ABOVE.search(way[0])) == is_negated(throws[0], language):
                yield f"{language}: {part.strip()!r}: it is above two over the curvature that nothing settles"
        for part in stage.read(text, language):
            said = _STABLE[language].search(part.text)
            if not said or _ELSEWHERE.search(part.text) or part.about_sizes - {stage.examples}:
                continue
            rest = part.text.replace(said[0], "")
            calm = (len(said[0]) == len("stable" if language == "en" else "穩定")) != is_negated(rest, language)
            if not calm and rate < min(limits):
                yield f"{language}: {part.text!r}: at η = {rate:g} each minimum is stable for the full batch"
            if calm and rate > max(limits):
                yield f"{language}: {part.text!r}: at η = {rate:g} no minimum is stable for the full batch"


def _limits(stage: StageText) -> Iterator[float]:
    """Yield 2(1 + λ)/curvature of each minimum, for the smallest and the largest momentum of the ladder."""
    surface, steps = landscape(stage.scenario, stage.stage), [float(step) for step in ladder(stage.stage, "momentum")]
    for mark in stage.scenario.stage_landscape(stage.stage).landmarks:
        if mark.kind in MINIMA:
            curvature = float(np.linalg.eigvalsh(surface.hessian(np.array(mark.at)))[-1])
            yield from (2 * (1 + step) / curvature for step in (min(steps), max(steps)))
