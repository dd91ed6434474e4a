"""What a progress file holds, how two of them become one, and its bytes. Pure: no disk."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta, Struct

VERSION = 1
LARGEST_FILE = 1_000_000  # bytes; what a player can fill in a lifetime is a hundredth of it

LARGEST = 2**53
Count = Annotated[int, Meta(ge=0, le=LARGEST)]
Points = Annotated[int, Meta(ge=-LARGEST, le=LARGEST)]
Best = Annotated[float, Meta(ge=0, le=1e300)] | None
StageName = Annotated[str, Meta(min_length=1, max_length=1000)]


class Record(Struct, frozen=True, forbid_unknown_fields=True):
    """Of one stage: the stars, and the smallest medians of a pick that solved. One round is a record with one play."""

    goal: bool = False
    predicted: bool = False
    par: bool = False
    best_updates: Best = None
    best_epochs: Best = None
    best_time: Best = None
    plays: Count = 1
    points: Points = 0


class State(Struct, frozen=True):
    """The whole file. sure and unsure: predictions that were right, and all of them."""

    version: int = VERSION
    language: Annotated[str, Meta(max_length=35)] | None = None
    theme: Annotated[str, Meta(max_length=35)] | None = None
    sure: tuple[Count, Count] = (0, 0)
    unsure: tuple[Count, Count] = (0, 0)
    records: dict[StageName, Record] = {}


class _Version(Struct):
    version: int


class UnreadableError(Exception):
    """The file is not a progress file."""


class NewerError(Exception):
    """The file was written by a later version, and is not ours to change."""


def _least(one: float | None, other: float | None) -> float | None:
    return min((best for best in (one, other) if best is not None), default=None)


def better(one: Record, other: Record) -> Record:
    """Both records in one: every star, the smaller bests, plays and points added."""
    return Record(
        goal=one.goal or other.goal,
        predicted=one.predicted or other.predicted,
        par=one.par or other.par,
        best_updates=_least(one.best_updates, other.best_updates),
        best_epochs=_least(one.best_epochs, other.best_epochs),
        best_time=_least(one.best_time, other.best_time),
        plays=min(one.plays + other.plays, LARGEST),
        points=max(-LARGEST, min(one.points + other.points, LARGEST)),
    )


def merge(state: State, news: State) -> State:
    """The state after what is new; both may have begun from nothing."""
    records = dict(state.records)
    for stage, record in news.records.items():
        records[stage] = better(records[stage], record) if stage in records else record
    return State(
        language=news.language or state.language,
        theme=news.theme or state.theme,
        sure=_add(state.sure, news.sure),
        unsure=_add(state.unsure, news.unsure),
        records=records,
    )


def _add(one: tuple[int, int], other: tuple[int, int]) -> tuple[int, int]:
    return min(one[0] + other[0], LARGEST), min(one[1] + other[1], LARGEST)


def decode(data: bytes) -> State:
    """The state in a file's bytes; UnreadableError or NewerError."""
    if len(data) > LARGEST_FILE:
        raise UnreadableError("too large")
    try:
        if msgspec.json.decode(data, type=_Version).version > VERSION:
            raise NewerError
        return msgspec.json.decode(data, type=State)
    except (ValueError, RecursionError) as error:  # msgspec's errors and UnicodeDecodeError are ValueErrors
        raise UnreadableError(str(error)) from None


def encode(state: State) -> bytes:
    """The bytes of a file."""
    return msgspec.json.format(msgspec.json.encode(state), indent=1) + b"\n"
