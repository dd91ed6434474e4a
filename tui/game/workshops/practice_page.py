"""What the pages of an exercise share: its header, its texts, its hints, and the way back."""

from __future__ import annotations

from collections.abc import Sequence

from batchgame.scenarios.reading.exercise import say as say_of
from batchgame.scenarios.reading.text import Text
from batchgame.tui.draw.grid import Grid
from batchgame.tui.game.keys import Offer
from batchgame.tui.game.page import Page
from batchgame.tui.game.parts import chrome
from batchgame.tui.game.route import Route, Start
from batchgame.tui.game.session import Session
from batchgame.tui.race.practice import Practice
from batchgame.tui.race.round import HINTS
from batchgame.tui.text.catalogue import Catalogue


class PracticePage(Page):
    """A page of an exercise."""

    def __init__(self, session: Session, practice: Practice) -> None:
        super().__init__(session)
        self.practice = practice

    @property
    def say(self) -> Catalogue:
        """Return the catalogue of the player's language, with the exercise's own words."""
        return self.session.say.with_words(self.practice.name, self.practice.exercise.words)

    def text(self, text: Text) -> str:
        """Return a text of the exercise in the player's language, its numbers filled in."""
        return say_of(self.practice.exercise, text, self.say.language)

    def header(self, grid: Grid, where: str = "") -> None:
        """Draw the title of the exercise, how far one has come, and its stars."""
        look = self.session.look
        record = self.session.progress.records.get(self.practice.name)
        stars = (record.goal, record.predicted, record.par) if record else (False, False, False)
        signs = "".join(look.star if star else look.no_star for star in stars)
        chrome.header(grid, look, self.text(self.practice.exercise.title), right=f"{where}  {signs}".strip())

    def hint(self) -> str | None:
        """Return the last hint that was asked for, until it is closed."""
        taken = self.practice.hints
        return self.text(self.practice.exercise.hints[taken - 1]) if taken and self.practice.hint_open else None

    def hint_offer(self) -> Offer:
        """Return the key for the next hint, which is dead while the last one stands on the screen."""
        taken, word = self.practice.hints, self.say("key.hint")
        live = taken < HINTS or not self.practice.hint_open
        return Offer("hint", f"{word} {taken}/{HINTS}" if taken else word, live=live)

    def close_hint(self) -> None:
        """Close the hint on the screen, wherever `hint` takes it from: otherwise Esc would close it for ever."""
        self.practice.hint_open = False

    def closing_offers(self, back: str) -> Sequence[Offer]:
        """Return the end of the footer: Esc closes a hint before it leaves."""
        return super().closing_offers(back if self.hint() is None else "key.close")

    def press(self, action: str) -> Route | None:
        """Take a hint, close it, or leave for the menu."""
        if action == "hint":
            self.practice.hints, self.practice.hint_open = min(HINTS, self.practice.hints + 1), True
        elif action == "back" and self.hint() is not None:
            self.close_hint()
        elif action == "back":
            return Start("menu", self.practice.name)
        return None
