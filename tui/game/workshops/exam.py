"""Mixed starts without a name: both knobs are chosen, then the pick runs beside the best one on the map."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from statistics import mean

import msgspec

from batchgame.scenarios.exercises.exam import TASKS, TRAJECTORIES, Pick, best_pick, outcomes
from batchgame.scenarios.reading import library
from batchgame.scenarios.text.numbers import number, whole_percent
from batchgame.sim.hyperparameters import Hyperparameters
from batchgame.sim.outcome import Outcome, Scored
from batchgame.sim.race import Lane
from batchgame.tui.draw.grid import Grid
from batchgame.tui.game.keys import Offer
from batchgame.tui.game.order import after
from batchgame.tui.game.route import Route
from batchgame.tui.game.session import Session
from batchgame.tui.game.workshops.exam_view import ExamView, Graded, paint_exam, verdict
from batchgame.tui.game.workshops.practice_page import PracticePage
from batchgame.tui.maps.map import Map
from batchgame.tui.plain.table import Table
from batchgame.tui.race.conductor import Conductor
from batchgame.tui.race.knob_rows import KnobRows
from batchgame.tui.race.options import PlayOptions
from batchgame.tui.race.practice import Practice
from batchgame.tui.race.round import Round
from batchgame.tui.race.threaded import conductor

PASSED, WITH_HONOURS = 0.8, 0.95  # of the best shares, on the average: the goal, and par
SPEED_UP = 2  # steps of speed: a race of ten seconds takes two and a half
UNSETTLED = ("MOVING", "CRAWLING")


class ExamPage(PracticePage):
    """One start after the other. The map of its picks is computed by a process while the player looks and turns."""

    def __init__(self, session: Session, practice: Practice) -> None:
        super().__init__(session, practice)
        self.graded: list[Graded] = []
        self._begin()

    def _begin(self) -> None:
        self.step = "turn"  # then wait, run, told; and after the last start grade
        self.round = _unnamed(TASKS[len(self.graded)], self.session.options)
        self.knobs = KnobRows(self.round, ("batch_size", "momentum"))
        self.map: Map = self.session.map_of(self.round)
        self.conductor: Conductor | None = None

    @property
    def grades(self) -> list[float]:
        """Return the grade of each start so far, 0 to 1."""
        return [graded.grade for graded in self.graded]

    @property
    def animated(self) -> bool:
        """Return whether a map or a race is being waited for."""
        return self.step in ("wait", "run")

    def offers(self) -> Sequence[Offer]:
        """Return the keys that turn the knobs, hand in, and go on."""
        say = self.say
        if self.step == "wait":
            return self.closing_offers("key.menu")
        if self.step == "run":
            return (Offer("next", say("key.skip")), *self.closing_offers("key.menu"))
        if self.step == "told":
            return (Offer("next", say("key.next")), Offer("again", say("key.again")), *self.closing_offers("key.menu"))
        if self.step == "grade":
            return (Offer("next", say("key.next")), *self.closing_offers("key.menu"))
        return (
            Offer("right", say("key.change"), cap="← →"),
            Offer("down", say("key.row"), cap="Tab"),
            Offer("next", say("key.hand_in")),
            self.hint_offer(),
            *self.closing_offers("key.menu"),
        )

    def paint(self, grid: Grid) -> None:
        """Draw the start with its knobs, the two lanes, or the grade."""
        told = self.step in ("told", "grade")
        self.header(grid, self.say("card.of", number=len(self.graded) + (not told), cards=len(TASKS)))
        frame = self.conductor.frame if self.conductor else None
        measured = (self.map.done, self.map.wanted)
        paint_exam(self.pen(grid), ExamView(self.step, self.round, self.knobs, frame, tuple(self.graded), measured,
                                            PASSED, WITH_HONOURS, self.hint()))  # fmt: skip

    def tick(self, seconds: float) -> bool:
        """Wait for the map, or let the race go on; end it as soon as both lanes have settled."""
        if self.step == "wait":
            self._run_if_measured()
            return True
        if self.step != "run" or self.conductor is None:
            return False
        news = self.conductor.tick(seconds)
        if self.conductor.over:
            self._tell(self.conductor.outcomes())
            return True
        if all(lane.status not in UNSETTLED for lane in self.conductor.frame.lanes):
            self.conductor.skip()
        return news

    def press(self, action: str) -> Route | None:
        """Turn a knob; hand in; skip the race or watch it again; go on to the next start."""
        if self.step == "grade":
            return after(self.practice, 0, worked=True) if action == "next" else super().press(action)
        if self.step == "told" and action in ("next", "again"):
            if action == "again":
                self.graded.pop()
                self._run()
            elif len(self.graded) == len(TASKS):
                self.step = "grade"
            else:
                self._begin()
        elif self.step == "run" and action == "next" and self.conductor is not None:
            self.conductor.skip()
        elif self.step == "turn" and self.knobs.press(action):
            return None
        elif self.step == "turn" and action == "next":
            self.step = "wait"
            self._run_if_measured()
        else:
            return super().press(action) if self.step == "turn" or action != "hint" else None
        return None

    def _run_if_measured(self) -> None:
        if self.map.complete or self.map.failed:
            self.cells: Mapping[Pick, Scored] = self._cells()
            self.best = best_pick(self.cells)
            self._run()

    def _cells(self) -> Mapping[Pick, Scored]:
        """Return every pick of the ladders; where the process of the map has died, computed here."""
        if not self.map.complete:
            return outcomes(TASKS[len(self.graded)])
        rows, columns = self.map.axes.rows, self.map.axes.columns
        return {(int(rows[row]), float(columns[column])): cell for (row, column), cell in self.map.cells.items()}

    def _run(self) -> None:
        """Start the race of the pick, and beside it the best one where that solves more often."""
        mine = self.round.batch_size, self.round.momentum
        picks = {"you": mine}
        if self.cells[mine].probability < self.cells[self.best].probability:
            picks["best"] = self.best
        self.conductor = _conductor(self.round, picks)
        self.conductor.change_speed(SPEED_UP)
        self.step = "run"
        if self.session.options.motion != "full":
            self.conductor.skip()

    def _tell(self, ended: Mapping[str, Outcome]) -> None:
        mine, words = (self.round.batch_size, self.round.momentum), TASKS[len(self.graded)]
        self.graded.append(grade(words, self.cells, mine, ended["you"], ended.get("best")))
        scenario, stage = library.find(words)
        self.round.scenario, self.round.stage = scenario, stage  # now its places have names
        score(self.practice, self.grades)
        self.step = "told"


def grade(task: str, cells: Mapping[Pick, Scored], mine: Pick, you: Scored, beside: Scored | None = None) -> Graded:
    """Grade a pick against the best one, and find out which knob alone would have saved it.

    you: its outcome; beside: that of the best pick, None where the pick is as good.
    """
    best = best_pick(cells)
    other = cells[best] if beside is None else beside
    share = min(1.0, you.probability / other.probability) if other.probability else 1.0
    turned = {"batch": (best[0], mine[1]), "momentum": (mine[0], best[1])}
    enough = PASSED * other.probability
    saves = tuple(knob for knob, pick in turned.items() if share < PASSED and cells[pick].probability >= enough)
    return Graded(task, mine, best, you.probability, other.probability, you.median_epochs, other.median_epochs,
                  getattr(you, "diverged", 0), getattr(you, "trajectories", 1), share, saves)  # fmt: skip


def _unnamed(words: str, options: PlayOptions) -> Round:
    """Return a task without the names of its landmarks, opened at the middle of the batch sizes and no momentum."""
    scenario, stage = library.find(words)
    bare = msgspec.structs.replace(scenario, landmarks=())
    asked = PlayOptions(trajectories=TRAJECTORIES, engine=options.engine, kiosk=options.kiosk)
    round_ = Round(bare, stage, asked)
    round_.batch_size, round_.momentum = round_.batch_sizes[len(round_.batch_sizes) // 2], round_.momenta[0]
    return round_


def _conductor(round_: Round, picks: Mapping[str, Pick]) -> Conductor:
    lanes = [
        Lane(name, Hyperparameters(batch_size, momentum, round_.learning_rate, round_.trained_by))
        for name, (batch_size, momentum) in picks.items()
    ]
    asked = round_.options
    return conductor(
        round_.problem, lanes, parallel=round_.parallel, seed=asked.seed, trajectories=asked.trajectories,
        engine=asked.engine,
    )  # fmt: skip


def score(practice: Practice, grades: Sequence[float]) -> None:
    """Grade by the mean of each pick's share over the best share on its map."""
    if len(grades) == len(TASKS):
        practice.goal, practice.par = mean(grades) >= PASSED, mean(grades) >= WITH_HONOURS


def plain(table: Table, practice: Practice) -> None:
    """Play the exercise in plain lines: where one starts and where the goal lies, in numbers."""
    graded: list[Graded] = []
    for count, words in enumerate(TASKS, 1):
        round_ = _unnamed(words, table.options)
        (x, y), goal = round_.stage.start, round_.stage.goal.ellipses[0]
        places = {"x": number(x), "y": number(y), "gx": number(goal[0]), "gy": number(goal[1]), "r": number(goal[2])}
        slope = float(abs(round_.problem.landscape.gradient(round_.stage.start)).max())
        table.line()
        table.tell("exam.plain", number=count, of=len(TASKS), slope=number(slope), **places)
        round_.batch_size = int(table.knob("batch_size", round_.batch_sizes, round_.batch_size))
        round_.momentum = table.knob("momentum", round_.momenta, round_.momentum)
        cells, mine = outcomes(words), (round_.batch_size, round_.momentum)
        graded.append(grade(words, cells, mine, cells[mine]))
        told = graded[-1]
        table.tell("exam.graded", mine=whole_percent(told.mine), best=whole_percent(told.best_share))
        table.line(f"{table.say('exam.it_was')}{table.say('colon')}{table.say.of(round_.scenario.title)}. "
                   f"{verdict(told, table.say)}")  # fmt: skip
    score(practice, [told.grade for told in graded])
    table.tell("exam.grade", grade=round(100 * mean(told.grade for told in graded)))


PAGE = ExamPage
