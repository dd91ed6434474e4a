"""Whether a sentence and the checks beside it say the same thing, in both languages.

A sentence is read as far as it names picks, outcomes, factors and `all` or `only`. What is read must agree with the
checks. No text is compared with any other file, and a sentence in which nothing is read is left to a reader.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import hypot, isclose

import numpy as np

from batchgame.scenarios.proving.counted import factors
from batchgame.scenarios.proving.measures import Laboratory
from batchgame.scenarios.proving.sentences import (
    Said,
    about,
    batch_sizes,
    directions,
    is_negated,
    learning_rates,
    momenta,
    parts,
)
from batchgame.scenarios.proving.universals import universals
from batchgame.scenarios.proving.verdicts import expanded
from batchgame.scenarios.reading.format import Check, Claim, Measure, Question, Scenario, Stage, Text, Turn
from batchgame.scenarios.reading.placeholders import constants
from batchgame.scenarios.reading.problem import landscape
from batchgame.scenarios.reading.rules import texts
from batchgame.scenarios.text.languages import LANGUAGES

_PLACE = re.compile(r"\{(\w+)\}")
_RUNS = {"solved", "diverged", "median_updates", "median_epochs", "median_time", "final_loss"}
_FAMILIES = (
    _RUNS,
    {"noise", "aim", "pull", "gradient"},
    {"loss", "curvature", "curvature_ratio", "stability_limit", "fresh_lower"},
    {"updates_per_epoch", "updates_in_budget"},
    {"long_run_step"},
)
_STILL = 0.01  # ‖gradient‖ at a start from which nothing leaves without noise
_ABOUT = 1.6  # a bound is rarely the number itself: `below .33 times` is a check of `a quarter`
_APART = 0.05  # of a factor, in its logarithm


def sayings(laboratory: Laboratory, scenario: Scenario, stage: Stage) -> Iterator[tuple[str, str]]:
    """Yield where a text of a stage contradicts its checks, itself in the other language, or the stage; and what."""
    reader = _Reader(laboratory, scenario, stage)
    for path, text in texts(stage, "stage"):
        if not path.startswith(("stage.tools", "stage.ground")):
            for what in reader.languages(text):
                yield path.removeprefix("stage."), what
            for what in reader.typed(text, reader.every_check):
                yield path.removeprefix("stage."), what
    for name, question in (("prediction", stage.prediction), ("transfer", stage.transfer)):
        for path, what in _question(reader, question):
            yield f"{name}{path}", what
    for index, claim in enumerate(stage.claims):
        for what in _claim(reader, claim):
            yield f"claims[{index}]", what
    for index, hint in enumerate(stage.hints):
        for what in reader.factors(hint, reader.every_check):
            yield f"hints[{index}]", what
    for what in (
        *reader.factors(stage.lesson, reader.every_check),
        *reader.universals(stage.lesson, ()),
    ):
        yield "lesson", what


def _claim(reader: _Reader, claim: Claim) -> Iterator[str]:
    text = claim.statement
    if claim.checks:
        yield from reader.outcomes(text, claim.checks)
        yield from reader.unchecked(text, claim.checks)
    if claim.checks or not claim.sources:
        yield from reader.factors(text, claim.checks)
        yield from reader.universals(text, claim.checks)
    yield from reader.figures(text)


def _question(reader: _Reader, question: Question) -> Iterator[tuple[str, str]]:
    wrong = {_family(check) for option in question.options if not option.right for check in option.checks}
    for index, option in enumerate(question.options):
        path = f".options[{index}]"
        for what in reader.outcomes(option.text, option.checks, question.prompt):
            yield path, what
        for what in reader.named(option.text, option.checks):
            yield path, what
        for what in reader.factors(option.text, option.checks, question.prompt):
            yield path, what
        if option.right:
            for what in reader.universals(option.text, option.checks):
                yield path, what
            if option.checks and wrong and wrong.isdisjoint({_family(check) for check in option.checks}):
                yield path, "its checks measure something else than those of the wrong answers"
        if option.betrays:
            for what in reader.factors(option.betrays, reader.every_check, question.prompt):
                yield f"{path}.betrays", what


def _family(check: Measure) -> int:
    return next(index for index, family in enumerate(_FAMILIES) if check.measure in family)


@dataclass
class _Pick:
    """One thing that a check says about a pick: whether most trajectories arrive, or diverge."""

    batch_size: int | None
    momentum: float | None
    outcome: str


class _Reader:
    """The texts of one stage, with the places filled that need no run."""

    def __init__(self, laboratory: Laboratory, scenario: Scenario, stage: Stage) -> None:
        self.laboratory, self.scenario, self.stage = laboratory, scenario, stage
        self._filled = {language: constants(scenario, stage, language) for language in LANGUAGES}
        self.every_check = tuple(_checks(stage))
        surface = landscape(scenario, stage)
        self._starts_still = float(hypot(*surface.gradient(np.array(stage.start)))) < _STILL

    def filled(self, text: Text, language: str) -> str:
        """Return a text with its constants filled in. Figures stay as places."""
        values: Mapping[str, str] = self._filled[language]
        return _PLACE.sub(lambda match: values.get(match[1], match[0]), text[language])

    def read(self, text: Text, language: str) -> list[Said]:
        """Read a text part by part, with `stays` turned into what it means for this stage's goal."""
        said = parts(self.filled(text, language), language, self.scenario.examples)
        return [replace(each, outcome=self._meaning(each.outcome)) for each in said]

    def languages(self, text: Text) -> Iterator[str]:
        """Compare the two languages: picks, outcomes, directions and factors."""
        one, other = (self.filled(text, language) for language in LANGUAGES)
        examples = self.scenario.examples
        for kind, named, also in (
            ("batch size", batch_sizes(one, examples), batch_sizes(other, examples)),
            ("momentum", momenta(one) - {0.0}, momenta(other) - {0.0}),
            ("learning rate", learning_rates(one), learning_rates(other)),
        ):
            if odd := sorted(named ^ also):
                yield f"{kind} {odd[0]:g} is named in one language only"
        said = [self._by_pick(text, language) for language in LANGUAGES]
        for batch_size in said[0].keys() & said[1].keys():
            if said[0][batch_size].isdisjoint(said[1][batch_size]):
                yield f"the languages disagree on what B = {batch_size} does"
        whole = [self.read(text, language) for language in LANGUAGES]
        ends = [side[0].outcome for side in whole if len(side) == 1 and side[0].outcome]
        if len(ends) == 2 and ends[0] != ends[1]:
            yield f"the languages disagree: {ends[0]} and {ends[1]}"
        if is_negated(one, "en") == is_negated(other, "zh-TW"):
            ways = [directions(one, "en"), directions(other, "zh-TW")]
            for pair in ways[0].keys() & ways[1].keys():
                if ways[0][pair] != ways[1][pair]:
                    yield f"the languages disagree: {ways[0][pair]} in one, {ways[1][pair]} in the other"
        counts = [
            sorted(value for value, _ in factors(side, language))
            for side, language in zip((one, other), LANGUAGES, strict=True)
        ]
        if counts[0] and counts[1] and not any(isclose(a, b) for a in counts[0] for b in counts[1]):
            yield f"the languages disagree on a factor: {counts[0][0]:g} and {counts[1][0]:g}"

    def _by_pick(self, text: Text, language: str) -> dict[int, set[str]]:
        found: dict[int, set[str]] = {}
        for said in self.read(text, language):
            if said.outcome and len(said.batch_sizes) == 1:
                found.setdefault(next(iter(said.batch_sizes)), set()).add(said.outcome)
        return found

    def typed(self, text: Text, checks: Sequence[Check]) -> Iterator[str]:
        """Compare typed values of knobs with those that the stage, its ladders, checks and figures have."""
        measures = [*checks, *_bounds(checks), *self.stage.figures.values()]
        rates = {self.stage.learning_rate, *(m.learning_rate for m in measures if m.learning_rate)}
        rates |= {self.stage.learning_rate * schedule.rate for schedule in self.stage.schedules}
        steps = {*self.stage.ladders.momentum, *(m.momentum for m in measures if m.momentum is not None)}
        sizes = {*self.stage.ladders.batch_size, 1, self.scenario.examples}
        sizes |= {m.batch_size for m in measures if m.batch_size}
        sentence = self.filled(text, "en") + " " + self.filled(text, "zh-TW")
        if odd := sorted(learning_rates(sentence) - rates):
            yield f"η = {odd[0]:g} is typed, and neither the stage nor a check has that learning rate"
        if odd := sorted(momenta(sentence) - steps):
            yield f"λ = {odd[0]:g} is typed, and neither a ladder nor a check has that momentum"
        if odd := sorted(batch_sizes(sentence, self.scenario.examples) - sizes):
            yield f"B = {odd[0]:g} is typed, and neither a ladder nor a check has that batch size"

    def outcomes(self, text: Text, checks: Sequence[Check], prompt: Text | None = None) -> Iterator[str]:
        """Compare what is said to happen with what the checks say."""
        picks = [pick for check in checks for each in expanded(self.stage, check) for pick in self._picks(each)]
        for language in LANGUAGES:
            asked = batch_sizes(self.filled(prompt, language), self.scenario.examples) if prompt else frozenset()
            whole = momenta(self.filled(text, language))
            for said in self.read(text, language):
                named = said.batch_sizes or asked
                outcome = said.outcome
                if outcome is None or len(named) != 1:
                    continue
                own = [pick for pick in picks if pick.batch_size in named]
                steps = said.momenta or (whole if len(whole) == 1 else frozenset())
                own = [pick for pick in own if not steps or pick.momentum in steps] or own
                if said.with_momentum and not said.momenta:
                    own = [pick for pick in own if pick.momentum]
                if own and all(_opposite(pick.outcome, outcome) for pick in own):
                    yield f"{language}: {said.text!r} says {outcome}, its checks say {own[0].outcome}"

    def _meaning(self, outcome: str | None) -> str | None:
        if outcome == "stays":
            return "fails" if self._starts_still else "arrives"
        return outcome

    def _picks(self, check: Check) -> Iterator[_Pick]:
        own = check.start is None and check.learning_rate is None
        if check.measure == "diverged" and isinstance(check.above, float) and check.above >= 0.5:
            yield _Pick(check.batch_size, check.momentum, "diverges")
        if check.measure == "solved" and own:
            if isinstance(check.above, float) and check.above >= 0.5:
                yield _Pick(check.batch_size, check.momentum, "arrives")
            if isinstance(check.below, float) and check.below <= 0.5:
                yield _Pick(check.batch_size, check.momentum, "fails")

    def named(self, text: Text, checks: Sequence[Check]) -> Iterator[str]:
        """Find a pick that an answer names, and about which none of its checks is."""
        measured: list[Measure] = [each for check in checks for each in expanded(self.stage, check)]
        measured += _bounds(measured)
        sizes, steps = {m.batch_size for m in measured}, {m.momentum for m in measured}
        sizes |= {turn.batch_size for m in measured if (turn := self._turn(m))}
        for language in LANGUAGES:
            sentence = about(self.filled(text, language))
            if checks and (odd := sorted(batch_sizes(sentence, self.scenario.examples) - sizes)):
                yield f"{language}: it names B = {odd[0]}, and no check of it is about that batch size"
            if checks and (odd := sorted(momenta(sentence) - steps)):
                yield f"{language}: it names λ = {odd[0]:g}, and no check of it is about that momentum"

    def _turn(self, measure: Measure) -> Turn | None:
        schedule = self.stage.schedule(measure.schedule)
        return schedule.then if schedule else None

    def unchecked(self, text: Text, checks: Sequence[Check]) -> Iterator[str]:
        """Find a pick that a claim names, and about which neither a check of it nor a figure in it is."""
        figures = [self.stage.figures[name] for name in _PLACE.findall(text.en) if name in self.stage.figures]
        measured: list[Measure] = [*(each for check in checks for each in expanded(self.stage, check)), *figures]
        measured += _bounds(measured)
        sizes = {m.batch_size for m in measured} | {self.scenario.examples}
        steps = {m.momentum for m in measured} | {0.0}
        for language in LANGUAGES:
            sentence = self.filled(text, language)
            if odd := sorted(batch_sizes(sentence, self.scenario.examples) - sizes):
                yield f"{language}: it names B = {odd[0]}, and no check of it is about that batch size"
            if odd := sorted(momenta(sentence) - steps):
                yield f"{language}: it names λ = {odd[0]:g}, and no check of it is about that momentum"

    def figures(self, text: Text) -> Iterator[str]:
        """Find a figure that was measured at another pick than the part of the sentence names in which it stands."""
        for language in LANGUAGES:
            sentence = self.filled(text, language)
            for said in parts(sentence, language, self.scenario.examples):
                for name in _PLACE.findall(said.text):
                    figure = self.stage.figures.get(name)
                    if figure is None:
                        continue
                    size, step = figure.batch_size, figure.momentum
                    if size and said.batch_sizes and size not in said.batch_sizes:
                        yield f"{language}: {{{name}}} is measured at B = {size}, the sentence names another there"
                    if step is not None and said.momenta and step not in said.momenta and figure.measure in _RUNS:
                        yield f"{language}: {{{name}}} is measured at λ = {step:g}, the sentence names another there"

    def factors(self, text: Text, checks: Sequence[Check], prompt: Text | None = None) -> Iterator[str]:
        """Find a factor, written as words, that no check and no constant of the stage supports."""
        known = self._known(checks)
        for language in LANGUAGES:
            asked = {value for value, _ in factors(self.filled(prompt, language), language)} if prompt else set()
            for value, words in factors(self.filled(text, language), language):
                if value not in asked and not any(_covers(low, high, value) for low, high in known):
                    yield f"{language}: no check says {words!r}; bind it to one, or write a {{place}}"

    def _known(self, checks: Sequence[Check]) -> list[tuple[float, float]]:
        """Return the factors that checks and stage support, as intervals."""
        stage, known = self.stage, list[tuple[float, float]]()
        exact = [
            float(self.scenario.examples),
            1 / self.scenario.examples,
            float(stage.goal.hold),
            float(stage.parallel),
        ]
        for check in checks:
            for each in (check, *_bounds([check])):
                exact += [each.times, 1 / each.times] if each.times > 0 else []
                exact += _ratios(each, stage)
            exact += [check.equals] if isinstance(check.equals, float | int) else []
            pairs = [(b.times, check) for b in _bounds([check])]
            known += [(value / _ABOUT, value * _ABOUT) for value, _ in pairs if value > 0]
            if check.batch_size:
                exact += [self.scenario.examples / check.batch_size, check.batch_size / self.scenario.examples]
            exact += [1 / (1 - check.momentum)] if check.momentum else []
        limits = [b.times for check in checks for b in _bounds([check])]
        known += [(min(limits), max(limits))] if len(limits) > 1 else []
        shares = [b for check in checks for b in (check.above, check.below) if isinstance(b, float) and 0 < b < 1]
        known += [(min(shares), max(shares))] if len(shares) > 1 else []
        return known + [(value * (1 - _APART), value * (1 + _APART)) for value in exact if value > 0]

    def universals(self, text: Text, checks: Sequence[Check]) -> Iterator[str]:
        """Run what a sentence says of all values of a knob, or of one alone, over the whole ladder."""
        for language in LANGUAGES:
            said = self.read(text, language)
            yield from universals(self.laboratory, self.scenario, self.stage, said, checks, language)


def _opposite(one: str, other: str) -> bool:
    return one != other and {one, other} != {"diverges", "fails"}


def _covers(low: float, high: float, value: float) -> bool:
    return low <= value <= high


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


def _bounds(measures: Sequence[Measure]) -> list[Measure]:
    bounds = [
        getattr(measure, sign)
        for measure in measures
        if isinstance(measure, Check)
        for sign in ("above", "below", "equals")
    ]
    return [bound for bound in bounds if isinstance(bound, Measure)]


def _checks(stage: Stage) -> Iterator[Check]:
    for question in (stage.prediction, stage.transfer):
        for option in question.options:
            yield from option.checks
    for claim in stage.claims:
        yield from claim.checks
