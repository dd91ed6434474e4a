"""The bundled races and a teacher's own files, found by name or by path. A file is read when it is asked for."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

from batchgame.scenarios.reading.format import Scenario, Stage
from batchgame.scenarios.reading.schema import parse, parse_bundled
from batchgame.scenarios.reading.toml_file import ScenarioError, read
from batchgame.scenarios.text.clean import clean
from batchgame.scenarios.text.nearest import did_you_mean, listed

__all__ = ["ScenarioError", "find", "is_file", "load", "names", "path_of", "split", "stage_of"]

_FOLDER = Path(__file__).resolve().parents[1] / "races"
# The order of messages that list them; `path.toml` has that of the menu.
_ORDER = (
    "epoch",
    "saddle",
    "gate",
    "canyon",
    "shuffle",
    "equal-sharpness",
    "two-weights",
    "hill",
    "ravine",
    "rescue",
    "boss",
)


def names() -> list[str]:
    """Return the names of the bundled scenarios."""
    return list(_ORDER)


def path_of(name_or_path: str | os.PathLike[str]) -> Path:
    """Return the path of a bundled scenario, or the path itself. ScenarioError if the word is neither."""
    if name_or_path in _ORDER:
        return _FOLDER / f"{name_or_path}.toml"
    word = os.fspath(name_or_path)
    if is_file(word):
        return Path(word)
    guess = did_you_mean(word, _ORDER)
    raise ScenarioError(f"unknown scenario {clean(word)!r}{guess} ({listed(_ORDER)}; or a file)")


def is_file(word: str) -> bool:
    """Return whether a word that is no name means a file: it looks like a path, or there is such a file."""
    return word.endswith(".toml") or os.sep in word or os.path.lexists(word)


def load(name_or_path: str | os.PathLike[str]) -> Scenario:
    """Read one scenario. A file is verified by every rule of the format; ScenarioError names it, the place and why."""
    path = path_of(name_or_path)
    return _bundled(path) if name_or_path in _ORDER else _load(path)


@cache
def _bundled(path: Path) -> Scenario:
    return parse_bundled(path.read_text(encoding="utf-8"))


def _load(path: Path) -> Scenario:
    try:
        return parse(read(path))
    except ScenarioError as error:
        raise ScenarioError(f"{clean(path)}: {error}") from None


def find(address: str | os.PathLike[str]) -> tuple[Scenario, Stage]:
    """Find a scenario and its stage by an address: `saddle`, `saddle/hair`, `my.toml` or `my.toml/second`."""
    name, stage_name = split(os.fspath(address))
    scenario = load(name)
    return scenario, stage_of(scenario, name, stage_name)


def stage_of(scenario: Scenario, name: str, stage_name: str) -> Stage:
    """Return a stage of the scenario that the player called `name`. ScenarioError lists the stages that there are."""
    try:
        return scenario.stage(stage_name)
    except KeyError:
        known = [stage.name for stage in scenario.stages if stage.name]
        there = listed(f"{scenario.name}/{stage}" for stage in known) if known else "known: none but the first"
        guess = did_you_mean(stage_name, known)
        raise ScenarioError(f"{clean(name)} has no stage {clean(stage_name)!r}{guess} ({there})") from None


def split(word: str) -> tuple[str, str]:
    """Split an address into the name or path of a scenario and the name of a stage, which may be empty."""
    head, _, tail = word.partition("/")
    if head in _ORDER:
        return head, tail
    head, _, tail = word.rpartition("/")
    if head.endswith(".toml") and not os.path.isdir(head):
        return head, tail
    if (
        head
        and "/" not in head
        and not head.startswith(".")
        and not os.path.lexists(word)
        and not tail.endswith(".toml")
    ):
        return head, tail  # A misspelt bundled name with a stage: to name the nearest one helps most.
    return word, ""
