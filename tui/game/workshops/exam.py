"""Mixed starts without a name: both knobs are chosen, and graded against the best pick on the map."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import mean
from typing import TYPE_CHECKING

import msgspec

from batchgame.scenarios.exercises.exam import TASKS, chances
from batchgame.scenarios.reading import library
from batchgame.scenarios.text.numbers import number
from batchgame.tui.draw.grid import Grid
from batchgame.tui.game.keys import Offer
from batchgame.tui.game.page import Page
from batchgame.tui.game.session import Session
from batchgame.tui.game.workshops.card import PracticePage
from batchgame.tui.game.workshops.exam_view import paint_exam
from batchgame.tui.race.options import PlayOptions
from batchgame.tui.race.practice import Practice, after
from batchgame.tui.race.round import Round

if TYPE_CHECKING:
    from batchgame.tui.plain.game import Plain

PASSED, WITH_HONOURS = 0.8, 0.95  # of the best chances, on the average: the goal, and par


def page(session: Session, practice: Practice) -> Page:
    """The page between prediction and lesson."""
    return ExamPage(session, practice)


class ExamPage(PracticePage):
    """One start after the other; what a pick came to is told after each."""

    step = "aim"

    def __init__(self, session: Session, practice: Practice) -> None:
        super().__init__(session, practice)
        self.grades: list[float] = []
        self._begin()

    def _begin(self) -> None:
        self.round = _unnamed(TASKS[len(self.grades)])
        self.rows = ("batch_size", "momentum")
        self.row = 0
        self.told: tuple[float, float] | None = None  # the chance of the pick, the best on the map

    def ladder(self, row: str) -> tuple[float, ...]:
        """The values of a knob."""
        return self.round.batch_sizes if row == "batch_size" else self.round.momenta

    def offers(self) -> Sequence[Offer]:
        """Turn the knobs, hand in, go on."""
        say = self.session.say
        if self.told is not None:
            return (Offer("next", say("key.next")), *self.closing_offers())
        return (
            Offer("right", say("key.change"), cap="← →"),
            Offer("down", say("key.row"), cap="Tab"),
            Offer("next", say("key.hand_in")),
            self.hint_offer(),
            *self.closing_offers(),
        )

    def paint(self, grid: Grid) -> None:
        """Draw all of it."""
        paint_exam(grid, self)

    def press(self, action: str) -> Page | None:
        """Turn a knob; hand in; the next start."""
        row = self.rows[self.row]
        if self.told is not None:
            if action != "next":
                return super().press(action)
            if len(self.grades) == len(TASKS):
                return after(self.session, self.practice, 0, worked=True)
            self._begin()
        elif action in ("left", "right"):
            at = self.ladder(row).index(getattr(self.round, row)) + (1 if action == "right" else -1)
            self._pick(row, at)
        elif action in ("up", "down"):
            self.row = 1 - self.row
        elif action.startswith("digit:"):
            self._pick(row, int(action[6:]) - 1)
        elif action.startswith("set:"):
            _, row, index = action.split(":")
            self.row = self.rows.index(row)
            self._pick(row, int(index))
        elif action == "next":
            self._hand_in()
        else:
            return super().press(action)
        return None

    def _pick(self, row: str, index: int) -> None:
        if 0 <= index < len(self.ladder(row)):
            setattr(self.round, row, self.ladder(row)[index])

    def _hand_in(self) -> None:
        task = chances(TASKS[len(self.grades)])
        self.told = task[self.round.batch_size, self.round.momentum], max(task.values())
        self.grades.append(self.told[0] / self.told[1])
        score(self.practice, self.grades)


def _unnamed(words: str) -> Round:
    """A task without its landmarks' names, opened at the middle of both ladders."""
    scenario, stage = library.find(words)
    bare = msgspec.structs.replace(scenario, landmarks=())
    round_ = Round(bare, stage, PlayOptions())
    round_.batch_size, round_.momentum = round_.batch_sizes[len(round_.batch_sizes) // 2], round_.momenta[0]
    return round_


def score(practice: Practice, grades: Sequence[float]) -> None:
    """The average of what each pick was worth."""
    if len(grades) == len(TASKS):
        practice.goal, practice.par = mean(grades) >= PASSED, mean(grades) >= WITH_HONOURS


def plain(table: Plain, practice: Practice) -> None:
    """The same in lines: where one starts and where the goal lies, in numbers."""
    grades: list[float] = []
    for count, words in enumerate(TASKS, 1):
        round_ = _unnamed(words)
        (x, y), goal = round_.stage.start, round_.stage.goal.ellipses[0]
        places = {"x": number(x), "y": number(y), "gx": number(goal[0]), "gy": number(goal[1]), "r": number(goal[2])}
        slope = float(abs(round_.problem.landscape.gradient(round_.stage.start)).max())
        table.line()
        table.tell("exam.plain", number=count, of=len(TASKS), slope=number(slope), **places)
        round_.batch_size = int(table.knob("batch_size", round_.batch_sizes, round_.batch_size))
        round_.momentum = table.knob("momentum", round_.momenta, round_.momentum)
        task = chances(words)
        mine, best = task[round_.batch_size, round_.momentum], max(task.values())
        grades.append(mine / best)
        table.tell("exam.graded", mine=f"{100 * mine:.0f}", best=f"{100 * best:.0f}")
    score(practice, grades)
