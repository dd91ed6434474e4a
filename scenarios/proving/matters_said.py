"""`B changes little` and `B decides`: whether a knob matters on a stage is run over its ladder.

And `it is right everywhere`: no run of one stage bears that out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from batchgame.scenarios.proving.ladder_run import ELSEWHERE
from batchgame.scenarios.proving.measures import Laboratory
from batchgame.scenarios.proving.sentences import is_negated_anywhere
from batchgame.scenarios.proving.stage_text import StageText
from batchgame.scenarios.reading.format import Measure
from batchgame.scenarios.reading.rules import ladder
from batchgame.scenarios.reading.text import Text
from batchgame.scenarios.text.languages import LANGUAGES

_KNOBS = {
    "batch_size": {"en": r"(?:(?:the )?batch size|B)", "zh-TW": r"(?:批次大小|B)"},
    "momentum": {"en": r"(?:(?:the )?momentum|λ)", "zh-TW": r"(?:動量|λ)"},
}
_LITTLE = {
    "en": r"\b{knob} (?:hardly|barely|scarcely) (?:matters|counts)|\b{knob} (?:changes|matters) (?:very )?little\b"
    r"|\b{knob} (?:makes|has) (?:no|little|hardly any) (?:difference|effect)|\b{knob} does not matter",
    "zh-TW": r"{knob} ?(?:的)?(?:沒什麼差別|沒有差別|差別不大|影響不大|不重要)",
}
_MUCH = {
    "en": r"\b{knob} (?:decides|matters (?:most|a lot|much)|is (?:decisive|what counts)|changes everything)"
    r"|\b{knob} makes (?:all the|a big|a large) difference",
    "zh-TW": r"{knob} ?(?:決定一切|決定成敗|差別很大|影響很大|才是關鍵|是關鍵|很重要)",
}
_EVERYWHERE = re.compile(
    r"\b(right|best|good|true|works?|holds?|helps?|enough) (everywhere|for (any|every) (problem|network|task))"
    r"|\bin (all|every|any) networks?\b|到哪裡都|(任何|所有)(問題|地形|網路|任務)都", re.I
)  # fmt: skip
_NO_SPREAD, _SPREAD = 0.1, 0.6


def untrue_of_knobs(laboratory: Laboratory, stage: StageText, text: Text) -> Iterator[str]:
    """Find a part of a lesson that says how much a knob matters, and whose ladder says the opposite."""
    for language in LANGUAGES:
        for part in stage.read(text, language):
            if _EVERYWHERE.search(part.text) and not is_negated_anywhere(part.text):
                yield f"{language}: {part.text!r}: a run of this stage says nothing of others"
            if stage.stage.schedules or ELSEWHERE.search(part.text):
                continue
            for knob, words in _KNOBS.items():
                little = re.search(_LITTLE[language].format(knob=words[language]), part.text)
                much = re.search(_MUCH[language].format(knob=words[language]), part.text)
                if not (little or much) or (much and is_negated_anywhere(part.text)):
                    continue
                spreads = list(_spreads(laboratory, stage, knob))
                if little and min(spreads) > _SPREAD:
                    yield f"{language}: {part.text!r}: the share that solves differs by {min(spreads):.2f} at least"
                if much and max(spreads) < _NO_SPREAD:
                    yield f"{language}: {part.text!r}: the share that solves differs by {max(spreads):.2f} at most"


def _spreads(laboratory: Laboratory, stage: StageText, knob: str) -> Iterator[float]:
    """Yield by how much the share that solves differs over the ladder of a knob, for each value of the other knob."""
    sizes = [int(size) for size in ladder(stage.stage, "batch_size")]
    steps = [float(step) for step in ladder(stage.stage, "momentum")]
    picks = (
        [[(size, step) for size in sizes] for step in steps]
        if knob == "batch_size"
        else [[(size, step) for step in steps] for size in sizes]
    )
    for group in picks:
        shares = [
            laboratory.estimate(
                stage.scenario, stage.stage, Measure(measure="solved", batch_size=size, momentum=step)
            ).value
            for size, step in group
        ]
        yield max(shares) - min(shares)
