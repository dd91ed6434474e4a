"""The content of a progress file, how two of them become one, and its bytes. Nothing here touches the disk."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta, Struct

VERSION = 2  # 1, of batchgame 0.1, had no `files`; it is read on
LARGEST_FILE = 1_000_000  # bytes; what a player can fill in a lifetime is a hundredth of it

LARGEST = 2**53
Count = Annotated[int, Meta(ge=0, le=LARGEST)]
Points = Annotated[int, Meta(ge=-LARGEST, le=LARGEST)]
Best = Annotated[float, Meta(ge=0, le=1e300)] | None
StageName = Annotated[str, Meta(min_length=1, max_length=1000)]
LONGEST_PATH = 4096  # signs
FilePath = Annotated[str, Meta(min_length=1, max_length=LONGEST_PATH)]
Digest = Annotated[str, Meta(pattern=r"^[0-9a-f]{1,64}$")]
MOST_FILES = 50  # that are remembered, the newest ones
OWN = "own/"  # what the key of a race from a player's own file begins with
MOST_OWN_RACES, MOST_PARALLEL = 50, 4  # races that are kept: of own files, and of one stage on different machines
LaneName = Annotated[str, Meta(min_length=1, max_length=40)]
Size = Annotated[int, Meta(ge=1, le=LARGEST)]
Share = Annotated[float, Meta(ge=0, le=1)]
CardName = Annotated[str, Meta(min_length=1, max_length=40)]
MOST_CARDS = 1000
MOST_GAPS = 20
Chance = Annotated[str, Meta(pattern=r"^[0-9]{1,3}$")]


class Record(Struct, frozen=True, forbid_unknown_fields=True):
    """The stars of one stage, and the smallest medians of picks that solved it. A round is a record of one play."""

    goal: bool = False
    predicted: bool = False
    par: bool = False
    best_updates: Best = None
    best_epochs: Best = None
    best_time: Best = None
    plays: Count = 1
    points: Points = 0


class SavedLane(Struct, frozen=True):
    """How one lane of a race ended within its budget: shares of its trajectories, and medians of those that solved."""

    batch_size: Size
    momentum: Annotated[float, Meta(ge=0, le=1e300)]
    solved: Share
    diverged: Share = 0.0
    median_updates: Best = None
    median_epochs: Best = None
    median_time: Best = None


class SavedRace(Struct, frozen=True):
    """A race as evidence. parallel: P of its clock. examples: N. lanes: by their names in the race."""

    stage: StageName
    parallel: Size
    examples: Size
    learning_rate: Annotated[float, Meta(gt=0, le=1e300)]
    trajectories: Size
    lanes: Annotated[dict[LaneName, SavedLane], Meta(max_length=16)]


class SavedGap(Struct, frozen=True):
    """How small and large batches did on test data, at the same training loss: accuracies as fractions.

    small, full: the batch sizes. half: half the 95% interval of the difference, for pairs of networks.
    """

    networks: Size
    small: Size
    full: Size
    test_small: Share
    test_full: Share
    half: Share


class SavedCard(Struct, frozen=True):
    """A card of the deck after its last answer: how often it was right since it was missed, and after which round."""

    box: Annotated[int, Meta(ge=0, le=99)]
    rounds: Count


class State(Struct, frozen=True):
    """The whole file.

    sure, unsure: predictions that were right, and all of them. files: a player's own scenario files by absolute path,
    each with the digest of the content that was played last. races: the last race of each stage for each P, the newest
    at the end. cards: of the deck, by name. chances: for each chance that a player gave a pick, in per cent, the per
    cents of runs that solved, added up, and how many such picks. gaps: by the labels, "wrong"
    or "clean". A version of the game that does not know one of these
    reads the rest of the file.
    """

    version: int = VERSION
    language: Annotated[str, Meta(max_length=35)] | None = None
    theme: Annotated[str, Meta(max_length=35)] | None = None
    sure: tuple[Count, Count] = (0, 0)
    unsure: tuple[Count, Count] = (0, 0)
    records: dict[StageName, Record] = {}
    files: dict[FilePath, Digest] = {}
    races: tuple[SavedRace, ...] = ()
    cards: dict[CardName, SavedCard] = {}
    chances: dict[Chance, tuple[Count, Count]] = {}
    gaps: dict[CardName, SavedGap] = {}


class _Version(Struct):
    version: int


class UnreadableError(Exception):
    """The file is not a progress file."""


class UnwritableError(Exception):
    """The state can't be kept in a file, because it could not be read again."""


class NewerError(Exception):
    """The file was written by a later version, and is not ours to change."""


def _least(one: float | None, other: float | None) -> float | None:
    return min((best for best in (one, other) if best is not None), default=None)


def better(one: Record, other: Record) -> Record:
    """Join two records: every star, the smaller bests, plays and points added."""
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
    """Return the state after what is new; both may have begun from nothing."""
    records = dict(state.records)
    for stage, record in news.records.items():
        records[stage] = better(records[stage], record) if stage in records else record
    return State(
        language=news.language or state.language,
        theme=news.theme or state.theme,
        sure=_add(state.sure, news.sure),
        unsure=_add(state.unsure, news.unsure),
        records=records,
        files=_newest(state.files, news.files),
        races=_newest_races(state.races, news.races),
        cards=dict(list((state.cards | news.cards).items())[-MOST_CARDS:]),
        chances={
            said: _add(state.chances.get(said, (0, 0)), news.chances.get(said, (0, 0)))
            for said in state.chances | news.chances
        },
        gaps=dict(list((state.gaps | news.gaps).items())[-MOST_GAPS:]),
    )


def _newest(files: dict[str, str], news: dict[str, str]) -> dict[str, str]:
    """Return the files with those played now at the end, and the oldest left out where there are too many."""
    joined = {path: digest for path, digest in files.items() if path not in news} | news
    return dict(list(joined.items())[-MOST_FILES:])


def _newest_races(races: tuple[SavedRace, ...], news: tuple[SavedRace, ...]) -> tuple[SavedRace, ...]:
    """Return the last race of each stage and P, with those run now at the end, and the oldest left out of too many."""
    joined: dict[tuple[str, int], SavedRace] = {}
    for race in (*races, *news):
        joined.pop((race.stage, race.parallel), None)
        joined[race.stage, race.parallel] = race
    kept: list[SavedRace] = []
    of_stage: dict[str, int] = {}
    for race in reversed(joined.values()):
        group, most = (OWN, MOST_OWN_RACES) if race.stage.startswith(OWN) else (race.stage, MOST_PARALLEL)
        of_stage[group] = of_stage.get(group, 0) + 1
        if of_stage[group] <= most:
            kept.append(race)
    return tuple(reversed(kept))


def _add(one: tuple[int, int], other: tuple[int, int]) -> tuple[int, int]:
    return min(one[0] + other[0], LARGEST), min(one[1] + other[1], LARGEST)


def decode(data: bytes) -> State:
    """Return the state in a file's bytes. Raises UnreadableError or NewerError."""
    if len(data) > LARGEST_FILE:
        raise UnreadableError("too large")
    try:
        if msgspec.json.decode(data, type=_Version).version > VERSION:
            raise NewerError
        return msgspec.structs.replace(msgspec.json.decode(data, type=State), version=VERSION)
    except (ValueError, RecursionError) as error:  # msgspec's errors and UnicodeDecodeError are ValueErrors
        raise UnreadableError(str(error)) from None


def encode(state: State) -> bytes:
    """Return the bytes of a progress file. Raises UnwritableError for a state that `decode` would not return."""
    try:
        data = msgspec.json.encode(state)
        if len(data) <= LARGEST_FILE:  # it becomes longer
            data = msgspec.json.format(data, indent=1) + b"\n"
        decode(data)
    except (UnicodeEncodeError, UnreadableError) as error:
        raise UnwritableError(str(error)) from None
    return data
