"""Step 2: two knobs. What an epoch looks like at this batch size, and what this momentum remembers."""

from __future__ import annotations

from collections.abc import Sequence

from batchgame.tui.draw.grid import Grid
from batchgame.tui.game.keys import Offer
from batchgame.tui.game.page import Page
from batchgame.tui.game.pages.aim_view import paint_aim
from batchgame.tui.game.round_page import RoundPage
from batchgame.tui.game.session import Session
from batchgame.tui.race.round import CHANCES, HINTS, Round


class AimPage(RoundPage):
    """Batch size, momentum, and the dial of the clock."""

    step = "aim"

    def __init__(self, session: Session, round_: Round) -> None:
        super().__init__(session, round_)
        third = ("schedule",) if round_.schedules else ()
        chance = ("chance",) if round_.chance is not None else ()
        self.rows = ("batch_size", "momentum", *third, "parallel", *chance)
        self.row = 0 if len(round_.batch_sizes) > 1 else 1  # not on a knob that is locked

    def offers(self) -> Sequence[Offer]:
        """Arrows turn the knobs, Enter fires."""
        say = self.session.say
        return (
            Offer("right", say("key.change"), cap="← →"),
            Offer("down", say("key.row"), cap="Tab"),
            Offer("next", say("key.fire")),
            Offer("clock", say("key.clock")),
            self.hint_offer(),
            *self.closing_offers("key.back"),
        )

    def ladder(self, row: str) -> tuple[float, ...] | tuple[str, ...]:
        """The values of a knob; one value means that it is locked."""
        round_ = self.round
        if row == "schedule":
            return round_.schedules
        if row == "chance":
            return CHANCES
        return {"batch_size": round_.batch_sizes, "momentum": round_.momenta, "parallel": round_.parallels}[row]

    def paint(self, grid: Grid) -> None:
        """Draw all of it."""
        self.header(grid)
        paint_aim(grid, self)

    def press(self, action: str) -> Page | None:
        """Turn a knob, fire, or go back to the prediction."""
        if action in ("left", "right"):
            self._turn(self.rows[self.row], 1 if action == "right" else -1)
        elif action in ("up", "down"):
            self.row = (self.row + (1 if action == "down" else -1)) % len(self.rows)
        elif action == "clock":
            self.row = self.rows.index("parallel")
            self._turn("parallel", 1, around=True)
        elif action.startswith("digit:"):
            self._pick(self.rows[self.row], int(action[6:]) - 1)
        elif action.startswith("set:"):
            _, row, index = action.split(":")
            self.row = self.rows.index(row)
            self._pick(row, int(index))
        elif action == "hint":
            self.round.hints = min(HINTS, self.round.hints + 1)
        elif action == "next":
            from batchgame.tui.game.pages.run import RunPage

            return RunPage(self.session, self.round)
        elif action == "back":
            from batchgame.tui.game.pages.predict import PredictPage

            return self.round.before or PredictPage(self.session, self.round)
        return None

    def _turn(self, row: str, by: int, around: bool = False) -> None:
        ladder = self.ladder(row)
        at = ladder.index(getattr(self.round, row)) + by
        self._pick(row, at % len(ladder) if around else min(max(at, 0), len(ladder) - 1))

    def _pick(self, row: str, index: int) -> None:
        ladder = self.ladder(row)
        if 0 <= index < len(ladder):
            setattr(self.round, row, ladder[index])
