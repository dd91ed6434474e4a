"""A small scenario to break, as text and as plain values, and an exercise in a temporary folder."""

from __future__ import annotations

import copy
import re
import sys
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import batchgame.scenarios.reading.library as library
from batchgame.scenarios import exercises as package
from batchgame.scenarios.proving.measures import Laboratory
from batchgame.scenarios.reading import exercise

README = Path(library.__file__).parents[1] / "README.md"
TOY = """
format = 1
name = "toy"
order = 15
title = { en = "A toy", zh-TW = "玩具" }
summary = { en = "One question.", zh-TW = "一個問題。" }
story = { en = "Count.", zh-TW = "數一數。" }
lesson = { en = "It was {two}.", zh-TW = "是 {two}。" }
hints = [{ en = "One.", zh-TW = "一。" }, { en = "Two.", zh-TW = "二。" }, { en = "Three.", zh-TW = "三。" }]

[words]
counted = { en = "{count} so far", zh-TW = "目前 {count}" }

[[cards]]
name = "sum"
prompt = { en = "One and one?", zh-TW = "一加一？" }
because = { en = "It is {two}.", zh-TW = "是 {two}。" }
badge = "IN THIS MODEL"
[[cards.options]]
text = { en = "one", zh-TW = "一" }
proof = "is_one"
[[cards.options]]
text = { en = "two", zh-TW = "二" }
proof = "is_two"
right = true
[[cards.options]]
text = { en = "three", zh-TW = "三" }
proof = "is_three"

[[claims]]
badge = "IN THIS MODEL"
statement = { en = "One and one are {two}.", zh-TW = "一加一是 {two}。" }
proofs = ["is_two"]
"""
PROOFS_OF_TOY = """
PROOFS = {"is_one": lambda: 1 + 1 == 1, "is_two": lambda: 1 + 1 == 2, "is_three": lambda: 1 + 1 == 3}
NUMBERS = {"two": lambda: str(1 + 1)}
"""


def example_text() -> str:
    """Read the complete scenario out of scenarios/README.md."""
    found = re.search(r"```toml\n(.*?)```", README.read_text("utf-8"), re.DOTALL)
    assert found, "README.md holds no example"
    return found[1]


@pytest.fixture(scope="session")
def text() -> str:
    return example_text()


@pytest.fixture
def values(text: str) -> dict[str, Any]:
    return tomllib.loads(text)


@pytest.fixture
def changed(values: dict[str, Any]) -> Callable[..., dict[str, Any]]:
    """Copy the example with one place changed: `changed(("stages", 0, "goal", "hold"), 3)`; `...` removes it."""

    def change(path: tuple[str | int, ...], value: Any) -> dict[str, Any]:
        result = copy.deepcopy(values)
        place: Any = result
        for step in path[:-1]:
            place = place[step]
        if value is ...:
            del place[path[-1]]
        else:
            place[path[-1]] = value
        return result

    return change


@pytest.fixture(scope="session")
def laboratory() -> Laboratory:
    """Share one laboratory between all tests, so that the runs of the bundled scenarios are made once."""
    return Laboratory(seeds=5, trajectories=1000)


@pytest.fixture
def toy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Add a folder with an exercise `toy` and its proofs to the package, and return the path of its TOML file."""
    monkeypatch.setattr(package, "__path__", [*package.__path__, str(tmp_path)])
    (tmp_path / "toy.toml").write_text(TOY, encoding="utf-8")
    (tmp_path / "toy.py").write_text(PROOFS_OF_TOY, encoding="utf-8")
    yield tmp_path / "toy.toml"
    exercise.numbers.cache_clear()
    if sys.modules.pop(f"{package.__name__}.toy", None):
        delattr(package, "toy")
