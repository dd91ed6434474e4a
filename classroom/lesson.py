"""Lessons: what a class does together, step by step, as TOML that a teacher can write.

A lesson is made of parts. A part names a playable, a race that came with the game or a file of the teacher's own, or a
card of the quiz, and the steps to take on it; every step can be skipped and taken back.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Annotated, Literal

import msgspec
from msgspec import Meta, Struct

from batchgame.classroom import lessons as package
from batchgame.scenarios.reading.format import Name, Pick
from batchgame.scenarios.reading.one_language import completed
from batchgame.scenarios.reading.text import Text
from batchgame.scenarios.reading.toml_file import ScenarioError, read, refuse_unshowable, table
from batchgame.scenarios.text.clean import clean
from batchgame.scenarios.text.nearest import did_you_mean, listed

StepKind = Literal[
    "join", "picture", "vote", "talk", "vote again", "race", "saw", "lesson", "pick", "map", "form", "end"
]

WHOLE: tuple[StepKind, ...] = ("picture", "vote", "talk", "vote again", "race", "saw", "lesson", "pick", "map")
HINTED: tuple[StepKind, ...] = ("vote", "talk", "vote again", "pick")  # in these the first hint can be shown
DEFAULT = "escape"


class Part(Struct, frozen=True, forbid_unknown_fields=True):
    """A part of a lesson.

    playable: `gate`, `saddle/hair`, `my.toml`; a path is relative to the lesson's file.
    card: a card of the quiz instead. form: the test form that a step `form` hands out.
    pick: batch size and momentum of the lane YOU in the race on the wall; those that the stage opens with if absent.
    timer: seconds after which a vote closes by itself; none if absent.
    talk: how many seconds a talk is meant to take; it ends when the teacher goes on.
    """

    playable: str = ""
    card: str = ""
    form: Literal["", "A", "B"] = ""
    steps: Annotated[tuple[StepKind, ...], Meta(min_length=1, max_length=12)] = WHOLE
    pick: Pick | None = None
    timer: Annotated[int, Meta(ge=5, le=1800)] | None = None
    talk: Annotated[int, Meta(ge=5, le=1800)] = 90


class Lesson(Struct, frozen=True, forbid_unknown_fields=True):
    """A lesson as its file says it."""

    format: Literal[1]
    kind: Literal["lesson"]
    name: Name
    title: Text
    summary: Text
    parts: Annotated[tuple[Part, ...], Meta(min_length=1, max_length=12)]
    languages: tuple[str, ...] = ("en", "zh-TW")


@dataclass(frozen=True)
class Step:
    """One step of a lesson. round: 1 or 2 for votes, else 0. part: None for joining and the end."""

    index: int
    kind: StepKind
    part: Part | None

    @property
    def round(self) -> int:
        """Return which of the two votes on a question this is; 0 if it is no vote."""
        return {"vote": 1, "vote again": 2}.get(self.kind, 0)

    @property
    def takes_answers(self) -> bool:
        """Return whether students answer in this step, so that it can be open or closed."""
        return self.kind in ("vote", "vote again", "saw", "pick", "form")


@dataclass(frozen=True)
class Plan:
    """A lesson laid out in steps: joining first, the end last. folder: where paths in the file begin."""

    lesson: Lesson
    folder: Path | None

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """Return the steps in their order."""
        return tuple(Step(index, kind, part) for index, (kind, part) in enumerate(self._pairs()))

    def _pairs(self) -> Iterator[tuple[StepKind, Part | None]]:
        yield "join", None
        for part in self.lesson.parts:
            for kind in part.steps:
                yield kind, part
        yield "end", None


def names() -> list[str]:
    """Return the names of the bundled lessons."""
    return sorted(_bundled())


def load(name_or_path: str) -> Plan:
    """Read a lesson by its name or path. ScenarioError says in one line what is wrong with it."""
    bundled = _bundled()
    if name_or_path in bundled:
        return Plan(_parsed(bundled[name_or_path]), None)
    path = Path(name_or_path)
    if path.suffix != ".toml" and not path.exists():
        guess = did_you_mean(name_or_path, sorted(bundled))
        there = listed(sorted(bundled))
        raise ScenarioError(f"unknown lesson {clean(name_or_path)!r}{guess} ({there}; or a file)")
    return Plan(_parsed(path), path.parent)


def _bundled() -> dict[str, Path]:
    return {path.stem: path for folder in package.__path__ for path in Path(folder).glob("*.toml")}


def _parsed(path: Path) -> Lesson:
    try:
        values = completed(table(read(path)))
        refuse_unshowable(values)
        return msgspec.convert(values, Lesson)
    except ScenarioError as error:
        raise ScenarioError(f"{clean(path)}: {error}") from None
    except (ValueError, RecursionError) as error:  # msgspec's errors are ValueErrors
        raise ScenarioError(f"{clean(path)}: {clean(error, 160)}") from None
