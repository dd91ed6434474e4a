"""Stars, best results and the language, on disk: never lost, and never in the way of the game.

The file changes by differences. Every write takes a lock, reads the file again and merges by the better result, so that
two games at once lose nothing; the new file replaces the old one in one step, so that no half of it is ever seen. The
lock lies beside the file that links lead to, because two folders may share that file.
A change that can't be written stays in memory, is tried again at the next write, and is told once in `notice`.
"""

from __future__ import annotations

import errno
import os
import time
from collections.abc import Mapping
from pathlib import Path

from batchgame.scenarios.reading import regular_file
from batchgame.scenarios.text.clean import clean
from batchgame.scenarios.text.languages import LANGUAGES
from batchgame.sim import whole_file
from batchgame.tui.score.saved import (
    LARGEST_FILE,
    NewerError,
    Record,
    SavedCard,
    SavedGap,
    SavedRace,
    State,
    UnreadableError,
    UnwritableError,
    decode,
    encode,
    merge,
)

__all__ = ["NOTICES", "Progress", "Record", "data_folder"]

FILE = "progress.json"
LOCK_SECONDS = 2.0
LONGEST_NOTICE = 1000  # cells of a path
# Keys of the catalogue, with the places {file} and {reason}.
NOTICES = ("progress.set_aside", "progress.newer", "progress.unwritable", "progress.nowhere")


def data_folder() -> Path | None:
    """Return where progress lies: $BATCHGAME_DATA, or the user's data folder.

    None where nothing names that folder: in a container HOME may be missing, and the user unknown to the system.
    """
    named = os.environ.get("BATCHGAME_DATA")
    if named and not named.startswith("~"):
        return Path(named)
    # Python takes an empty HOME for the root of the file system; earlier versions of platformdirs return "~/…" itself.
    if os.environ.get("HOME") == "" and (named or not os.environ.get("XDG_DATA_HOME")):
        return None
    try:
        folder = Path(named).expanduser() if named else _user_data_path()
    except RuntimeError:
        return None
    return folder if folder.is_absolute() else None


def _user_data_path() -> Path:
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
        folder = folder or data_folder()
        if folder is None:
            progress = cls.in_memory()
            progress._say("progress.nowhere")
            return progress
        progress = cls(folder, State())
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

    @property
    def races(self) -> tuple[SavedRace, ...]:
        """Return the player's own races, the newest at the end: see `batchgame.tui.score.evidence`."""
        return self._state.races

    def keep_race(self, race: SavedRace) -> None:
        """Keep a race as evidence, in place of the one of the same stage and P."""
        self._change(State(races=(race,)))

    @property
    def gaps(self) -> Mapping[str, SavedGap]:
        """Return what the player's own networks did on test data, by their labels: "wrong" or "clean"."""
        return self._state.gaps

    def keep_gap(self, labels: str, gap: SavedGap) -> None:
        """Keep what networks did on test data, in place of what was kept for the same labels."""
        if self.gaps.get(labels) != gap:
            self._change(State(gaps={labels: gap}))

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

    @property
    def rounds(self) -> int:
        """Return how many rounds of races and exercises were finished."""
        return sum(record.plays for record in self.records.values())

    @property
    def cards(self) -> Mapping[str, SavedCard]:
        """Return the cards of the deck that were answered: see `batchgame.tui.score.deck`."""
        return self._state.cards

    def keep_card(self, name: str, card: SavedCard) -> None:
        """Keep a card as its last answer left it."""
        self._change(State(cards={name: card}))

    @property
    def chances(self) -> Mapping[str, tuple[int, int]]:
        """Return for each chance that was given, in per cent: the per cents that came, added up, and how many."""
        return self._state.chances

    def record(
        self,
        stage: str,
        round_: Record,
        sure: bool | None = None,
        right: bool | None = None,
        chance: tuple[float, float] | None = None,
    ) -> None:
        """Add one round of a stage.

        sure: the player was sure of the prediction; None when there was none. right: it was right; by default the
        round's star says so. chance: the share of runs that the player said would solve, and the share that did.
        """
        tally = (int(round_.predicted if right is None else right), 1)
        self._change(
            State(
                records={stage: round_},
                sure=tally if sure else (0, 0),
                unsure=tally if sure is False else (0, 0),
                chances={f"{chance[0]:.0%}"[:-1]: (round(100 * chance[1]), 1)} if chance else {},
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
            file = self._file()
            with FileLock(file.with_name(f"{file.name}.lock"), timeout=LOCK_SECONDS):
                try:
                    current = self._read()
                except UnreadableError:
                    self._set_aside()
                    current = None
                # Without a file this game is all that knows: what it read before, too.
                merged = self._state if current is None else merge(current, self._unsaved)
                if merged != (current or State()):
                    whole_file.write(self.path, [encode(merged)])
                self._state, self._unsaved = merged, State()
        except NewerError:
            self._stay_in_memory()
        except Timeout:
            self._say("progress.unwritable", reason="locked by another program")
        except (OSError, NotImplementedError, UnwritableError) as error:
            self._say("progress.unwritable", reason=_reason(error))
        else:
            if self.notice and self.notice[0] == "progress.unwritable":
                self.notice = None

    def _file(self) -> Path:
        """Return the file that links lead to. OSError for a device or a folder, which is not ours to set aside."""
        return whole_file.target(self.path) if self.path.is_symlink() else self.path

    def _read(self) -> State | None:
        try:
            return decode(regular_file.read(self.path, LARGEST_FILE))
        except FileNotFoundError:
            return None
        except regular_file.RefusedError as error:
            raise UnreadableError(str(error)) from None

    def _set_aside(self) -> None:
        file = self._file()
        stamp = time.strftime("%Y%m%d-%H%M%S")
        names = (f"progress.unreadable-{stamp}{f'-{n}' if n else ''}.json" for n in range(1000))
        aside = next(path for path in map(file.with_name, names) if not os.path.lexists(path))
        os.replace(file, aside)
        self._say("progress.set_aside", file=str(aside))

    def _stay_in_memory(self) -> None:
        self._memory_only = True
        self._say("progress.newer")

    def _say(self, key: str, **values: str) -> None:
        told = {"file": str(self.path), **values}
        self.notice = (key, {name: clean(value, LONGEST_NOTICE) for name, value in told.items()})


def _reason(error: Exception) -> str:
    """Return why a file can't be written, with the path that is in the way."""
    if not isinstance(error, OSError):
        return str(error) or type(error).__name__
    # Only the folder of the file can be there already, as something else.
    reason = os.strerror(errno.ENOTDIR) if isinstance(error, FileExistsError) else error.strerror
    reason = reason or type(error).__name__
    return f"{reason}: {os.fsdecode(error.filename)}" if isinstance(error.filename, str | bytes | Path) else reason
