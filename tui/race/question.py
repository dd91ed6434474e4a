"""A question while it is being answered: the same keys and the same rules wherever one is asked."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

SURE_KEYS = ("digit:8", "digit:9")  # a guess, and sure: digits that never answer a question
GOES_ON = ("next", *SURE_KEYS)  # the keys that leave a question once it has an answer


def dealt(count: int, name: str, seed: int, *, last: int = 0) -> tuple[int, ...]:
    """Return the order in which answers are shown: the same for one question and seed, on the screen and in lines.

    last: so many at the end keep their places, such as "I could not tell".
    """
    chance = Random(f"{seed} {name}")
    moving = sorted((chance.random(), index) for index in range(count - last))
    return (*(index for _, index in moving), *range(count - last, count))


@dataclass
class Question:
    """The state of one question.

    options: how many answers it has. right: the index of the right one; None where the race decides.
    asks_sure: the player also says how sure the answer is. chosen: the index of the answer under the cursor.
    order: the indices of the answers as they are shown. Every other index is an answer's place in its file.
    """

    options: int
    right: int | None = None
    asks_sure: bool = False
    chosen: int | None = None
    sure: bool | None = None
    order: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        """Show the answers as the file has them, unless they were dealt."""
        self.order = self.order or tuple(range(self.options))

    @property
    def asking_sure(self) -> bool:
        """Return whether there is an answer of which the player can say how sure it is."""
        return self.asks_sure and self.chosen is not None

    @property
    def ready(self) -> bool:
        """Return whether Enter would go on."""
        return self.chosen is not None

    @property
    def answered(self) -> bool:
        """Return whether everything that is asked has been answered."""
        return self.chosen is not None and (self.sure is not None or not self.asks_sure)

    @property
    def is_right(self) -> bool:
        """Return the right answer was chosen."""
        return self.chosen is not None and self.chosen == self.right

    def press(self, action: str) -> bool:
        """Answer with a digit or the arrows, and say how sure. Returns False for a key that is the page's.

        The keys that go on are the page's, too, once they have been noted: Enter alone is a guess.
        """
        if action in GOES_ON and self.asking_sure:
            if action != "next" or self.sure is None:
                self.sure = action == SURE_KEYS[1]
            return False
        if action.startswith("digit:") and 1 <= int(action[6:]) <= self.options:
            self.chosen = self.order[int(action[6:]) - 1]
        elif action in ("up", "down"):
            self._move(1 if action == "down" else -1)
        else:
            return False
        return True

    def _move(self, by: int) -> None:
        if self.chosen is None:
            self.chosen = self.order[0 if by > 0 else -1]
        else:
            self.chosen = self.order[(self.order.index(self.chosen) + by) % self.options]
