"""The menu: everything that can be played, what was earned there, and what is next."""

from __future__ import annotations

from collections.abc import Sequence

from batchgame.tui.draw.grid import Grid
from batchgame.tui.game.keys import Offer
from batchgame.tui.game.order import open_playable
from batchgame.tui.game.page import Page
from batchgame.tui.game.pages.menu_view import MenuView, paint_menu
from batchgame.tui.game.route import Go, Route
from batchgame.tui.game.session import Session
from batchgame.tui.score.listing import Entry, first_stages, listing


class MenuPage(Page):
    """A list to move in, with the landscape of the chosen stage beside it. at: the entry that was just played."""

    def __init__(self, session: Session, at: str | None = None) -> None:
        super().__init__(session)
        own_files = () if session.options.kiosk else session.own_files()
        self.entries = listing(own_files)
        self.next = self._next()
        names = [entry.name for entry in self.entries]
        self.chosen = names.index(at) if at in names else self.next
        if at in names and session.progress.records.get(self.entries[self.chosen].key):
            self.chosen = self.next

    @property
    def entry(self) -> Entry:
        """Return the entry under the cursor."""
        return self.entries[self.chosen]

    def offers(self) -> Sequence[Offer]:
        """Return the keys that move, play, switch the language, help, and leave."""
        say = self.session.say
        return (
            Offer("down", say("key.move"), cap="↑ ↓"),
            Offer("next", say("key.play"), live=self.entry.playable is not None),
            Offer("digit:0", say("key.first_minute"), cap="0"),
            *self.closing_offers("key.quit"),
        )

    def paint(self, grid: Grid) -> None:
        """Draw the list of what can be played."""
        progress = self.session.progress
        view = MenuView(self.entries, self.chosen, self.next, progress.records, progress.sure, progress.unsure,
                        progress.notice)  # fmt: skip
        paint_menu(self.pen(grid), view)

    def press(self, action: str) -> Route | None:
        """Move the cursor, or play the entry under it."""
        if action in ("up", "down"):
            self.chosen = (self.chosen + (1 if action == "down" else -1)) % len(self.entries)
        elif action == "next":
            return self._play()
        elif action.startswith("entry:"):
            index = int(action[6:])
            if index == self.chosen:
                return self._play()
            self.chosen = index
        elif action == "digit:0":
            return Go("first_minute")
        elif action.startswith("digit:"):
            firsts = first_stages(self.entries)
            if int(action[6:]) <= len(firsts):
                self.chosen = firsts[int(action[6:]) - 1]
        return None

    def _play(self) -> Route | None:
        playable = self.entry.playable
        return None if playable is None else open_playable(self.session.options, playable)

    def _next(self) -> int:
        """Return the first entry whose goal has not been reached."""
        records = self.session.progress.records
        for index, entry in enumerate(self.entries):
            record = records.get(entry.key)
            if entry.playable is not None and (record is None or not record.goal):
                return index
        return 0
