"""A question while it is being answered: the same keys and the same rules wherever one is asked."""

from __future__ import annotations

from dataclasses import dataclass

SURE_KEYS = ("digit:8", "digit:9")  # a guess, and sure: digits that never answer a question


@dataclass
class Question:
    """The state of one question.

    options: how many answers it has. right: the index of the right one; None where the race decides.
    asks_sure: after the answer the player says how sure it is. chosen: the index of the answer under the cursor.
    asking_sure: the cursor stands on the second of the two questions.
    """

    options: int
    right: int | None = None
    asks_sure: bool = False
    chosen: int | None = None
    sure: bool | None = None
    asking_sure: bool = False

    @property
    def ready(self) -> bool:
        """Return whether Enter would go on."""
        return self.sure is not None if self.asking_sure else self.chosen is not None

    @property
    def answered(self) -> bool:
        """Return whether everything that is asked has been answered."""
        return self.chosen is not None and (self.sure is not None or not self.asks_sure)

    @property
    def is_right(self) -> bool:
        """Return the right answer was chosen."""
        return self.chosen is not None and self.chosen == self.right

    def press(self, action: str) -> bool:
        """Answer with a digit, move with the arrows, go back to the answer. Returns False for a key of the page."""
        if self.asks_sure and action in SURE_KEYS and self.chosen is not None:
            self.asking_sure, self.sure = True, action == SURE_KEYS[1]
        elif action.startswith("digit:") and 1 <= int(action[6:]) <= self.options:
            self.chosen, self.asking_sure = int(action[6:]) - 1, self.asks_sure
        elif action in ("up", "down"):
            self._move(1 if action == "down" else -1)
        elif action == "next" and self.asks_sure and not self.asking_sure and self.chosen is not None:
            self.asking_sure = True
        elif action == "back" and self.asking_sure:
            self.asking_sure, self.sure = False, None
        else:
            return False
        return True

    def _move(self, by: int) -> None:
        if self.asking_sure:
            self.sure = by > 0
        elif self.chosen is None:
            self.chosen = 0 if by > 0 else self.options - 1
        else:
            self.chosen = (self.chosen + by) % self.options
