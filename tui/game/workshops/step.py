"""Manual mode: one update a key press, and before each the player says where it will end."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from batchgame.scenarios.exercises.step import REBUILT, at_the_bottom, right_weights, rolled_on, walker
from batchgame.scenarios.text.numbers import number
from batchgame.tui.draw.grid import Grid
from batchgame.tui.game.keys import Offer
from batchgame.tui.game.order import after
from batchgame.tui.game.route import Route
from batchgame.tui.game.session import Session
from batchgame.tui.game.workshops.practice_page import PracticePage
from batchgame.tui.game.workshops.step_rebuild_view import WEIGHTS, RebuildView, paint_rebuild
from batchgame.tui.game.workshops.step_view import REGION, StepView, paint_step
from batchgame.tui.plain.table import Table
from batchgame.tui.race.practice import Practice

if TYPE_CHECKING:
    from batchgame.sim.manual import Manual

ROUNDS, SHOWN = 6, 2  # updates; in the first ones the sum is drawn beforehand
HIT, ENOUGH, CLOSE = 0.25, 4, 0.15  # of a movement's length; hits for the goal; mean miss for the par star
MOVES = {"left": (-1, 0), "right": (1, 0), "up": (0, 1), "down": (0, -1)}
FIRE = ("next", "one_update", "pause")
CURSOR = (REGION[1] - REGION[0]) / 60


class StepPage(PracticePage):
    """A map with three arrows; the cursor is the player's guess.

    phase: walk, six updates; rebuild, where a movement is put together from its gradients; hollow, where g is 0.
    """

    def __init__(self, session: Session, practice: Practice) -> None:
        super().__init__(session, practice)
        self.walker = walker()
        self.cursor = self.walker.theta.copy()
        self.misses: list[float] = []
        self.guess: np.ndarray | None = None  # while the truth is shown
        self.phase = "walk"
        self.weights = [0] * REBUILT  # indices in WEIGHTS, for the oldest gradient first
        self.row = 0
        self.handed_in = False
        self.hinted = False  # in the rebuild and in the hollow, which have one hint each

    @property
    def sum_shown(self) -> bool:
        """Return whether the sum of the arrows is drawn before the guess."""
        return self.guess is not None or (self.phase == "walk" and len(self.misses) < SHOWN)

    @property
    def rebuilt(self) -> bool:
        """Return whether the weights that were handed in make the movement."""
        return self.handed_in and tuple(WEIGHTS[n] for n in self.weights) == right_weights()

    def offers(self) -> Sequence[Offer]:
        """Return the keys that move, fire, and go on."""
        say = self.say
        if self.guess is not None or self.rebuilt:
            return (Offer("next", say("key.next")), *self.closing_offers("key.menu"))
        if self.phase == "rebuild":
            turn, row = Offer("right", say("key.change"), cap="← →"), Offer("down", say("key.row"), cap="↑ ↓")
            return (turn, row, Offer("next", say("key.hand_in")), self.hint_offer(), *self.closing_offers("key.menu"))
        return (
            Offer("right", say("key.move"), cap="← → ↑ ↓"),
            Offer("next", say("key.one_update"), cap="Enter ."),
            self.hint_offer(),
            *self.closing_offers("key.menu"),
        )

    def hint(self) -> str | None:
        """Return the last hint that was asked for in this phase."""
        if self.phase == "walk":
            return super().hint()
        older, old, _ = (number(weight) for weight in right_weights())
        key = "step.hint_weights" if self.phase == "rebuild" else "step.hint_hollow"
        return self.say(key, older=older, old=old) if self.hinted else None

    def close_hint(self) -> None:
        """Close the hint of this phase."""
        super().close_hint()
        self.hinted = False

    def hint_offer(self) -> Offer:
        """Return the key for the next hint of this phase."""
        return (
            super().hint_offer() if self.phase == "walk" else Offer("hint", self.say("key.hint"), live=not self.hinted)
        )

    def paint(self, grid: Grid) -> None:
        """Draw the step that is computed by hand, the sum that is rebuilt, or the hollow."""
        number_ = min(len(self.misses) + (self.guess is None), ROUNDS)
        self.header(grid, self.say("card.of", number=number_, cards=ROUNDS) if self.phase == "walk" else "")
        miss = self.misses[-1] if self.misses else 0.0
        if self.phase == "rebuild":
            weights = tuple(WEIGHTS[n] for n in self.weights)
            paint_rebuild(self.pen(grid), RebuildView(weights, self.row, self.handed_in, self.rebuilt, self.hint()))
            return
        paint_step(self.pen(grid), StepView(self.walker, self.cursor, self.guess, self.sum_shown, miss, self.hint(),
                                            self.phase == "hollow"))  # fmt: skip

    def press(self, action: str) -> Route | None:
        """Move the cursor; make the update; turn a weight; go on."""
        if action == "hint" and self.phase != "walk":
            self.hinted = True
            return None
        if self.phase == "rebuild":
            return self._rebuild(action)
        if self.guess is not None:
            if action not in FIRE:
                return super().press(action)
            return self._go_on()
        if action in MOVES:
            dx, dy = MOVES[action]
            x0, x1, y0, y1 = REGION
            self.cursor = np.clip(self.cursor + CURSOR * np.array([dx, 2 * dy]), (x0, y0), (x1, y1))
        elif action in FIRE:
            self._fire()
        else:
            return super().press(action)
        return None

    def _go_on(self) -> Route | None:
        """Return to the cursor, after the last update to the gradients, and after the hollow to the next card."""
        self.guess, self.cursor = None, self.walker.theta.copy()
        if self.phase == "hollow":
            return after(self.practice, 0, worked=True)
        if len(self.misses) == ROUNDS:
            self.phase = "rebuild"
        return None

    def _rebuild(self, action: str) -> Route | None:
        if action not in MOVES and action not in FIRE:
            return super().press(action)
        if self.rebuilt:
            if action in FIRE:
                self.phase, self.hinted = "hollow", False
                self.walker = at_the_bottom()
                self.cursor = self.walker.theta.copy()
        elif action in FIRE:
            self.handed_in = True
        else:
            dx, dy = MOVES[action]
            self.row = (self.row - dy) % REBUILT
            self.weights[self.row] = min(max(self.weights[self.row] + dx, 0), len(WEIGHTS) - 1)
            self.handed_in = False
        return None

    def _fire(self) -> None:
        end = self.walker.theta + self.walker.next_movement
        length = float(np.hypot(*self.walker.next_movement))
        miss = float(np.hypot(*(self.cursor - end))) / length
        self.guess = self.cursor.copy()
        self.walker.update()
        if self.phase == "walk":
            self.misses.append(miss)
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
    _plain_rebuild(table)
    _plain_hollow(table)


def _choose(table: Table, choices_: Sequence[str], right: int) -> None:
    for digit, words in enumerate(choices_, 1):
        table.line(f"  {digit}  {words}")
    digits = {str(n): str(n) for n in range(1, len(choices_) + 1)}
    chosen = int(table.ask("plain.answer", digits, count=len(choices_))) - 1
    table.tell("transfer.right" if chosen == right else "transfer.wrong")


def _plain_rebuild(table: Table) -> None:
    """Ask for the weights of three gradients in a movement."""
    weights = right_weights()
    table.line()
    table.tell("step.plain_rebuild")
    _choose(table, [", ".join(map(number, each)) for each in ((1.0, 1.0, 1.0), weights, weights[::-1])], 1)
    older, old, _ = (number(weight) for weight in weights)
    table.tell("step.hint_weights", older=older, old=old)


def _plain_hollow(table: Table) -> None:
    """Ask for the movement after the bottom of a hollow, and tell where it ends."""
    manual, end = at_the_bottom(), rolled_on().theta
    table.line()
    last, kept = manual.movement, manual.next_movement
    table.tell("step.plain_hollow", m0=number(float(last[0])), m1=number(float(last[1])))
    ends = [f"({number(round(float(x), 9))}, {number(round(float(y), 9))})" for x, y in (np.zeros(2), kept, last)]
    _choose(table, ends, 1)
    table.tell("step.plain_over", x0=number(round(float(end[0]), 2)), x1=number(round(float(end[1]), 2)))


PAGE = StepPage
