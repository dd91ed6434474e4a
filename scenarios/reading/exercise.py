"""Exercises: questions, hints, a lesson and claims without a race. Each answer has a proof that derives it again.

An exercise NAME is NAME.toml and NAME.py in a folder of the package `exercises`. In the module, PROOFS maps a name to a
function that returns true or false, and NUMBERS maps the name of a place in the texts to a function that writes it.
TRAINED, which few modules have, names the proofs that train networks; UNSURE is a function that returns the names of
those that this machine is too busy to measure.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache, lru_cache
from importlib import import_module
from pathlib import Path
from typing import Annotated, NamedTuple

import msgspec
import tomli
from msgspec import Meta, Struct

from batchgame.scenarios import exercises as package
from batchgame.scenarios.reading.format import Badge, FigureName, Name
from batchgame.scenarios.reading.text import Text
from batchgame.scenarios.reading.toml_file import ScenarioError
from batchgame.scenarios.text import prose
from batchgame.scenarios.text.clean import clean


class Answer(Struct, frozen=True, forbid_unknown_fields=True):
    """One answer. The proof of the right answer returns true, the proof of a wrong one false."""

    text: Text
    proof: FigureName
    right: bool = False
    betrays: Text | None = None


class Card(Struct, frozen=True, forbid_unknown_fields=True):
    """A question, the explanation that follows the answer, and a badge that says how far the explanation reaches."""

    name: Name
    prompt: Text
    options: Annotated[tuple[Answer, ...], Meta(min_length=3, max_length=4)]
    because: Text
    badge: Badge
    sources: tuple[str, ...] = ()

    @property
    def right(self) -> int:
        """Return the index of the right answer."""
        return next(index for index, option in enumerate(self.options) if option.right)


class Statement(Struct, frozen=True, forbid_unknown_fields=True):
    """A claim: a badge that says how far it reaches, the proofs that support it, and its sources.

    reader: whether a reader has to judge the statement, because no proof can.
    """

    badge: Badge
    statement: Text
    proofs: tuple[FigureName, ...] = ()
    sources: tuple[str, ...] = ()
    reader: bool = False


class Exercise(Struct, frozen=True, forbid_unknown_fields=True):
    """Everything that is said in an exercise. What a player does in it is the business of its page.

    order: its place among the exercises, smallest first. `path.toml` says where it stands on the menu.
    page: the module in `tui/game/workshops` whose page follows the first card. Without it the cards are all there is.
    words: what that page says besides, by key.
    """

    format: int
    name: Name
    order: int
    title: Text
    summary: Text
    story: Text
    cards: Annotated[tuple[Card, ...], Meta(min_length=1, max_length=40)]
    hints: tuple[Text, Text, Text]
    lesson: Text
    claims: Annotated[tuple[Statement, ...], Meta(min_length=1, max_length=8)]
    page: FigureName | None = None
    words: dict[FigureName, Text] = {}


class Proofs(NamedTuple):
    """The module of an exercise: its proofs, and the numbers in its texts as they are written, both by name.

    trained: the names of the proofs that train networks, which takes long without the extension in C.
    unsure: measures what others measure, and returns the names of the proofs that cannot be decided now.
    """

    proofs: Mapping[str, Callable[[], bool]]
    numbers: Mapping[str, Callable[[], str]]
    trained: frozenset[str] = frozenset()
    unsure: Callable[[], frozenset[str]] = frozenset


def exists(name: str) -> bool:
    """Return whether there is an exercise of that name. No file is opened."""
    return name in _files()


def known() -> list[str]:
    """Return the names of all exercises in alphabetic order. No file is opened."""
    return sorted(_files())


def names() -> list[str]:
    """Return the names of all exercises in their order."""
    return [exercise.name for exercise in sorted(map(load, _files()), key=lambda each: (each.order, each.name))]


def load(name: str) -> Exercise:
    """Read an exercise by its name. KeyError if there is none, ScenarioError if its file has not the right shape."""
    path = _files()[name]
    return _read(path, path.stat().st_mtime_ns)


def _files() -> dict[str, Path]:
    """Look into every folder of the package anew, because a folder may have been added to its `__path__`."""
    return {path.stem: path for folder in reversed(package.__path__) for path in Path(folder).glob("*.toml")}


@lru_cache(maxsize=64)
def _read(path: Path, _mtime_ns: int) -> Exercise:
    try:
        exercise = msgspec.convert(tomli.loads(path.read_text(encoding="utf-8")), Exercise)
    except (ValueError, RecursionError) as error:  # msgspec's errors are ValueErrors
        raise ScenarioError(f"{path.name}: {clean(error, 120)}") from None
    if exercise.name != path.stem:
        raise ScenarioError(f"{path.name}: name: {path.stem} needed, {exercise.name} found")
    return exercise


def proofs(name: str) -> Proofs:
    """Import the proofs of an exercise, and with them NumPy and the simulation."""
    module = import_module(f"{package.__name__}.{name.replace('-', '_')}")
    return Proofs(
        module.PROOFS, module.NUMBERS, frozenset(getattr(module, "TRAINED", ())), getattr(module, "UNSURE", frozenset)
    )


@cache
def numbers(name: str) -> Mapping[str, str]:
    """Compute every number that the texts of an exercise may show, once per process."""
    return {key: compute() for key, compute in proofs(name).numbers.items()}


def say(exercise: Exercise, text: Text, language: str) -> str:
    """Return a text of the exercise with its numbers filled in."""
    sentence = text[language]
    return prose.fill(sentence, numbers(exercise.name)) if prose.placeholders(sentence) else sentence
