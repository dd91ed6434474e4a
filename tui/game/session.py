"""What outlives a round: the player's language and progress, the look of this terminal, its maps."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from batchgame.tui.draw.look import Look, look
from batchgame.tui.draw.width import Folds
from batchgame.tui.race.options import PlayOptions
from batchgame.tui.score.earned import chance, record
from batchgame.tui.score.own_files import OwnFile, listed
from batchgame.tui.score.progress import Progress
from batchgame.tui.text.catalogue import Catalogue
from batchgame.tui.text.choices import Theme

if TYPE_CHECKING:
    from batchgame.tui.maps.map import Map
    from batchgame.tui.maps.worker import Worker
    from batchgame.tui.race.round import Round
    from batchgame.tui.race.trainer import Trainer

LAST_STAR_SECONDS = 5.0  # how long leaving the game may wait for a map that decides about a star


class Session:
    """One sitting of one player."""

    def __init__(self, options: PlayOptions, look_: Look, progress: Progress) -> None:
        self.options = options
        self.look = look_
        self.progress = progress
        self._language = options.lang or progress.language or "en"
        self.warm = False  # the experiment is imported: pictures of it can be drawn
        self.equations = False  # whether the aim page shows them in the place of words
        self._maps: dict[object, Map] = {}
        self._plane: Map | None = None
        self._trainer: Trainer[Any] | None = None  # of the page on the screen
        self._worker: Worker | None = None  # waits for the request of a full-screen map
        self._opened: set[str] = set()  # the stages whose lesson was opened in this sitting without the goal
        self._owed: list[tuple[Round, Map]] = []

    @property
    def say(self) -> Catalogue:
        """Return the catalogue of the player's language. Chinese can't be drawn in ASCII: then English."""
        return Catalogue("en" if self.look.ascii else self._language)

    def fold_ambiguous(self, wide: bool = True) -> bool:
        """Do without signs of ambiguous width where they are two cells wide. Returns whether this changes anything."""
        folds: Folds = "ambiguous" if wide else ""
        if self.look.ascii or self.look.folds == folds:
            return False
        self.look = look(self.look.name, folds, self.look.theme)
        return True

    def switch_theme(self) -> None:
        """Switch from dark to light and back, also for the next start."""
        theme: Theme = "light" if self.look.theme == "dark" else "dark"
        self.look = look(self.look.name, self.look.folds, theme)
        self.progress.set_theme(theme)

    def set_language(self, language: str) -> None:
        """Use this language from now on, and at the next start."""
        self._language = language
        self.progress.set_language(language)

    def switch_language(self) -> None:
        """Switch to the other language."""
        if not self.look.ascii:
            self.set_language(self.say.other)

    @property
    def language_is_open(self) -> bool:
        """Return whether nobody has chosen a language yet, though there is a choice."""
        return not (self.look.ascii or self.options.lang or self.progress.language)

    @property
    def newcomer(self) -> bool:
        """Return the player has never finished a race, so no Greek letters yet."""
        return not self.progress.records

    def map_of(self, round_: Round) -> Map:
        """Return the map of a round's result, computed once per sitting; only the newest one is being worked on."""
        key = round_.map_key()
        if key not in self._maps or self._maps[key].failed:
            self.settle()
            owed = [map_ for _, map_ in self._owed]
            for old in [k for k, other in self._maps.items() if not other.complete and other not in owed]:
                self._maps.pop(old).close()
            from batchgame.tui.maps.round_maps import result_map

            self._maps[key] = result_map(round_, self.options.kiosk)
        return self._maps[key]

    def work_on(self, plane: Map) -> None:
        """Take note of the full-screen map that is being looked at; the one before is computed no more."""
        self.stop_plane()
        self._plane = plane

    def train(self, trainer: Trainer[Any]) -> None:
        """Take note of the work behind the page on the screen; the work before it is ended."""
        self.stop_training()
        self._trainer = trainer

    def stop_training(self) -> None:
        """End the work behind a page: nobody looks at it any more."""
        if self._trainer is not None:
            self._trainer.close()
            self._trainer = None

    def expect_plane(self) -> None:
        """Start the process of a full-screen map before it is known what it has to compute."""
        if self._worker is None:
            from batchgame.tui.maps.worker import started

            self._worker = started(self.options.kiosk)

    def expect_no_plane(self) -> None:
        """End the process that waits for a full-screen map."""
        if self._worker is not None:
            from batchgame.tui.maps.worker import stopped

            stopped(self._worker)
            self._worker = None

    def worker(self) -> Worker | None:
        """Hand over the process that waits for a full-screen map, if there is one."""
        worker, self._worker = self._worker, None
        return worker

    def stop_plane(self) -> None:
        """Stop the full-screen map: nobody looks at it any more."""
        if self._plane:
            self._plane.close()

    def keep(self, round_: Round, map_: Map) -> None:
        """Keep what a round has earned at once, and its par star as soon as the map is complete."""
        if not round_.counts or round_.kept:
            return
        round_.kept = True
        complete = map_.complete  # asked first: the map may be complete a moment later, and its star still be owed
        sure = round_.prediction.sure if round_.previous is None else None
        self.progress.record(round_.key, record(round_, map_, first=True), sure=sure, chance=chance(round_))
        if not complete:
            self._owed.append((replace(round_), map_))

    def open_lesson(self, round_: Round) -> None:
        """Open the lesson of a stage for the rest of this sitting."""
        round_.opened = True
        self._opened.add(round_.key)

    def has_opened(self, round_: Round) -> bool:
        """Return whether the lesson of a round's stage is open: it was won before, or opened in this sitting."""
        record = self.progress.records.get(round_.key)
        return round_.key in self._opened or (record is not None and record.goal)

    def settle(self, wait: float = 0.0) -> None:
        """Give the par stars of rounds whose map is complete by now."""
        owed, self._owed = self._owed, []
        for round_, map_ in owed:
            map_.join(wait)
            if map_.complete:
                self.progress.record(round_.key, record(round_, map_, first=False))
            elif not map_.failed:
                self._owed.append((round_, map_))

    def own_files(self) -> list[OwnFile]:
        """Return the player's own scenario files as they are now."""
        return listed(self.progress)

    def close(self, patient: bool = True) -> None:
        """Stop what runs in the background. patient: once the last round has its star."""
        try:
            self.settle(LAST_STAR_SECONDS if patient else 0.0)
        finally:
            self.drop()

    def drop(self) -> None:
        """Stop what runs in the background, now."""
        self.stop_training()
        self.stop_plane()
        self.expect_no_plane()
        for map_ in list(self._maps.values()):
            map_.close()
