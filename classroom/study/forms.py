"""The two test forms: for each topic one question in form A and one in form B, which ask for the same idea."""

from __future__ import annotations

import random
import zlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

import msgspec
import tomli
from msgspec import Meta, Struct

from batchgame.scenarios.reading import exercise as exercises
from batchgame.scenarios.reading.exercise import Answer
from batchgame.scenarios.reading.format import Name
from batchgame.scenarios.reading.text import Text
from batchgame.scenarios.text.languages import LANGUAGES
from batchgame.scenarios.text.prose import placeholders

Form = Literal["A", "B"]
When = Literal["before", "after"]
FORMS: tuple[Form, Form] = ("A", "B")
WHENS: tuple[When, When] = ("before", "after")
LENGTH = 12
CARDS = "quiz"


class _Asked(Struct, frozen=True, forbid_unknown_fields=True):
    card: str = ""
    prompt: Text | None = None
    options: tuple[Answer, ...] = ()


class _Topic(Struct, frozen=True, forbid_unknown_fields=True):
    name: Name
    a: _Asked
    b: _Asked


class _File(Struct, frozen=True, forbid_unknown_fields=True):
    format: Literal[1]
    topics: Annotated[tuple[_Topic, ...], Meta(min_length=LENGTH, max_length=LENGTH)]


@dataclass(frozen=True)
class Question:
    """A question of a form. topic: what it has in common with its twin in the other form. proofs: one per option."""

    topic: str
    form: Form
    prompt: Text
    options: tuple[Text, ...]
    right: int
    proofs: tuple[str, ...]
    card: str = ""


@cache
def questions(form: Form) -> tuple[Question, ...]:
    """Return the twelve questions of a form in the order of their topics."""
    found = msgspec.convert(tomli.loads((Path(__file__).parent / "forms.toml").read_text(encoding="utf-8")), _File)
    return tuple(_question(topic.name, form, topic.a if form == "A" else topic.b) for topic in found.topics)


def _question(topic: str, form: Form, asked: _Asked) -> Question:
    prompt, options = asked.prompt, asked.options
    if asked.card:
        card = next(card for card in exercises.load(CARDS).cards if card.name == asked.card)
        prompt, options = card.prompt, card.options
    texts = () if prompt is None else (prompt, *_texts(options))
    if prompt is None or any(placeholders(text[language]) for text in texts for language in LANGUAGES):
        raise ValueError(f"{topic}: a question without places is needed")
    right = next(index for index, option in enumerate(options) if option.right)
    return Question(topic, form, prompt, _texts(options), right, tuple(option.proof for option in options), asked.card)


def _texts(options: tuple[Answer, ...]) -> tuple[Text, ...]:
    return tuple(option.text for option in options)


def dealt(code: str, when: When, seed: int = 0) -> Form:
    """Deal a form: half of the codes begin with A and half with B, and everybody gets the other one afterwards."""
    first = zlib.crc32(f"{seed} {code}".encode()) >> 7 & 1
    return FORMS[first ^ (when == "after")]


def order(question: Question, code: str, seed: int = 0) -> tuple[int, ...]:
    """Deal the order in which the options of a question are shown, so that no place is the right one more often."""
    places = list(range(len(question.options)))
    random.Random(f"{seed} {code} {question.form} {question.topic}").shuffle(places)
    return tuple(places)
