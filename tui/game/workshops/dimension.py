"""Random symmetric matrices, measured live: predict the share of minima, then turn the dial."""

from __future__ import annotations

from collections.abc import Sequence

from batchgame.scenarios.exercises.dimension import ASKED, FACTOR, MARKS, drawn
from batchgame.sim.dimension import DIAL, Spectra
from batchgame.tui.draw.grid import Grid
from batchgame.tui.game.keys import Offer
from batchgame.tui.game.order import after
from batchgame.tui.game.route import Route
from batchgame.tui.game.session import Session
from batchgame.tui.game.workshops.dimension_view import DimensionView, paint_dimension
from batchgame.tui.game.workshops.practice_page import PracticePage
from batchgame.tui.plain.table import Table
from batchgame.tui.race.practice import Practice

ENOUGH = 2  # hits of the three asked: the goal
FIRST_MARK = 3  # where the marker begins


class DimensionPage(PracticePage):
    """Three dimensions are predicted, the others are there to be looked at."""

    def __init__(self, session: Session, practice: Practice) -> None:
        super().__init__(session, practice)
        self.spectra: dict[int, Spectra] = {}
        self.guesses: dict[int, int] = {}
        self.hits: list[bool] = []
        self.mark = FIRST_MARK
        self.dial = 0
        self.measuring: int | None = None

    @property
    def asked(self) -> int | None:
        """Return the dimension whose share is to be predicted; None once the dial is free."""
        return next((d for d in ASKED if d not in self.guesses), None)

    @property
    def dimension(self) -> int:
        """Return the dimension that is looked at."""
        return self.measuring or self.asked or DIAL[self.dial]

    @property
    def animated(self) -> bool:
        """Return whether matrices are being drawn."""
        return self.measuring is not None

    def offers(self) -> Sequence[Offer]:
        """Return the keys that mark and measure, and then those of the dial."""
        say = self.say
        if self.asked and self.measuring is None:
            move = Offer("right", say("key.move"), cap="← →")
            return (move, Offer("next", say("key.measure")), self.hint_offer(), *self.closing_offers("key.menu"))
        dial = Offer("right", say("key.dial"), cap="← →", live=self.measuring is None)
        return (dial, Offer("next", say("key.next"), live=self.measuring is None), *self.closing_offers("key.menu"))

    def paint(self, grid: Grid) -> None:
        """Draw the steps of the dimension."""
        asked = self.say("card.of", number=len(self.hits) + 1, cards=len(ASKED)) if self.asked else ""
        self.header(grid, asked)
        paint_dimension(self.pen(grid), DimensionView(self.spectra, self.guesses, sum(self.hits), self.mark, self.asked,
                                                      self.dimension, self.measuring, self.hint()))  # fmt: skip

    def tick(self, seconds: float) -> bool:
        """Draw one more slice of matrices."""
        if self.measuring is None:
            return False
        spectra = self.spectra[self.measuring]
        spectra.measure()
        if spectra.complete:
            if self.measuring in self.guesses and len(self.hits) < len(ASKED):
                self.hits.append(hit(spectra, self.guesses[self.measuring]))
                score(self.practice, self.hits)
            self.measuring = None
        return True

    def press(self, action: str) -> Route | None:
        """Move the marker and measure; turn the dial; go on."""
        if self.measuring is not None:
            return super().press(action)
        by = {"left": -1, "right": 1}.get(action)
        if self.asked is not None:
            if by:
                self.mark = min(max(self.mark + by, 0), len(MARKS) - 1)
            elif action == "next":
                self.guesses[self.asked] = self.mark
                self._measure(list(self.guesses)[-1])
            else:
                return super().press(action)
        elif by:
            self.dial = min(max(self.dial + by, 0), len(DIAL) - 1)
            self._measure(DIAL[self.dial])
        elif action == "next":
            return after(self.practice, 0, worked=True)
        else:
            return super().press(action)
        return None

    def _measure(self, dimension: int) -> None:
        if dimension not in self.spectra:
            self.spectra[dimension] = Spectra(dimension)
        self.measuring = None if self.spectra[dimension].complete else dimension


def hit(spectra: Spectra, guess: int) -> bool:
    """Return whether a guess is within a factor of three of the measured fraction.

    Where no minimum was seen, the guess has to lie below what could have been missed.
    """
    if not spectra.minima:
        return MARKS[guess] <= spectra.interval()[1]
    return 1 / FACTOR <= MARKS[guess] / spectra.fraction <= FACTOR


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
        spectra = drawn(dimension)
        hits.append(hit(spectra, guess))
        low, high = spectra.interval()
        table.tell(
            "dimension.measured", minima=spectra.minima, of=spectra.matrices, low=f"{low:.2g}", high=f"{high:.2g}"
        )
        table.tell("transfer.right" if hits[-1] else "transfer.wrong")
    score(practice, hits)


PAGE = DimensionPage
