"""Whether the sentences of a stage and the checks beside them say the same thing, in both languages.

A sentence is read as far as it names picks, outcomes, factors and `all` or `only`. What is read has to agree with the
checks. No text is compared with another file, and a sentence in which nothing is read is left to a reader.
"""

from __future__ import annotations

from collections.abc import Iterator

from batchgame.scenarios.proving.agreement_said import untrue_of_sides
from batchgame.scenarios.proving.asked import misanswered
from batchgame.scenarios.proving.best_said import not_the_best
from batchgame.scenarios.proving.bilingual import disagreements
from batchgame.scenarios.proving.compared import overcounted, reversed_order, unlevel
from batchgame.scenarios.proving.factor_rules import miscounted, outside, unsupported
from batchgame.scenarios.proving.knobs_named import (
    exchanged,
    misfractioned,
    mislaned,
    misplaced,
    typed,
    unasked,
    unmeasured,
    unmeasured_rate,
    unpicked,
    unplaced,
    unrun_rate,
)
from batchgame.scenarios.proving.ladder_run import untrue_of_ladders
from batchgame.scenarios.proving.lesson_run import untrue
from batchgame.scenarios.proving.matters_said import untrue_of_knobs
from batchgame.scenarios.proving.measures import Laboratory
from batchgame.scenarios.proving.ordered import misordered
from batchgame.scenarios.proving.outcomes_said import answers, contradicted, unmoved
from batchgame.scenarios.proving.schedules_said import misturned
from batchgame.scenarios.proving.shares import mislabelled, misstated, strayed
from batchgame.scenarios.proving.stability_said import unstable
from batchgame.scenarios.proving.stage_text import StageText
from batchgame.scenarios.proving.universals import universals
from batchgame.scenarios.reading.format import Check, Claim, Measure, Question, Scenario, Stage
from batchgame.scenarios.reading.rules import texts
from batchgame.scenarios.reading.text import Text
from batchgame.scenarios.text.languages import LANGUAGES

_FAMILIES = (
    {"solved", "diverged", "median_updates", "median_epochs", "median_time", "final_loss"},
    {"noise", "aim", "pull", "gradient"},
    {"loss", "curvature", "curvature_ratio", "stability_limit", "fresh_lower"},
    {"updates_per_epoch", "updates_in_budget"},
    {"long_run_step"},
)


def sayings(laboratory: Laboratory, scenario: Scenario, stage: Stage) -> Iterator[tuple[str, str]]:
    """Yield where a text contradicts its checks, its other language, or the stage; and what it says."""
    read = StageText(scenario, stage)
    for path, text in texts(stage, "stage"):
        if not path.startswith(("stage.tools", "stage.ground")):
            here = () if path == "stage.next" else (*typed(read, text), *mislaned(read, text), *unplaced(read, text))
            is_told = "options" not in path and "prompt" not in path  # a wrong answer may say anything
            told = overcounted(text) if is_told else ()
            for what in (*disagreements(read, text), *here, *exchanged(read, text), *told):
                yield path.removeprefix("stage."), what
    for name, text in (("summary", stage.summary), ("story", stage.story)):
        for what in unsupported(read, text, read.checks):
            yield name, what
    for name, question in (("prediction", stage.prediction), ("transfer", stage.transfer)):
        for path, what in _question(laboratory, read, question):
            yield f"{name}{path}", what
    for index, claim in enumerate(stage.claims):
        for what in _claim(laboratory, read, claim):
            yield f"claims[{index}]", what
    for index, hint in enumerate(stage.hints):
        for what in unsupported(read, hint, read.checks):
            yield f"hints[{index}]", what
    for what in (
        *unsupported(read, stage.lesson, read.checks),
        *misplaced(read, stage.lesson),
        *misstated(read, stage.lesson),
        *untrue(laboratory, read, stage.lesson),
        *untrue_of_ladders(laboratory, read, stage.lesson),
        *misordered(read, stage.lesson, _true_checks(stage)),
        *reversed_order(read, stage.lesson, _true_checks(stage)),
        *unlevel(read, stage.lesson, _true_checks(stage)),
        *unstable(read, stage.lesson),
        *untrue_of_knobs(laboratory, read, stage.lesson),
    ):
        yield "lesson", what
    yield from untrue_of_sides(laboratory, read)
    for what in _everywhere(laboratory, read, stage.lesson, ()):
        yield "lesson", what


def _claim(laboratory: Laboratory, read: StageText, claim: Claim) -> Iterator[str]:
    text, checks = claim.statement, claim.checks
    if claim.reader:
        return
    if checks:
        yield from contradicted(read, text, checks)
        yield from strayed(read, text, checks)
        yield from reversed_order(read, text, checks)
        yield from unlevel(read, text, checks)
        yield from mislabelled(read, text, checks)
        yield from misordered(read, text, checks)
        yield from unmoved(read, text, checks)
        yield from unmeasured(read, text, checks, is_claim=True)
        yield from unmeasured_rate(read, text, checks)
        yield from unpicked(read, text, checks)
    if checks or not claim.sources:
        yield from unsupported(read, text, checks)
        yield from _everywhere(laboratory, read, text, checks)
    yield from not_the_best(laboratory, read, text)
    yield from misplaced(read, text)
    yield from misstated(read, text)


def _question(laboratory: Laboratory, read: StageText, question: Question) -> Iterator[tuple[str, str]]:
    checks = [check for option in question.options for check in option.checks]
    for what in unsupported(read, question.prompt, checks):
        yield ".prompt", what
    for what in (
        *misfractioned(read, question.prompt, checks),
        *unrun_rate(read, question.prompt, checks),
        *unasked(read, question.prompt, checks),
    ):
        yield ".prompt", what
    for index, what in (*answers(read, question), *misanswered(read, question)):
        yield f".options[{index}]", what
    wrong = {_family(check) for option in question.options if not option.right for check in option.checks}
    for index, option in enumerate(question.options):
        path = f".options[{index}]"
        for what in (
            *unmeasured(read, option.text, option.checks, is_claim=False),
            *unsupported(read, option.text, option.checks, loose=False),
            *miscounted(read, option.text, option.checks),
            *outside(read, option.text, option.checks),
            *misturned(read, option.text, option.checks),
        ):
            yield path, what
        if option.betrays:
            for what in unsupported(read, option.betrays, (*read.checks, *checks), steps=checks):
                yield f"{path}.betrays", what
        if option.right:
            for what in _everywhere(laboratory, read, option.text, option.checks, only_too=False):
                yield path, what
            if option.checks and wrong and wrong.isdisjoint({_family(check) for check in option.checks}):
                yield path, "its checks measure something else than those of the wrong answers"


def _everywhere(
    laboratory: Laboratory, read: StageText, text: Text, checks: tuple[Check, ...], *, only_too: bool = True
) -> Iterator[str]:
    for language in LANGUAGES:
        said = read.read(text, language)
        yield from universals(laboratory, read, said, checks, language, only_too=only_too)


def _true_checks(stage: Stage) -> tuple[Check, ...]:
    """Return the checks that hold: those of claims and of right answers."""
    right = [option for question in (stage.prediction, stage.transfer) for option in question.options if option.right]
    of_claims = tuple(check for claim in stage.claims for check in claim.checks)
    return of_claims + tuple(check for option in right for check in option.checks)


def _family(check: Measure) -> int:
    return next(index for index, family in enumerate(_FAMILIES) if check.measure in family)
