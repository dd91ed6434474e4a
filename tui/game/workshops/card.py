"""A question of an exercise: answer, say how sure, then read why."""

from __future__ import annotations

from collections.abc import Sequence

from batchgame.scenarios.reading.exercise import say as say_of
from batchgame.scenarios.reading.format import Text
from batchgame.tui.draw.grid import Grid
from batchgame.tui.game.keys import Offer
from batchgame.tui.game.page import Page
from batchgame.tui.game.pages.predict import SURE_KEYS
from batchgame.tui.game.session import Session
from batchgame.tui.game.workshops.card_view import paint_card
from batchgame.tui.race.practice import Practice, after
from batchgame.tui.race.round import HINTS


class PracticePage(Page):
    """A page of an exercise."""

    def __init__(self, session: Session, practice: Practice) -> None:
        super().__init__(session)
        self.practice = practice

    def text(self, text: Text) -> str:
        """A text of the exercise in the player's language, its numbers filled in."""
        return say_of(self.practice.exercise, text, self.session.say.language)

    def hint(self) -> str | None:
        """The last hint that was asked for."""
        taken = self.practice.hints
        return self.text(self.practice.exercise.hints[taken - 1]) if taken else None

    def hint_offer(self) -> Offer:
        """The next hint, while there is one."""
        taken, word = self.practice.hints, self.session.say("key.hint")
        return Offer("hint", f"{word} {taken}/{HINTS}" if taken else word, live=taken < HINTS)

    def closing_offers(self) -> Sequence[Offer]:
        """Language, help and the way back, at the end of every footer."""
        say = self.session.say
        language = (Offer("language", say("key.language")),) if not self.session.look.ascii else ()
        return (*language, Offer("help", say("key.help")), Offer("back", say("key.menu")))

    def press(self, action: str) -> Page | None:
        """Take a hint; leave."""
        if action == "hint":
            self.practice.hints = min(HINTS, self.practice.hints + 1)
        elif action == "back":
            from batchgame.tui.game.pages.menu import MenuPage

            return MenuPage(self.session, at=self.practice.name)
        return None


class CardPage(PracticePage):
    """One card. Before a workshop it is a prediction, and the answer waits for what the player will see."""

    def __init__(self, session: Session, practice: Practice, index: int) -> None:
        super().__init__(session, practice)
        self.index = index
        self.card = practice.exercise.cards[index]
        self.told = False

    @property
    def answer(self) -> int | None:
        """The option under the cursor."""
        return self.practice.answers.get(self.card.name)

    @property
    def sure(self) -> bool | None:
        """How sure, once said."""
        return self.practice.sure.get(self.card.name)

    def offers(self) -> Sequence[Offer]:
        """Digits answer; Enter goes on once both answers are there."""
        say = self.session.say
        if self.told:
            return (Offer("next", say("key.next")), *self.closing_offers())
        options = len(self.card.options)
        picks = Offer("digit:1", say("key.pick"), cap=f"1-{options}")
        if self.answer is not None:
            picks = Offer(SURE_KEYS[0], say("key.pick"), cap="8 9")
        hints = (self.hint_offer(),) if self.index == 0 else ()
        return (
            picks,
            Offer("up", say("key.move"), cap="↑ ↓"),
            Offer("next", say("key.next"), live=self.sure is not None),
            *hints,
            *self.closing_offers(),
        )

    def paint(self, grid: Grid) -> None:
        """Draw all of it."""
        paint_card(grid, self)

    def press(self, action: str) -> Page | None:
        """Answer, say how sure, read why, go on."""
        practice, name, options = self.practice, self.card.name, len(self.card.options)
        if action == "next" and self.told:
            return after(self.session, practice, self.index)
        if self.told:
            return super().press(action)
        if action in SURE_KEYS and self.answer is not None:
            practice.sure[name] = action == SURE_KEYS[1]
        elif action.startswith("digit:") and 1 <= int(action[6:]) <= options:
            practice.answers[name] = int(action[6:]) - 1
        elif action in ("up", "down"):
            by = 1 if action == "down" else -1
            practice.answers[name] = (-1 if self.answer is None and by > 0 else self.answer or 0) + by
            practice.answers[name] %= options
        elif action == "next" and self.sure is not None:
            practice.commit(self.session, self.card)
            if self.index == 0 and practice.workshop:
                return after(self.session, practice, self.index)
            self.told = True
        else:
            return super().press(action)
        return None
