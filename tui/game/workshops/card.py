"""A question of an exercise: answer, say how sure, then read why."""

from __future__ import annotations

from collections.abc import Sequence

from batchgame.tui.draw.grid import Grid
from batchgame.tui.game.keys import Offer
from batchgame.tui.game.order import after
from batchgame.tui.game.route import Route
from batchgame.tui.game.session import Session
from batchgame.tui.game.workshops.card_view import CardView, paint_card
from batchgame.tui.game.workshops.practice_page import PracticePage
from batchgame.tui.race.practice import Practice
from batchgame.tui.race.question import GOES_ON, SURE_KEYS
from batchgame.tui.score.earned import record_answer


class CardPage(PracticePage):
    """One card. Before a workshop it is a prediction, and the answer waits for what the player will see."""

    def __init__(self, session: Session, practice: Practice, index: int) -> None:
        super().__init__(session, practice)
        self.index = index
        self.card = practice.exercise.cards[index]
        self.question = practice.questions[self.card.name]
        self.told = False

    def offers(self) -> Sequence[Offer]:
        """Return the digits that answer and say how sure, and Enter, which goes on with a guess."""
        say, question = self.say, self.question
        if self.told:
            return (Offer("next", say("key.next")), *self.closing_offers("key.menu"))
        picks = Offer("digit:1", say("key.pick"), cap=f"1-{question.options}")
        sure = Offer(SURE_KEYS[0], say("key.sure"), cap="8 9", live=question.ready)
        hints = (self.hint_offer(),) if self.index == 0 else ()
        return (
            picks,
            sure,
            Offer("up", say("key.move"), cap="↑ ↓"),
            Offer("next", say("key.next"), live=question.ready),
            *hints,
            *self.closing_offers("key.menu"),
        )

    def hint(self) -> str | None:
        """Return the open hint; none beside the reason."""
        return None if self.told else super().hint()

    def paint(self, grid: Grid) -> None:
        """Draw the card with its question."""
        say, exercise = self.say, self.practice.exercise
        cards = len(exercise.cards)
        counted = cards > 1 and not self.practice.has_workshop
        self.header(grid, say("card.of", number=self.index + 1, cards=cards) if counted else "")
        hint = self.hint()
        view = CardView(
            card=self.card,
            question=self.question,
            story=self.text(exercise.story) if self.index == 0 else "",
            hint=f"{say('hint.title', number=self.practice.hints)}{say('colon')}{hint}" if hint else "",
            told=self.told,
        )
        paint_card(self.pen(grid), view, self.text)

    def press(self, action: str) -> Route | None:
        """Answer, say how sure, read why, go on."""
        if self.told:
            return after(self.practice, self.index) if action == "next" else super().press(action)
        if self.question.press(action):
            return None
        if action in GOES_ON and self.question.answered:
            record_answer(self.session.progress, self.practice, self.card)
            if self.index == 0 and self.practice.has_workshop:
                return after(self.practice, self.index)
            self.told = True
            return None
        return super().press(action)
