"""The proof of a scenario, by fresh simulations.

The pick that a stage opens with must fail, its solution must solve it, and every claim and answer has to hold.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from math import isfinite

from batchgame.scenarios.proving.cited import claims
from batchgame.scenarios.proving.figures import constants, figures_by
from batchgame.scenarios.proving.finding import Finding, Progress
from batchgame.scenarios.proving.ground_said import untrue_places
from batchgame.scenarios.proving.hinted import hinted
from batchgame.scenarios.proving.measures import Laboratory
from batchgame.scenarios.proving.opened import most_solved, unmeasured
from batchgame.scenarios.proving.places import equal_places, landmarks
from batchgame.scenarios.proving.sayings import sayings
from batchgame.scenarios.proving.seen import impossible
from batchgame.scenarios.proving.text_limits import too_long
from batchgame.scenarios.proving.verdicts import Verdict, rule, worst
from batchgame.scenarios.reading import library
from batchgame.scenarios.reading.format import Check, Measure, Option, Pick, Question, Scenario, Stage
from batchgame.scenarios.reading.placeholders import RUN_NAMES
from batchgame.scenarios.reading.rules import texts
from batchgame.scenarios.reading.text import Text
from batchgame.scenarios.reading.toml_file import ScenarioError
from batchgame.scenarios.text import prose
from batchgame.scenarios.text.languages import LANGUAGES

# Of the trajectories, on every seed: at least so many solve with the solution.
SOLVED = 0.9
# Digits that are no measurement: the chosen value of a knob, and the names L1 and L2 of the lecture.
_CHOSEN = re.compile(
    r"\b[BNP] = \d+|[λη] = \d+(\.\d+)?|\bL[12]\b|([Bb]atch size|批次大小) ?\d+\b|([Mm]omentum|動量) ?\d?\.\d+|η/\(1−λ\)"
)
_ROUNDING = 1e-9

_Test = Callable[[], Iterable[str]]


def check(
    scenario: Scenario | str | os.PathLike[str],
    *,
    seeds: int = 5,
    trajectories: int = 1000,
    on_progress: Progress | None = None,
    laboratory: Laboratory | None = None,
) -> list[Finding]:
    """Find everything that is wrong with a scenario, given as such, by its name or by its path.

    A file that cannot be read is a finding. `on_progress(done, total, where)` is called before each test. A laboratory
    may be given, so that its runs are kept from one call to the next.
    """
    if not isinstance(scenario, Scenario):
        try:
            scenario = library.load(scenario)
        except ScenarioError as error:
            where, _, what = str(error).partition(": ")
            return [Finding(where, what)]
    laboratory = laboratory or Laboratory(seeds, trajectories)
    tests = [test for stage in scenario.stages for test in _tests(laboratory, scenario, stage)]
    findings: list[Finding] = []
    for done, (where, test) in enumerate(tests):
        if on_progress:
            on_progress(done, len(tests), where)
        findings += [Finding(where, what) for what in test()]
    return findings


def _tests(laboratory: Laboratory, scenario: Scenario, stage: Stage) -> Iterator[tuple[str, _Test]]:
    name = scenario.full_name(stage)
    yield f"{name}: start", partial(_disagree, laboratory, scenario, stage)
    yield f"{name}: default_pick", partial(_opened, laboratory, scenario, stage)
    yield f"{name}: solution", partial(_solution, laboratory, scenario, stage)
    yield f"{name}: hints[2]", partial(hinted, laboratory, scenario, stage)
    for kind, question in (("prediction", stage.prediction), ("transfer", stage.transfer)):
        yield from _question(laboratory, scenario, stage, question, f"{name}: {kind}")
    for index, claim in enumerate(stage.claims):
        for number, item in enumerate(claim.checks):
            yield f"{name}: claims[{index}].checks[{number}]", partial(_holds, laboratory, scenario, stage, item)
    yield f"{name}: asked", partial(unmeasured, stage)
    yield f"{name}: figures", partial(_figures, laboratory, scenario, stage)
    yield f"{name}: texts", partial(_texts, laboratory, scenario, stage)
    # What is read from the texts names its own place.
    for where, what in _read(laboratory, scenario, stage):
        yield f"{name}: {where}", partial(iter, [what])


def _read(laboratory: Laboratory, scenario: Scenario, stage: Stage) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with the texts of a stage when they are read beside its checks, sources and landscape."""
    if stage is scenario.stages[0] or stage.stage_landscape:
        yield from landmarks(scenario, stage)
    yield from equal_places(scenario, stage)
    yield from untrue_places(scenario, stage)
    yield from claims(scenario, stage)
    yield from impossible(stage.observed)
    yield from sayings(laboratory, scenario, stage)


def _disagree(laboratory: Laboratory, scenario: Scenario, stage: Stage) -> Iterator[str]:
    noise, pull = (
        laboratory.estimate(scenario, stage, Measure(measure=kind, batch_size=1)).value for kind in ("noise", "pull")
    )
    if not noise > _ROUNDING * max(1.0, pull):
        yield "all examples pull alike here: without disagreement the batch size means nothing"


def _solved(laboratory: Laboratory, scenario: Scenario, stage: Stage, pick: Pick) -> list[float]:
    run = Measure(measure="solved", batch_size=pick.batch_size, momentum=pick.momentum, schedule=pick.schedule)
    return [outcome.solved / outcome.trajectories for outcome in laboratory.outcomes(scenario, stage, run)]


def _opened(laboratory: Laboratory, scenario: Scenario, stage: Stage) -> Iterator[str]:
    most = max(_solved(laboratory, scenario, stage, stage.default_pick))
    allowed = most_solved(stage)
    if most > allowed and not _only_when(laboratory, scenario, stage):
        yield f"solves {most:.3f} as opened, at most {allowed} allowed"


def _only_when(laboratory: Laboratory, scenario: Scenario, stage: Stage) -> bool:
    """Return whether each pick of the knobs that the stage shows solves it: such a race is about who is sooner."""
    if not stage.knobs:
        return False
    opened = stage.default_pick
    sizes = stage.ladders.batch_size if "batch_size" in stage.knobs else (opened.batch_size,)
    momenta = stage.ladders.momentum if "momentum" in stage.knobs else (opened.momentum,)
    picks = (Pick(size, momentum, opened.schedule) for size in sizes for momentum in momenta)
    return all(min(_solved(laboratory, scenario, stage, pick)) >= SOLVED for pick in picks)


def _solution(laboratory: Laboratory, scenario: Scenario, stage: Stage) -> Iterator[str]:
    least = min(_solved(laboratory, scenario, stage, stage.solution))
    if least < SOLVED:
        yield f"solves {least:.3f}, at least {SOLVED} needed"


def _question(
    laboratory: Laboratory, scenario: Scenario, stage: Stage, question: Question, where: str
) -> Iterator[tuple[str, _Test]]:
    for index, option in enumerate(question.options):
        yield f"{where}.options[{index}]", partial(_option, laboratory, scenario, stage, option)


def _option(laboratory: Laboratory, scenario: Scenario, stage: Stage, option: Option) -> Iterator[str]:
    if not option.checks:
        yield "no check: nobody would notice if right and wrong were swapped"
        return
    ruling = worst(rule(laboratory, scenario, stage, item) for item in option.checks)
    if option.right and ruling.verdict is not Verdict.HOLDS:
        yield f"the right answer {ruling.verdict.value}: {ruling.line}"
    if not option.right and ruling.verdict is not Verdict.FAILS:
        yield f"a wrong answer {ruling.verdict.value}: {ruling.line}"


def _holds(laboratory: Laboratory, scenario: Scenario, stage: Stage, item: Check) -> Iterator[str]:
    ruling = rule(laboratory, scenario, stage, item)
    if ruling.verdict is not Verdict.HOLDS:
        yield f"{ruling.verdict.value}: {ruling.line}"


def _figures(laboratory: Laboratory, scenario: Scenario, stage: Stage) -> Iterator[str]:
    for name, spec in stage.figures.items():
        if not isfinite(laboratory.estimate(scenario, stage, spec).value):
            yield f"{name} has no value (fewer than half of the trajectories solve?)"


def _texts(laboratory: Laboratory, scenario: Scenario, stage: Stage) -> Iterator[str]:
    shown = figures_by(laboratory, scenario, stage)
    widest = dict.fromkeys(RUN_NAMES, "100.0%")
    for language in LANGUAGES:
        values = {**constants(scenario, stage, language), **shown, **widest}
        for path, text in (*texts(scenario.title, "title"), *texts(scenario.landmarks, "landmarks"), *_own(stage)):
            sentence = text[language]
            if path.startswith("stage.tools"):
                continue  # The schedule fills the places of its label, and the aim page cuts it to its width.
            if digits := re.search(r"\S*\d\S*", _CHOSEN.sub("", re.sub(r"\{[^{}]*\}", "", sentence))):
                yield f"{path}.{language}: {digits[0]!r} is typed; a number in a text is a {{place}}"
            if trouble := too_long(path, prose.fill(sentence, values)):
                yield f"{path}.{language}: {trouble}"


def _own(stage: Stage) -> Iterator[tuple[str, Text]]:
    return texts(stage, "stage")
