"""Which question of a test form a student looks at, and what a key does there."""

from __future__ import annotations

from batchgame.classroom.sheets import Sheet
from batchgame.tui.classroom.pages.own import Asked
from batchgame.tui.text.catalogue import Catalogue


class Filling:
    """Begins at the first question without an answer, and stays there until the student steps back."""

    def __init__(self) -> None:
        self._at: int | None = None  # None: the first question without an answer

    def at(self, sheet: Sheet) -> int:
        """Return the number of the question that is looked at; their count once all are answered."""
        return sheet.first_open if self._at is None else self._at

    def press(self, action: str, sheet: Sheet) -> int | None:
        """Step to another question, or return the option that a digit chooses."""
        at = self.at(sheet)
        if action in ("left", "right"):
            self._at = min(max(at + (1 if action == "right" else -1), 0), sheet.first_open)
        digit = int(action[6:]) if action.startswith("digit:") else 0
        if at == len(sheet.questions) or not 1 <= digit <= len(sheet.orders[at]):
            return None
        return sheet.orders[at][digit - 1]

    def answered(self, at: int, sheet: Sheet) -> None:
        """Go on behind a question whose answer is on disk."""
        self._at = None if at + 1 >= sheet.first_open else at + 1

    def asked(self, sheet: Sheet, say: Catalogue) -> Asked:
        """Return the question in the student's language and order."""
        at, of = self.at(sheet), len(sheet.questions)
        if at == of:
            return Asked(at, of)
        question, order, given = sheet.questions[at], sheet.orders[at], sheet.given.get(at)
        options = tuple(say.of(question.options[option]) for option in order)
        return Asked(at, of, say.of(question.prompt), options, None if given is None else order.index(given.answer))
