"""How far a race's lesson holds: every claim with its badge and where it comes from."""

from __future__ import annotations

from collections.abc import Sequence

from batchgame.tui.draw.grid import Grid
from batchgame.tui.game.keys import Offer
from batchgame.tui.game.page import Page
from batchgame.tui.game.pages.result import ResultPage
from batchgame.tui.game.round_page import RoundPage
from batchgame.tui.game.workshops.card_view import paint_claims


class ClaimsPage(RoundPage):
    """Lies over the result, which waits."""

    step = "result"

    def __init__(self, under: ResultPage) -> None:
        super().__init__(under.session, under.round)
        self.under = under
        self.scroll = 0
        self.rows = 0  # how far it scrolls, known once painted

    def offers(self) -> Sequence[Offer]:
        """Scroll where there is more, or back to the result."""
        say = self.session.say
        move = (Offer("down", say("key.scroll"), cap="↑ ↓"),) if self.rows else ()
        return (Offer("next", say("key.back")), *move, *self.closing_offers("key.back"))

    def paint(self, grid: Grid) -> None:
        """Draw all of it."""
        self.header(grid)
        self.rows = paint_claims(grid, self)

    def press(self, action: str) -> Page | None:
        """Scroll, or back to the result."""
        if action in ("up", "down"):
            self.scroll = min(max(self.scroll + (1 if action == "down" else -1), 0), self.rows)
            return None
        return self.under if action in ("next", "back", "sources") else None
