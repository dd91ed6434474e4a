"""The bundled scenarios and a teacher's own, by name or by path. Each file is read once, when it is asked for."""

from __future__ import annotations

import os
import re
from functools import cache
from pathlib import Path

from batchgame.scenarios.reading.format import Scenario, Stage
from batchgame.scenarios.reading.toml_file import ScenarioError, did_you_mean, read
from batchgame.scenarios.text.clean import clean

__all__ = ["ScenarioError", "find", "is_daily", "load", "names", "path_of"]

_DAILY = re.compile(r"daily-\d{4}-\d{2}-\d{2}")  # the race of a day, see daily.py
_FOLDER = Path(__file__).resolve().parents[1] / "races"
# the order of the menu: advice, everything is unlocked
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
    """The bundled scenarios in the order of the menu."""
    return list(_ORDER)


def path_of(name_or_path: str | os.PathLike[str]) -> Path:
    """Where a scenario lies: a bundled name, else a path; ScenarioError for a word that is neither."""
    if name_or_path in _ORDER:
        return _FOLDER / f"{name_or_path}.toml"
    word = os.fspath(name_or_path)
    if word.endswith(".toml") or os.sep in word or os.path.lexists(word):
        return Path(word)
    guess = did_you_mean(word, _ORDER)
    raise ScenarioError(f"unknown scenario {clean(word)!r}{guess} (known: {', '.join(_ORDER)}; or a file)")


def load(name_or_path: str | os.PathLike[str]) -> Scenario:
    """One scenario. A file is verified by every rule of the format; ScenarioError names it, the place and why."""
    word = os.fspath(name_or_path)
    if is_daily(word):
        from batchgame.scenarios.daily.race import daily

        return daily(word)
    path = path_of(name_or_path)
    return _bundled(path) if name_or_path in _ORDER else _load(path)


def is_daily(word: str) -> bool:
    """The word names a day's race: daily-2026-11-24."""
    return _DAILY.fullmatch(word) is not None


@cache
def _bundled(path: Path) -> Scenario:
    from batchgame.scenarios.reading.schema import parse_bundled

    return parse_bundled(path.read_text(encoding="utf-8"))


def _load(path: Path) -> Scenario:
    from batchgame.scenarios.reading.schema import parse

    try:
        return parse(read(path))
    except ScenarioError as error:
        raise ScenarioError(f"{clean(path)}: {error}") from None


def find(words: str | os.PathLike[str]) -> tuple[Scenario, Stage]:
    """`saddle`, `saddle/hair`, `my.toml` or `my.toml/second` as a scenario and its stage."""
    word = os.fspath(words)
    name, stage_name = _split(word)
    scenario = load(name)
    try:
        return scenario, scenario.stage(stage_name)
    except KeyError:
        known = [stage.name for stage in scenario.stages if stage.name]
        listed = ", ".join(f"{scenario.name}/{stage}" for stage in known) or "none but the first"
        guess = did_you_mean(stage_name, known)
        raise ScenarioError(f"{clean(name)} has no stage {clean(stage_name)!r}{guess} (known: {listed})") from None


def _split(word: str) -> tuple[str, str]:
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
        return head, tail  # a misspelt bundled name with a stage: the nearest name is the help needed
    return word, ""
