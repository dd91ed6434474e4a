"""The end of an exercise: what was right, the lesson, its claims with how far they reach."""

from __future__ import annotations

from collections.abc import Sequence

from batchgame.tui.draw.grid import Grid
from batchgame.tui.game.keys import Offer
from batchgame.tui.game.order import begin, onward_from
from batchgame.tui.game.parts.words import Part, overflow
from batchgame.tui.game.route import Route, Start
from batchgame.tui.game.session import Session
from batchgame.tui.game.workshops.lesson_view import lesson_parts, paint_lesson
from batchgame.tui.game.workshops.practice_page import PracticePage
from batchgame.tui.race.practice import Practice
from batchgame.tui.score.earned import record_practice


class LessonPage(PracticePage):
    """Opened once everything is answered; the stars are kept at that moment."""

    def __init__(self, session: Session, practice: Practice) -> None:
        super().__init__(session, practice)
        self.scroll = 0
        record_practice(session.progress, practice)

    @property
    def hidden_rows(self) -> int:
        """Return how many rows the page can scroll in this window."""
        return overflow(self._parts(), *self.window, self.session.look.folds)

    def offers(self) -> Sequence[Offer]:
        """Return the keys to the next stop, for another try, for the menu, and for scrolling where there is more."""
        say = self.say
        move = (Offer("down", say("key.scroll"), cap="↑ ↓"),) if self.hidden_rows else ()
        again = Offer("again", say("key.again"))
        return (Offer("next", say("key.next_stage")), *move, again, *self.closing_offers("key.menu"))

    def paint(self, grid: Grid) -> None:
        """Draw the lesson of the exercise."""
        self.header(grid)
        paint_lesson(self.pen(grid), self._parts(), self.scroll, self.practice)

    def press(self, action: str) -> Route | None:
        """Scroll, play it again, or leave."""
        if action in ("up", "down"):
            self.scroll = min(max(self.scroll + (1 if action == "down" else -1), 0), self.hidden_rows)
            return None
        if action == "again":
            return begin(self.practice.exercise, self.practice.seed)
        if action == "next":
            return onward_from(self.session, self.practice.name)
        return Start("menu", self.practice.name) if action == "back" else None

    def _parts(self) -> list[Part]:
        return lesson_parts(self.session.look, self.say, self.practice, self.text)
