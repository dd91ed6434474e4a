"""What the menu lists: the stops of the path, its ending, and under them a player's own files."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from batchgame.scenarios.path import chapter_of, path
from batchgame.scenarios.playables import Playable, RaceStage, all_playables
from batchgame.tui.score.own_files import OwnFile
from batchgame.tui.text.catalogue import Catalogue

ENDING = "ending"


@dataclass(frozen=True)
class Entry:
    """A line of the menu that the cursor can stand on. playable: None for a file that can't be played any more.

    name: as the command spells it. key: under which its stars are kept. trouble: the catalogue key of the reason why a
    file can't be played. own: it comes from a file of the player's. chapter: the index of its chapter of the path.
    page: the page that it leads to, where it is nothing to play.
    """

    name: str
    key: str
    playable: Playable | None
    trouble: str | None = None
    own: bool = False
    chapter: int = -1
    page: str | None = None


def listing(own_files: Iterable[OwnFile] = ()) -> list[Entry]:
    """Return everything that the menu lists, in its order."""
    chapters = len(path().chapters)
    entries = [
        Entry(playable.name, playable.key, playable, chapter=chapter_of(playable.name)) for playable in all_playables()
    ]
    entries.append(Entry(ENDING, ENDING, None, chapter=chapters - 1, page=ENDING))
    for file in own_files:
        if file.trouble is not None:
            entries.append(Entry(file.path, file.path, None, file.trouble, own=True, chapter=chapters))
        entries += [Entry(stage.name, stage.key, stage, own=True, chapter=chapters) for stage in file.stages]
    return entries


def words_for(playable: Playable) -> str:
    """Return the words after `batchgame play` that name a playable: a file by its path."""
    if not isinstance(playable, RaceStage) or playable.path is None:
        return playable.name
    return f"{playable.path}/{playable.stage.name}" if playable.stage.name else playable.path


def full_title(playable: Playable, say: Catalogue) -> str:
    """Return the title of a playable, that of its scenario before that of a stage."""
    title = say.of(playable.title)
    return f"{say.of(playable.scenario.title)}{say('colon')}{title}" if isinstance(playable, RaceStage) else title


def file_name(path: str) -> str:
    """Return the last part of a path, which is what a line of the menu has room for."""
    return Path(path).name
