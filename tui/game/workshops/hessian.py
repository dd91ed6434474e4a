"""Three critical points: find the zero of the gradient, classify it, kick it and see."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from batchgame.scenarios.exercises.hessian import AGAIN, KICKS, KINDS, PLACES, PLAYED, point
from batchgame.scenarios.text.numbers import number
from batchgame.tui.draw.grid import Grid
from batchgame.tui.game.keys import Offer
from batchgame.tui.game.order import after
from batchgame.tui.game.route import Route
from batchgame.tui.game.session import Session
from batchgame.tui.game.workshops.hessian_view import REGION, HessianView, dropped, paint_hessian
from batchgame.tui.game.workshops.practice_page import PracticePage
from batchgame.tui.plain.table import Table
from batchgame.tui.race.practice import Practice
from batchgame.tui.score.progress import Progress

STEPS = ("find", "name", "kick", "see")
CURSOR = (REGION[1] - REGION[0]) / 80
NEAR = 0.12  # of the critical point: found


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
        self.far = False
        self.answer: int | None = None
        self.kick: int | None = None

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

    def paint(self, grid: Grid) -> None:
        """Draw the Hessian and its landscape."""
        self.header(grid, self.say("card.of", number=self.number + 1, cards=len(self.shapes)))
        hint = self.hint() if self.practice.hints > STEPS.index(self.step) else None  # one hint per step
        paint_hessian(self.pen(grid), HessianView(self.point, self.step, self.cursor, self.gradient, self.kick,
                                                  self.named[-1] if self.named else False, self.far, hint))  # fmt: skip

    def press(self, action: str) -> Route | None:
        """Move the cursor and say "here"; name the point; kick it; go on."""
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
                return after(self.practice, 0, worked=True)
            self.number += 1
            self._begin()
        else:
            if action == "hint":  # one for each part: those of the parts before are passed over
                self.practice.hints = max(self.practice.hints, STEPS.index(self.step))
            return super().press(action)
        return None


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


PAGE = HessianPage
