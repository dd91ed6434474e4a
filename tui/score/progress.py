"""Stars, best results and the language, on disk: never lost, and never in the way of the game.

The file changes by differences. Every write takes a lock, reads the file again and merges by the better result, so that
two games at once lose nothing; the new file replaces the old one in one step, so that no half of it is ever seen.
A change that can't be written stays in memory, is tried again at the next write, and is told once in `notice`.
"""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Mapping
from pathlib import Path

from batchgame.scenarios.text.clean import clean
from batchgame.scenarios.text.languages import LANGUAGES
from batchgame.tui.score.saved import LARGEST_FILE, NewerError, Record, State, UnreadableError, decode, encode, merge

__all__ = ["NOTICES", "Progress", "Record", "data_folder"]

FILE = "progress.json"
LOCK_SECONDS = 2.0
LONGEST_NOTICE = 1000  # cells of a path
NOTICES = ("progress.set_aside", "progress.newer", "progress.unwritable")  # keys of the catalogue; {file}, {reason}


def data_folder() -> Path:
    """Return where progress lies: $BATCHGAME_DATA, or the user's data folder."""
    named = os.environ.get("BATCHGAME_DATA")
    if named:
        return Path(named)
    from platformdirs import user_data_path

    return user_data_path("batchgame", appauthor=False)


class Progress:
    """A player's progress. No method raises an error for the state of the disk."""

    def __init__(self, folder: Path, state: State) -> None:
        self.folder = folder
        self.notice: tuple[str, Mapping[str, str]] | None = None
        self._state = state
        self._unsaved = State()
        self._memory_only = False

    @classmethod
    def open(cls, folder: Path | None = None) -> Progress:
        """Read the progress in a folder, by default the user's own. Where that is impossible: fresh, with a notice."""
        progress = cls(folder or data_folder(), State())
        try:
            progress._state = progress._read() or State()
        except (UnreadableError, OSError):
            progress._save()
        except NewerError:
            progress._stay_in_memory()
        return progress

    @classmethod
    def in_memory(cls) -> Progress:
        """Return fresh progress that lasts as long as the game: the disk is neither read nor written."""
        progress = cls(Path(), State())
        progress._memory_only = True
        return progress

    @property
    def path(self) -> Path:
        """Return the path of the progress file."""
        return self.folder / FILE

    @property
    def records(self) -> Mapping[str, Record]:
        """Return the records by stage, as the command spells it: saddle, saddle/hair."""
        return self._state.records

    @property
    def files(self) -> Mapping[str, str]:
        """Return the player's own scenario files: the digest of each by its absolute path."""
        return self._state.files

    def remember_file(self, path: str, digest: str) -> None:
        """Keep a file of the player's own, with the digest of what was played. Nothing is kept in a kiosk."""
        self._change(State(files={path: digest}))

    @property
    def language(self) -> str | None:
        """Return the language chosen last; None for one that this version does not speak."""
        return self._state.language if self._state.language in LANGUAGES else None

    @property
    def theme(self) -> str | None:
        """Return the theme chosen last."""
        return self._state.theme

    @property
    def sure(self) -> tuple[int, int]:
        """Return how many sure predictions were right, and how many there were."""
        return self._state.sure

    @property
    def unsure(self) -> tuple[int, int]:
        """Return how many guesses were right, and how many there were."""
        return self._state.unsure

    def record(self, stage: str, round_: Record, sure: bool | None = None, right: bool | None = None) -> None:
        """Add one round of a stage.

        sure: the player was sure of the prediction; None when there was none. right: it was right; by default the
        round's star says so.
        """
        tally = (int(round_.predicted if right is None else right), 1)
        self._change(
            State(
                records={stage: round_},
                sure=tally if sure else (0, 0),
                unsure=tally if sure is False else (0, 0),
            )
        )

    def set_language(self, code: str) -> None:
        """Keep the language for the next start."""
        self._change(State(language=code))

    def set_theme(self, name: str) -> None:
        """Keep the theme for the next start."""
        self._change(State(theme=name))

    def _change(self, news: State) -> None:
        self._state = merge(self._state, news)
        self._unsaved = merge(self._unsaved, news)
        if not self._memory_only:
            self._save()

    def _save(self) -> None:
        """Read the file again under its lock, merge what is unsaved, and write it."""
        from filelock import FileLock, Timeout

        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            with FileLock(self.folder / f"{FILE}.lock", timeout=LOCK_SECONDS):
                try:
                    current = self._read()
                except UnreadableError:
                    self._set_aside()
                    current = None
                # Without a file this game is all that knows: what it read before, too.
                merged = self._state if current is None else merge(current, self._unsaved)
                if merged != (current or State()):
                    self._write(encode(merged))
                self._state, self._unsaved = merged, State()
        except NewerError:
            self._stay_in_memory()
        except Timeout:
            self._say("progress.unwritable", reason="locked by another program")
        except (OSError, NotImplementedError) as error:
            reason = error.strerror if isinstance(error, OSError) else None
            self._say("progress.unwritable", reason=reason or type(error).__name__)

    def _read(self) -> State | None:
        try:
            described = os.stat(self.path)
        except FileNotFoundError:
            return None
        if not stat.S_ISREG(described.st_mode):
            raise UnreadableError("not a file")
        with open(self.path, "rb") as file:
            return decode(file.read(LARGEST_FILE + 1))

    def _write(self, data: bytes) -> None:
        """Write beside the file first, then replace it in one step: a crash leaves the old file or the new one."""
        beside = self.folder / f"{FILE}.new"
        try:
            with open(beside, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            os.replace(beside, self.path)
        except OSError:
            beside.unlink(missing_ok=True)
            raise
        _sync_folder(self.folder)

    def _set_aside(self) -> None:
        stamp = time.strftime("%Y%m%d-%H%M%S")
        names = (f"progress.unreadable-{stamp}{f'-{n}' if n else ''}.json" for n in range(1000))
        aside = next(path for path in (self.folder / name for name in names) if not path.exists())
        os.replace(self.path, aside)
        self._say("progress.set_aside", file=str(aside))

    def _stay_in_memory(self) -> None:
        self._memory_only = True
        self._say("progress.newer")

    def _say(self, key: str, **values: str) -> None:
        told = {"file": str(self.path), **values}
        self.notice = (key, {name: clean(value, LONGEST_NOTICE) for name, value in told.items()})


def _sync_folder(folder: Path) -> None:
    """Make the new name survive a power cut, where the system can sync a folder."""
    try:
        descriptor = os.open(folder, os.O_RDONLY)
    except OSError:
        return
    try:
        os.fsync(descriptor)
    except OSError:
        pass
    finally:
        os.close(descriptor)
