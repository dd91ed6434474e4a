"""Step 2: the knobs. What an epoch looks like at this batch size, and what this momentum remembers."""

from __future__ import annotations

from collections.abc import Sequence

from batchgame.tui.draw.grid import Grid
from batchgame.tui.game.keys import Offer
from batchgame.tui.game.pages.aim_view import paint_aim
from batchgame.tui.game.round_page import RoundPage
from batchgame.tui.game.route import Back, Go, Route
from batchgame.tui.game.session import Session
from batchgame.tui.race.knob_rows import KnobRows
from batchgame.tui.race.round import Round


class AimPage(RoundPage):
    """Batch size, momentum, the schedule where there is one, and the dial of the clock."""

    step = "aim"
    shows_hint = True

    def __init__(self, session: Session, round_: Round) -> None:
        super().__init__(session, round_)
        third = ("schedule",) if round_.schedules else ()
        chance = ("chance",) if round_.chance is not None else ()
        self.knobs = KnobRows(round_, ("batch_size", "momentum", *third, "parallel", *chance))

    def offers(self) -> Sequence[Offer]:
        """Return the arrows that turn the knobs, and Enter, which fires."""
        say = self.session.say
        return (
            Offer("right", say("key.change"), cap="← →"),
            Offer("down", say("key.row"), cap="Tab"),
            Offer("next", say("key.fire")),
            Offer("clock", say("key.clock")),
            self.hint_offer(),
            *self.closing_offers("key.back"),
        )

    def paint(self, grid: Grid) -> None:
        """Draw the knobs beside the landscape."""
        self.header(grid)
        paint_aim(self.pen(grid), self.round, self.knobs, self.hint())

    def press(self, action: str) -> Route | None:
        """Turn a knob, fire, or go back to where the race was picked."""
        if self.knobs.press(action):
            return None
        if action == "clock":
            self.knobs.row = self.knobs.rows.index("parallel")
            self.knobs.turn("parallel", 1, around=True)
        elif action == "hint":
            self.take_hint()
        elif action == "next":
            return Go("run", self.round)
        elif action == "back" and not self.close_hint():
            return Back() if self.round.from_map else Go("predict", self.round)
        return None
