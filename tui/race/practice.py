"""An exercise being played: what was answered, how sure, what the page in its middle made of it."""

from __future__ import annotations

from dataclasses import dataclass, field

from batchgame.scenarios.reading.exercise import Exercise
from batchgame.tui.race.question import Question, dealt


@dataclass
class Practice:
    """The state of an exercise; pages read it and change it.

    goal: what the page in the middle asks for was reached. par: it was reached as well as can be expected.
    """

    exercise: Exercise
    seed: int = 0  # deals the answers
    hints: int = 0
    hint_open: bool = False  # the last hint stands on the screen
    goal: bool = False
    par: bool = False
    kept: bool = False  # its stars are in the progress already
    questions: dict[str, Question] = field(default_factory=dict)  # by the name of the card

    def __post_init__(self) -> None:
        """Ask every card of the exercise."""
        self.questions = {
            card.name: Question(
                len(card.options),
                card.right,
                asks_sure=True,
                order=dealt(len(card.options), f"{self.name} {card.name}", self.seed),
            )
            for card in self.exercise.cards
        }

    @property
    def name(self) -> str:
        """Return the exercise as the command spells it, and under which progress is kept."""
        return self.exercise.name

    @property
    def has_workshop(self) -> bool:
        """Return a page stands between the first card and the lesson."""
        return self.exercise.page is not None

    @property
    def right(self) -> int:
        """Return the number of cards that were answered right."""
        return sum(question.is_right for question in self.questions.values())

    @property
    def answered(self) -> int:
        """Return the number of cards that have an answer."""
        return sum(question.chosen is not None for question in self.questions.values())
