"""After the result: the same idea with other numbers. Then on to the next stage."""

from __future__ import annotations

from collections.abc import Sequence

from batchgame.tui.draw.grid import Grid
from batchgame.tui.game.keys import Offer
from batchgame.tui.game.order import is_last, onward, stage_after
from batchgame.tui.game.pages.transfer_view import paint_transfer
from batchgame.tui.game.round_page import RoundPage
from batchgame.tui.game.route import Go, Route, Start


class TransferPage(RoundPage):
    """One question; the answer says why."""

    step = "result"

    def offers(self) -> Sequence[Offer]:
        """Return the digits that answer, and Enter, which goes on to the next stage."""
        say, question = self.session.say, self.round.transfer
        onward = "key.next_stage" if stage_after(self.round) else "key.ending" if is_last(self.round) else "key.menu"
        return (
            Offer("digit:1", say("key.pick"), cap=f"1-{question.options}"),
            Offer("next", say(onward) if question.answered else say("key.skip_question")),
            Offer("again", say("key.again")),
            *self.closing_offers("key.menu"),
        )

    def paint(self, grid: Grid) -> None:
        """Draw the question with other numbers."""
        self.header(grid)
        paint_transfer(self.pen(grid), self.round)

    def press(self, action: str) -> Route | None:
        """Answer the question and go on."""
        if self.round.transfer.press(action):
            return None
        if action == "next":
            return onward(self.session, self.round)
        if action == "again":
            self.round.again()
            return Go("aim", self.round)
        return Start("menu", self.round.name) if action == "back" else None
