"""Three critical points: find the zero of the gradient, classify it, kick it and see."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from batchgame.scenarios.exercises.hessian import AGAIN, KICKS, KINDS, PLACES, PLAYED, point
from batchgame.scenarios.text.numbers import number
from batchgame.tui.draw.grid import Grid
from batchgame.tui.game.keys import Offer
from batchgame.tui.game.page import Page
from batchgame.tui.game.session import Session
from batchgame.tui.game.workshops.card import PracticePage
from batchgame.tui.game.workshops.hessian_view import dropped, paint_hessian
from batchgame.tui.race.practice import Practice, after

if TYPE_CHECKING:
    from batchgame.tui.plain.game import Plain
    from batchgame.tui.score.progress import Progress

REGION = (-2.0, 2.0, -1.5, 1.5)
CURSOR = (REGION[1] - REGION[0]) / 80
NEAR = 0.12  # of the critical point: found


def page(session: Session, practice: Practice) -> Page:
    """The page between prediction and lesson."""
    return HessianPage(session, practice)


class HessianPage(PracticePage):
    """One point after the other; each is found, named and kicked."""

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
        self.far = False
        self.answer: int | None = None
        self.kick: int | None = None

    @property
    def gradient(self) -> np.ndarray:
        """At the cursor."""
        return np.asarray(self.point.landscape.gradient(self.cursor))

    @property
    def last(self) -> bool:
        """The last point."""
        return self.number + 1 == len(self.shapes)

    def offers(self) -> Sequence[Offer]:
        """What this part of the task wants."""
        say = self.session.say
        if self.step == "find":
            move = Offer("right", say("key.move"), cap="← → ↑ ↓")
            return (move, Offer("next", say("key.here")), self.hint_offer(), *self.closing_offers())
        if self.step == "see":
            return (Offer("next", say("key.next")), *self.closing_offers())
        count = len(KINDS) if self.step == "name" else len(KICKS)
        return (Offer("digit:1", say("key.pick"), cap=f"1-{count}"), self.hint_offer(), *self.closing_offers())

    def paint(self, grid: Grid) -> None:
        """Draw all of it."""
        paint_hessian(grid, self)

    def press(self, action: str) -> Page | None:
        """Move, say here; name; kick; go on."""
        moves = {"left": (-1, 0), "right": (1, 0), "up": (0, 1), "down": (0, -1)}
        digit = int(action[6:]) if action.startswith("digit:") else 0
        if self.step == "find" and action in moves:
            x0, x1, y0, y1 = REGION
            by = np.array(moves[action]) * (CURSOR, 2 * CURSOR)
            self.cursor, self.far = np.clip(self.cursor + by, (x0, y0), (x1, y1)), False
        elif self.step == "find" and action == "next":
            self.far = float(np.hypot(*(self.cursor - self.point.at))) > NEAR
            self.step = "find" if self.far else "name"
        elif self.step == "name" and 1 <= digit <= len(KINDS):
            self.answer, self.step = digit - 1, "kick"
            self.named.append(self.answer == PLACES[self.point.shape].answer)
        elif self.step == "kick" and 1 <= digit <= len(KICKS):
            self.kick, self.step = digit - 1, "see"
            self.kicked.append(kicked_well(self.point.shape, self.kick))
            score(self.practice, self.named, self.kicked)
        elif self.step == "see" and action == "next":
            if self.last:
                return after(self.session, self.practice, 0, worked=True)
            self.number += 1
            self._begin()
        else:
            return super().press(action)
        return None


def shapes(progress: Progress) -> Sequence[str]:
    """Three of the six points; whoever has named them all gets the other three the next time."""
    record = progress.records.get("hessian")
    return AGAIN if record is not None and record.goal else PLAYED


def kicked_well(shape: str, kick: int) -> bool:
    """This kick leaves the point, or none would."""
    found = point(shape)
    return found.leaves(found.kicks()[KICKS[kick]]) or PLACES[shape].leaves == len(KICKS)


def score(practice: Practice, named: Sequence[bool], kicked: Sequence[bool]) -> None:
    """All three named at the first try; and kicked off what can be left."""
    if len(kicked) == len(PLAYED):
        practice.goal = all(named)
        practice.par = practice.goal and all(kicked)


def plain(table: Plain, practice: Practice) -> None:
    """The same in lines: the place is given, the rest is asked."""
    named: list[bool] = []
    kicked: list[bool] = []
    for shape in shapes(table.progress):
        found = point(shape)
        low, high = (number(float(value)) for value in found.eigenvalues)
        table.line()
        table.tell("hessian.plain", x=number(float(found.at[0])), y=number(float(found.at[1])), low=low, high=high)
        for asked, words in (("kind", KINDS), ("kick", KICKS)):
            for digit, word in enumerate(words, 1):
                table.tell("plain.choice", number=digit, words=table.say(f"hessian.{word.replace(' ', '_')}"))
            digits = {str(n): str(n) for n in range(1, len(words) + 2)}
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
