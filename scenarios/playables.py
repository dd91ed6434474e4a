"""Everything that can be played, found by the words that a player types.

Menu, commands and kiosk ask here and need not know which kinds there are. A new kind is a subclass of Playable and an
entry in SOURCES. NumPy is imported only to compute the race of a day, or to check.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from batchgame.scenarios.daily.names import is_daily
from batchgame.scenarios.kinds import ExercisePlayable, Playable, RaceStage
from batchgame.scenarios.reading import exercise as exercises
from batchgame.scenarios.reading import library
from batchgame.scenarios.reading.toml_file import ScenarioError, did_you_mean
from batchgame.scenarios.text.clean import clean

__all__ = [
    "SOURCES", "ExercisePlayable", "Playable", "RaceStage", "ScenarioError", "Source", "all_playables", "find",
    "find_race", "fits_kiosk", "names", "stages_of_file",
]  # fmt: skip


@dataclass(frozen=True)
class Source:
    """A place that playables come from.

    has: whether words name something from here; only a source that does not fit a kiosk may look at files.
    find: what the words name; ScenarioError if there is no such stage, or if a file is broken.
    names: the names that can be suggested, without stages. all: what stands on the menu. Both in the menu's order.
    """

    has: Callable[[str], bool]
    find: Callable[[str], Playable]
    names: Callable[[], list[str]] = list
    all: Callable[[], Iterable[Playable]] = list
    fits_kiosk: bool = True


def _head(words: str) -> str:
    return words.partition("/")[0]


def _stages() -> Iterator[Playable]:
    for scenario in map(library.load, library.names()):
        yield from (RaceStage(scenario, stage) for stage in scenario.stages)


def _exercise(words: str) -> Playable:
    name, _, stage = words.partition("/")
    if stage:
        raise ScenarioError(f"{name} is an exercise: it has no stage {clean(stage)!r}")
    return ExercisePlayable(exercises.load(name))


def _daily_race(words: str) -> Playable:
    from batchgame.scenarios.daily.race import daily  # NumPy, which the first frame must not load

    name, _, stage = words.partition("/")
    scenario = daily(name)
    return RaceStage(scenario, library.stage_of(scenario, name, stage))


# The first source that has a name wins, so that a file named "saddle" does not hide the race.
SOURCES = [
    Source(
        has=lambda words: _head(words) in library.names(),
        find=lambda words: RaceStage(*library.find(words)),
        names=library.names,
        all=_stages,
    ),
    Source(
        has=lambda words: exercises.exists(_head(words)),
        find=_exercise,
        names=exercises.names,
        all=lambda: map(_exercise, exercises.names()),
    ),
    # None stands on the menu, because it takes a second or two to find a sound race.
    Source(has=lambda words: is_daily(_head(words)), find=_daily_race),
    Source(
        has=lambda words: library.is_file(library.split(words)[0]),
        find=lambda words: RaceStage(*library.find(words), path=library.split(words)[0]),
        fits_kiosk=False,
    ),
]


def all_playables() -> list[Playable]:
    """Return everything on the menu, in its order."""
    return [playable for source in SOURCES for playable in source.all()]


def names() -> list[str]:
    """Return the names of everything on the menu, without stages, in its order."""
    return [name for source in SOURCES for name in source.names()]


def find(words: str) -> Playable:
    """Return what the words of a player name. ScenarioError says in one line what is wrong, and suggests a name."""
    for source in SOURCES:
        if source.has(words):
            return source.find(words)
    name, known = library.split(words)[0], names()
    listed = f"known: {', '.join(known)}; or a file"
    raise ScenarioError(f"unknown scenario {clean(name)!r}{did_you_mean(name, known)} ({listed})")


def find_race(words: str, doing: str) -> RaceStage:
    """Return the stage that the words name. ScenarioError also if it is no race; doing: the verb for the message."""
    playable = find(words)
    if not isinstance(playable, RaceStage):
        raise ScenarioError(f"{playable.name} is no race: there is nothing to {doing} (`batchgame list` has the races)")
    return playable


def stages_of_file(path: str) -> list[RaceStage]:
    """Read a user's own scenario file, and return every stage of it. ScenarioError if it cannot be played."""
    scenario = library.load(path)
    return [RaceStage(scenario, stage, path) for stage in scenario.stages]


def fits_kiosk(words: str) -> bool:
    """Return whether strangers may play what the words name. No file is looked at, and nothing is computed."""
    return any(source.fits_kiosk and source.has(words) for source in SOURCES)
