"""An exercise being played: what was answered, how sure, what the page in its middle made of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from batchgame.tui.score.saved import Record
from batchgame.tui.score.stars import points

if TYPE_CHECKING:
    from batchgame.scenarios.reading.exercise import Card, Exercise
    from batchgame.tui.game.page import Page
    from batchgame.tui.game.session import Session
    from batchgame.tui.score.progress import Progress

WELL = 0.8  # of the answers right: the star for predicting


class Keeper(Protocol):
    """Who has the player's progress: a session on the screen, or a table of plain lines."""

    progress: Progress


@dataclass
class Practice:
    """The state of an exercise; pages read it and change it."""

    exercise: Exercise
    answers: dict[str, int] = field(default_factory=dict)
    sure: dict[str, bool] = field(default_factory=dict)
    hints: int = 0
    goal: bool = False  # what the page in the middle asks for was reached
    par: bool = False  # and as well as can be expected
    kept: bool = False

    @property
    def name(self) -> str:
        """As the command spells it, and under which progress is kept."""
        return self.exercise.name

    @property
    def workshop(self) -> bool:
        """There is a page between the first card and the lesson."""
        return self.exercise.page is not None

    @property
    def right(self) -> int:
        """Cards answered right."""
        return sum(self.was_right(card) for card in self.exercise.cards)

    def was_right(self, card: Card) -> bool:
        """This card was answered right."""
        return self.answers.get(card.name) == card.right

    def commit(self, session: Keeper, card: Card) -> None:
        """The answer counts from here on: its points and how sure it was go to the player's progress at once."""
        right, sure = self.was_right(card), self.sure[card.name]
        session.progress.record(self.name, Record(plays=0, points=points(right, sure)), sure=sure, right=right)

    def keep(self, session: Keeper) -> None:
        """The stars, once everything has been answered or done."""
        cards = self.exercise.cards
        if self.kept:
            return
        self.kept = True
        if self.workshop:
            stars = Record(goal=self.goal, predicted=self.was_right(cards[0]), par=self.par)
        else:
            stars = Record(goal=True, predicted=self.right >= WELL * len(cards), par=self.right == len(cards))
        session.progress.record(self.name, stars)


def begin(session: Session, exercise: Exercise) -> Page:
    """The first page of an exercise."""
    from batchgame.tui.game.workshops.card import CardPage

    return CardPage(session, Practice(exercise), 0)


def after(session: Session, practice: Practice, index: int, *, worked: bool = False) -> Page:
    """What follows card `index`: the page that it was asked for, once that is done the next card, or the lesson."""
    from importlib import import_module

    from batchgame.tui.game.workshops.card import CardPage
    from batchgame.tui.game.workshops.lesson import LessonPage

    if index == 0 and practice.workshop and not worked:
        module = import_module(f"batchgame.tui.game.workshops.{practice.exercise.page}")
        page: Page = module.page(session, practice)
        return page
    if index + 1 < len(practice.exercise.cards):
        return CardPage(session, practice, index + 1)
    return LessonPage(session, practice)
