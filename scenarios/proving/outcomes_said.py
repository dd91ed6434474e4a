"""What a sentence says that happens, beside what its checks measure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from batchgame.scenarios.proving.sentences import Said, asks, yes_or_no
from batchgame.scenarios.proving.stage_text import KNOB, Measured, StageText, is_read
from batchgame.scenarios.reading.format import Check, Measure, Option, Question
from batchgame.scenarios.reading.text import Text
from batchgame.scenarios.text.languages import LANGUAGES

_LEVEL = {
    "en": re.compile(
        r"\babout (level|the same|as \w+)|\bas good as nothing|\bnothing much|\b(stays?|is) the same\b|\bequally\b"
        r"|\bunchanged\b|\balike\b", re.I
    ),
    "zh-TW": re.compile(r"差不多|^一樣|一樣多|沒有不同|沒有差別|相同"),
}  # fmt: skip
_ALL = {
    "en": re.compile(r"^(all|every|each|both|any)\b", re.I),
    "zh-TW": re.compile(
        r"^(都|每[個種一]\S{0,3}都)(可以|行|會|能)|^(一樣)?全部出得去|^全部(都)?(到得|過得|進得|離開)|^兩個都(?!不|沒|[到進出離過]不)"
    ),
}
_NONE = {
    "en": re.compile(r"^(none|nobody|nothing(?! is needed| much)|neither)\b", re.I),
    "zh-TW": re.compile(r"^(沒有人|沒辦法|都不|全部出不去|兩個都不)"),
}
_STUCK = re.compile(r"\b(fails?|stay|remain|stuck|not|too)\b|出不|到不|進不|離不|過不|留在|卡", re.I)
_NO_PULL = 1e-3
_STAYS_SLOWLY = re.compile(
    r"\b(stays?|remains?) (\w+ )?(slowly|quickly)\b|(離不開|出不去|到不了|不動)得(比較|更)?[快慢]", re.I
)
_NEVER = {
    "en": re.compile(
        r"\b(never|does not|will not) (comes?|arrives?|gets? (there|out|home)|leaves?)\b|^never\W*$|\bfor ?ever\b", re.I
    ),
    "zh-TW": re.compile(r"永遠[到離進出]不|^[到離進出]不[了去開]"),
}
_QUANTITY = re.compile(r"\b(chance|error|how (many|far)|number)\b|機會|誤差|次數", re.I)
_UNCHANGED = re.compile(r"^it stays(?! (in|at|on|where|there|by|inside|out))|^it is unchanged|^不變", re.I)
_MOMENTUM = re.compile(
    r"(?<!without )(?<!no )(?<!沒有)(?<!不用)\b(more |enough )?momentum\b(?! does)|^動量|更大的動量|動量夠大|加上動量",
    re.I,
)
_LARGE = re.compile(r"\b(larger?|largest|bigger|big) batch|大一?點?的批次|大批次", re.I)
_SMALL = re.compile(r"\b(small(er)?|smallest) batch|\bbatch that disagrees|小一?點?的批次|^小批次|意見不同的批次", re.I)


def contradicted(stage: StageText, text: Text, checks: Sequence[Check]) -> Iterator[str]:
    """Find a part of a claim whose outcome is the opposite of what all checks about its pick say."""
    own_task = [check for check in checks if check.start is None and check.learning_rate is None]
    measured, elsewhere = list(stage.measured(own_task)), list(stage.measured(checks))
    for language in LANGUAGES:
        said = stage.read(text, language)
        for part in said:
            own = _about(part, measured)
            if part.with_momentum and not (part.batch_sizes or part.momenta) and len(part.about_sizes) == 1:
                own = [each for each in measured if each.batch_size in part.about_sizes and each.momentum]
            every = _about(part, elsewhere) or own
            if part.outcome and own and not any(each.agrees(part.outcome, stage.starts_still) for each in every):
                yield f"{language}: {part.text!r} says {part.outcome}, its checks say {own[0].outcome}"
        yield from _untold(stage, said, measured, language)
        yield from (
            f"{language}: {part.text!r}: what stays is neither slow nor quick"
            for part in said
            if _STAYS_SLOWLY.search(part.text)
        )
        arriving = [each for each in measured if each.outcome == "arrives"]
        told = {part.outcome for part in said if part.outcome}
        agreed = any(each.agrees(outcome, stage.starts_still) for each in arriving for outcome in told)
        if told and arriving and is_read(said) and not agreed:
            yield f"{language}: it says {', '.join(sorted(told))}, and a check says that most arrive"
        named = frozenset().union(*(part.batch_sizes for part in said))
        failing = [each for each in measured if each.outcome == "fails" and each.batch_size in named]
        outcomes = [outcome for outcome in told if any(each.agrees(outcome, stage.starts_still) for each in failing)]
        if told and failing and is_read(said) and not outcomes and not any(_is_partly(part.text) for part in said):
            yield f"{language}: it says {', '.join(sorted(told))}, and a check says that few arrive"


def _is_partly(text: str) -> bool:
    """Return whether a part says how many of the runs do what it says, or that only some pick does."""
    return bool(re.search(r"\{\w+\}|\bonly\b|只有|才", text))


def _untold(stage: StageText, said: Sequence[Said], measured: Sequence[Measured], language: str) -> Iterator[str]:
    """Find a pick of which a claim says the same twice, and what its checks measure from the start is neither."""
    for size in sorted({each.batch_size for each in measured if each.batch_size is not None}):
        own = [part for part in said if part.outcome and part.about_sizes == {size}]
        found = [each for each in measured if each.batch_size == size]
        told = {part.outcome for part in own}
        if len(own) < 2 or len(told) != 1 or len({each.outcome for each in found}) != 1:
            continue
        outcome = own[0].outcome or ""
        if not found[0].agrees(outcome, stage.starts_still):
            yield f"{language}: it says twice that B = {size} {outcome}, its checks say {found[0].outcome}"


def unmoved(stage: StageText, text: Text, checks: Sequence[Check]) -> Iterator[str]:
    """Find a part that says that something leaves where all checks of the claim say that no batch pulls at all."""
    if not checks or not all(_vanishes(check) for check in checks):
        return
    for language in LANGUAGES:
        for part in stage.read(text, language):
            if part.outcome in ("leaves", "arrives", "diverges"):
                yield f"{language}: {part.text!r} says {part.outcome}, its checks say that nothing pulls there"


def _vanishes(check: Check) -> bool:
    least = [bound for bound in (check.below, check.equals) if isinstance(bound, int | float)]
    return check.measure in ("pull", "gradient") and bool(least) and min(least) <= _NO_PULL


def _about(part: Said, measured: Sequence[Measured]) -> list[Measured]:
    """Return what is measured about the pick that a part names; nothing if it names none, or several."""
    if len(part.batch_sizes) > 1 or not (part.batch_sizes or part.momenta):
        return []
    own = [each for each in measured if not part.batch_sizes or each.batch_size in part.batch_sizes]
    if part.with_momentum and not part.momenta:
        return [each for each in own if each.momentum]
    return [each for each in own if not part.momenta or each.momentum in part.momenta]


def answers(stage: StageText, question: Question) -> Iterator[tuple[int, str]]:
    """Yield which answer says something else than its checks, and what."""
    for index, option in enumerate(question.options):
        for language in LANGUAGES:
            for what in _answer(stage, question, option, language):
                yield index, f"{language}: {what}"


def _answer(stage: StageText, question: Question, option: Option, language: str) -> Iterator[str]:
    text, prompt = stage.filled(option.text, language), stage.filled(question.prompt, language)
    measured = list(stage.measured(option.checks))
    if _QUANTITY.search(prompt):
        measured = []
    outcome = yes_or_no(text, asks(prompt, language), language)
    parts = stage.read(option.text, language)
    outcome = outcome or (parts[0].outcome if parts else None)
    named = parts[0].batch_sizes if parts and len(parts[0].batch_sizes) == 1 else frozenset()
    own = [each for each in measured if not named or each.batch_size in named]
    if parts and len(parts[0].momenta) == 1 and any(each.momentum in parts[0].momenta for each in own):
        own = [each for each in own if each.momentum in parts[0].momenta]
    if outcome and own and not any(each.agrees(outcome, stage.starts_still) for each in own):
        yield f"{text!r} says {outcome}, its checks say {own[0].outcome}"
    said = {each.outcome for each in measured}
    if _NONE[language].search(text) and "arrives" in said and not KNOB.search(text):
        yield f"{text!r} says that none does, a check says that most arrive"
    failing = bool(parts) and parts[0].outcome in ("fails", "remains", "stays", "diverges")
    if _ALL[language].search(text) and said == {"fails"} and not failing and not _STUCK.search(text):
        yield f"{text!r} says that all do, its checks say that few arrive"
    orders = _orders(option.checks)
    if _LEVEL[language].search(text) and orders and "level" not in orders:
        yield f"{text!r} says level, its checks say {', '.join(sorted(orders))}"
    if _QUANTITY.search(prompt) and _UNCHANGED.search(text) and any(map(_is_apart, option.checks)):
        yield f"{text!r} says that it does not change, its check says that one side is larger"
    if _NEVER[language].search(text) and any(map(_ends, option.checks)):
        yield f"{text!r} says that it never comes, its check says that it does"
    if orders == {"level"} and named and not _LEVEL[language].search(text):
        yield f"{text!r} is about one pick, its checks say that two are level"
    if option.checks and measured:
        if _MOMENTUM.search(text) and not any(check.momentum or "momentum" in check.every for check in option.checks):
            yield f"{text!r} is about momentum, and no check of it has any"
        if _LARGE.search(text) and all(check.batch_size == 1 for check in option.checks):
            yield f"{text!r} is about large batches, its checks are about batch size 1"
        if _SMALL.search(text) and all(check.batch_size == stage.examples for check in option.checks):
            yield f"{text!r} is about small batches, its checks are about the full batch"


def _ends(check: Check) -> bool:
    """Return whether a check says that most solve: a median is below something only if there is one."""
    return check.measure.startswith("median_") and check.below is not None


def _is_apart(check: Check) -> bool:
    """Return whether a check says that one of two measures is larger, without a factor that would make it `about`."""
    sides = [side for side in (check.above, check.below) if isinstance(side, Measure)]
    return len(sides) == 1 and sides[0].measure == check.measure and sides[0].times == 1


def _orders(checks: Sequence[Check]) -> set[str]:
    """Return how the two sides of comparisons may stand, as far as the checks allow: less, level, more."""
    left, compared = {"less", "level", "more"}, False
    for check in checks:
        if isinstance(check.above, Measure) and check.above.measure == check.measure and check.above.times > 0:
            compared = True
            left -= {"less"} if check.above.times >= 0.5 else set()
            left -= {"level"} if check.above.times > 1.1 else set()
        if isinstance(check.below, Measure) and check.below.measure == check.measure:
            compared = True
            left -= {"more"} if check.below.times <= 2 else set()
            left -= {"level"} if check.below.times < 0.9 else set()
    return left if compared else set()
