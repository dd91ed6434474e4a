"""Three critical points: find the zero of the gradient, classify it, kick it and see."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from batchgame.scenarios.exercises.hessian import (
    AGAIN,
    KICKS,
    KINDS,
    NEAR,
    PLACES,
    PLAYED,
    REGION,
    Seen,
    others,
    point,
)
from batchgame.scenarios.reading.exercise import say as say_of
from batchgame.scenarios.text.numbers import number
from batchgame.tui.draw.grid import Grid
from batchgame.tui.game.keys import Offer
from batchgame.tui.game.order import after
from batchgame.tui.game.route import Route
from batchgame.tui.game.session import Session
from batchgame.tui.game.workshops.hessian_view import HessianView, dropped, paint_hessian, word_of
from batchgame.tui.game.workshops.practice_page import PracticePage
from batchgame.tui.plain.table import Table
from batchgame.tui.race.practice import Practice
from batchgame.tui.score.progress import Progress

CURSOR = (REGION[1] - REGION[0]) / 80
BESIDE = np.array([4 * CURSOR, 0.0])  # where the last hint puts the cursor, from the point
# What the key h tells in each step: words of the page, or the numbers of the exercise's own hints.
FIND_HINTS = ("look", "turn", "beside")
OWN_HINTS = {"name": (1,), "kick": (0, 2)}


class HessianPage(PracticePage):
    """Three points, one after the other; each is found, named and kicked."""

    def __init__(self, session: Session, practice: Practice) -> None:
        super().__init__(session, practice)
        self.shapes = shapes(session.progress)
        self.number = 0
        self.named: list[bool] = []  # right at the first try
        self.kicked: list[bool] = []  # as far as the point can be left, this kick leaves it
        self._begin()

    def _begin(self) -> None:
        self.point = point(self.shapes[self.number])
        self.cursor = np.array([-1.5, 1.1])
        self.step = "find"  # then name, kick, see
        self.found: list[Seen] = []  # other critical points in view
        self.message: str | None = None  # what came of the last "here"
        self.taken = 0  # hints in this step
        self.answer: int | None = None
        self.kick: int | None = None

    def _go(self, step: str) -> None:
        self.step, self.taken, self.practice.hint_open = step, 0, False

    @property
    def gradient(self) -> np.ndarray:
        """Return the gradient at the cursor, (2,)."""
        return np.asarray(self.point.landscape.gradient(self.cursor))

    @property
    def last(self) -> bool:
        """Return the point on the map is the last one."""
        return self.number + 1 == len(self.shapes)

    def offers(self) -> Sequence[Offer]:
        """Return the keys that this part of the task wants."""
        say = self.say
        if self.step == "find":
            move = Offer("right", say("key.move"), cap="← → ↑ ↓")
            return (move, Offer("next", say("key.here")), self.hint_offer(), *self.closing_offers("key.menu"))
        if self.step == "see":
            return (Offer("next", say("key.next")), *self.closing_offers("key.menu"))
        count = len(KINDS) if self.step == "name" else len(KICKS)
        picks = Offer("digit:1", say("key.pick"), cap=f"1-{count}")
        return (picks, self.hint_offer(), *self.closing_offers("key.menu"))

    @property
    def hints(self) -> tuple[str, ...]:
        """Return the hints of this step, which the key h tells one after the other."""
        if self.step == "find":
            return tuple(self.say(f"hessian.hint_{name}") for name in FIND_HINTS)
        return own_hints(self.practice, self.step, self.say.language)

    def hint(self) -> str | None:
        """Return the last hint that was asked for in this step, until it is closed."""
        return self.hints[self.taken - 1] if self.taken and self.practice.hint_open else None

    def hint_offer(self) -> Offer:
        """Return the key for the next hint of this step, which is dead while the last one stands on the screen."""
        word, count = self.say("key.hint"), len(self.hints)
        live = self.taken < count or not self.practice.hint_open
        return Offer("hint", f"{word} {self.taken}/{count}" if self.taken else word, live=live)

    def paint(self, grid: Grid) -> None:
        """Draw the Hessian and its landscape."""
        self.header(grid, self.say("card.of", number=self.number + 1, cards=len(self.shapes)))
        paint_hessian(self.pen(grid), HessianView(self.point, self.step, self.cursor, self.gradient, tuple(self.found),
                                                  self.kick, self.named[-1] if self.named else False, self.message,
                                                  self.hint()))  # fmt: skip

    def press(self, action: str) -> Route | None:
        """Move the cursor and say "here"; name the point; kick it; go on."""
        moves = {"left": (-1, 0), "right": (1, 0), "up": (0, 1), "down": (0, -1)}
        digit = int(action[6:]) if action.startswith("digit:") else 0
        if self.step == "find" and action in moves:
            x0, x1, y0, y1 = REGION
            by = np.array(moves[action]) * (CURSOR, 2 * CURSOR)
            self.cursor, self.message = np.clip(self.cursor + by, (x0, y0), (x1, y1)), None
        elif self.step == "find" and action == "next":
            self._here()
        elif self.step == "name" and 1 <= digit <= len(KINDS):
            self.answer = digit - 1
            self.named.append(self.answer == PLACES[self.point.shape].answer)
            self._go("kick")
        elif self.step == "kick" and 1 <= digit <= len(KICKS):
            self.kick = digit - 1
            self.kicked.append(kicked_well(self.point.shape, self.kick))
            score(self.practice, self.named, self.kicked)
            self._go("see")
        elif self.step == "see" and action == "next":
            if self.last:
                return after(self.practice, 0, worked=True)
            self.number += 1
            self._begin()
        elif action == "hint":
            self._hint()
        else:
            return super().press(action)
        return None

    def _here(self) -> None:
        """Take the point asked for, name another one that lies here, or tell the slope."""
        if np.hypot(*(self.cursor - self.point.at)) <= NEAR:
            self.message = None
            self._go("name")
            return
        here = next((seen for seen in others(self.point.shape) if np.hypot(*(self.cursor - seen.at)) <= NEAR), None)
        if here is None:
            self.message = self.say("hessian.not_here", slope=number(float(np.hypot(*self.gradient))))
            return
        if here not in self.found:
            self.found.append(here)
        self.message = self.say("hessian.also", kind=self.say(f"hessian.{word_of(here.kind)}"))

    def _hint(self) -> None:
        if self.step == "see" or not self.hint_offer().live:
            return
        self.taken, self.practice.hint_open = min(len(self.hints), self.taken + 1), True
        if self.step == "find" and self.taken == len(FIND_HINTS):
            self.cursor, self.message = self.point.at + BESIDE, None


def own_hints(practice: Practice, step: str, language: str) -> tuple[str, ...]:
    """Return the exercise's own hints that fit a step; none once everything has been done."""
    exercise = practice.exercise
    return tuple(say_of(exercise, exercise.hints[n], language) for n in OWN_HINTS.get(step, ()))


def shapes(progress: Progress) -> Sequence[str]:
    """Return three of the six points: the other three for a player who has named the first three."""
    record = progress.records.get("hessian")
    return AGAIN if record is not None and record.goal else PLAYED


def kicked_well(shape: str, kick: int) -> bool:
    """Return whether this kick leaves the point, or none would."""
    found = point(shape)
    return found.leaves(found.kicks()[KICKS[kick]]) or PLACES[shape].leaves == len(KICKS)


def score(practice: Practice, named: Sequence[bool], kicked: Sequence[bool]) -> None:
    """Score the points: goal if all were named at the first try, par if each was left that can be left."""
    if len(kicked) == len(PLAYED):
        practice.goal = all(named)
        practice.par = practice.goal and all(kicked)


def hinting(table: Table, practice: Practice, step: str) -> Callable[[], None]:
    """Return what the key h does in plain lines: it tells the hints of this step, one after the other."""
    left = list(own_hints(practice, step, table.say.language))

    def tell() -> None:
        if left:
            table.line(left.pop(0) if len(left) > 1 else left[0])

    return tell


def plain(table: Table, practice: Practice) -> None:
    """Play the exercise in plain lines: the place is given, the rest is asked."""
    named: list[bool] = []
    kicked: list[bool] = []
    for shape in shapes(table.progress):
        found = point(shape)
        low, high = (number(float(value)) for value in found.eigenvalues)
        table.line()
        table.tell("hessian.plain", x=number(float(found.at[0])), y=number(float(found.at[1])), low=low, high=high)
        for asked, words in (("kind", KINDS), ("kick", KICKS)):
            for digit, word in enumerate(words, 1):
                table.tell("plain.choice", number=digit, words=table.say(f"hessian.{word_of(word)}"))
            digits = {str(n): str(n) for n in range(1, len(words) + 2)}
            table.hinting = hinting(table, practice, "name" if asked == "kind" else "kick")
            chosen = int(table.ask("plain.answer", digits, count=len(words))) - 1
            if asked == "kind":
                named.append(chosen == PLACES[shape].answer)
                table.tell("transfer.right" if named[-1] else "transfer.wrong")
            else:
                chosen = min(chosen, len(KICKS) - 1)
                kicked.append(kicked_well(shape, chosen))
                gone = found.leaves(found.kicks()[KICKS[chosen]])
                table.tell("hessian.left" if gone else "hessian.back")
                table.line(dropped(found, found.kicks()[KICKS[chosen]], table.say))
    score(practice, named, kicked)


PAGE = HessianPage
