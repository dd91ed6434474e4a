"""The values of knobs that texts name: they have to be those of the stage, of the checks and of the figures."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from math import dist, hypot, isclose

from batchgame.scenarios.proving.counted import factors
from batchgame.scenarios.proving.sentences import about, batch_sizes, learning_rates, momenta, parts
from batchgame.scenarios.proving.stage_text import PLACE, RUNS, StageText, bounds
from batchgame.scenarios.proving.verdicts import expanded
from batchgame.scenarios.reading.format import Check, Measure, ScheduleSpec
from batchgame.scenarios.reading.text import Text
from batchgame.scenarios.text.languages import LANGUAGES

_LANE = re.compile(r"(?:updates_)?(full|one)(?:_(?:solved|diverged|updates|epochs|time|loss))?")
_ABOUT = 0.3  # `about ten times` may be thirteen
_OTHER_LANES = re.compile(r"\bother (two )?lanes?\b|(另外|其他|別的)(兩條|的)?跑道", re.IGNORECASE)
_OF_EXAMPLES = {
    "en": re.compile(r"\bbatch\w* of (a|one|half)\b.* examples|\bof the examples (a|per|in a|in each) batch", re.I),
    "zh-TW": re.compile(r"的資料(當|作|做)?(成)?一個批次"),
}
_NEAR = 0.05  # how far from a landmark a measure may be taken, and still be one of it
_OF_POINTS = {"loss", "gradient", "curvature", "curvature_ratio", "stability_limit"}
_BESIDE = re.compile(
    r"\b(beside|off|near|aside|between|walls?|rim|step|away|above|farther|further|halfway)\b|旁|附近|之間|牆|邊|外|半路",
    re.IGNORECASE,
)
_PAIRS = re.compile(r"^(pairs|batches of two) \w+ in |^兩筆一[組個]", re.IGNORECASE)


def typed(stage: StageText, text: Text) -> Iterator[str]:
    """Find a value of a knob that neither the stage nor any of its ladders, checks and figures has.

    A story tells of this race alone: the learning rate that it names is this race's.
    """
    own = stage.stage
    measures: list[Measure] = [*stage.checks, *bounds(stage.checks), *own.figures.values()]
    rates = {own.learning_rate}
    rates |= set() if text is own.story else {m.learning_rate for m in measures if m.learning_rate}
    rates |= {own.learning_rate * schedule.rate for schedule in own.schedules}
    steps = {0.0, *own.ladders.momentum, *(m.momentum for m in measures if m.momentum is not None)}
    sizes = {*own.ladders.batch_size, 1, stage.examples, *(m.batch_size for m in measures if m.batch_size)}
    sentence = stage.filled(text, "en") + " " + stage.filled(text, "zh-TW")
    if odd := sorted(eta for eta in learning_rates(sentence) if not any(isclose(eta, rate) for rate in rates)):
        yield f"η = {odd[0]:g} is typed, and neither the stage nor a check has that learning rate"
    if odd := sorted(momenta(sentence) - steps):
        yield f"λ = {odd[0]:g} is typed, and neither a ladder nor a check has that momentum"
    if strange := sorted(batch_sizes(sentence, stage.examples) - sizes):
        yield f"B = {strange[0]:g} is typed, and neither a ladder nor a check has that batch size"


def unmeasured(stage: StageText, text: Text, checks: Sequence[Check], *, is_claim: bool) -> Iterator[str]:
    """Find a pick that a claim or an answer names, and that neither its checks nor a figure in it are about."""
    figures = [stage.stage.figures[name] for name in PLACE.findall(text.en) if name in stage.stage.figures]
    measured: list[Measure] = [*(each for check in checks for each in expanded(stage.stage, check)), *figures]
    measured += bounds(measured)
    sizes = {m.batch_size for m in measured} | {turn.batch_size for m in measured if (turn := stage.turn(m))}
    steps = {m.momentum for m in measured}
    # A claim may speak of a change to the full batch, or say that there is no momentum, in passing.
    sizes, steps = (sizes | {stage.examples}, steps | {0.0}) if is_claim else (sizes, steps)
    for language in LANGUAGES:
        sentence = about(stage.filled(text, language))
        if odd := sorted(batch_sizes(sentence, stage.examples) - sizes):
            yield f"{language}: it names B = {odd[0]}, and no check of it is about that batch size"
        if strange := sorted(momenta(sentence) - steps):
            yield f"{language}: it names λ = {strange[0]:g}, and no check of it is about that momentum"


def misplaced(stage: StageText, text: Text) -> Iterator[str]:
    """Find a figure that is measured at another pick than the part of the sentence names in which it stands."""
    for language in LANGUAGES:
        for said in stage.read(text, language):
            for name in PLACE.findall(said.text):
                figure = stage.stage.figures.get(name)
                if figure is None:
                    continue
                size, step = figure.batch_size, figure.momentum
                if size not in (None, 2) and not said.batch_sizes and _PAIRS.search(said.text):
                    yield f"{language}: {{{name}}} is measured at B = {size}, the sentence speaks of pairs there"
                if size and said.about_sizes and size not in said.about_sizes:
                    yield f"{language}: {{{name}}} is measured at B = {size}, the sentence names another there"
                mark, label = _nearest(stage, figure, language), _named(stage, said.text, language)
                if mark and label and mark != label:
                    yield f"{language}: {{{name}}} is measured at {mark!r}, the sentence names {label!r} there"
                yield from _longer(stage, said.text, name, figure, language)
                label, solves = stage.solution_label(language), stage.stage.solution.schedule
                if label and label in said.text and figure.schedule and figure.schedule != solves:
                    yield f"{language}: {{{name}}} is measured with another schedule than that of the solution"
                schedule = labelled(stage, said.text, language)
                if schedule and figure.schedule and figure.schedule != schedule.name:
                    yield f"{language}: {{{name}}} is measured with another schedule than {schedule.label[language]!r}"
                if step is not None and said.momenta and step not in said.momenta and figure.measure in RUNS:
                    yield f"{language}: {{{name}}} is measured at λ = {step:g}, the sentence names another there"


def _longer(stage: StageText, text: str, name: str, figure: Measure, language: str) -> Iterator[str]:
    """Find a figure of another budget than the part says that names it: `with ten times as many updates in {share}`."""
    budget = stage.stage.budget
    ratios = [
        own / other
        for own, other in ((figure.updates, budget.updates), (figure.epochs, budget.epochs))
        if own and other
    ]
    said = [value for value, _ in factors(text, language) if value > 1]
    if ratios and len(said) == 1 and not any(isclose(said[0], ratio, rel_tol=_ABOUT) for ratio in ratios):
        yield f"{language}: {{{name}}} has {ratios[0]:g} times the budget, the sentence says {said[0]:g} times"


def unpicked(stage: StageText, text: Text, checks: Sequence[Check]) -> Iterator[str]:
    """Find a figure in a claim whose pick neither the sentence names nor a check beside it measures."""
    named = " ".join(stage.filled(text, language) for language in LANGUAGES)
    measured: list[Measure] = [each for check in checks for each in expanded(stage.stage, check)]
    measured += bounds(measured)
    steps = momenta(named) | {each.momentum for each in measured}
    if not any(check.measure in RUNS for check in checks):
        return
    for name in sorted(set(PLACE.findall(text.en))):
        figure = stage.stage.figures.get(name)
        if figure and figure.measure in RUNS and figure.momentum not in steps:
            yield f"{{{name}}} is measured at λ = {figure.momentum:g}: neither the sentence nor its check names that"


def unmeasured_rate(stage: StageText, text: Text, checks: Sequence[Check]) -> Iterator[str]:
    """Find a learning rate that a claim names, and at which neither a check nor a figure in it runs."""
    figures = [stage.stage.figures[name] for name in PLACE.findall(text.en) if name in stage.stage.figures]
    measured: list[Measure] = [*checks, *bounds(checks), *figures]
    if not any(each.measure in RUNS for each in measured):
        return
    own = stage.stage.learning_rate
    rates = {own, *(each.learning_rate for each in measured if each.learning_rate)}
    rates |= {own * schedule.rate for schedule in stage.stage.schedules}
    limits = [each for check in checks for each in (check.above, check.below, check.equals) if isinstance(each, float)]
    for language in LANGUAGES:
        for eta in sorted(learning_rates(stage.filled(text, language))):
            if not any(isclose(eta, rate) for rate in (*rates, *limits)):
                yield f"{language}: it names η = {eta:g}, and no check of it runs at that learning rate"


def unasked(stage: StageText, text: Text, checks: Sequence[Check]) -> Iterator[str]:
    """Find a batch size or a momentum that a question names, and about which none of its answers is checked."""
    measured: list[Measure] = [each for check in checks for each in expanded(stage.stage, check)]
    measured += bounds(measured)
    turns = {turn.batch_size for each in measured if (turn := stage.turn(each))}
    sizes = {each.batch_size for each in measured if each.batch_size} | turns
    steps = {each.momentum for each in measured if each.momentum is not None}
    for language in LANGUAGES:
        # A sentence before the question may say what is known: `η = 0.06 works for B = 1.`
        sentence = about(re.split(r"(?<=[.!;])\s+|(?<=[。！；])", stage.filled(text, language))[-1])
        if sizes and (odd := sorted(batch_sizes(sentence, stage.examples) - sizes)):
            yield f"{language}: it asks about B = {odd[0]}, and no answer is checked at that batch size"
        if steps and (strange := sorted(momenta(sentence) - steps)):
            yield f"{language}: it asks about λ = {strange[0]:g}, and no answer is checked at that momentum"


def unrun_rate(stage: StageText, text: Text, checks: Sequence[Check]) -> Iterator[str]:
    """Find a learning rate that a question names, and at which none of its answers is checked."""
    own = stage.stage.learning_rate
    rates = {own * schedule.rate for schedule in stage.stage.schedules}
    rates |= {each.learning_rate or own for each in (*checks, *bounds(checks)) if each.measure in RUNS}
    for language in LANGUAGES:
        named = sorted(learning_rates(stage.filled(text, language)))
        if rates and len(named) == 1 and not any(isclose(named[0], rate) for rate in rates):
            yield f"{language}: it asks about η = {named[0]:g}, and no answer is checked at that learning rate"


def mislaned(stage: StageText, text: Text) -> Iterator[str]:
    """Find a momentum that a text gives to the other lanes, and that neither of them has."""
    lanes = stage.stage.lanes
    steps = {lanes.momentum, *(pick.momentum for pick in (lanes.full, lanes.one) if pick)} - {None}
    for language in LANGUAGES:
        for said in parts(stage.filled(text, language), language, stage.examples):
            odd = sorted(momenta(said.text) - steps) if steps and _OTHER_LANES.search(said.text) else []
            if odd:
                yield f"{language}: {said.text!r} names λ = {odd[0]:g}, which no other lane has"


def misfractioned(stage: StageText, text: Text, checks: Sequence[Check]) -> Iterator[str]:
    """Find `batches of a fifth of the examples` in a question whose checks have another batch size."""
    sizes = {check.batch_size for check in checks if check.batch_size}
    for language in LANGUAGES:
        sentence = stage.filled(text, language)
        shares = [
            value
            for value, words in factors(sentence, language)
            if value < 1 and _OF_EXAMPLES[language].search(sentence)
        ]
        if (
            sizes
            and len(shares) == 1
            and not any(isclose(size / stage.examples, shares[0], rel_tol=0.15) for size in sizes)
        ):
            yield f"{language}: batches of {shares[0]:.3g} of the examples are named, and no check has that batch size"


def unplaced(stage: StageText, text: Text) -> Iterator[str]:
    """Find a figure at a point that is no landmark, in a text that names landmarks and no place beside them."""
    scenario, own = stage.scenario, stage.stage
    marks = scenario.stage_landscape(own).landmarks
    points = [own.start, *(mark.at for mark in marks), *((x, y) for x, y, _, _ in own.goal.ellipses)]
    if not any(mark.label.en.lower() in text.en.lower() for mark in marks if mark.label.en) or _BESIDE.search(
        text.en + text.zh_tw
    ):
        return
    for name in sorted(set(PLACE.findall(text.en))):
        figure = own.figures.get(name)
        if figure and figure.at and figure.measure in _OF_POINTS and all(dist(figure.at, at) > _NEAR for at in points):
            yield f"{{{name}}} is measured at {figure.at}, which is neither a landmark nor the start nor the goal"


def exchanged(stage: StageText, text: Text) -> Iterator[str]:
    """Find a number of the full batch beside the words `batch size 1`, or the other way round."""
    lanes = stage.stage.lanes
    if lanes.full or lanes.one:
        return
    for language in LANGUAGES:
        for said in parts(text[language], language, stage.examples):
            shown = {_LANE.fullmatch(name)[1] for name in PLACE.findall(said.text) if _LANE.fullmatch(name)}  # type: ignore[index]
            for lane, size in (("full", stage.examples), ("one", 1)):
                if said.batch_sizes == {size} and shown and lane not in shown:
                    yield f"{language}: {said.text!r} shows a number of another batch size"


def _nearest(stage: StageText, figure: Measure, language: str) -> str | None:
    """Return the label of the landmark at which a figure is measured."""
    for mark in stage.scenario.stage_landscape(stage.stage).landmarks:
        if figure.at and hypot(mark.at[0] - figure.at[0], mark.at[1] - figure.at[1]) < _NEAR:
            return mark.label[language]
    return None


def _named(stage: StageText, text: str, language: str) -> str | None:
    """Return the one label of a landmark that a text names."""
    labels = {mark.label[language] for mark in stage.scenario.stage_landscape(stage.stage).landmarks}
    found = [label for label in labels if label.lower() in text.lower()]
    return found[0] if len(found) == 1 else None


def labelled(stage: StageText, text: str, language: str) -> ScheduleSpec | None:
    """Return the schedule whose label a text has.

    A label that stands inside another one, `η × B` in `η × B, warm-up`, may be the beginning of the other.
    """
    every = [schedule.label[language].lower() for schedule in stage.stage.schedules]
    labels = [
        schedule
        for schedule, label in zip(stage.stage.schedules, every, strict=True)
        if label in text.lower() and sum(label in other for other in every) == 1
    ]
    return max(labels, key=lambda each: len(each.label[language]), default=None)
