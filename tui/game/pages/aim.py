"""Step 2: the knobs, and what they mean. The page grows with the knobs that the player has met."""

from __future__ import annotations

from collections.abc import Sequence

from batchgame.tui.draw.grid import Grid
from batchgame.tui.draw.layout import roomy
from batchgame.tui.game.keys import Offer
from batchgame.tui.game.pages.aim_view import paint_aim
from batchgame.tui.game.round_page import RoundPage
from batchgame.tui.game.route import Back, Go, Route
from batchgame.tui.game.session import Session
from batchgame.tui.race.knob_rows import KnobRows, met, rows_of
from batchgame.tui.race.round import Round


class AimPage(RoundPage):
    """The knobs that the stage shows: batch size alone, then the clock, then momentum."""

    step = "aim"
    shows_hint = True

    def __init__(self, session: Session, round_: Round) -> None:
        super().__init__(session, round_)
        known = met(session.progress.records)
        self.knobs = KnobRows(round_, rows_of(round_, known), known)
        self.hint_shown = round_.hints > 0

    def offers(self) -> Sequence[Offer]:
        """Return the arrows that turn the knobs, and Enter, which fires."""
        say = self.session.say
        return (
            Offer("right", say("key.change"), cap="← →"),
            *((Offer("down", say("key.row"), cap="Tab"),) if len(self.knobs.rows) > 1 else ()),
            Offer("next", say("key.fire")),
            self.hint_offer(),
            *((Offer("equations", say("key.equations")),) if self._has_equations else ()),
            *((Offer("clock", say("knob.parallel")),) if "parallel" in self.knobs.rows else ()),
            *self.closing_offers("key.back"),
        )

    @property
    def _has_equations(self) -> bool:
        """Return whether e opens equations: where momentum is, and where they do not stand beside the words already."""
        return "momentum" in self.knobs.rows and not roomy(*self.window)

    @property
    def _shows_equations(self) -> bool:
        return self._has_equations and self.session.equations

    def paint(self, grid: Grid) -> None:
        """Draw the knobs beside the landscape."""
        self.header(grid)
        hint = self.hint() if self.hint_shown else None
        paint_aim(self.pen(grid), self.round, self.knobs, hint, equations=self._shows_equations)

    def press(self, action: str) -> Route | None:
        """Turn a knob, fire, or go back to where the race was picked."""
        if self.knobs.press(action):
            return None
        if action == "back" and self.hint_shown:
            self.hint_shown = False
        elif action == "back" and self._shows_equations:
            self.session.equations = False
        elif action == "equations" and self._has_equations:
            self.session.equations = not self.session.equations
        elif action == "clock" and "parallel" in self.knobs.rows:
            self.knobs.row = self.knobs.rows.index("parallel")
            self.knobs.turn("parallel", 1, around=True)
        elif action == "hint":
            self.take_hint()
            self.hint_shown = True
        elif action == "next":
            return Go("run", self.round)
        elif action == "back" and not self.close_hint():
            return Back() if self.round.from_map else Go("predict", self.round)
        return None
