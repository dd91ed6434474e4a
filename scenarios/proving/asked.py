"""Questions and their answers: which pick or place an answer names, and what its checks measure about it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from math import hypot

from batchgame.scenarios.proving.sentences import asks, batch_sizes, is_negated, momenta
from batchgame.scenarios.proving.stage_text import StageText
from batchgame.scenarios.reading.format import Check, Landmark, Measure, Option, Question
from batchgame.scenarios.text.languages import LANGUAGES

_WHO = {"en": re.compile(r"\b(who|which|what)\b", re.I), "zh-TW": re.compile(r"誰|哪|什麼|怎樣|怎麼")}
_WHERE = {"en": re.compile(r"\bwhere\b", re.I), "zh-TW": re.compile(r"哪裡|哪邊|哪一邊")}
_NOT = re.compile(r"\b(not|never)\b|推不動|出不去|離不開|到不了|待不住|站不住", re.I)
_MORE = {
    "en": re.compile(r"\b(more|larger|higher|greater|longer|worse|most|largest|highest)\b", re.I),
    "zh-TW": re.compile(r"較多|更多|較大|更大|較高|更高|較久|更久|最大|最多|最高"),
}
_FEWER = {
    "en": re.compile(r"\b(fewer|less|smaller|lower|sooner|faster|first|lowest|smallest|least)\b", re.I),
    "zh-TW": re.compile(r"較少|更少|較小|更小|較低|更低|較快|更快|先|最小|最少|最低"),
}
_SMALLEST, _LARGEST = re.compile(r"^(the )?smallest\b|^最小的", re.I), re.compile(r"^(the )?largest\b|^最大的", re.I)
_STEP = re.compile(r"\b(which|what) (momentum|λ)|哪種動量|多大的動量|哪個 ?λ", re.I)
_SIZE = re.compile(r"batch size|批次大小", re.I)
_ALL = re.compile(r"^(nearly |almost )?(all|every|each)\b|^(一樣)?全部|^幾乎全部", re.I)
_NONE = re.compile(r"^(none|nobody|no one|not one)\b|^(沒有人|全部(都)?(出|離|到|進|過)不|都不)", re.I)
_EVEN = re.compile(
    r"\b(equal|even|the same) (chance|odds|probability)|\bfifty[- ]fifty|機會(一樣|相同|各半)|一半一半", re.I
)
_WARM_UP = re.compile(r"\bwarm(ed|ing)?[- ]?up\b|暖身", re.I)
_NO_WARM_UP = re.compile(r"\b(no|without|skip\w*|instead of)( a| the)? warm|(沒有|不用|不|免)暖身", re.I)
_GOOD = re.compile(
    r"\b(is|are) (it|they|that|this) (good|enough|as good|right)\b|\b(does|do|will) (it|they|that) (work|do|help)\b"
    r"|好用嗎|也好用|夠嗎|有用嗎|行得通嗎", re.I
)  # fmt: skip
_YES = re.compile(r"^(yes)\b|^(好用|可以|夠|有用|行得通|會)(?!不)", re.I)
_NO = re.compile(r"^(no)\b|^(不好用|不行|不夠|沒有?用|行不通|不會|不可以)", re.I)


def misanswered(stage: StageText, question: Question) -> Iterator[tuple[int, str]]:
    """Yield which answer, read as one to its question, says something else than its checks, and what."""
    for index, option in enumerate(question.options):
        for language in LANGUAGES:
            prompt, text = stage.filled(question.prompt, language), stage.filled(option.text, language)
            head = re.split(r"[:：,，;；]", text)[0].strip()
            for what in (
                *_who(stage, prompt, head, option, language, text),
                *_where(stage, prompt, head, option, language),
                *_more(stage, prompt, head, option, language),
                *_share(text, option.checks),
                *_good(prompt, text, stage, option),
                *_warm_up(stage, text, option.checks),
            ):
                yield index, f"{language}: {text!r} {what}"


def _who(stage: StageText, prompt: str, head: str, option: Option, language: str, text: str) -> Iterator[str]:
    if not _WHO[language].search(prompt) or _NOT.search(prompt) or asks(prompt, language) not in ("arrives", "leaves"):
        return
    sizes = batch_sizes(head, stage.examples)
    ladder = stage.stage.ladders.batch_size
    if _SIZE.search(prompt):
        sizes |= {min(ladder)} if _SMALLEST.search(head) else {max(ladder)} if _LARGEST.search(head) else set()
    own = [each for each in stage.measured(option.checks) if each.batch_size in sizes]
    arriving = [each for each in stage.measured(option.checks) if each.outcome == "arrives"]
    if _STEP.search(prompt) and len(steps := momenta(text)) == 1 and not sizes and not is_negated(head, language):
        about = [each for each in stage.measured(option.checks) if each.momentum in steps]
        if about and all(each.outcome == "fails" and each.start != "home" for each in about):
            yield f"answers that λ = {min(steps):g} does, and its checks say that it does not"
    if len(sizes) != 1 or is_negated(head, language):
        return
    if own and all(each.outcome == "fails" and each.start != "home" for each in own):
        yield f"answers that B = {min(sizes)} does, and its checks say that it does not"
    elif arriving and not own:
        yield f"answers that B = {min(sizes)} does, and its checks are about another"


def _where(stage: StageText, prompt: str, head: str, option: Option, language: str) -> Iterator[str]:
    mark = _named(stage, head, language)
    if mark is None or not _WHERE[language].search(prompt) or is_negated(head, language):
        return
    ellipses = stage.stage.goal.ellipses
    inside = any(((mark.at[0] - x) / rx) ** 2 + ((mark.at[1] - y) / ry) ** 2 <= 1 for x, y, rx, ry in ellipses)
    found = {each.outcome for each in stage.measured(option.checks)}
    if inside and found == {"fails"}:
        yield "names the goal, and its checks say that few arrive there"
    if not inside and found == {"arrives"}:
        yield "names a place that is not the goal, and its checks say that most arrive at the goal"


def _named(stage: StageText, text: str, language: str) -> Landmark | None:
    """Return the landmark whose label a text names. Of two labels, one inside the other, the longer one counts."""
    marks = stage.scenario.stage_landscape(stage.stage).landmarks
    for mark in sorted(marks, key=lambda each: -len(each.label[language])):
        label = re.escape(mark.label[language])
        if re.search(rf"\b{label}\b" if language == "en" else label, text, re.I):
            return mark
    return None


def _more(stage: StageText, prompt: str, head: str, option: Option, language: str) -> Iterator[str]:
    more, fewer = bool(_MORE[language].search(prompt)), bool(_FEWER[language].search(prompt))
    if more == fewer or (not _WHO[language].search(prompt) and not _WHERE[language].search(prompt)):
        return
    larger, smaller = _sides(option.checks)
    if larger is None or smaller is None or (_SIZE.search(head) and larger.at):
        return
    if larger.at and smaller.at and (mark := _named(stage, head, language)):
        ends = [hypot(mark.at[0] - side.at[0], mark.at[1] - side.at[1]) for side in (larger, smaller) if side.at]
        named_larger = ends[0] < ends[1]
    elif larger.batch_size != smaller.batch_size and len(sizes := batch_sizes(head, stage.examples)) == 1:
        if sizes.isdisjoint({larger.batch_size, smaller.batch_size}):
            return
        named_larger = larger.batch_size in sizes
    else:
        return
    if named_larger != more:
        yield f"names the side that its check says is {'larger' if named_larger else 'smaller'}"


def _sides(checks: Sequence[Check]) -> tuple[Measure | None, Measure | None]:
    """Return the larger and the smaller side of the comparison that an answer makes. Nothing if it makes several."""
    pairs: list[tuple[Measure, Measure]] = []
    pairs += [(check, check.above) for check in checks if isinstance(check.above, Measure) and check.below is None]
    pairs += [(check.below, check) for check in checks if isinstance(check.below, Measure) and check.above is None]
    if len(pairs) != 1 or pairs[0][0].measure != pairs[0][1].measure:
        return None, None
    return pairs[0]


def _share(text: str, checks: Sequence[Check]) -> Iterator[str]:
    solved = [check for check in checks if check.measure == "solved" and not check.every]
    for one in solved:
        for other in solved:
            pick = (one.batch_size, one.momentum, one.schedule, one.start, one.updates, one.epochs, one.learning_rate)
            also = (
                other.batch_size, other.momentum, other.schedule, other.start, other.updates, other.epochs,
                other.learning_rate,
            )  # fmt: skip
            if pick != also or not isinstance(one.above, float) or not isinstance(other.below, float):
                continue
            if (_ALL.search(text) and other.below <= 0.8) or (_NONE.search(text) and one.above >= 0.1):
                yield f"says all or none, its checks say between {one.above:g} and {other.below:g}"
                return
    if _EVEN.search(text) and len(solved) == 1:
        least = solved[0].above if isinstance(solved[0].above, float) else 0.0
        most = solved[0].below if isinstance(solved[0].below, float) else 1.0
        if least >= 0.6 or most <= 0.4:
            yield "says equal chances, and its check says that one side has far more"


def _good(prompt: str, text: str, stage: StageText, option: Option) -> Iterator[str]:
    found = {each.outcome for each in stage.measured(option.checks)}
    if not _GOOD.search(prompt) or len(found) != 1:
        return
    # `No, it takes less` says what it takes: its checks are not about the pick that is asked about.
    if re.search(r"\b(less|smaller)\b|更小|小一點", text, re.I):
        return
    is_no, is_yes = bool(_NO.search(text)), bool(_YES.search(text))
    if found == ({"arrives"} if is_no else {"fails"} if is_yes else set()):
        yield f"answers the question the other way round than its checks, which say {min(found)}"


def _warm_up(stage: StageText, text: str, checks: Sequence[Check]) -> Iterator[str]:
    schedules = {check.schedule for check in checks if check.schedule}
    own = [schedule for schedule in stage.stage.schedules if schedule.name in schedules]
    if own and _WARM_UP.search(text) and not _NO_WARM_UP.search(text) and not any(each.warm_up for each in own):
        yield "speaks of a warm-up, and no check of it has one"
