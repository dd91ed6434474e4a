"""The gap: a published table with a missing number and marks, then networks in pairs until the interval is narrow."""

from __future__ import annotations

from collections.abc import Sequence

from batchgame.scenarios.exercises.gap import EXAMPLES, GUESSES, LOSS, MISSING, SIZES, TABLE, WRONG
from batchgame.scenarios.text.numbers import number, percentage
from batchgame.sim.networks.equal_loss import Found, empty
from batchgame.tui.draw.grid import Grid
from batchgame.tui.draw.layout import narrow
from batchgame.tui.game.keys import Offer
from batchgame.tui.game.order import after
from batchgame.tui.game.route import Route
from batchgame.tui.game.session import Session
from batchgame.tui.game.workshops import gap_sayings as sayings
from batchgame.tui.game.workshops.gap_plain import plain
from batchgame.tui.game.workshops.gap_table_view import TableView, paint_table
from batchgame.tui.game.workshops.gap_view import PANELS, PairsView, paint_pairs
from batchgame.tui.game.workshops.practice_page import PracticePage
from batchgame.tui.race.practice import Practice
from batchgame.tui.race.trainer import Trainer

STRIDE = 0.5  # points of a key press
FIRST_GUESS = 50.0
ANSWERS = ("worse", "level", "better")
STEPS = {"cell": 1, "marks": 1, "told": 1, "wrong": 2, "clean": 3}


class GapPage(PracticePage):
    """The table, and after it two experiments; the trainer's newest networks are what is seen.

    step: "cell", "marks" and "told" for the table, then "wrong" and "clean", each with a bet before it runs.
    """

    def __init__(self, session: Session, practice: Practice) -> None:
        super().__init__(session, practice)
        self.at = "cell"
        self.guess = FIRST_GUESS
        self.row = MISSING
        self.marks: list[int | None] = [None] * len(TABLE)
        self.bets: dict[str, int] = {}
        self.betting = True
        self.trainer: Trainer[Found] | None = None
        self.panel = 0
        self.sources = False

    @property
    def own(self) -> bool:
        """Return whether the page is at an experiment of its own."""
        return self.at in ("wrong", "clean")

    @property
    def found(self) -> Found:
        """Return the networks that are seen."""
        newest = self.trainer.value if self.trainer is not None else None
        return newest or empty(len(SIZES))

    @property
    def running(self) -> bool:
        """Return whether networks are trained, or wait in the middle of it."""
        return self.trainer is not None and self.trainer.running

    @property
    def animated(self) -> bool:
        """Return whether something new may come."""
        return self.trainer is not None and self.running and not self.trainer.paused

    @property
    def may_go_on(self) -> bool:
        """Return whether there are enough networks to leave an experiment."""
        return not self.betting and (not self.running or self.found.networks >= sayings.ENOUGH)

    def left(self) -> None:
        """End the training: nobody looks at it any more."""
        self.session.stop_training()

    def tick(self, seconds: float) -> bool:
        """Take the newest networks from the trainer."""
        return self.trainer is not None and self.trainer.take()

    def offers(self) -> Sequence[Offer]:
        """Return the keys of the number, of the marks, of a bet, or of a training."""
        say, closing = self.say, self.closing_offers("key.menu")
        source = Offer("sources", say("key.sources"))
        if self.at == "cell":
            return (
                Offer("right", say("key.move"), cap="← →"),
                Offer("next", say("key.next")),
                self.hint_offer(),
                source,
                *closing,
            )
        row = Offer("down", say("key.row"), cap="↑ ↓")
        if self.at == "marks":
            digits = [
                Offer(f"digit:{n}", say(f"gap.key_{key}"), cap=str(n))
                for n, key in ((1, "optimisation"), (2, "generalisation"))
            ]
            ready = Offer("next", say("gap.key_check"), live=None not in self.marks)
            return (*digits, ready, self.hint_offer(), row, source, *closing)
        if self.at == "told":
            return (Offer("next", say("key.next")), row, source, *closing)
        if self.betting:
            train = Offer("next", say("gap.train"), live=self.at in self.bets)
            return (Offer("digit:1", say("key.pick"), cap="1-3"), train, self.hint_offer(), *closing)
        onward = Offer("next", say("gap.clean_key" if self.at == "wrong" else "key.next"), live=self.may_go_on)
        paused = self.trainer is not None and self.trainer.paused
        pause = (Offer("pause", say("key.go_on" if paused else "key.pause")),) if self.running else ()
        panel = (Offer("right", say("gap.panel"), cap="← →"),) if narrow(*self.window) else ()
        return (onward, *pause, *panel, source, *closing)

    def paint(self, grid: Grid) -> None:
        """Draw the table, or the experiment."""
        say = self.say
        self.header(grid, say("gap.of", number=STEPS[self.at], count=max(STEPS.values())))
        hint = self.hint() if not self.own or self.betting else None
        over = say("gap.source_own" if self.own else "gap.source_table") if self.sources else hint or ""
        if not self.own:
            told = self.at == "told"
            paint_table(self.pen(grid), TableView(self.guess, self.row, tuple(self.marks), self.at == "cell", told,
                                                  self._told(), over, self._message()))  # fmt: skip
            return
        found, seconds = self.found, self.trainer.seconds if self.trainer is not None else 0.0
        paint_pairs(self.pen(grid), PairsView(
            self.at, found, self.running, self.panel, self._prompt() if self.betting else "", self._answers(),
            self.bets.get(self.at), seconds, over, self._message(),
        ))  # fmt: skip

    def press(self, action: str) -> Route | None:
        """Move the number, mark rows, bet, and look at what is trained."""
        digit = int(action[6:]) - 1 if action.startswith("digit:") else -1
        if action == "sources":
            self.sources = not self.sources
        elif action == "next":
            return self._onward()
        elif self.at == "cell" and action in ("left", "right"):
            by = STRIDE if action == "right" else -STRIDE
            self.guess = min(max(self.guess + by, GUESSES[0]), GUESSES[1])
        elif self.at in ("marks", "told") and action in ("up", "down"):
            self.row = (self.row + (1 if action == "down" else -1)) % len(TABLE)
        elif self.at == "marks" and digit in (sayings.OPTIMISATION, sayings.GENERALISATION):
            self.marks[self.row] = digit
            self.row = min(self.row + 1, len(TABLE) - 1)
        elif self.own and self.betting and 0 <= digit < len(ANSWERS):
            self.bets[self.at] = digit
        elif self.own and not self.betting and action in ("left", "right"):
            self.panel = (self.panel + (1 if action == "right" else -1)) % PANELS
        elif action == "pause" and self.running and self.trainer is not None:
            self.trainer.toggle_pause()
        elif action != "hint" or not self.own or self.betting:
            return super().press(action)
        return None

    def _onward(self) -> Route | None:
        self.sources = False
        if self.at == "cell":
            self.at, self.row = "marks", 0
        elif self.at == "marks":
            marks = [mark for mark in self.marks if mark is not None]
            if len(marks) == len(TABLE):
                self.at = "told"
                self.row = next((n for n, row in enumerate(TABLE) if marks[n] != sayings.right_mark(row)), self._f2)
                sayings.score(self.practice, self.guess, marks)
        elif self.at == "told":
            self._begin("wrong")
        elif self.betting:
            if self.at in self.bets:
                self._train()
        elif self.may_go_on:
            self.session.progress.keep_gap(self.at, sayings.saved(self.found))
            self.session.stop_training()
            if self.at == "clean":
                return after(self.practice, 0, worked=True)
            self._begin("clean")
        return None

    @property
    def _f2(self) -> int:
        return next(n for n, row in enumerate(TABLE) if row.is_optimisation)

    def _begin(self, stage: str) -> None:
        self.at, self.betting, self.trainer = stage, True, None

    def _train(self) -> None:
        stage, options = self.at, self.session.options
        self.betting, self.panel = False, 0
        self.trainer = Trainer(lambda: sayings.work_of(stage, options))
        self.session.train(self.trainer)

    def _prompt(self) -> str:
        return self.say(
            f"gap.bet_{self.at}", examples=EXAMPLES, wrong=percentage(WRONG, 0), loss=number(LOSS), full=SIZES[-1]
        )

    def _answers(self) -> list[str]:
        return [self.say(f"gap.bet_{answer}", small=SIZES[0]) for answer in ANSWERS]

    def _told(self) -> str:
        """Return the sentence under the bars: the paper's figure after the guess, then why a row has its mark."""
        if self.at == "marks":
            return sayings.cell_said(self.say, self.guess)
        return sayings.mark_said(self.say, TABLE[self.row]) if self.at == "told" else ""

    def _message(self) -> str:
        say = self.say
        name = TABLE[self.row].name
        if self.at == "cell":
            return say("gap.ask_cell", name=name)
        if self.at == "marks":
            return say("gap.all_marked") if None not in self.marks else say("gap.ask_mark", name=name)
        if self.at == "told":
            hits = sum(mark == sayings.right_mark(row) for mark, row in zip(self.marks, TABLE, strict=True))
            return say("gap.marks_told", hits=hits, rows=len(TABLE))
        if self.betting:
            return say("gap.bet_key")
        return self._progress()

    def _progress(self) -> str:
        say, found, trainer = self.say, self.found, self.trainer
        if trainer is None or trainer.value is None:
            return say("gap.begins")
        if not self.running:
            bet = self.bets[self.at]
            key = "gap.bet_hit" if bet == sayings.answer_of(found) else "gap.bet_missed"
            return say(key, said=self._answers()[bet], networks=found.networks)
        most = sayings.plan_of(self.session.options).counts[-1]
        if trainer.paused:
            return say("gap.waits", networks=found.networks, of=most)
        left = trainer.seconds_left
        values = {"networks": found.networks, "of": most, "seconds": max(1, round(left or 0))}
        if found.now is None:
            return say("gap.progress_line", **values)
        return say(
            "gap.progress_short" if narrow(*self.window) else "gap.progress",
            size=found.now[0],
            update=found.now[1],
            **values,
        )


__all__ = ["PAGE", "GapPage", "plain"]
PAGE = GapPage
