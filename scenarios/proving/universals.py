"""Sentences about all values of a knob, or about one value only: they are run over the whole ladder.

`Any momentum`, `no batch size`, `only the full batch`: the checks beside such a sentence are repeated at every value of
the stage's ladder, whether or not the file asks for it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from msgspec.structs import replace

from batchgame.scenarios.proving.measures import Laboratory
from batchgame.scenarios.proving.sentences import Said, has_verb, is_circumstance, is_negated
from batchgame.scenarios.proving.stage_text import StageText
from batchgame.scenarios.proving.verdicts import Verdict, rule
from batchgame.scenarios.reading.format import Check, Measure, Scenario, Stage
from batchgame.scenarios.reading.rules import ladder

_ALL = r"(any|every|all|no|whatever the|whichever|no matter (which|what)|none of the)"
_KNOBS = {
    "en": {"batch_size": r"(batch sizes?|B)", "momentum": r"(momentum|momenta|λ)"},
    "zh-TW": {"batch_size": r"(批次大小|批次|B)", "momentum": r"(動量|λ)"},
}
DOES = re.compile(
    r"\b(solves?|arrives?|holds?|reaches|leaves?|gets|wins?|works?)\b|過關|到得了|待得住|站得住|出得去|離得開", re.I
)
_EVERY_RATE = re.compile(
    r"\b(any|every|whatever the|whichever|no) (η|learning rate)\b(?! (does|is right))"
    r"|(不論|無論|不管|任何) ?(η|學習率)",
    re.I,
)
_BOUNDED = re.compile(r"\b(below|under|above|over|than|up to|between)\b|小於|大於|低於|高於|以下|以上|之間", re.I)
_NAMES = {"leaves": "arrives"}
_NO_MOMENTUM = re.compile(r"\b(with|needs?|has|is|use|take|and|,) no momentum|^no momentum", re.IGNORECASE)
_ONLY = {
    "batch_size": re.compile(
        r"\bonly (the )?(full batch|batch size (\d+)|B = (\d+))|只有(全批次|批次大小 ?(\d+)| ?B = (\d+))", re.IGNORECASE
    ),
    "momentum": re.compile(
        r"\bonly (at |with )?(λ = |momentum )(\d?\.\d+|0)|只有(動量|用動量)? ?(λ = )?(\d?\.\d+|0)", re.IGNORECASE
    ),
}


def every_knob(text: str, language: str) -> set[str]:
    """Return the knobs of which a text says that something holds at all of their values, or at none."""
    found = set()
    for knob, word in _KNOBS[language].items():
        if language == "en":
            if re.search(rf"\b{_ALL} (single |constant )?{word}\b", text, re.IGNORECASE):
                found.add(knob)
        elif re.search(rf"(不論|無論|不管|任何|哪種|每種){word}|{word} ?(多大|多小)[^。，；？]{{0,4}}都", text):
            found.add(knob)
    if _NO_MOMENTUM.search(text):
        found.discard("momentum")
    return found


def only(text: str, examples: int) -> dict[str, float]:
    """Return the value of each knob of which a text says that it alone will do."""
    found: dict[str, float] = {}
    for knob, pattern in _ONLY.items():
        if match := pattern.search(text):
            numbers = [group for group in match.groups() if group and re.fullmatch(r"\d*\.?\d+", group)]
            found[knob] = float(numbers[0]) if numbers else float(examples)
    return found


def universals(
    laboratory: Laboratory, read: StageText, said: Sequence[Said], checks: Sequence[Check], language: str, *,
    only_too: bool = True,
) -> Iterator[str]:  # fmt: skip
    """Run what a sentence says of whole ladders. said: its parts. checks: those beside it, none for a lesson.

    only_too: whether `only` is about the ladder. In an answer it may be about the lanes that the question compares.
    """
    scenario, stage = read.scenario, read.stage
    for index, part in enumerate(said):
        if (
            _EVERY_RATE.search(part.text)
            and not _BOUNDED.search(part.text)
            and not any("tool" in check.every for check in checks)
        ):
            yield f"{language}: {part.text!r} speaks of every learning rate: name those that ran"
        for knob in sorted(every_knob(part.text, language)):
            own = _checks_of(read, _subject(said, index), checks, knob)
            if what := _opposite(read, _subject(said, index), own, knob):
                yield f"{language}: {part.text!r} speaks of every {knob}, {what}"
            if checks and not own:
                yield f'{language}: {part.text!r} speaks of every {knob}: a check with every = ["{knob}"] is needed'
            for check in own:
                if what := _somewhere(laboratory, scenario, stage, check, knob, None, Verdict.FAILS):
                    yield f"{language}: it speaks of every {knob}, but {what}"
        for knob, value in only(part.text, scenario.examples).items() if only_too else ():
            found = {each.outcome for each in read.measured(checks) if getattr(each, knob) == value}
            if found == {"fails"} and DOES.search(part.text) and not is_negated(part.text, language):
                yield f"{language}: it says that only {knob} {value:g} will do, and its checks say that it fails"
            for check in checks:
                if getattr(check, knob) != value or not isinstance(check.above, float) or check.measure != "solved":
                    continue
                if what := _somewhere(laboratory, scenario, stage, check, knob, value, Verdict.HOLDS):
                    yield f"{language}: it says that only {knob} {value:g} will do, but {what}"


def _subject(said: Sequence[Said], index: int) -> Said:
    """Return the part that says what happens: the part itself, the one before it, or the one after it.

    `No momentum helps` says something of its own, which nobody has read. `At any momentum` belongs to a part beside it.
    """
    if not said[index].outcome and has_verb(said[index].text) and not is_circumstance(said[index].text):
        return said[index]
    for place in (index, index - 1, index + 1):
        if 0 <= place < len(said) and said[place].outcome and said[place].sentence == said[index].sentence:
            return said[place]
    return said[index]


def _opposite(read: StageText, said: Said, checks: Sequence[Check], knob: str) -> str | None:
    """Return what is measured at every value of a knob, where the sentence says the opposite."""
    measured = list(read.measured([check for check in checks if knob in check.every and check.measure == "solved"]))
    own = [each for each in measured if not said.batch_sizes or each.batch_size in said.batch_sizes]
    own = [each for each in own if not said.momenta or each.momentum in said.momenta]
    if said.outcome is None or not own or any(each.agrees(said.outcome, read.starts_still) for each in own):
        return None
    return f"and says {said.outcome}; its checks say {own[0].outcome}"


def _checks_of(
    read: StageText, said: Said, checks: Sequence[Check], knob: str
) -> list[Check]:  # fmt: skip
    """Return the checks that have to hold at every value of a knob.

    They are the checks beside the sentence about the same pick and with the same outcome. If there are none, a check is
    made of what the sentence says, as far as it names a pick and an outcome.
    """
    stage, outcome = read.stage, _NAMES.get(said.outcome or "", said.outcome)
    outcome = ("fails" if read.starts_still else "arrives") if outcome == "stays" else outcome
    covering = [check for check in checks if knob in check.every or _is_listed(stage, check, checks, knob)]
    sign = "above" if outcome == "arrives" else "below"
    is_own_task = all(check.start is None and check.learning_rate is None for check in checks)
    is_untold = all(check.measure != "solved" for check in covering)
    if covering and outcome in ("arrives", "fails") and is_untold and is_own_task:
        # What they measure does not tell whether it arrives, so that is run as well.
        return covering + _of_sentence(stage, said, knob, sign)
    if covering or outcome not in ("arrives", "fails"):
        return covering
    alike = [check for check in checks if check.measure == "solved" and getattr(check, sign) is not None]
    alike = [check for check in alike if _agrees(check, said, knob)]
    if alike:
        return alike
    return [] if checks else _of_sentence(stage, said, knob, sign)


def _of_sentence(stage: Stage, said: Said, knob: str, sign: str) -> list[Check]:
    """Make a check of a sentence that names the value of the other knob, or whose stage has only one."""
    other = "momentum" if knob == "batch_size" else "batch_size"
    named: Sequence[float] = sorted(said.momenta if other == "momentum" else said.batch_sizes) or ladder(stage, other)
    if len(named) != 1:
        return []
    size = stage.ladders.batch_size[0] if other == "momentum" else int(named[0])
    step = named[0] if other == "momentum" else stage.ladders.momentum[0]
    bound = 0.5
    above, below = (bound, None) if sign == "above" else (None, bound)
    return [Check(measure="solved", batch_size=size, momentum=step, above=above, below=below)]


def _agrees(check: Check, said: Said, knob: str) -> bool:
    sizes = said.batch_sizes if knob != "batch_size" else frozenset()
    steps = said.momenta if knob != "momentum" else frozenset()
    return (not sizes or check.batch_size in sizes) and (not steps or check.momentum in steps)


def _is_listed(stage: Stage, check: Check, checks: Sequence[Check], knob: str) -> bool:
    """Return whether checks like this one stand in the file for each value of the ladder."""
    alike = {getattr(other, knob) for other in checks if other.measure == check.measure}
    return getattr(check, knob) is not None and set(ladder(stage, knob)) <= alike


def _somewhere(
    laboratory: Laboratory,
    scenario: Scenario,
    stage: Stage,
    check: Check,
    knob: str,
    but: float | None,
    verdict: Verdict,
) -> str | None:
    """Return what was measured at the first value of a ladder with that verdict, None without. but: a value to skip."""
    if knob in check.every or (but is None and getattr(check, knob) is None):
        return None
    for value in ladder(stage, knob):
        ruling = rule(laboratory, scenario, stage, _at(check, knob, value))
        if value != but and ruling.verdict is verdict:
            return ruling.line
    return None


def _at(check: Check, knob: str, value: Any) -> Check:
    bounds = {
        sign: replace(bound, **{knob: value})
        for sign in ("above", "below", "equals")
        if isinstance(bound := getattr(check, sign), Measure) and getattr(bound, knob) == getattr(check, knob)
    }
    return replace(check, **{knob: value}, **bounds)
