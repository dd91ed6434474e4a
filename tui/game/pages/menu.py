"""The menu: every scenario and stage, what was earned there, and what is next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from batchgame.scenarios.reading import library
from batchgame.tui.draw.grid import Grid
from batchgame.tui.game.entries import Drill, Entry, drills, entries
from batchgame.tui.game.keys import Offer
from batchgame.tui.game.page import Page
from batchgame.tui.game.pages.menu_view import paint_menu
from batchgame.tui.game.session import Session
from batchgame.tui.race.round import Round


def open_stage(session: Session, entry: Entry) -> Page:
    """A new round, at its prediction. What the command line asked for held for its first round only."""
    from batchgame.tui.game.pages.predict import PredictPage

    options = replace(session.options, batch_size=None, momentum=None, learning_rate=None, parallel=None, schedule=None)
    return PredictPage(session, Round(entry.scenario, entry.stage, options))


def open_entry(session: Session, entry: Entry | Drill) -> Page:
    """A round, or the first card of an exercise."""
    if isinstance(entry, Entry):
        return open_stage(session, entry)
    from batchgame.tui.race.practice import begin

    return begin(session, entry.exercise)


class MenuPage(Page):
    """A list to move in; the landscape of the chosen stage beside it."""

    entries: list[Entry | Drill]

    def __init__(self, session: Session, at: str | None = None) -> None:
        super().__init__(session)
        self.entries = [*entries(), *drills()]
        self.next = self._next()
        names = [entry.name for entry in self.entries]
        self.chosen = names.index(at) if at in names else self.next
        if at in names and session.progress.records.get(at or ""):
            self.chosen = self.next

    @property
    def entry(self) -> Entry | Drill:
        """The stage or the exercise under the cursor."""
        return self.entries[self.chosen]

    def offers(self) -> Sequence[Offer]:
        """Move, play, the other language, help, out."""
        say = self.session.say
        language = (Offer("language", say("key.language")),) if not self.session.look.ascii else ()
        return (
            Offer("down", say("key.move"), cap="↑ ↓"),
            Offer("next", say("key.play")),
            Offer("digit:0", say("key.first_minute"), cap="0"),
            *language,
            Offer("help", say("key.help")),
            Offer("quit", say("key.quit")),
        )

    def paint(self, grid: Grid) -> None:
        """Draw all of it."""
        paint_menu(grid, self)

    def press(self, action: str) -> Page | None:
        """Move or play."""
        if action in ("up", "down"):
            self.chosen = (self.chosen + (1 if action == "down" else -1)) % len(self.entries)
        elif action == "next":
            return open_entry(self.session, self.entry)
        elif action.startswith("entry:"):
            index = int(action[6:])
            if index == self.chosen:
                return open_entry(self.session, self.entry)
            self.chosen = index
        elif action == "digit:0":
            from batchgame.tui.game.pages.first_minute import FirstMinutePage

            return FirstMinutePage(self.session)
        elif action.startswith("digit:"):
            self._to_scenario(int(action[6:]) - 1)
        return None

    def _to_scenario(self, index: int) -> None:
        names = library.names()
        if 0 <= index < len(names):
            firsts = [entry.scenario.name for entry in self.entries if isinstance(entry, Entry)]
            self.chosen = firsts.index(names[index])

    def _next(self) -> int:
        """The first stage whose goal has not been reached."""
        records = self.session.progress.records
        for index, entry in enumerate(self.entries):
            record = records.get(entry.name)
            if record is None or not record.goal:
                return index
        return 0
