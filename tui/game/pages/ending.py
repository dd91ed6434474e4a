"""The end of the path: the table, how well the player knew what was known, the stars, and two lines to take away."""

from __future__ import annotations

from collections.abc import Sequence

from batchgame.scenarios.path import path
from batchgame.tui.draw.grid import Grid
from batchgame.tui.game.keys import Offer
from batchgame.tui.game.page import Page
from batchgame.tui.game.pages.ending_view import EndingView, paint_ending
from batchgame.tui.game.route import Over, Route, Start
from batchgame.tui.game.session import Session
from batchgame.tui.score.listing import ENDING, listing
from batchgame.tui.score.share import by_chapter, command_of, share_text
from batchgame.tui.score.trophy import count, table


class EndingPage(Page):
    """Shown after the last stop, even with open rows in the table. again: the command of the last race."""

    def __init__(self, session: Session, again: str | None = None) -> None:
        super().__init__(session)
        self.again = again or f"batchgame play {path().ending} --seed {session.options.seed}"
        self.entries = listing()

    def offers(self) -> Sequence[Offer]:
        """Return the keys to the menu and to the table, and the one that copies; a kiosk copies nothing."""
        say = self.session.say
        copy = () if self.session.options.kiosk else (Offer("copy", say("key.copy_share")),)
        return (
            Offer("next", say("key.menu")),
            Offer("test", say("key.table")),
            *copy,
            *self.closing_offers("key.menu"),
        )

    @property
    def view(self) -> EndingView:
        """Return what the page shows."""
        progress, options = self.session.progress, self.session.options
        rows, chapters = table(progress.races, progress.gaps), by_chapter(self.entries, progress.records)
        command = command_of(options.scenario, options.seed)
        share = share_text(self.session.say, chapters, count(rows), progress.sure, command)
        return EndingView(rows, chapters, progress.chances, progress.sure, progress.unsure, share, self.again,
                          options.kiosk)  # fmt: skip

    def paint(self, grid: Grid) -> None:
        """Draw the ending as the progress is now."""
        paint_ending(self.pen(grid), self.view)

    def press(self, action: str) -> Route | None:
        """Leave for the menu, or look at the table."""
        if action == "test":
            return Over("trophy")
        return Start("menu", ENDING) if action in ("next", "back") else None

    def to_copy(self) -> str | None:
        """Return the text to share."""
        return None if self.session.options.kiosk else self.view.share
