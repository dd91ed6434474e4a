"""Ten thousand broken files. Each gives an error in one line or is a valid scenario; no other exception is raised."""

from __future__ import annotations

import copy
import datetime
import json
import random
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from batchgame.scenarios.reading import library, schema
from batchgame.scenarios.reading.compiled import compile_landscape
from batchgame.scenarios.reading.format import Scenario
from batchgame.scenarios.reading.placeholders import constants
from batchgame.scenarios.reading.toml_file import ScenarioError
from batchgame.scenarios.text import prose

STRUCTURES, BYTES = 7500, 2500
NASTY: list[Any] = [
    0, 1, -1, 2, 3, 20, 1000, 10**6, 10**18, 10**400, 0.0, -0.0, 0.5, 1.0, -1.5, 1e-12, 1e-300, 1e308,
    float("nan"), float("inf"), float("-inf"), True, False, "", " ", "x", "\x1b[31m", "a\x00b", "\u202e", "\n", "{n}",
    "{", "}", "{n.__class__}", "{you_solved}", "{budget}", "%s%n", "批次", "e\u0301\u0301\u0301", "solved", "full",
    "AT REST", "x4", "../../etc/passwd", "[@click=app.quit]q[/]", [], [[]], {}, [1.0, 2.0], [1.0, 2.0, 3.0],
    {"en": "a", "zh-TW": "b"}, {"en": "a"}, {"measure": "solved"}, {"measure": "loss", "at": [0.0, 0.0]}, {"": 1},
    {"x" * 300: 1}, {"\x1b": 1},
    datetime.date(2022, 3, 4), datetime.time(1, 2), datetime.datetime(2022, 3, 4, 5, 6),
]  # fmt: skip
NAMES = ["", "name", "measure", "times", "above", "below", "when", "lane", "right", "x", "depth", "zh-TW", "en", "1"]
SNIPPETS = [
    b"", b"\x00", b"\xff\xfe", b"[", b"]", b"{", b"}", b'"', b'"""', b"=", b"\n", b"nan", b"-inf", b"9" * 40, b"1e999",
    b"\xe2\x80\xae", b"\x1b[2J", b".", b"#", b"0x7fffffff",
]  # fmt: skip
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


def paths(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if path:
        yield path
    for key, item in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        yield from paths(item, (*path, key))


def at(value: Any, path: tuple[Any, ...]) -> Any:
    for step in path:
        value = value[step]
    return value


def mutate(values: dict[str, Any], chance: random.Random) -> None:
    """Change one place of a scenario's values."""
    every = list(paths(values))
    *head, last = chance.choice(every)
    parent = at(values, tuple(head))
    other = copy.deepcopy(at(values, chance.choice(every)))

    def rename() -> None:
        if isinstance(parent, dict):
            item = parent.pop(last)
            parent[chance.choice(NAMES) or (str(last)[:-1] + "q")] = item

    def insert() -> None:
        if isinstance(parent, dict):
            parent[chance.choice(NAMES)] = copy.deepcopy(chance.choice(NASTY))
        else:
            parent.insert(last, copy.deepcopy(chance.choice([parent[last], *NASTY])))

    def scale() -> None:
        if isinstance(parent[last], int | float):
            parent[last] = parent[last] * chance.choice([-1, 0, 2, 0.1, 10, 1e6, 1e-6])

    acts: list[Callable[[], Any]] = [
        lambda: parent.__setitem__(last, copy.deepcopy(chance.choice(NASTY))),
        lambda: parent.__setitem__(last, copy.deepcopy(chance.choice(NASTY))),
        lambda: parent.__setitem__(last, other),
        lambda: parent.__setitem__(last, [parent[last]]),
        lambda: parent.__setitem__(last, {"en": parent[last]}),
        lambda: parent.__delitem__(last),
        rename,
        insert,
        scale,
    ]
    chance.choice(acts)()


def dump(value: Any) -> str:
    """Write plain values as TOML in one line, whatever is in them."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{dump(str(key))} = {dump(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(dump, value)) + "]"
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    if isinstance(value, bool):
        return str(value).lower()
    return repr(value) if isinstance(value, int | float) else value.isoformat()


def spoil(text: bytes, chance: random.Random) -> bytes:
    """Change a few bytes of a file."""
    for _ in range(chance.randint(1, 3)):
        start = chance.randrange(len(text))
        end = min(len(text), start + chance.choice([1, 1, 1, 4, 30, 400]))
        piece = text[start:end]
        new = chance.choice([*SNIPPETS, piece * 2, piece[::-1], bytes([chance.randrange(256)])])
        text = text[:start] + new + text[end:]
    return text or b" "


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
