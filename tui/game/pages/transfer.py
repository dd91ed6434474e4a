"""After the result: the same idea with other numbers. Then on to the next stage."""

from __future__ import annotations

from collections.abc import Sequence

from batchgame.tui.draw.grid import Grid
from batchgame.tui.game.entries import stage_after
from batchgame.tui.game.keys import Offer
from batchgame.tui.game.page import Page
from batchgame.tui.game.pages.transfer_view import paint_transfer
from batchgame.tui.game.round_page import RoundPage


class TransferPage(RoundPage):
    """One question; the answer says why."""

    step = "result"

    def offers(self) -> Sequence[Offer]:
        """Digits answer; Enter goes on to the next stage."""
        say = self.session.say
        options = len(self.round.stage.transfer.options)
        onward = "key.next_stage" if stage_after(self.round) else "key.menu"
        return (
            Offer("digit:1", say("key.pick"), cap=f"1-{options}"),
            Offer("next", say(onward) if self.round.transfer is not None else say("key.skip_question")),
            Offer("again", say("key.again")),
            *self.closing_offers("key.menu"),
        )

    def paint(self, grid: Grid) -> None:
        """Draw all of it."""
        self.header(grid)
        paint_transfer(grid, self)

    def press(self, action: str) -> Page | None:
        """Answer; go on."""
        from batchgame.tui.game.pages.menu import MenuPage, open_stage

        round_ = self.round
        if action.startswith("digit:") and 1 <= int(action[6:]) <= len(round_.stage.transfer.options):
            round_.transfer = int(action[6:]) - 1
        elif action in ("up", "down"):
            by, count = (1 if action == "down" else -1), len(round_.stage.transfer.options)
            round_.transfer = 0 if round_.transfer is None else (round_.transfer + by) % count
        elif action == "next":
            following = stage_after(round_)
            return open_stage(self.session, following) if following else MenuPage(self.session, at=round_.name)
        elif action == "again":
            from batchgame.tui.game.pages.aim import AimPage

            round_.again()
            return AimPage(self.session, round_)
        elif action == "back":
            return MenuPage(self.session, at=round_.name)
        return None
