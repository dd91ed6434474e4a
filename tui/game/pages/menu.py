"""The menu: the path with what was earned on it, and beside it the table that the player's races fill."""

from __future__ import annotations

from collections.abc import Sequence

from batchgame.tui.draw.grid import Grid
from batchgame.tui.draw.layout import narrow
from batchgame.tui.game.keys import Offer
from batchgame.tui.game.order import cards_due, open_playable
from batchgame.tui.game.page import Page
from batchgame.tui.game.pages.menu_view import MenuView, paint_menu
from batchgame.tui.game.route import Go, Over, Route
from batchgame.tui.game.session import Session
from batchgame.tui.score.listing import Entry, listing
from batchgame.tui.score.share import by_chapter
from batchgame.tui.score.trophy import table


class MenuPage(Page):
    """A path to move along, with the landscape of the chosen stop beside it. at: the stop that was just played."""

    def __init__(self, session: Session, at: str | None = None) -> None:
        super().__init__(session)
        own_files = () if session.options.kiosk else session.own_files()
        self.entries = listing(own_files)
        self.next = self._next()
        names = [entry.name for entry in self.entries]
        self.chosen = names.index(at) if at in names else self.next

    @property
    def entry(self) -> Entry:
        """Return the entry under the cursor."""
        return self.entries[self.chosen]

    def offers(self) -> Sequence[Offer]:
        """Return the keys that move, play, deal the cards that are due, open the table, help, and leave."""
        say = self.session.say
        return (
            Offer("down", say("key.move"), cap="↑ ↓ ← →"),
            Offer("next", say("key.play"), live=self.entry.trouble is None),
            Offer("cards", say("key.cards"), live=bool(cards_due(self.session))),
            Offer("test", say("key.table")),
            Offer("digit:0", say("key.start"), cap="0"),
            *self.closing_offers("key.quit"),
        )

    def paint(self, grid: Grid) -> None:
        """Draw the path, and the table where there is room beside it."""
        progress = self.session.progress
        # With the second frame, as the landscape beside it: the first one is to come as soon as can be.
        rows = table(progress.races, progress.gaps) if self.session.warm and not narrow(*grid.size) else None
        view = MenuView(
            self.entries, self.chosen, self.next, progress.records, by_chapter(self.entries, progress.records), rows,
            len(cards_due(self.session)), progress.sure, progress.unsure, progress.notice,
        )  # fmt: skip
        paint_menu(self.pen(grid), view)

    def press(self, action: str) -> Route | None:
        """Move the cursor, or open what is under it."""
        if action in ("up", "down"):
            self.chosen = (self.chosen + (1 if action == "down" else -1)) % len(self.entries)
        elif action in ("left", "right"):
            chapters = sorted({entry.chapter for entry in self.entries})
            at = chapters.index(self.entry.chapter) + (1 if action == "right" else -1)
            self._unfold(chapters[at % len(chapters)])
        elif action == "next":
            return self._open()
        elif action.startswith("entry:"):
            index = int(action[6:])
            if index == self.chosen:
                return self._open()
            self.chosen = index
        elif action == "test":
            return Over("trophy")
        elif action == "cards" and (due := cards_due(self.session)):
            return Over("deal", due, None)
        elif action == "digit:0":
            return Go("first_minute")
        elif action.startswith("digit:"):
            self._unfold(int(action[6:]) - 1)
        return None

    def _open(self) -> Route | None:
        if self.entry.page is not None:
            return Over(self.entry.page)
        playable = self.entry.playable
        return None if playable is None else open_playable(self.session.options, playable)

    def _unfold(self, chapter: int) -> None:
        """Go to a chapter: to its first stop whose goal has not been reached, else to its first stop."""
        stops = [index for index, entry in enumerate(self.entries) if entry.chapter == chapter]
        if stops:
            self.chosen = next((index for index in stops if self._is_open(self.entries[index])), stops[0])

    def _is_open(self, entry: Entry) -> bool:
        record = self.session.progress.records.get(entry.key)
        return entry.plays and (record is None or not record.goal)

    def _next(self) -> int:
        """Return the first entry whose goal has not been reached."""
        return next((index for index, entry in enumerate(self.entries) if self._is_open(entry)), 0)
