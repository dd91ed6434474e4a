"""How far a race's lesson holds: every claim with its badge and its sources. The result waits underneath."""

from __future__ import annotations

from collections.abc import Sequence

from batchgame.tui.draw.grid import Grid
from batchgame.tui.game.keys import Offer
from batchgame.tui.game.pages.claims_view import claim_parts, paint_claims
from batchgame.tui.game.parts.words import overflow
from batchgame.tui.game.round_page import RoundPage
from batchgame.tui.game.route import Back, Route
from batchgame.tui.game.session import Session
from batchgame.tui.race.round import Round


class ClaimsPage(RoundPage):
    """A column of words that scrolls where the window is too low for it."""

    step = "result"

    def __init__(self, session: Session, round_: Round) -> None:
        super().__init__(session, round_)
        self.scroll = 0

    @property
    def hidden_rows(self) -> int:
        """Return how many rows the page can scroll in this window."""
        look, say = self.session.look, self.session.say
        return overflow(claim_parts(look, say, self.round), *self.window, look.folds)

    def offers(self) -> Sequence[Offer]:
        """Return the way back, and the scroll keys where there is more."""
        say = self.session.say
        move = (Offer("down", say("key.scroll"), cap="↑ ↓"),) if self.hidden_rows else ()
        return (Offer("next", say("key.back")), *move, *self.closing_offers("key.back"))

    def paint(self, grid: Grid) -> None:
        """Draw the claims and how far they hold."""
        self.header(grid)
        paint_claims(self.pen(grid), self.round, self.scroll)

    def press(self, action: str) -> Route | None:
        """Scroll, or go back to the result."""
        if action in ("up", "down"):
            self.scroll = min(max(self.scroll + (1 if action == "down" else -1), 0), self.hidden_rows)
            return None
        return Back() if action in ("next", "back", "sources") else None
