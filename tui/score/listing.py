"""What the menu lists: the stops of the path, its ending, and under them a player's own files."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from batchgame.scenarios.path import chapter_of, path
from batchgame.scenarios.playables import Playable, RaceStage, find, stops
from batchgame.tui.score.own_files import OwnFile
from batchgame.tui.text.catalogue import Catalogue

ENDING = "ending"


@dataclass(frozen=True)
class Entry:
    """A line of the menu that the cursor can stand on.

    name: as the command spells it. key: under which its stars are kept. trouble: the catalogue key of the reason why a
    file can't be played. own: it comes from a file of the player's. chapter: the index of its chapter of the path.
    page: the page that it leads to, where it is nothing to play. stage: of a file of the player's, which has been read.
    """

    name: str
    key: str
    chapter: int
    trouble: str | None = None
    own: bool = False
    page: str | None = None
    stage: Playable | None = None

    @property
    def plays(self) -> bool:
        """Return whether it can be played: it is no file with a trouble, and no other page."""
        return self.trouble is None and self.page is None

    @cached_property
    def playable(self) -> Playable | None:
        """Return what it plays, or None. Its file is read now: one chapter's files are enough for the first frame."""
        return self.stage or (find(self.name) if self.plays else None)


def listing(own_files: Iterable[OwnFile] = ()) -> list[Entry]:
    """Return everything that the menu lists, in its order."""
    chapters = len(path().chapters)
    entries = [Entry(name, name, chapter_of(name)) for name in stops()]
    entries.append(Entry(ENDING, ENDING, chapters - 1, page=ENDING))
    for file in own_files:
        if file.trouble is not None:
            entries.append(Entry(file.path, file.path, chapters, file.trouble, own=True))
        entries += [Entry(stage.name, stage.key, chapters, own=True, stage=stage) for stage in file.stages]
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
