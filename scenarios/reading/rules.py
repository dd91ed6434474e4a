"""The rules of a scenario that its types cannot express.

Lengths have to agree, picks have to lie on their ladders, and the places in texts have to be known.
"""

from __future__ import annotations

from collections.abc import Iterator, Set
from itertools import pairwise
from typing import Any, NoReturn

import msgspec

from batchgame.scenarios.reading import stage_landscape
from batchgame.scenarios.reading.format import Check, Measure, Question, Scenario, Stage, StageLandscape, TestShift
from batchgame.scenarios.reading.landscape_terms import is_shifted_only
from batchgame.scenarios.reading.observed import Observed
from batchgame.scenarios.reading.placeholders import CONSTANT_NAMES, RUN_NAMES, updates_in_budget
from batchgame.scenarios.reading.text import Text
from batchgame.scenarios.reading.toml_file import ScenarioError
from batchgame.scenarios.text import prose
from batchgame.scenarios.text.clean import clean
from batchgame.scenarios.text.languages import LANGUAGES
from batchgame.scenarios.text.nearest import did_you_mean

LONGEST_TEXT = 800
MOST_UPDATES = 100_000
_RUN = {"solved", "diverged", "median_updates", "median_epochs", "median_time", "final_loss"}
_BATCH = {"updates_per_epoch", "updates_in_budget", "noise", "aim", "pull"}
_PLACE = {"loss", "gradient", "curvature", "curvature_ratio", "stability_limit"}
_IN_LISTS = {"title", "summary"}  # a list shows these before a stage is opened, so nothing fills their places
_AFTER_THE_RACE = {"lesson", "claims", "next", "transfer", "betrays"}


def verify(scenario: Scenario) -> None:
    """Check a well-typed scenario. ScenarioError names the first rule that is broken, and where."""
    whole = StageLandscape(scenario.landscape, scenario.region, scenario.landmarks)
    stage_landscape.verify(whole, scenario.examples, "")
    _names(scenario)
    for text_path, text in texts(scenario.title, "title"):
        _text(text_path, text, set())
    for text_path, text in texts(scenario.landmarks, "landmarks"):
        _text(text_path, text, set())
    for index, stage in enumerate(scenario.stages):
        _stage(scenario, stage, f"stages[{index}]")


def _fail(path: str, message: str) -> NoReturn:
    raise ScenarioError(f"{path}: {message}")


def _names(scenario: Scenario) -> None:
    names = [stage.name for stage in scenario.stages]
    if names[0] != "":
        _fail("stages[0].name", "the first stage has no name")
    for index, name in enumerate(names):
        if name in names[:index]:
            _fail(f"stages[{index}].name", f"a second stage {name!r}" if name else "only the first stage has no name")


def _stage(scenario: Scenario, stage: Stage, path: str) -> None:
    if stage.stage_landscape:
        stage_landscape.verify(stage.stage_landscape, scenario.examples, f"{path}.ground.")
    place = scenario.stage_landscape(stage)
    stage_landscape.inside(place, stage.start, f"{path}.start")
    stage_landscape.goal(place, stage, f"{path}.goal")
    _schedules(scenario, stage, path)
    if (stage.budget.updates is None) == (stage.budget.epochs is None):
        _fail(f"{path}.budget", "either updates or epochs needed")
    if updates_in_budget(scenario, stage, 1) > MOST_UPDATES:
        _fail(f"{path}.budget", f"more than {MOST_UPDATES} updates at batch size 1")
    _ladders(scenario, stage, path)
    _question(stage.prediction, f"{path}.prediction")
    _named_picks(scenario, stage, path)
    _question(stage.transfer, f"{path}.transfer")
    _observed(stage.observed, f"{path}.saw")
    if stage.test_shift:
        _test_shift(stage.test_shift, f"{path}.test_shift")
    for name in stage.figures:
        if name in CONSTANT_NAMES | RUN_NAMES:
            _fail(f"{path}.figures.{name}", "this name is taken by the game")
    for index, claim in enumerate(stage.claims):
        for source_index, source in enumerate(claim.sources):
            if not 0 < len(source.strip()) <= LONGEST_TEXT:
                _fail(f"{path}.claims[{index}].sources[{source_index}]", "a source needed, empty or too long found")
    missing = set() if stage.test_shift else {"largest_shift"}
    missing |= set() if stage.schedules else {"solution_tool"}
    missing |= set() if stage.goal.level is not None else {"level"}
    missing |= set() if stage.goal.last_epochs is not None else {"last_epochs"}
    before = (CONSTANT_NAMES | stage.figures.keys()) - missing
    after = before | RUN_NAMES
    for where, node in _walk(stage, path, (Measure, Text)):
        if isinstance(node, Measure):
            _measure(scenario, stage, node, where)
        else:
            steps = where.replace("[", ".").split(".")
            if "tools" in steps:
                turn = stage.schedules[int(steps[steps.index("tools") + 1].rstrip("]"))].then
                _text(where, node, {"warm_up", "rate"} | ({"epoch", "batch_size"} if turn else set()))
                continue
            if steps[-1] in _IN_LISTS:
                _text(where, node, set())
                continue
            _text(where, node, before if _AFTER_THE_RACE.isdisjoint(steps) else after)


def _ladders(scenario: Scenario, stage: Stage, path: str) -> None:
    for name in ("batch_size", "momentum", "parallel"):
        steps = getattr(stage.ladders, name)
        if any(a >= b for a, b in pairwise(steps)):
            _fail(f"{path}.ladders.{name}", "the steps must rise")
        if name != "momentum" and steps[-1] > scenario.examples:
            _fail(f"{path}.ladders.{name}", f"at most {scenario.examples} (the examples) possible, {steps[-1]} found")
    if stage.parallel not in stage.ladders.parallel:
        _fail(f"{path}.parallel", f"{stage.parallel} is not on its ladder")
    for pick_name, pick in (("default_pick", stage.default_pick), ("solution", stage.solution)):
        for name in ("batch_size", "momentum"):
            if getattr(pick, name) not in getattr(stage.ladders, name):
                _fail(f"{path}.{pick_name}.{name}", f"{getattr(pick, name)} is not on its ladder")
        _schedule(stage, pick.schedule, f"{path}.{pick_name}.tool")
    for name in ("batch_size", "momentum"):
        hidden = stage.knobs and name not in stage.knobs
        if hidden and getattr(stage.default_pick, name) != getattr(stage.solution, name):
            _fail(f"{path}.knobs", f"the solution needs another {name} than the stage opens with, which is not shown")


def _schedules(scenario: Scenario, stage: Stage, path: str) -> None:
    names = [schedule.name for schedule in stage.schedules]
    for index, schedule in enumerate(stage.schedules):
        if schedule.name in names[:index]:
            _fail(f"{path}.tools[{index}].name", f"a second tool {schedule.name!r}")
        if schedule.then and schedule.then.batch_size > scenario.examples:
            most = f"at most {scenario.examples} (the examples) possible"
            _fail(f"{path}.tools[{index}].then.batch_size", f"{most}, {schedule.then.batch_size} found")


def _schedule(stage: Stage, name: str | None, path: str) -> None:
    names = [schedule.name for schedule in stage.schedules]
    if name is not None and name not in names:
        _fail(path, f"unknown tool {clean(name)!r}{did_you_mean(name, names)}")


def _question(question: Question, path: str) -> None:
    right = sum(option.right for option in question.options)
    if right != 1:
        _fail(f"{path}.options", f"exactly one right answer needed, {right} found")
    for index, option in enumerate(question.options):
        if not option.right and option.betrays is None:
            _fail(f"{path}.options[{index}].betrays", "what a wrong answer betrays is missing")


def _named_picks(scenario: Scenario, stage: Stage, path: str) -> None:
    """Check the picks that need not lie on a ladder: those of the reference lanes, and those that answers are about."""
    for index, option in enumerate(stage.transfer.options):
        if option.asked:
            _fail(f"{path}.transfer.options[{index}].asked", "no race follows this question")
    lanes = stage.lanes
    if lanes.full is not None and lanes.full == lanes.one:
        _fail(f"{path}.lanes", "full and one are the same pick")
    named = [
        (f"{path}.prediction.options[{n}].asked", option.asked) for n, option in enumerate(stage.prediction.options)
    ]
    for where, pick in (*named, (f"{path}.lanes.full", lanes.full), (f"{path}.lanes.one", lanes.one)):
        if pick is None:
            continue
        if pick.batch_size > scenario.examples:
            most = f"at most {scenario.examples} (the examples) possible"
            _fail(f"{where}.batch_size", f"{most}, {pick.batch_size} found")
        _schedule(stage, pick.schedule, f"{where}.tool")


def _observed(observed: Observed, path: str) -> None:
    *seen, unsure = observed.options
    if unsure.when:
        _fail(f"{path}.options[{len(seen)}].when", "the last option is 'I could not tell': no conditions")
    for index, option in enumerate(seen):
        if not option.when:
            _fail(f"{path}.options[{index}].when", "at least one condition needed")
        for number, condition in enumerate(option.when):
            if condition.lane in (condition.sooner_than, condition.level_with):
                _fail(f"{path}.options[{index}].when[{number}]", "a lane is compared with itself")


def _test_shift(shift: TestShift, path: str) -> None:
    if shift.direction == (0, 0):
        _fail(f"{path}.direction", "a direction other than (0, 0) needed")
    if shift.distances[0] < 0 or any(a >= b for a, b in pairwise(shift.distances)):
        _fail(f"{path}.distances", "distances from 0 upward must rise")


def _measure(scenario: Scenario, stage: Stage, measure: Measure, path: str) -> None:
    needed = ["batch_size", "momentum"] if measure.measure in _RUN else []
    needed += ["at"] if measure.measure in _PLACE else []
    needed += ["at", "than"] if measure.measure == "fresh_lower" else []
    needed += ["batch_size"] if measure.measure in _BATCH else []
    needed += ["momentum"] if measure.measure == "long_run_step" else []
    every = measure.every if isinstance(measure, Check) else ()
    for name in needed:
        if getattr(measure, name) is None and name not in every:
            _fail(f"{path}.{name}", f"needed by the measure {measure.measure}")
    if measure.batch_size is not None and measure.batch_size > scenario.examples:
        _fail(f"{path}.batch_size", f"at most {scenario.examples} (the examples) possible, {measure.batch_size} found")
    if measure.parallel is not None and measure.parallel > scenario.examples:
        _fail(f"{path}.parallel", f"at most {scenario.examples} (the examples) possible, {measure.parallel} found")
    _schedule(stage, measure.schedule, f"{path}.tool")
    if measure.updates is not None and measure.epochs is not None:
        _fail(path, "either updates or epochs, not both")
    if (measure.updates or (measure.epochs or 0) * scenario.examples) > MOST_UPDATES:
        _fail(path, f"more than {MOST_UPDATES} updates")
    if measure.moved is not None and (stage.test_shift is None or measure.measure not in _PLACE):
        _fail(f"{path}.moved", "needs a test_shift, and a loss, gradient or curvature")
    if measure.measure == "fresh_lower" and not is_shifted_only(scenario.stage_landscape(stage).landscape):
        _fail(path, "fresh_lower needs a landscape whose examples differ in their shifts only")
    if isinstance(measure, Check):
        _check(stage, measure, path)


def _check(stage: Stage, check: Check, path: str) -> None:
    if check.above is check.below is check.equals is None:
        _fail(path, "above, below or equals needed")
    if "tool" in check.every and not stage.schedules:
        _fail(f"{path}.every", "the stage has no tools")
    for knob in check.every:
        if getattr(check, "schedule" if knob == "tool" else knob) is not None:
            _fail(f"{path}.every", f"{knob} is given, and cannot take every value of its ladder as well")
    for knob, left_out in check.but.items():
        if knob not in check.every:
            _fail(f"{path}.but", f"{knob} is not in every")
        if set(ladder(stage, knob)) <= set(left_out):
            _fail(f"{path}.but", f"no {knob} is left on its ladder")


def ladder(stage: Stage, knob: str) -> tuple[Any, ...]:
    """Return the values of a knob of a stage. knob: batch_size, momentum or tool."""
    if knob == "tool":
        return tuple(schedule.name for schedule in stage.schedules)
    values: tuple[Any, ...] = getattr(stage.ladders, knob)
    return values


def _text(path: str, text: Text, known: Set[str]) -> None:
    for language in LANGUAGES:
        where, sentence = f"{path}.{language}", text[language]
        if not sentence.strip():
            _fail(where, "an empty text")
        if len(sentence) > LONGEST_TEXT:
            _fail(where, f"at most {LONGEST_TEXT} letters possible, {len(sentence)} found")
        if wrong := prose.malformed(sentence):
            _fail(where, f"{clean(wrong)} is no place for a number: write {{name}}")
        for name in sorted(prose.placeholders(sentence) - known):
            _fail(where, f"unknown number {{{clean(name)}}}{did_you_mean(name, known)}")
    if lonely := prose.placeholders(text.en) ^ prose.placeholders(text.zh_tw):
        _fail(path, f"{{{min(lonely)}}} stands in one language only")


def texts(value: Any, path: str) -> Iterator[tuple[str, Text]]:
    """Yield every text inside a value, with its path."""
    return _walk(value, path, Text)


def _walk(value: Any, path: str, kind: Any) -> Iterator[tuple[str, Any]]:
    """Yield every struct of that kind or kinds inside a value, with its path in the file."""
    if isinstance(value, kind):
        yield path, value
    if isinstance(value, msgspec.Struct):
        for name, written in zip(value.__struct_fields__, value.__struct_encode_fields__, strict=True):
            item = getattr(value, name)
            if isinstance(item, msgspec.Struct | dict | tuple):
                yield from _walk(item, f"{path}.{written}", kind)
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _walk(item, f"{path}.{key}", kind)
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            if isinstance(item, msgspec.Struct | dict | tuple):
                yield from _walk(item, f"{path}[{index}]", kind)
