"""Ten thousand broken files. Each gives an error in one line or is a valid scenario; no other exception is raised."""

from __future__ import annotations

import copy
import random
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from mutations import NAMES, NASTY, at, dump, mutate, paths, spoil

from batchgame.scenarios.reading import library, schema
from batchgame.scenarios.reading.compiled import compile_landscape
from batchgame.scenarios.reading.format import Scenario
from batchgame.scenarios.reading.placeholders import constants
from batchgame.scenarios.reading.toml_file import ScenarioError
from batchgame.scenarios.text import prose

STRUCTURES, BYTES = 7500, 2500
MORE_TERMS = {
    "saddle": {"up": 1.0, "down": 0.5, "walls": 1.0, "centre": [0.1, 0.2]},
    "polynomial": {"x4": 0.01, "x2y": [0.1, -0.1, 0.2, -0.2], "1": 3},
    "tilt": {"x": [1, -1, 2, -2], "y": [0, 0, 1, -1], "over": 64},
    "well": [
        {"centre": [0.0, 1.0], "widths": [0.5, 1.0], "depth": [0.1, 0.2, 0.3, 0.4]},
        {
            "centre": [0.0, -1.0],
            "widths": [0.5, 1.0],
            "depth": -0.1,
            "shifts": [[0.1, 0], [0, 0.1], [0, 0], [0.2, 0.2]],
        },
    ],
}
MORE_OF_A_STAGE = {
    "test_shift": {"direction": [1.0, 0.5], "distances": [0.0, 0.2, 0.4]},
    "lanes": {"momentum": 0.5},
    "figures": {
        "pull_of_one": {"measure": "pull", "batch_size": 1, "at": [1.0, 0.0], "digits": 2},
        "moved": {"measure": "loss", "at": [1.0, 0.0], "moved": 0.4, "times": 2.0},
        "long": {"measure": "median_time", "batch_size": 2, "momentum": 0.5, "epochs": 40, "parallel": 2},
    },
}


def judge(path: Path) -> str | None:
    """Return the line of the error, or None for a valid scenario. Any other exception fails the test."""
    try:
        scenario = library.load(path)
    except ScenarioError as error:
        line = str(error).removeprefix(str(path))
        assert line.isprintable(), line
        assert len(line) < 400, line
        assert "`" not in line, line
        return line
    use(scenario)
    return None


def use(scenario: Scenario) -> None:
    """Do what the game does with every scenario that was accepted."""
    compile_landscape(scenario.landscape, scenario.examples)
    for stage in scenario.stages:
        for language in ("en", "zh-TW"):
            values = dict.fromkeys(stage.figures, "1") | constants(scenario, stage, language)
            for text in (stage.title, stage.story, stage.prediction.prompt, *stage.hints):
                assert "{" not in prose.fill(text[language], values)


def rich(values: dict[str, Any]) -> dict[str, Any]:
    """Add more keys of the format to the example of the README."""
    values["landscape"] |= copy.deepcopy(MORE_TERMS)
    values["stages"][0] |= copy.deepcopy(MORE_OF_A_STAGE)
    values["landmarks"] = [{"at": [1.0, 0.0], "kind": "minimum", "label": {"en": "middle", "zh-TW": "中間"}}]
    return values


@pytest.mark.parametrize("share", [pytest.param(1, marks=pytest.mark.slow), 4])
def test_ten_thousand_mutated_files(share: int, values: dict[str, Any], text: str, tmp_path: Path) -> None:
    """Try all of them, or every fourth."""
    chance = random.Random(2)
    structures, spoilt = STRUCTURES // share, BYTES // share
    values = rich(values)
    schema.build(values)
    path = tmp_path / "my.toml"
    lines: list[str | None] = []
    for number in range(structures + spoilt):
        if number < structures:
            broken = copy.deepcopy(values)
            for _ in range(chance.choice([1, 1, 1, 2, 5])):
                mutate(broken, chance)
            content = "\n".join(f"{dump(key)} = {dump(item)}" for key, item in broken.items()).encode()
        else:
            content = spoil(text.encode(), chance)
        path.write_bytes(content)
        try:
            lines.append(judge(path))
        except Exception as error:
            pytest.fail(f"file {number}: {type(error).__name__}: {error}\n{content[:2000]!r}")
    places = {re.sub(r"\[\d+\]", "[]", line.split(": ")[1]) for line in lines[:structures] if line}
    depths = [place.count(".") + place.count("[") for place in places]
    assert sum(line is None for line in lines) > 500 // share, (
        "hardly any mutated file is valid: the mutations are too coarse"
    )
    assert len(places) > 150 / share**0.5, "the mutations do not reach the parts of a scenario"
    assert max(depths) >= 6, "the mutations stay near the root"


PLAIN = st.recursive(
    st.one_of(st.booleans(), st.integers(), st.floats(), st.text(max_size=20), st.sampled_from(NASTY)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4), st.dictionaries(st.sampled_from(NAMES) | st.text(max_size=4), inner, max_size=4)
    ),
    max_leaves=8,
)


@settings(max_examples=300, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_any_value_at_any_place(values: dict[str, Any], data: st.DataObject) -> None:
    broken = copy.deepcopy(values)
    *head, last = data.draw(st.sampled_from(list(paths(broken))))
    at(broken, tuple(head))[last] = data.draw(PLAIN)
    try:
        use(schema.build(broken))
    except ScenarioError as error:
        line = str(error)
    else:
        line = ""
    assert not line or line.isprintable()


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.text() | st.binary().map(lambda content: content.decode("latin-1")))
def test_any_text(content: str) -> None:
    with pytest.raises(ScenarioError):
        schema.parse(content)
