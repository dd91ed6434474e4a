"""Mixed starts without a name: both knobs are chosen, and graded against the best pick on the map."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import mean

import msgspec

from batchgame.scenarios.exercises.exam import TASKS, chances
from batchgame.scenarios.reading import library
from batchgame.scenarios.text.numbers import number, whole_percent
from batchgame.tui.draw.grid import Grid
from batchgame.tui.game.keys import Offer
from batchgame.tui.game.order import after
from batchgame.tui.game.route import Route
from batchgame.tui.game.session import Session
from batchgame.tui.game.workshops.exam_view import paint_exam
from batchgame.tui.game.workshops.practice_page import PracticePage
from batchgame.tui.plain.table import Table
from batchgame.tui.race.knob_rows import KnobRows
from batchgame.tui.race.options import PlayOptions
from batchgame.tui.race.practice import Practice
from batchgame.tui.race.round import Round

PASSED, WITH_HONOURS = 0.8, 0.95  # of the best chances, on the average: the goal, and par


class ExamPage(PracticePage):
    """One start after the other; the chance of each pick is told when it is handed in."""

    def __init__(self, session: Session, practice: Practice) -> None:
        super().__init__(session, practice)
        self.grades: list[float] = []
        self._begin()

    def _begin(self) -> None:
        self.round = _unnamed(TASKS[len(self.grades)])
        self.knobs = KnobRows(self.round, ("batch_size", "momentum"))
        self.told: tuple[float, float] | None = None  # the chance of the pick, the best on the map

    def offers(self) -> Sequence[Offer]:
        """Return the keys that turn the knobs, hand in, and go on."""
        say = self.say
        if self.told is not None:
            return (Offer("next", say("key.next")), *self.closing_offers("key.menu"))
        return (
            Offer("right", say("key.change"), cap="← →"),
            Offer("down", say("key.row"), cap="Tab"),
            Offer("next", say("key.hand_in")),
            self.hint_offer(),
            *self.closing_offers("key.menu"),
        )

    def paint(self, grid: Grid) -> None:
        """Draw the questions of the exam."""
        number_ = len(self.grades) + (self.told is None)
        self.header(grid, self.say("card.of", number=number_, cards=len(TASKS)))
        paint_exam(self.pen(grid), self.round, self.knobs, self.told, self.hint())

    def press(self, action: str) -> Route | None:
        """Turn a knob; hand in; go on to the next start."""
        if self.told is not None:
            if action != "next":
                return super().press(action)
            if len(self.grades) == len(TASKS):
                return after(self.practice, 0, worked=True)
            self._begin()
        elif self.knobs.press(action):
            return None
        elif action == "next":
            self._hand_in()
        else:
            return super().press(action)
        return None

    def _hand_in(self) -> None:
        task = chances(TASKS[len(self.grades)])
        self.told = task[self.round.batch_size, self.round.momentum], max(task.values())
        self.grades.append(self.told[0] / self.told[1])
        score(self.practice, self.grades)


def _unnamed(words: str) -> Round:
    """Return a task without the names of its landmarks, opened at the middle of the batch sizes and no momentum."""
    scenario, stage = library.find(words)
    bare = msgspec.structs.replace(scenario, landmarks=())
    round_ = Round(bare, stage, PlayOptions())
    round_.batch_size, round_.momentum = round_.batch_sizes[len(round_.batch_sizes) // 2], round_.momenta[0]
    return round_


def score(practice: Practice, grades: Sequence[float]) -> None:
    """Grade by the mean of each pick's chance over the best chance on its map."""
    if len(grades) == len(TASKS):
        practice.goal, practice.par = mean(grades) >= PASSED, mean(grades) >= WITH_HONOURS


def plain(table: Table, practice: Practice) -> None:
    """Play the exercise in plain lines: where one starts and where the goal lies, in numbers."""
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
        table.tell("exam.graded", mine=whole_percent(mine), best=whole_percent(best))
    score(practice, grades)


PAGE = ExamPage
