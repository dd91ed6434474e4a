"""Random symmetric matrices, measured live: predict the share of minima, then turn the dial."""

from __future__ import annotations

import time
from collections.abc import Sequence

from batchgame.scenarios.exercises.dimension import ASKED, MANY, MARKS, drawn, hit
from batchgame.scenarios.text.numbers import decimal, whole_percent
from batchgame.sim.dimension import DIAL, LEVELS, Spectra
from batchgame.tui.draw.grid import Grid
from batchgame.tui.game.keys import Offer
from batchgame.tui.game.order import after
from batchgame.tui.game.route import Route
from batchgame.tui.game.session import Session
from batchgame.tui.game.workshops.dimension_view import DimensionView, paint_dimension
from batchgame.tui.game.workshops.practice_page import PracticePage
from batchgame.tui.plain.table import Table
from batchgame.tui.race.practice import Practice

ENOUGH_LEVELS = 1000  # matrices of each level in plain lines
ENOUGH = 2  # hits of the three asked: the goal
FIRST_MARK = 3  # where the marker begins
WORK_SECONDS = 0.02  # the most of a frame that goes to the matrices, so that keys are answered meanwhile


class DimensionPage(PracticePage):
    """Three dimensions are predicted; then dimension and level of the loss are there to be played with.

    Matrices are drawn a slice at a time between the frames, so that every key works meanwhile; what was begun and left
    goes on being drawn.
    """

    def __init__(self, session: Session, practice: Practice) -> None:
        super().__init__(session, practice)
        self.spectra: dict[tuple[int, float], Spectra] = {}
        self.guesses: dict[int, int] = {}
        self.hits: list[bool] = []
        self.mark = FIRST_MARK
        self.dial = 0
        self.level = LEVELS.index(0.0)
        self.watched: int | None = None  # the dimension just predicted, until Enter goes on

    @property
    def asked(self) -> int | None:
        """Return the dimension whose share is to be predicted; None once the dial is free."""
        return next((d for d in ASKED if d not in self.guesses), None)

    @property
    def dimension(self) -> int:
        """Return the dimension that is looked at."""
        return self.watched or self.asked or DIAL[self.dial]

    @property
    def shown(self) -> Spectra | None:
        """Return the matrices that are looked at."""
        return self.spectra.get((self.dimension, LEVELS[self.level]))

    @property
    def drawing(self) -> Spectra | None:
        """Return the matrices that are drawn next: those looked at, then those that were left."""
        waiting = [spectra for spectra in self.spectra.values() if not spectra.complete]
        return self.shown if self.shown in waiting else next(iter(waiting), None)

    @property
    def animated(self) -> bool:
        """Return whether matrices are being drawn."""
        return self.drawing is not None

    def offers(self) -> Sequence[Offer]:
        """Return the keys that mark and measure, and then those of the knobs."""
        say = self.say
        if self.watched is not None:
            return (Offer("next", say("key.next")), *self.closing_offers("key.menu"))
        if self.asked:
            move = Offer("right", say("key.move"), cap="← →")
            return (move, Offer("next", say("key.measure")), self.hint_offer(), *self.closing_offers("key.menu"))
        dial, level = Offer("right", say("key.dial"), cap="← →"), Offer("up", say("key.change"), cap="↑ ↓")
        return (dial, level, Offer("next", say("key.next")), *self.closing_offers("key.menu"))

    def paint(self, grid: Grid) -> None:
        """Draw the steps of the dimension."""
        number_ = len(self.guesses) + (self.watched is None)
        busy = self.asked is not None or self.watched is not None
        self.header(grid, self.say("card.of", number=number_, cards=len(ASKED)) if busy else "")
        level = LEVELS[self.level]
        rows = {spectra.dimension: spectra for spectra in self.spectra.values() if spectra.level == level}
        asked = None if self.watched is not None else self.asked
        paint_dimension(self.pen(grid), DimensionView(rows, self.guesses, self.hits, self.mark, asked,
                                                      self.dimension, busy, level, self.hint()))  # fmt: skip

    def tick(self, seconds: float) -> bool:
        """Draw more slices of matrices, for as long as a frame can spare."""
        end = time.perf_counter() + WORK_SECONDS
        spectra = self.drawing
        if spectra is None:
            return False
        while not spectra.complete:
            spectra.measure()
            if time.perf_counter() >= end:
                break
        return True

    def press(self, action: str) -> Route | None:
        """Move the marker and measure; turn the knobs; go on."""
        across, along = {"left": -1, "right": 1}.get(action), {"down": -1, "up": 1}.get(action)
        if self.watched is not None:
            if action != "next":
                return super().press(action)
            self._go_on()
        elif self.asked is not None:
            if across:
                self.mark = min(max(self.mark + across, 0), len(MARKS) - 1)
            elif action == "next":
                self._predict(self.asked)
            else:
                return super().press(action)
        elif across or along:
            self.dial = min(max(self.dial + (across or 0), 0), len(DIAL) - 1)
            self.level = min(max(self.level + (along or 0), 0), len(LEVELS) - 1)
            self._measure()
        elif action == "next":
            return after(self.practice, 0, worked=True)
        else:
            return super().press(action)
        return None

    def _predict(self, dimension: int) -> None:
        self.guesses[dimension] = self.mark
        self.hits.append(hit(dimension, self.mark))
        score(self.practice, self.hits)
        self.watched = dimension
        self._measure()

    def _measure(self) -> None:
        level = LEVELS[self.level]
        self.spectra.setdefault((self.dimension, level), Spectra(self.dimension, level=level))

    def _go_on(self) -> None:
        self.watched = None
        if self.asked is None:
            self.dial = DIAL.index(ASKED[-1])


def score(practice: Practice, hits: Sequence[bool]) -> None:
    """Reach the goal with two hits of three, and par with all of them."""
    if len(hits) == len(ASKED):
        practice.goal, practice.par = sum(hits) >= ENOUGH, all(hits)


def plain(table: Table, practice: Practice) -> None:
    """Play the exercise in plain lines: of the marks, which one?"""
    hits: list[bool] = []
    for dimension in ASKED:
        table.line()
        table.tell("dimension.plain", d=dimension)
        for digit, mark in enumerate(MARKS, 1):
            table.tell("plain.choice", number=digit, words=f"{mark:.2g}")
        digits = {str(n): str(n) for n in range(1, len(MARKS) + 1)}
        guess = int(table.ask("plain.answer", digits, count=len(digits))) - 1
        table.tell("dimension.wait", of=Spectra(dimension).most)
        spectra = drawn(dimension)
        hits.append(hit(dimension, guess))
        low, high = spectra.interval()
        table.tell(
            "dimension.measured", minima=spectra.minima, of=spectra.matrices, low=f"{low:.2g}", high=f"{high:.2g}"
        )
        table.tell("transfer.right" if hits[-1] else "transfer.wrong")
    score(practice, hits)
    table.line()
    table.tell("dimension.levels", d=MANY)
    for level in LEVELS:
        few = Spectra(MANY, level=level)
        while few.matrices < ENOUGH_LEVELS:
            few.measure()
        shares = {"share": whole_percent(few.fraction), "negative": whole_percent(few.negative()[1])}
        table.tell("dimension.level_line", level=decimal(level), **shares)


PAGE = DimensionPage
