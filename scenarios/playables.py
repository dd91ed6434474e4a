"""The registry of everything that can be played.

An address is what a player types: `saddle`, `saddle/hair`, `quiz`, `daily-2026-11-24`, `my.toml`, `my.toml/second`.
Menu, commands and kiosk ask here, and need not know which kinds of playables there are. A new kind is a subclass of
Playable and an entry in SOURCES. NumPy is imported only to draw the race of a day, and to check.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from batchgame.scenarios.daily.names import is_daily
from batchgame.scenarios.kinds import ExercisePlayable, Playable, RaceStage
from batchgame.scenarios.path import in_order, path
from batchgame.scenarios.reading import exercise as exercises
from batchgame.scenarios.reading import library
from batchgame.scenarios.reading.toml_file import ScenarioError
from batchgame.scenarios.text.clean import clean
from batchgame.scenarios.text.nearest import did_you_mean, listed

__all__ = [
    "SOURCES", "ExercisePlayable", "Playable", "RaceStage", "ScenarioError", "Source", "all_playables", "find",
    "find_race", "fits_kiosk", "following", "names", "stages_of_file", "stops",
]  # fmt: skip


@dataclass(frozen=True)
class Source:
    """A source of playables.

    has: whether an address belongs to this source. Only a source that does not fit a kiosk may look at files for that.
    find: the playable at an address. ScenarioError if it has no such stage, or if its file is broken.
    names: the names that a message can suggest, without stages.
    all: what stands on the menu; `path.toml` says where. known: the same names as `names`, in any order and unread.
    """

    has: Callable[[str], bool]
    find: Callable[[str], Playable]
    names: Callable[[], list[str]] = list
    all: Callable[[], Iterable[Playable]] = list
    known: Callable[[], Iterable[str]] = list
    fits_kiosk: bool = True


def _head(address: str) -> str:
    return address.partition("/")[0]


def _stages() -> Iterator[Playable]:
    for scenario in map(library.load, library.names()):
        yield from (RaceStage(scenario, stage) for stage in scenario.stages)


def _exercise(address: str) -> Playable:
    name, _, stage = address.partition("/")
    if stage:
        raise ScenarioError(f"{name} is an exercise: it has no stage {clean(stage)!r}")
    return ExercisePlayable(exercises.load(name))


def _daily_race(address: str) -> Playable:
    from batchgame.scenarios.daily.race import daily  # NumPy, which the first frame must not load

    name, _, stage = address.partition("/")
    scenario = daily(name)
    return RaceStage(scenario, library.stage_of(scenario, name, stage))


# The first source that has a name wins, so that a file named "saddle" does not hide the race.
SOURCES = [
    Source(
        has=lambda address: _head(address) in library.names(),
        find=lambda address: RaceStage(*library.find(address)),
        names=library.names,
        all=_stages,
        known=library.names,
    ),
    Source(
        has=lambda address: exercises.exists(_head(address)),
        find=_exercise,
        names=exercises.names,
        all=lambda: map(_exercise, exercises.names()),
        known=exercises.known,
    ),
    # None stands on the menu, because it takes a second or two to find a sound race.
    Source(has=lambda address: is_daily(_head(address)), find=_daily_race),
    Source(
        has=lambda address: library.is_file(library.split(address)[0]),
        find=lambda address: RaceStage(*library.find(address), path=library.split(address)[0]),
        fits_kiosk=False,
    ),
]


def all_playables() -> list[Playable]:
    """Return everything on the menu, in the order of the path."""
    found = {playable.name: playable for source in SOURCES for playable in source.all()}
    return [found[name] for name in in_order(found)]


def stops() -> list[str]:
    """Return the names of everything on the menu, in the order of the path. No file that the path names is read."""
    named = [stop for chapter in path().chapters for stop in chapter.stops if fits_kiosk(stop)]
    heads = set(map(_head, named))
    others = [name for source in SOURCES for name in source.known() if name not in heads]
    return (
        [*named, *(playable.name for playable in all_playables() if _head(playable.name) in others)]
        if others
        else named
    )


def following(name: str) -> Playable | None:
    """Return the stop after one of the path; None after the one that ends it, and for a name that is no stop."""
    if name == path().ending:
        return None
    names_ = stops()
    after = names_.index(name) + 1 if name in names_ else len(names_)
    return find(names_[after]) if after < len(names_) else None


def names() -> list[str]:
    """Return the names of everything on the menu, without stages."""
    return [name for source in SOURCES for name in source.names()]


def find(address: str) -> Playable:
    """Return the playable at an address. ScenarioError says in one line what is wrong, and suggests a name."""
    for source in SOURCES:
        if source.has(address):
            return source.find(address)
    name, known = library.split(address)[0], names()
    guess = did_you_mean(name, known)
    raise ScenarioError(f"unknown scenario {clean(name)!r}{guess} ({listed(known)}; or a file)")


def find_race(address: str, doing: str) -> RaceStage:
    """Return the stage of a race at an address. ScenarioError as for `find`, and if it is no race.

    doing: what the caller does with a race, a verb for the message.
    """
    playable = find(address)
    if not isinstance(playable, RaceStage):
        raise ScenarioError(f"{playable.name} is no race: there is nothing to {doing} (`batchgame list` has the races)")
    return playable


def stages_of_file(path: str) -> list[RaceStage]:
    """Read a user's own scenario file, and return every stage of it. ScenarioError if it cannot be played."""
    scenario = library.load(path)
    return [RaceStage(scenario, stage, path) for stage in scenario.stages]


def fits_kiosk(address: str) -> bool:
    """Return whether strangers may play what is at an address. No file is looked at, and nothing is computed."""
    return any(source.fits_kiosk and source.has(address) for source in SOURCES)
