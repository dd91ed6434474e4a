"""Five cases: the illness is named from the curves, then the card is opened, and a change is run on the spot."""

from __future__ import annotations

from collections.abc import Sequence

from batchgame.scenarios.exercises.diagnose import CASES, Case
from batchgame.scenarios.text.numbers import whole_percent
from batchgame.sim.networks.diagnosis import ILLNESSES, Run, figures, illness
from batchgame.tui.draw.grid import Grid
from batchgame.tui.game.keys import Offer
from batchgame.tui.game.order import after
from batchgame.tui.game.route import Route
from batchgame.tui.game.session import Session
from batchgame.tui.game.workshops.diagnose_plain import plain
from batchgame.tui.game.workshops.diagnose_said import Answer, case_work, change_work, label, score
from batchgame.tui.game.workshops.diagnose_view import DiagnoseView, paint_diagnose
from batchgame.tui.game.workshops.practice_page import PracticePage
from batchgame.tui.race.practice import Practice
from batchgame.tui.race.question import SURE_KEYS, Question
from batchgame.tui.race.trainer import Trainer
from batchgame.tui.score.earned import record_named


class DiagnosePage(PracticePage):
    """Name, change, and go on to the next case. Cases are trained ahead while the player looks at this one."""

    def __init__(self, session: Session, practice: Practice) -> None:
        super().__init__(session, practice)
        self._begin(session.options.seed)

    def _begin(self, seed: int) -> None:
        self.seed = seed
        self.cases: list[Case] = []  # trained so far
        self.seconds: list[float] = []  # that each case took
        self.answers: list[Answer] = []
        self.graded = False
        self.drawing: Trainer[Case | None] | None = None
        self.changing: Trainer[Run] | None = None
        self._ask()
        self._draw_ahead()

    def _ask(self) -> None:
        """Ask for the name of the next illness."""
        self.question = Question(len(ILLNESSES), asks_sure=True)
        self.tried: list[int] = []  # indices of the changes, in the order in which they were run
        self.runs: list[Run] = []
        self.medians = False

    @property
    def case(self) -> Case | None:
        """Return the case on the screen; None while it is trained."""
        return self.cases[len(self.answers)] if len(self.answers) < len(self.cases) else None

    @property
    def step(self) -> str:
        """Return what is waited for: draw, name, change, run, or grade."""
        if self.graded:
            return "grade"
        if self.case is None:
            return "draw"
        if not self.question.answered:
            return "name"
        return "run" if self.changing is not None else "change"

    @property
    def animated(self) -> bool:
        """Return whether something is trained."""
        return self.drawing is not None or self.changing is not None

    def left(self) -> None:
        """End the training: nobody looks at it any more."""
        self.session.stop_training()

    def tick(self, seconds: float) -> bool:
        """Take what has been trained."""
        waits = self.step in ("draw", "run")
        if self.changing is not None:
            self.changing.take()
            if not self.changing.running and self.changing.value is not None:
                self._changed(self.changing.value)
        elif self.drawing is not None:
            self.drawing.take()
            if not self.drawing.running and self.drawing.value is not None:
                self.cases.append(self.drawing.value)
                self.seconds.append(self.drawing.seconds)
                self._draw_ahead()
        return waits

    def offers(self) -> Sequence[Offer]:
        """Return the keys that name, change, look, and go on."""
        say, closing, step = self.say, self.closing_offers("key.menu"), self.step
        if step == "grade":
            return (Offer("next", say("key.next")), Offer("more", say("diagnose.five_more")), *closing)
        look = Offer("images", say("diagnose.see_one" if self.medians else "diagnose.see_medians"))
        if step == "name":
            pick = Offer("digit:1", say("key.pick"), cap=f"1-{len(ILLNESSES)}")
            sure = Offer(SURE_KEYS[0], say("key.pick"), cap="8 9")
            return (sure if self.question.asking_sure else pick, self.hint_offer(), look, *closing)
        if step in ("change", "run") and self.case is not None:
            live = step == "change"
            pick = Offer("digit:1", say("diagnose.run_change"), cap=f"1-{len(self.case.changes)}", live=live)
            onward = "diagnose.next_case" if len(self.answers) + 1 < CASES else "key.next"
            return (pick, Offer("next", say(onward), live=live and bool(self.runs)), look, *closing)
        return closing

    def paint(self, grid: Grid) -> None:
        """Draw the curves with the question, the changes and what they did; at the end the grade."""
        number_ = min(len(self.answers) + 1, CASES)
        self.header(grid, "" if self.graded else self.say("card.of", number=number_, cards=CASES))
        at = len(self.answers)
        paint_diagnose(self.pen(grid), DiagnoseView(
            self.step, self.case, self.question, tuple(self.tried), tuple(self.runs), tuple(self.answers),
            self.medians, self.seconds[at] if at < len(self.seconds) else 0.0, self.hint() or "", self._message(),
        ))  # fmt: skip

    def press(self, action: str) -> Route | None:
        """Name the illness and say how sure; run a change; go on."""
        step, case = self.step, self.case
        if step == "grade" and action in ("next", "more"):
            if action == "next":
                return after(self.practice, 0, worked=True)
            self._begin(self.seed + 1)
        elif step in ("name", "change", "run") and action == "images":
            self.medians = not self.medians
        elif step == "name" and case is not None and self.question.press(action):
            self._named(case)
        elif step == "change" and case is not None and action.startswith("digit:"):
            self._change(case, int(action[6:]) - 1)
        elif step == "change" and case is not None and action == "next":
            self._onward(case)
        elif action == "back" or (action == "hint" and step == "name"):
            return super().press(action)
        return None

    def _named(self, case: Case) -> None:
        if self.question.answered:
            self.practice.hint_open = False  # it is about the names
            right = ILLNESSES[self.question.chosen or 0] == case.illness
            record_named(self.session.progress, self.practice, right=right, sure=bool(self.question.sure))

    def _change(self, case: Case, index: int) -> None:
        if not 0 <= index < len(case.changes) or index in self.tried:
            return
        self.tried.append(index)
        options, change = self.session.options, case.changes[index]
        self.drawing = None  # the session ends it; that case is drawn again afterwards
        self.changing = Trainer(lambda: change_work(options, case, change))
        self.session.train(self.changing)

    def _changed(self, run: Run) -> None:
        self.runs.append(run)
        self.changing = None
        self._draw_ahead()

    def _draw_ahead(self) -> None:
        """Train the next case, if there is one and nothing else is trained."""
        self.drawing = None
        if len(self.cases) < CASES:
            options, seed, number_ = self.session.options, self.seed, len(self.cases)
            self.drawing = Trainer(lambda: case_work(options, seed, number_))
            self.session.train(self.drawing)

    def _onward(self, case: Case) -> None:
        """Keep the answers to this case. The first change must have been run."""
        if not self.runs:
            return
        named = ILLNESSES[self.question.chosen or 0]
        first, then = case.changes[self.tried[0]], illness(figures(self.runs[0]))
        self.answers.append(Answer(case, named, bool(self.question.sure), first, then))
        if len(self.answers) < CASES:
            self._ask()
        else:
            self.graded = True
            score(self.practice, self.answers)

    def _message(self) -> str:
        say, case = self.say, self.case
        if self.step == "draw" or case is None:
            share = self.drawing.share if self.drawing is not None else 0.0
            return say(
                "diagnose.enter" if self.graded else "diagnose.drawing",
                **({} if self.graded else {"number": len(self.answers) + 1, "share": whole_percent(share)}),
            )
        if self.step == "name":
            return say("predict.how_sure") if self.question.asking_sure else say("diagnose.name_it")
        if self.changing is not None:
            return say("diagnose.running", share=whole_percent(self.changing.share))
        if not self.runs:
            return say("diagnose.choose")
        words = label(say, case.run.experiment, case.changes[self.tried[-1]])
        healthy = illness(figures(self.runs[-1])) == "healthy"
        return say("diagnose.was_cured" if healthy else "diagnose.not_cured", change=words)


__all__ = ["PAGE", "DiagnosePage", "plain"]
PAGE = DiagnosePage
