"""What is played without a race: questions, hints, a lesson, claims; every answer has a proof that re-derives it.

One TOML an exercise in `exercises/`, one module of the same name beside it: PROOFS are true or false,
NUMBERS fill the places of the texts.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Annotated, NamedTuple

import msgspec
from msgspec import Meta, Struct

from batchgame.scenarios.reading.format import LANGUAGES, Badge, FigureName, Name, Text
from batchgame.scenarios.text import prose

_FOLDER = Path(__file__).resolve().parents[1] / "exercises"
_ORDER = ("step", "hessian", "dimension", "quiz", "exam", "summary")  # of the menu


class Answer(Struct, frozen=True, forbid_unknown_fields=True):
    """One answer. Its proof is true of the right one, and false of a wrong one."""

    text: Text
    proof: FigureName
    right: bool = False
    betrays: Text | None = None


class Card(Struct, frozen=True, forbid_unknown_fields=True):
    """A question, and what is said once it is answered, with how far that reaches."""

    name: Name
    prompt: Text
    options: Annotated[tuple[Answer, ...], Meta(min_length=3, max_length=4)]
    because: Text
    badge: Badge
    sources: tuple[str, ...] = ()

    @property
    def right(self) -> int:
        """Index of the right answer."""
        return next(index for index, option in enumerate(self.options) if option.right)


class Statement(Struct, frozen=True, forbid_unknown_fields=True):
    """A claim: how far it reaches, the proofs that hold it, where it comes from."""

    badge: Badge
    statement: Text
    proofs: tuple[FigureName, ...] = ()
    sources: tuple[str, ...] = ()


class Exercise(Struct, frozen=True, forbid_unknown_fields=True):
    """Everything that is said in an exercise; what is done in it is its page's."""

    format: int
    name: Name
    title: Text
    summary: Text
    story: Text
    cards: Annotated[tuple[Card, ...], Meta(min_length=1, max_length=40)]
    hints: tuple[Text, Text, Text]
    lesson: Text
    claims: Annotated[tuple[Statement, ...], Meta(min_length=1, max_length=8)]


class Proofs(NamedTuple):
    """What re-derives an exercise: proofs by name, and the numbers of its texts by name and as they are written."""

    proofs: Mapping[str, Callable[[], bool]]
    numbers: Mapping[str, Callable[[], str]]


def names() -> list[str]:
    """The exercises in the order of the menu."""
    return list(_ORDER)


@cache
def load(name: str) -> Exercise:
    """An exercise by its name; KeyError for another word."""
    if name not in _ORDER:
        raise KeyError(name)
    values = tomllib.loads((_FOLDER / f"{name}.toml").read_text(encoding="utf-8"))
    return msgspec.convert(values, Exercise)


def proofs(name: str) -> Proofs:
    """What re-derives that exercise. Imports NumPy and the simulation."""
    module = import_module(f"batchgame.scenarios.exercises.{name.replace('-', '_')}")
    return Proofs(module.PROOFS, module.NUMBERS)


@cache
def numbers(name: str) -> Mapping[str, str]:
    """Every number that the exercise's texts may show, computed once a process."""
    return {key: compute() for key, compute in proofs(name).numbers.items()}


def say(exercise: Exercise, text: Text, language: str) -> str:
    """A text of the exercise with its numbers filled in."""
    words = text[language]
    return prose.fill(words, numbers(exercise.name)) if prose.placeholders(words) else words


def findings(name: str) -> Iterator[tuple[str, str]]:
    """Everything that is wrong with an exercise: where, and what."""
    from batchgame.scenarios.reading.rules import texts

    exercise, known = load(name), proofs(name)
    for card in exercise.cards:
        if sum(option.right for option in card.options) != 1:
            yield f"{name}: {card.name}", "one right answer needed"
        for index, option in enumerate(card.options):
            where = f"{name}: {card.name}.options[{index}]"
            if option.proof not in known.proofs:
                yield where, f"no proof {option.proof}"
            elif known.proofs[option.proof]() != option.right:
                yield where, f"the proof {option.proof} says that this answer is {'wrong' if option.right else 'right'}"
        if card.badge != "IN THIS MODEL" and not card.sources:
            yield f"{name}: {card.name}", "a source needed"
    for index, claim in enumerate(exercise.claims):
        for proof in claim.proofs:
            if proof not in known.proofs or not known.proofs[proof]():
                yield f"{name}: claims[{index}]", f"the proof {proof} does not hold"
        if not claim.proofs and (claim.badge == "IN THIS MODEL" or not claim.sources):
            yield f"{name}: claims[{index}]", "a proof or a source needed"
    for path, text in texts(exercise, name):
        for language in LANGUAGES:
            missing = sorted(prose.placeholders(text[language]) - known.numbers.keys())
            if missing:
                yield f"{path}.{language}", f"unknown number {{{missing[0]}}}"
