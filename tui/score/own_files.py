"""A player's own scenario files: remembered by their absolute paths, and listed with what became of them."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from batchgame.scenarios.playables import Playable, RaceStage, ScenarioError, stages_of_file
from batchgame.scenarios.reading.toml_file import read
from batchgame.tui.score.progress import Progress
from batchgame.tui.score.saved import LONGEST_PATH


class OwnFile(NamedTuple):
    """A remembered file: its stages, or the catalogue key of the reason why it can't be played any more."""

    path: str
    stages: tuple[Playable, ...]
    trouble: str | None = None


def remember(progress: Progress, playable: Playable) -> None:
    """Keep the file that a playable was read from, and what was in it; nothing for a bundled playable."""
    if isinstance(playable, RaceStage) and playable.path is not None:
        where = Path(playable.path).absolute()
        with suppress(ScenarioError):  # it has gone since it was read
            if _can_be_kept(str(where)):
                progress.remember_file(str(where), digest(read(where)))


def _can_be_kept(path: str) -> bool:
    """Return whether the progress file can hold a path: a name of bytes that are no text cannot be written there."""
    try:
        return len(path.encode()) <= LONGEST_PATH
    except UnicodeEncodeError:
        return False


def listed(progress: Progress) -> list[OwnFile]:
    """Return every remembered file as it is now: playable, missing, or changed since it was played."""
    return [_look(path, known) for path, known in sorted(progress.files.items())]


def digest(text: str) -> str:
    """Return what tells one content of a file from another."""
    # Not at the top: only who has a file of one's own needs it, and OpenSSL comes with it.
    import hashlib

    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _look(path: str, known: str) -> OwnFile:
    try:
        if not Path(path).is_file():
            return OwnFile(path, (), "menu.file_missing")
        if digest(read(Path(path))) != known:
            return OwnFile(path, (), "menu.file_changed")
        return OwnFile(path, tuple(stages_of_file(path)))
    except (ScenarioError, OSError):
        return OwnFile(path, (), "menu.file_unreadable")
