"""Step 4: before any explanation, the player says what there was to see."""

from __future__ import annotations

from collections.abc import Sequence

from batchgame.tui.draw.grid import Grid
from batchgame.tui.game.keys import Offer
from batchgame.tui.game.pages.see_view import paint_see
from batchgame.tui.game.round_page import RoundPage
from batchgame.tui.game.route import Go, Route
from batchgame.tui.game.session import Session
from batchgame.tui.race.conductor import Conductor
from batchgame.tui.race.round import Round


class SeePage(RoundPage):
    """One question about the race, at the race's last frame."""

    step = "see"

    def __init__(self, session: Session, round_: Round, conductor: Conductor) -> None:
        super().__init__(session, round_)
        self.conductor = conductor

    def offers(self) -> Sequence[Offer]:
        """Return the digits, each of which answers and goes on."""
        say, question = self.session.say, self.round.observation
        return (
            Offer("digit:1", say("key.pick"), cap=f"1-{question.options}"),
            Offer("up", say("key.move"), cap="↑ ↓"),
            Offer("next", say("key.next"), live=question.ready),
            Offer("pause", say("key.watch_again")),
            *self.closing_offers("key.back"),
        )

    def paint(self, grid: Grid) -> None:
        """Draw what was seen beside the landscape."""
        self.header(grid)
        paint_see(self.pen(grid), self.round, self.conductor.frame, self.conductor.grey)

    def press(self, action: str) -> Route | None:
        """Answer, or watch the race again."""
        question = self.round.observation
        answers = question.press(action) and action.startswith("digit:")
        if answers or (action == "next" and question.answered):
            return Go("result", self.round, self.conductor)
        if action == "pause":
            return Go("run", self.round)
        if action == "back":
            return Go("run", self.round, self.conductor)
        return None
