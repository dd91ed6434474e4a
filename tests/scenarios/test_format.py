"""Every rule of a scenario file, and the message for a file that breaks it."""

from __future__ import annotations

import json
from collections.abc import Callable
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from batchgame.scenarios.reading import library, schema
from batchgame.scenarios.reading.compiled import compile_landscape
from batchgame.scenarios.reading.format import Scenario
from batchgame.scenarios.reading.toml_file import ScenarioError

DATA = Path(__file__).parent / "data"
STAGE = ("stages", 0)

WRONG = [
    (("naem",), "x", "the file: unknown key 'naem'; did you mean name?"),
    (("stages", 0, "goal", "holt"), 3, "stages[0].goal: unknown key 'holt'; did you mean hold?"),
    (("stages", 0, "prediction", "options", 1, "rihgt"), True, "stages[0].prediction.options[1]: unknown key 'rihgt'"),
    (("stages", 0, "story"), {"en": "Go."}, "stages[0].story: zh-TW is missing"),
    (("stages", 0, "story", "fr"), "Va.", "stages[0].story: unknown key 'fr'"),
    (("stages", 0, "goal", "ellipses"), [[1, 0, 0.1]], "stages[0].goal.ellipses[0]: 4 numbers needed, 3 found"),
    (("stages", 0, "goal", "ellipses", 0, 2), "a", "stages[0].goal.ellipses[0][2]: a number needed, a text found"),
    (("stages", 0, "goal", "ellipses", 0, 2), -1.0, "stages[0].goal.ellipses[0]: both radii must be above 0"),
    (("stages", 0, "goal", "ellipses", 0, 0), 9.0, "stages[0].goal.ellipses[0]: outside the region of the map"),
    (("stages", 0, "goal", "hold"), 0, "stages[0].goal.hold: a whole number >= 1 needed, 0 found"),
    (("stages", 0, "goal", "hold"), 1.5, "stages[0].goal.hold: a whole number needed, a number found"),
    (("stages", 0, "learning_rate"), float("nan"), "stages[0].learning_rate: a finite number needed, nan found"),
    (("stages", 0, "learning_rate"), float("inf"), "stages[0].learning_rate: a finite number needed, inf found"),
    (("stages", 0, "learning_rate"), -0.1, "stages[0].learning_rate: a number > 0.0 needed, -0.1 found"),
    (("stages", 0, "learning_rate"), 1e300, "stages[0].learning_rate: a number between 1e-9 and 1e9 in size needed"),
    (("stages", 0, "start"), [1.0], "stages[0].start: 2 numbers needed, 1 found"),
    (("stages", 0, "start"), [10.0, 0.0], "stages[0].start: outside the region of the map"),
    (("stages", 0, "start"), {}, "stages[0].start: a list needed, a table found"),
    (("examples",), 1, "examples: a whole number >= 2 needed, 1 found"),
    (("examples",), 1001, "examples: a whole number <= 1000 needed, 1001 found"),
    (("examples",), 5, "landscape.shifts: 5 entries needed (one an example), 4 found"),
    (("landscape", "bowll"), {}, "landscape: unknown key 'bowll'; did you mean bowl?"),
    (("landscape",), {}, "landscape: at least one term needed"),
    (("landscape", "polynomial"), {"x5": 1.0}, "landscape.polynomial: unknown term 'x5'"),
    (("landscape", "polynomial"), {"x4": "a"}, "landscape.polynomial.x4: a number or a list needed, a text found"),
    (("landscape", "polynomial"), {"x4": [1.0]}, "landscape.polynomial.x4: 4 entries needed (one an example), 1 found"),
    (("landscape", "regression"), {"x": [1, 2, 3, 4], "y": [1, 2, 3, 4]}, "a regression cannot be moved"),
    (("landscape", "bowl", "curvatures"), [0, 1], "landscape.bowl.curvatures[0]: a number > 0.0 needed, 0 found"),
    (("region",), [1.0, 0.0, 0.0, 1.0], "region: x from, x to, y from, y to needed"),
    (("loss_axis",), "lig", "loss_axis: 'lig' is not known; did you mean log?"),
    (("format",), 2, "format: '2' is not known; known: 1"),
    (("name",), "../up", "name: '../up' is no name"),
    (("stages",), [], "stages: at least 1 entries needed, 0 found"),
    (("stages", 0, "name"), "second", "stages[0].name: the first stage has no name"),
    (("stages", 0, "budget"), {}, "stages[0].budget: either updates or epochs needed"),
    (("stages", 0, "budget", "epochs"), 3, "stages[0].budget: either updates or epochs needed"),
    (("stages", 0, "budget", "updates"), 1_000_000, "stages[0].budget: more than 100000 updates at batch size 1"),
    (("stages", 0, "ladders", "batch_size"), [1, 2, 8], "stages[0].ladders.batch_size: at most 4 (the examples)"),
    (("stages", 0, "ladders", "batch_size"), [1, 4, 2], "stages[0].ladders.batch_size: the steps must rise"),
    (("stages", 0, "ladders", "momentum"), [0.0, 1.0], "stages[0].ladders.momentum[1]: a number < 1.0 needed"),
    (("stages", 0, "default_pick", "momentum"), 0.3, "stages[0].default_pick.momentum: 0.3 is not on its ladder"),
    (("stages", 0, "parallel"), 3, "stages[0].parallel: 3 is not on its ladder"),
    (("stages", 0, "hints"), [], "stages[0].hints: 3 entries needed, 0 found"),
    (("stages", 0, "hints", 1, "en"), "  ", "stages[0].hints[1].en: an empty text"),
    (("stages", 0, "story", "en"), "{blob}", "stages[0].story.en: unknown number {blob}"),
    (("stages", 0, "story", "en"), "{n} {budge}", "stages[0].story.en: unknown number {budge}; did you mean budget?"),
    (("stages", 0, "story", "en"), "{you_solved}", "stages[0].story.en: unknown number {you_solved}"),
    (("stages", 0, "summary", "en"), "{n} of them", "stages[0].summary.en: unknown number {n}"),
    (("stages", 0, "story", "en"), "{n.__class__}", "stages[0].story.en: {n.__class__} is no place for a number"),
    (("stages", 0, "story", "en"), "{n", "stages[0].story.en: { is no place for a number"),
    (("stages", 0, "story", "en"), "{n} {hold}", "stages[0].story: {budget} stands in one language only"),
    (("stages", 0, "story", "en"), "\x1b[2J{n}", "stages[0].story.en: the sign U+001B cannot be shown"),
    (("stages", 0, "story", "en"), "a\nb", "stages[0].story.en: a line break"),
    (("stages", 0, "story", "en"), "right\u202eleft", "stages[0].story.en: the sign U+202E cannot be shown"),
    (("stages", 0, "story", "en"), "a\u0301\u0301\u0301", "more than two marks on one letter"),
    (("stages", 0, "story", "en"), "x" * 801, "stages[0].story.en: at most 800 letters possible, 801 found"),
    (("stages", 0, "prediction", "options", 1, "right"), False, "exactly one right answer needed, 0 found"),
    (("stages", 0, "prediction", "options", 0, "right"), True, "exactly one right answer needed, 2 found"),
    (
        ("stages", 0, "prediction", "options", 0, "betrays"),
        ...,
        "options[0].betrays: what a wrong answer betrays",
    ),
    (("stages", 0, "prediction", "options", 0, "checks", 0, "measure"), "solvd", "did you mean solved?"),
    (("stages", 0, "prediction", "options", 0, "checks", 0, "above"), ..., "above, below or equals needed"),
    (("stages", 0, "prediction", "options", 0, "checks", 0, "above"), {"measure": "solved", "B": 1}, "unknown key 'B'"),
    (("stages", 0, "prediction", "options", 0, "checks", 0, "momentum"), ..., "momentum: needed by the measure solved"),
    (("stages", 0, "prediction", "options", 0, "checks", 0, "batch_size"), 9, "batch_size: at most 4 (the examples)"),
    (("stages", 0, "figures", "n"), {"measure": "loss", "at": [0, 0]}, "figures.n: this name is taken by the game"),
    (("stages", 0, "figures", "a"), {"measure": "loss"}, "stages[0].figures.a.at: needed by the measure loss"),
    (
        ("stages", 0, "figures"),
        {"a": {"measure": 3}},
        "figures.a.measure: a text needed, a whole number found",
    ),
    (("stages", 0, "figures"), {"A b": {"measure": "loss"}}, "a name of small letters, digits and _ needed"),
    (("stages", 0, "figures", "a"), {"measure": "loss", "at": [0, 0], "moved": 0.1}, "needs a test_shift"),
    (("stages", 0, "saw", "options", 3, "when"), [{"lane": "one"}], "the last option is 'I could not tell'"),
    (("stages", 0, "saw", "options", 0, "when"), [], "at least one condition needed"),
    (("stages", 0, "saw", "options", 0, "when", 0, "lane"), "two", "'two' is not known"),
    (("stages", 0, "saw", "options", 0, "when", 0, "sooner_than"), "full", "a lane is compared with itself"),
    (("stages", 0, "claims"), [], "stages[0].claims: at least 1 entries needed, 0 found"),
    (("stages", 0, "claims", 0, "badge"), "fact", "'fact' is not known"),
    (("stages", 0, "claims", 0, "sources"), [""], "stages[0].claims[0].sources[0]: a source needed"),
    (("stages", 0, "test_shift"), {"direction": [0, 0], "distances": [0, 1]}, "a direction other than (0, 0) needed"),
    (("stages", 0, "test_shift"), {"direction": [1, 0], "distances": [1, 0]}, "distances from 0 upward must rise"),
]


def test_a_wrong_entry_is_named_with_its_path(changed: Callable[..., dict[str, Any]]) -> None:
    assert [
        (path, said) for path, value, message in WRONG if not clear(said := said_of(changed(path, value)), message)
    ] == []


def said_of(values: dict[str, Any]) -> str:
    """Return the error of a broken scenario, or nothing if it was accepted."""
    try:
        schema.build(values)
    except ScenarioError as error:
        return str(error)
    return ""


def clear(line: str, message: str) -> bool:
    """Return whether the error is one line that holds the message and no word of the library that found it."""
    return message in line and line.isprintable() and "msgspec" not in line and "`" not in line


def test_every_missing_key_of_a_stage_is_named(changed: Callable[..., dict[str, Any]], values: dict[str, Any]) -> None:
    for key in set(values["stages"][0]) - {"figures", "lesson"}:
        with pytest.raises(ScenarioError, match=rf"stages\[0\]: {key} is missing"):
            schema.build(changed(("stages", 0, key), ...))


def test_stage_names_are_unique(values: dict[str, Any]) -> None:
    first = values["stages"][0]
    values["stages"] = [first, {**first, "name": "b"}, {**first, "name": "b"}]
    with pytest.raises(ScenarioError, match=r"stages\[2\].name: a second stage 'b'"):
        schema.build(values)


MEASURED = [name for name in library.names() if name != "equal-sharpness"]  # whose pieces have a test of their own


def arrays(name: str) -> dict[str, Any]:
    """Compile the landscape of a scenario into the arrays that were measured."""
    scenario = library.load(name)
    compiled = compile_landscape(scenario.landscape, scenario.examples)
    wells = [
        {"centre": [*w.centre], "A": [*w.precision], "amplitude": [*w.amplitude], "shift": [list(s) for s in w.shift]}
        for w in compiled.wells
    ]
    return {"coefficients": [list(row) for row in compiled.coefficients], "wells": wells}


def test_landscapes_compile_to_exactly_the_measured_arrays() -> None:
    expected = json.loads((DATA / "landscapes.json").read_text())
    expected["shuffle"] = expected["canyon"]
    assert [
        name for name in MEASURED if arrays(name) != {key: expected[name][key] for key in ("coefficients", "wells")}
    ] == []


def test_tilts_cancel_exactly_in_the_order_of_the_index() -> None:
    totals: dict[tuple[str, int], float] = {}
    for name, column in product(("saddle", "hill"), (1, 2)):
        for row in arrays(name)["coefficients"]:
            totals[name, column] = totals.get((name, column), 0.0) + row[column]
    assert set(totals.values()) == {0.0}


def test_stage_values_are_the_measured_ones() -> None:
    expected = json.loads((DATA / "stages.json").read_text())
    for words, values in expected.items():
        _, stage = library.find(words)
        assert stage.start == pytest.approx(values["start"], abs=1e-5)
        assert stage.learning_rate == values["learning_rate"]
        assert [list(e) for e in stage.goal.ellipses] == values["goal"]["ellipses"]
        assert stage.goal.hold == values["goal"]["hold"]
        assert {"updates": stage.budget.updates, "epochs": stage.budget.epochs} == {
            "updates": None,
            "epochs": None,
            **values["budget"],
        }
        assert stage.parallel == values["parallel"]
        for pick in ("default_pick", "solution"):
            assert getattr(stage, pick).batch_size == values[pick]["batch_size"]
            assert getattr(stage, pick).momentum == values[pick]["momentum"]


def test_the_rematch_is_the_same_race_on_another_clock() -> None:
    first, second = library.find("epoch")[1], library.find("epoch/rematch")[1]
    assert (first.start, first.goal, first.learning_rate) == (second.start, second.goal, second.learning_rate)
    assert second.parallel == library.load("epoch").examples
    assert second.budget.updates == 100
    assert second.lanes.momentum == 0


def test_locked_and_fixed_knobs() -> None:
    assert library.find("saddle/hair")[1].ladders.batch_size == (20,)
    assert library.find("hill")[1].lanes.momentum == 0
    assert library.load("canyon").loss_axis == "linear"
    own_ladders = {
        "shuffle": ((0.0,), (2, 4, 10, 20)),
        "rescue": ((0.0, 0.5, 0.9), (20,)),
        "canyon/rate": ((0.0,), (20,)),
    }  # where a third knob is the task
    scenarios = [library.load(name) for name in library.names()]
    for word, stage in [(scenario.full_name(stage), stage) for scenario in scenarios for stage in scenario.stages]:
        if word in own_ladders:
            assert (stage.ladders.momentum, stage.ladders.batch_size) == own_ladders[word]
            assert len(stage.schedules) > 1
            continue
        best = 0.75 if word == "ravine" else 0.7  # the measured solution stands on the ladder
        assert stage.ladders.momentum == (0.0, 0.3, 0.5, best, 0.8, 0.9, 0.95, 0.99)
        assert stage.ladders.parallel == (1, 5, 10, 20)
        assert stage.ladders.batch_size in ((1, 2, 4, 5, 10, 20), (20,))


def test_everything_is_well_inside_the_map() -> None:
    for scenario in map(library.load, library.names()):
        x0, x1, y0, y1 = scenario.region
        points = [stage.start for stage in scenario.stages if not stage.stage_landscape] + [
            mark.at for mark in scenario.landmarks
        ]
        for x, y, rx, ry in (ellipse for stage in scenario.stages for ellipse in stage.goal.ellipses):
            points += [(x - rx, y), (x + rx, y), (x, y - ry), (x, y + ry)]
        for x, y in points:
            assert x0 + 0.05 * (x1 - x0) < x < x1 - 0.05 * (x1 - x0), (scenario.name, x, y)
            assert y0 + 0.05 * (y1 - y0) < y < y1 - 0.05 * (y1 - y0), (scenario.name, x, y)


def test_a_scenario_survives_a_round_trip(text: str) -> None:
    import msgspec

    scenario = schema.parse(text)
    assert msgspec.json.decode(msgspec.json.encode(scenario), type=Scenario) == scenario
