"""Small scenarios to break, as text and as plain values."""

from __future__ import annotations

import copy
import re
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import batchgame.scenarios.reading.library as library
from batchgame.scenarios.proving.measures import Laboratory

README = Path(library.__file__).parents[1] / "README.md"


def example_text() -> str:
    """The complete scenario in scenarios/README.md."""
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
    """`changed(("stages", 0, "goal", "hold"), 3)`: the example with one place set (or `...`: taken away)."""

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
    """One laboratory for all tests: the bundled scenarios' runs are made once."""
    return Laboratory(seeds=5, trajectories=1000)
