"""The path through the game, read from `path.toml`: chapters, their stops and cards, and the rows of the table."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path as File
from typing import Annotated

import msgspec
import tomli
from msgspec import Meta, Struct

from batchgame.scenarios.reading.text import Text

_FILE = File(__file__).with_name("path.toml")


class Chapter(Struct, frozen=True, forbid_unknown_fields=True):
    """A part of the path. stops: names of playables. cards: of the deck, dealt between the stops."""

    name: str
    title: Text
    stops: tuple[str, ...]
    cards: tuple[str, ...] = ()


class TableRow(Struct, frozen=True, forbid_unknown_fields=True):
    """A row of the lecture's table. stop: the playable that fills it."""

    name: str
    stop: str


class Path(Struct, frozen=True, forbid_unknown_fields=True):
    """The whole path. deck: the exercise that the cards belong to. ending: the stop after which the path ends."""

    deck: str
    ending: str
    chapters: Annotated[tuple[Chapter, ...], Meta(min_length=1, max_length=9)]  # a digit leads to each
    rows: tuple[TableRow, ...]


@cache
def path() -> Path:
    """Read the path. Its names may be of playables that this version does not have yet."""
    return msgspec.convert(tomli.loads(_FILE.read_text(encoding="utf-8")), Path)


def in_order(names: Iterable[str]) -> list[str]:
    """Return the names as the path has them; those that it does not name come at the end, as they came."""
    there = list(names)
    stops = [stop for chapter in path().chapters for stop in chapter.stops if stop in there]
    return stops + [name for name in there if name not in stops]


def chapter_of(name: str) -> int:
    """Return the index of the chapter that a playable stands in: the last one where no chapter names it."""
    chapters = path().chapters
    return next((n for n, chapter in enumerate(chapters) if name in chapter.stops), len(chapters) - 1)
