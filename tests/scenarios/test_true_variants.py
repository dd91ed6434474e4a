"""No false alarm: true files pass the proof, whatever they are called and however they say it."""

from __future__ import annotations

import re
import tomllib
from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from batchgame.scenarios.proving.check import check
from batchgame.scenarios.proving.finding import Finding
from batchgame.scenarios.proving.measures import Laboratory
from batchgame.scenarios.reading import library
from batchgame.scenarios.reading.schema import build

Values = dict[str, Any]
LABORATORY = Laboratory(seeds=3, trajectories=500)


@cache
def _bundled(name: str) -> Values:
    return tomllib.loads(library.path_of(name).read_text("utf-8"))


@cache
def _example() -> Values:
    readme = (Path(library.__file__).parents[1] / "README.md").read_text("utf-8")
    block = re.search(r"```toml\n(.*?)```", readme, re.DOTALL)
    assert block
    return tomllib.loads(block[1])


def _found(values: Values) -> list[Finding]:
    return check(build(values), laboratory=LABORATORY)


def _alone(values: Values, language: str) -> Values:
    """Return the file as a teacher writes it in one language."""

    def only(node: Any) -> Any:
        if isinstance(node, dict):
            return {key: only(item) for key, item in node.items() if key not in {"en", "zh-TW"} - {language}}
        return [only(item) for item in node] if isinstance(node, list) else node

    return {"languages": [language], **only(values)}


def _mirrored(values: Values) -> Values:
    """Return the file with x turned into −x, and its texts as they were."""

    def turned(node: Any) -> Any:
        if isinstance(node, list):
            return [turned(item) for item in node]
        if not isinstance(node, dict):
            return node
        made = {key: turned(item) for key, item in node.items()}
        for key in ("start", "at", "than", "centre"):
            if key in made:
                made[key] = [-made[key][0], made[key][1]]
        if "shifts" in made:
            made["shifts"] = [[-x, y] for x, y in made["shifts"]]
        if "ellipses" in made:
            made["ellipses"] = [[-x, *rest] for x, *rest in made["ellipses"]]
        if "region" in made:
            x0, x1, *rest = made["region"]
            made["region"] = [-x1, -x0, *rest]
        for terms in [made.get("polynomial", {}), *made.get("others", [])]:
            for power in {"x", "x3"} & terms.keys():
                odd = terms[power]
                terms[power] = [-each for each in odd] if isinstance(odd, list) else -odd
        if "tilt" in made:
            made["tilt"]["x"] = [-x for x in made["tilt"]["x"]]
        return made

    mirrored: Values = turned(deepcopy(values))
    return mirrored


def test_the_example_of_the_readme_holds_in_both_languages_or_one() -> None:
    assert _found(_example()) == []
    assert _found(_alone(_example(), "en")) == []
    assert _found(_alone(_example(), "zh-TW")) == []


@pytest.mark.parametrize("name", ["long-plain", "six-voices"])
def test_a_scenario_of_a_teachers_own_in_one_language_holds(name: str) -> None:
    path = Path(__file__).parent / "data" / "teachers" / f"{name}.toml"
    assert _found(tomllib.loads(path.read_text("utf-8"))) == []


@pytest.mark.parametrize("name", ["canyon", "saddle", "hill", "equal-sharpness"])
def test_a_file_under_another_name_mirrored_or_in_one_language_holds(name: str) -> None:
    other = {**deepcopy(_bundled(name)), "name": "my-own"}
    assert _found(other) == []
    assert _found(_mirrored(other)) == []
    assert _found(_alone(other, "en")) == []


def _changed(text: Values, into: Values) -> None:
    """Put a sentence into a file, with checks of its own if it is about other picks."""
    node: Any = into["stages"][text["stage"]]
    *path, last = text["where"].split(".")
    for key in path:
        node = node[int(key) if key.isdigit() else key]
    node[int(last) if last.isdigit() else last] = {"en": text["en"], "zh-TW": text["zh-TW"]}
    if "checks" in text:
        node["checks"] = text["checks"]


def _texts(name: str) -> list[Values]:
    read = tomllib.loads((Path(__file__).parent / "data" / name).read_text("utf-8"))["text"]
    return sorted(read, key=lambda text: text["scenario"])


def test_true_sentences_in_other_words_hold() -> None:
    """Try as many of them in one file as have different places there, so that few files have to be proved."""
    files: list[tuple[str, set[tuple[int, str]], Values]] = []
    for text in _texts("reworded.toml"):
        place = text["stage"], text["where"]
        free = [file for file in files if file[0] == text["scenario"] and place not in file[1]]
        if not free:
            free = [(text["scenario"], set(), deepcopy(_bundled(text["scenario"])))]
            files += free
        free[0][1].add(place)
        _changed(text, free[0][2])
    assert [str(finding) for _, _, values in files for finding in _found(values)] == []


@pytest.mark.slow
def test_false_sentences_in_other_words_are_refused() -> None:
    passed = []
    for text in _texts("falsehoods.toml"):
        values = deepcopy(_bundled(text["scenario"]))
        _changed(text, values)
        passed += [] if _found(values) else [text["en"]]
    assert passed == []
