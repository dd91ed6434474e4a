"""Figures beside what a sentence says of them: a share that solves is not a share that stays."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from batchgame.scenarios.proving.knobs_named import labelled
from batchgame.scenarios.proving.sentences import batch_sizes
from batchgame.scenarios.proving.stage_text import PLACE, RUNS, StageText
from batchgame.scenarios.proving.verdicts import expanded
from batchgame.scenarios.reading.format import Check, ScheduleSpec
from batchgame.scenarios.reading.text import Text
from batchgame.scenarios.text.languages import LANGUAGES

_MEDIANS = {"median_updates", "median_epochs", "median_time"}
_CONSTANT = re.compile(r"\b(constant|fixed) (B\b|batch|pick|choice)|[固恆]定的? ?(B(?!\w)|批次|選擇)", re.IGNORECASE)
_SLOW = re.compile(r"\btoo (slow|late)\b|太慢|來不及|不夠|\ball but\b|\bbut\b|除了|只有", re.IGNORECASE)


def misstated(stage: StageText, text: Text) -> Iterator[str]:
    """Find a figure of those that solve in a part that says that they do not."""
    for language in LANGUAGES:
        for said in stage.read(text, language):
            fails = said.outcome in ("fails", "remains") or (said.outcome == "stays" and stage.starts_still)
            if not fails or _SLOW.search(said.text):
                continue
            for name in PLACE.findall(said.text):
                figure = stage.stage.figures.get(name)
                if figure is None:
                    continue
                own_task = figure.updates is None and figure.epochs is None and figure.learning_rate is None
                if figure.measure in _MEDIANS and own_task:
                    yield f"{language}: {{{name}}} is when most have arrived, and the sentence says that they do not"
                if figure.measure == "solved" and _is_share(said.text, name):
                    yield f"{language}: {{{name}}} is the share that solves, and the sentence says that it does not"


def _is_share(text: str, name: str) -> bool:
    place = re.escape("{" + name + "}")
    return bool(re.search(rf"\bin {place} of\b|{place} of (runs|them)\b|有 ?{place} ?\S{{0,2}}(不|卡|留)", text))


def strayed(stage: StageText, text: Text, checks: Sequence[Check]) -> Iterator[str]:
    """Find a figure of a claim at a batch size that the claim neither names nor checks, for the same schedule."""
    measured = [each for check in checks for each in expanded(stage.stage, check) if each.measure in RUNS]
    named = {size for language in LANGUAGES for size in batch_sizes(stage.filled(text, language), stage.examples)}
    for name in dict.fromkeys(PLACE.findall(text.en)):
        figure = stage.stage.figures.get(name)
        if figure is None or figure.measure not in RUNS or figure.schedule is None or figure.batch_size is None:
            continue
        sizes = {each.batch_size for each in measured if each.schedule == figure.schedule and each.batch_size}
        if sizes and figure.batch_size not in sizes and (figure.batch_size not in named or len(sizes) == 1):
            yield f"{{{name}}} is measured at B = {figure.batch_size}, and its checks of that schedule at {min(sizes)}"


def _unchanging(stage: StageText) -> ScheduleSpec | None:
    """Return the schedule that keeps the batch size, of a stage in which all others change it."""
    kept = [schedule for schedule in stage.stage.schedules if schedule.then is None]
    return kept[0] if len(kept) == 1 and len(stage.stage.schedules) > 1 else None


def mislabelled(stage: StageText, text: Text, checks: Sequence[Check]) -> Iterator[str]:
    """Find a part that names a schedule by its label, and says the opposite of the checks about that schedule."""
    for language in LANGUAGES:
        for said in stage.read(text, language):
            longest = labelled(stage, said.text, language)
            if longest is None and _CONSTANT.search(said.text) and not PLACE.search(said.text):
                longest = _unchanging(stage)
            if longest is None or said.outcome is None:
                continue
            own = [check for check in checks if check.schedule == longest.name and check.start is None]
            found = [
                each for each in stage.measured(own) if not said.batch_sizes or each.batch_size in said.batch_sizes
            ]
            if found and not any(each.agrees(said.outcome, stage.starts_still) for each in found):
                yield f"{language}: {said.text!r} says {said.outcome}, the checks of that schedule {found[0].outcome}"
