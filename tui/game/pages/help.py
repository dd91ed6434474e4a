"""Help: every key of the page underneath, and the words of the subject in both languages."""

from __future__ import annotations

from collections.abc import Sequence

from batchgame.tui.draw.grid import Grid
from batchgame.tui.game.keys import Offer
from batchgame.tui.game.page import Page
from batchgame.tui.game.pages.help_view import paint_help
from batchgame.tui.game.session import Session


class HelpPage(Page):
    """Lies over another page, which waits."""

    help_opens = False

    def __init__(self, session: Session, under: Page) -> None:
        super().__init__(session)
        self.under = under
        self.top = 0

    def offers(self) -> Sequence[Offer]:
        """Scroll, or back to the game."""
        say = self.session.say
        language = (Offer("language", say("key.language")),) if not self.session.look.ascii else ()
        return (
            Offer("down", say("key.scroll"), cap="↑ ↓"),
            *language,
            Offer("back", say("key.back_to_game")),
            Offer("quit", say("key.quit")),
        )

    def paint(self, grid: Grid) -> None:
        """Draw all of it."""
        paint_help(grid, self)

    def press(self, action: str) -> Page | None:
        """Scroll, or back to the game."""
        if action in ("up", "down"):
            self.top = max(0, self.top + (1 if action == "down" else -1))
            return None
        return self.under if action in ("back", "next", "help") else None
