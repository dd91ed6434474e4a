"""Manual mode: one update a key press, and before each the player says where it will end."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from batchgame.scenarios.exercises.step import walker
from batchgame.scenarios.text.numbers import number
from batchgame.tui.draw.grid import Grid
from batchgame.tui.game.keys import Offer
from batchgame.tui.game.order import after
from batchgame.tui.game.route import Route
from batchgame.tui.game.session import Session
from batchgame.tui.game.workshops.practice_page import PracticePage
from batchgame.tui.game.workshops.step_view import REGION, StepView, paint_step
from batchgame.tui.plain.table import Table
from batchgame.tui.race.practice import Practice

if TYPE_CHECKING:
    from batchgame.sim.manual import Manual

ROUNDS, SHOWN = 6, 2  # updates; in the first ones the sum is drawn beforehand
HIT, ENOUGH, CLOSE = 0.25, 4, 0.15  # of a movement's length; hits for the goal; mean miss for the par star
CURSOR = (REGION[1] - REGION[0]) / 60


class StepPage(PracticePage):
    """A map with three arrows; the cursor is the player's guess."""

    def __init__(self, session: Session, practice: Practice) -> None:
        super().__init__(session, practice)
        self.walker = walker()
        self.cursor = self.walker.theta.copy()
        self.misses: list[float] = []
        self.guess: np.ndarray | None = None  # while the truth is shown

    @property
    def over(self) -> bool:
        """Return whether every update has been made and looked at."""
        return len(self.misses) == ROUNDS and self.guess is None

    @property
    def sum_shown(self) -> bool:
        """Return whether the sum of the arrows is drawn before the guess."""
        return len(self.misses) < SHOWN or self.guess is not None

    def offers(self) -> Sequence[Offer]:
        """Return the keys that move, fire, and go on."""
        say = self.say
        if self.guess is not None or self.over:
            return (Offer("next", say("key.next")), *self.closing_offers("key.menu"))
        return (
            Offer("right", say("key.move"), cap="← → ↑ ↓"),
            Offer("next", say("key.one_update"), cap="Enter ."),
            self.hint_offer(),
            *self.closing_offers("key.menu"),
        )

    def paint(self, grid: Grid) -> None:
        """Draw the step that is computed by hand."""
        number_ = min(len(self.misses) + (self.guess is None), ROUNDS)
        self.header(grid, self.say("card.of", number=number_, cards=ROUNDS))
        miss = self.misses[-1] if self.misses else 0.0
        paint_step(self.pen(grid), StepView(self.walker, self.cursor, self.guess, self.sum_shown, miss, self.hint()))

    def press(self, action: str) -> Route | None:
        """Move the cursor; make the update; go on."""
        moves = {"left": (-1, 0), "right": (1, 0), "up": (0, 1), "down": (0, -1)}
        if self.over:
            return after(self.practice, 0, worked=True) if action == "next" else super().press(action)
        if self.guess is not None:
            if action in ("next", "one_update", "pause"):
                self.guess, self.cursor = None, self.walker.theta.copy()
                return after(self.practice, 0, worked=True) if self.over else None
            return super().press(action)
        if action in moves:
            dx, dy = moves[action]
            x0, x1, y0, y1 = REGION
            self.cursor = np.clip(self.cursor + CURSOR * np.array([dx, 2 * dy]), (x0, y0), (x1, y1))
        elif action in ("next", "one_update", "pause"):
            self._fire()
        else:
            return super().press(action)
        return None

    def _fire(self) -> None:
        end = self.walker.theta + self.walker.next_movement
        length = float(np.hypot(*self.walker.next_movement))
        self.misses.append(float(np.hypot(*(self.cursor - end))) / length)
        self.guess = self.cursor.copy()
        self.walker.update()
        score(self.practice, self.misses)


def score(practice: Practice, misses: Sequence[float]) -> None:
    """Score the guesses: goal if enough were near the end of the movement, par if they were close on the mean."""
    if len(misses) == ROUNDS:
        practice.goal = sum(miss <= HIT for miss in misses) >= ENOUGH
        practice.par = practice.goal and float(np.mean(misses)) <= CLOSE


def choices(manual: Manual) -> tuple[list[np.ndarray], list[int]]:
    """Return where each arrow and, last, their sum ends; and the order in which they are offered.

    Where nothing is carried yet, the sum is the pull itself. A step uphill then takes the place of the pull.
    """
    pull = manual.pull if np.any(manual.carried) else -manual.pull
    ends = [manual.theta + part for part in (pull, manual.carried, manual.next_movement)]
    return ends, sorted(range(3), key=lambda n: float(ends[n][0]))


def plain(table: Table, practice: Practice) -> None:
    """Play the exercise in plain lines: of three end points, which one?"""
    manual, misses = walker(), []
    for _ in range(ROUNDS):
        ends, order = choices(manual)
        where = {"x": manual.theta, "p": manual.pull, "m": manual.carried}
        words = {f"{key}{n}": number(float(value[n])) for key, value in where.items() for n in (0, 1)}
        table.line()
        table.tell("step.plain", **words)
        for digit, which in enumerate(order, 1):
            table.line(f"  {digit}  ({number(float(ends[which][0]))}, {number(float(ends[which][1]))})")
        chosen = order[int(table.ask("plain.answer", {"1": "1", "2": "2", "3": "3"}, count=3)) - 1]
        misses.append(float(np.hypot(*(ends[chosen] - ends[2])) / np.hypot(*manual.next_movement)))
        table.tell("transfer.right" if misses[-1] <= HIT else "transfer.wrong")
        manual.update()
    score(practice, misses)


PAGE = StepPage
