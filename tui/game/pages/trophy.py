"""The table of small and large batches on a page of its own: each row with the race that filled it."""

from __future__ import annotations

from collections.abc import Sequence

from batchgame.scenarios.playables import find
from batchgame.tui.draw.grid import Grid
from batchgame.tui.game.keys import Offer
from batchgame.tui.game.order import open_playable
from batchgame.tui.game.page import Page
from batchgame.tui.game.pages.trophy_view import TrophyView, paint_trophy
from batchgame.tui.game.route import Back, Route
from batchgame.tui.game.session import Session
from batchgame.tui.score.trophy import table


class TrophyPage(Page):
    """A cursor goes through the rows; Enter plays the stop that fills the one under it."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.rows = table(session.progress.races, session.progress.gaps)
        self.chosen = next((n for n, row in enumerate(self.rows) if row.better is None), 0)

    def offers(self) -> Sequence[Offer]:
        """Return the keys that move, play the stop of a row, and go back."""
        say = self.session.say
        return (
            Offer("down", say("key.row"), cap="↑ ↓"),
            Offer("next", say("key.play"), live=self.rows[self.chosen].stop is not None),
            *self.closing_offers("key.menu"),
        )

    def paint(self, grid: Grid) -> None:
        """Draw the table and where its figures come from."""
        paint_trophy(self.pen(grid), TrophyView(self.rows, self.chosen))

    def press(self, action: str) -> Route | None:
        """Move through the rows, play, or go back."""
        if action in ("up", "down"):
            self.chosen = (self.chosen + (1 if action == "down" else -1)) % len(self.rows)
        elif action.startswith("entry:"):
            self.chosen = int(action[6:])
        elif action == "next" and (stop := self.rows[self.chosen].stop):
            return open_playable(self.session.options, find(stop))
        elif action in ("back", "test"):
            return Back()
        return None
