"""The end of an exercise: what was right, the lesson, its claims with how far they reach."""

from __future__ import annotations

from collections.abc import Sequence

from batchgame.tui.draw.grid import Grid
from batchgame.tui.game.keys import Offer
from batchgame.tui.game.page import Page
from batchgame.tui.game.session import Session
from batchgame.tui.game.workshops.card import PracticePage
from batchgame.tui.game.workshops.card_view import paint_lesson
from batchgame.tui.race.practice import Practice, begin


class LessonPage(PracticePage):
    """Opened once everything is answered: the stars are kept with it."""

    def __init__(self, session: Session, practice: Practice) -> None:
        super().__init__(session, practice)
        self.scroll = 0
        self.rows = 0  # how far it scrolls, known once painted
        practice.keep(session)

    def offers(self) -> Sequence[Offer]:
        """Again, or back to the menu."""
        say = self.session.say
        move = (Offer("down", say("key.scroll"), cap="↑ ↓"),) if self.rows else ()
        return (Offer("next", say("key.menu")), *move, Offer("again", say("key.again")), *self.closing_offers())

    def paint(self, grid: Grid) -> None:
        """Draw all of it."""
        self.rows = paint_lesson(grid, self)

    def press(self, action: str) -> Page | None:
        """Scroll, play it again, leave."""
        if action in ("up", "down"):
            self.scroll = min(max(self.scroll + (1 if action == "down" else -1), 0), self.rows)
        elif action == "again":
            return begin(self.session, self.practice.exercise)
        elif action == "next":
            return super().press("back")
        return super().press(action)
