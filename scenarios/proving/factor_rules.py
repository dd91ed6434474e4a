"""Factors written as words, such as `ten times`: a check, or the ratio of two settings, has to say the same."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from batchgame.scenarios.proving.counted import bare_number, factors
from batchgame.scenarios.proving.sentences import momenta
from batchgame.scenarios.proving.stage_text import StageText, bounds
from batchgame.scenarios.reading.format import Check, Measure, Stage
from batchgame.scenarios.reading.text import Text
from batchgame.scenarios.text.languages import LANGUAGES

_ABOUT = 3.0  # how far from a one-sided bound a factor may lie: `below .33 times` is a check of `a quarter`
_APART = 0.05
_OTHER_CLOCK = re.compile(
    r"P = \d|one (example )?at a time|one after another|serial|\b(old|other) clock"
    r"|一筆一筆|逐筆|一次處理一筆|(舊|另一個?)時鐘", re.I
)  # fmt: skip
_AS_LONG = re.compile(r"times as (long|slow)|times the time|倍的?(時間|久)|慢.{0,3}倍", re.I)
_IS_FACTOR = {"long_run_step", "curvature_ratio"}


def unsupported(
    stage: StageText, text: Text, checks: Sequence[Check], *, loose: bool = True, steps: Sequence[Check] | None = None
) -> Iterator[str]:
    """Find a factor that nothing supports. loose: whether the stage's own numbers, such as N, support one as well.

    steps: the checks whose momentum may support a factor, 1/(1−λ). Without them these are all checks.
    """
    named = momenta(" ".join(stage.filled(text, language) for language in LANGUAGES))
    checks = [check for check in checks if _has_the_clock(stage, text, check)]
    lengths = named | {check.momentum for check in (checks if steps is None else steps) if check.momentum}
    known = [_near(1 / (1 - momentum)) for momentum in lengths if 0 < momentum < 1]
    # N examples take N times as long only one after another, so that N alone supports no time.
    serial = stage.stage.parallel < stage.examples or bool(_OTHER_CLOCK.search(text.en + text.zh_tw))
    known_of_time = known + _known(stage, checks, loose=loose and serial)
    known += _known(stage, checks, loose)
    for language in LANGUAGES:
        sentence = stage.filled(text, language)
        for value, words in factors(sentence, language):
            supported = known_of_time if _AS_LONG.search(sentence) else known
            if not any(low <= value <= high for low, high in supported):
                yield f"{language}: no check says {words!r}; bind it to one, or write a {{place}}"


def _has_the_clock(stage: StageText, text: Text, check: Check) -> bool:
    """Return whether a check is about the clock that a text is about. A lesson is about the stage's own.

    At P = 1 a large batch takes twenty times as long, and a lesson on P = 20 must not say so.
    """
    if text is not stage.stage.lesson or check.parallel in (None, stage.stage.parallel):
        return True
    return bool(_OTHER_CLOCK.search(text.en + text.zh_tw))


def miscounted(stage: StageText, text: Text, checks: Sequence[Check]) -> Iterator[str]:
    """Find an answer that is one number, and whose check says another."""
    for language in LANGUAGES:
        number = bare_number(stage.filled(text, language), language)
        equal = {float(check.equals) for check in checks if isinstance(check.equals, float | int)}
        if number is not None and equal and number not in equal:
            yield f"{language}: the answer is {number:g}, its check says {min(equal):g}"


def outside(stage: StageText, text: Text, checks: Sequence[Check]) -> Iterator[str]:
    """Find an answer with a factor that its own checks rule out: `ten times as long` beside `below twice`."""
    least = [check.above.times for check in checks if isinstance(check.above, Measure) and _alike(check, check.above)]
    most = [check.below.times for check in checks if isinstance(check.below, Measure) and _alike(check, check.below)]
    for language in LANGUAGES:
        said = factors(stage.filled(text, language), language)
        for value, words in said if len(said) == 1 else ():
            if (most and value > min(most) * (1 + _APART)) or (least and value < max(least) * (1 - _APART)):
                yield f"{language}: it says {words!r}, and its own check rules that out"


def _alike(one: Measure, other: Measure) -> bool:
    return one.measure == other.measure


def _known(stage: StageText, checks: Sequence[Check], loose: bool) -> list[tuple[float, float]]:
    """Return the factors that checks and stage support, as intervals."""
    own, known = stage.stage, list[tuple[float, float]]()
    compared = False
    for check in checks:
        for each in (check, *bounds([check])):
            known += [_near(ratio) for ratio in _ratios(each, own)]
        for schedule in (own.schedule(check.schedule),) if check.schedule else ():
            known += [_near(schedule.rate), _near(1 / schedule.rate)] if schedule else []
        least = [b.times for b in (check.above,) if isinstance(b, Measure)]
        most = [b.times for b in (check.below,) if isinstance(b, Measure)]
        compared |= bool(least or most)
        known += [(least[0], most[0])] if least and most else []
        is_bounded = any(_other_side(check, other) for other in checks)
        known += [(least[0], least[0] * _ABOUT)] if least and not most and not is_bounded else []
        known += [(most[0] / _ABOUT, most[0])] if most and not least and not is_bounded else []
        known += [_bounded(check)] if check.measure in _IS_FACTOR else []
        known += [_near(float(check.equals))] if isinstance(check.equals, float | int) and check.equals > 0 else []
    known += _between(checks)
    if loose or not compared:
        sizes = {check.batch_size for check in checks if check.batch_size} | {stage.examples}
        known += [_near(stage.examples / size) for size in sizes] + [_near(size / stage.examples) for size in sizes]
        known += [_near(float(own.goal.hold)), _near(float(own.parallel))]
    return known


def _bounded(check: Check) -> tuple[float, float]:
    """Return the interval in which a measure lies that is a factor itself."""
    least = check.above if isinstance(check.above, float | int) else None
    most = check.below if isinstance(check.below, float | int) else None
    low = least if least is not None else (most or 0.0) / _ABOUT
    return low, most if most is not None else low * _ABOUT


def _between(checks: Sequence[Check]) -> list[tuple[float, float]]:
    """Return the intervals between a check that says `above` and another that says `below`."""
    above = [check.above.times for check in checks if isinstance(check.above, Measure)]
    below = [check.below.times for check in checks if isinstance(check.below, Measure)]
    found = [(low, high) for low in above for high in below if low < high]
    shares = [b for check in checks for b in (check.above, check.below) if isinstance(b, float) and 0 < b < 1]
    return found + ([(min(shares), max(shares))] if len(shares) > 1 else [])


def _other_side(check: Check, other: Check) -> bool:
    """Return whether another check bounds the same comparison from the other side."""
    if isinstance(check.above, Measure) and isinstance(other.below, Measure):
        return _is_same(check, other) and _is_same(check.above, other.below)
    if isinstance(check.below, Measure) and isinstance(other.above, Measure):
        return _is_same(check, other) and _is_same(check.below, other.above)
    return False


def _is_same(one: Measure, other: Measure) -> bool:
    keys = ("measure", "batch_size", "momentum", "schedule", "learning_rate", "start", "at", "updates", "epochs")
    return all(getattr(one, key) == getattr(other, key) for key in keys)


def _near(value: float) -> tuple[float, float]:
    return value * (1 - _APART), value * (1 + _APART)


def _ratios(measure: Measure, stage: Stage) -> list[float]:
    """Return how many times as large budget, learning rate and start of a measure are as those of the stage."""
    found = []
    for own, other in (
        (measure.updates, stage.budget.updates),
        (measure.epochs, stage.budget.epochs),
        (measure.learning_rate, stage.learning_rate),
        *(zip(measure.start, stage.start, strict=True) if measure.start else ()),
    ):
        if own and other and own / other > 0:
            found += [own / other, other / own]
    return found
