"""Help: every key of the page underneath, and the words of the subject in both languages."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from batchgame.tui.draw.grid import Grid
from batchgame.tui.game.keys import Offer
from batchgame.tui.game.page import Page
from batchgame.tui.game.pages.help_view import hidden_rows, paint_help
from batchgame.tui.game.route import Back, Route
from batchgame.tui.game.session import Session


class HelpPage(Page):
    """Lies over another page, which waits. keys: tells what that page offers, in the language of the moment."""

    help_opens = False

    def __init__(self, session: Session, keys: Callable[[], Sequence[Offer]]) -> None:
        super().__init__(session)
        self.keys = keys
        self.top = 0

    def offers(self) -> Sequence[Offer]:
        """Return the scroll keys and the way back to the game."""
        say = self.session.say
        language = (Offer("language", say("key.language")),) if not self.session.look.ascii else ()
        return (
            Offer("down", say("key.scroll"), cap="↑ ↓"),
            *language,
            Offer("back", say("key.back_to_game")),
            Offer("quit", say("key.quit")),
        )

    def paint(self, grid: Grid) -> None:
        """Draw the help over the page below."""
        say = self.session.say
        keys = [offer for offer in self.keys() if offer.action != "help"]
        keys += [Offer("theme", say("key.theme")), Offer("redraw", say("key.redraw"))]
        if all(offer.action != "quit" for offer in keys):
            keys.append(Offer("quit", say("key.quit")))
        paint_help(self.pen(grid), keys, self.top)

    def press(self, action: str) -> Route | None:
        """Scroll, or go back to the game."""
        if action in ("up", "down"):
            last = hidden_rows(self.session.say, *self.window, self.session.look.folds)
            self.top = min(max(0, self.top + (1 if action == "down" else -1)), last)
            return None
        return Back() if action in ("back", "next", "help") else None
