"""Step 4: before any explanation, the player says what there was to see."""

from __future__ import annotations

from collections.abc import Sequence

from batchgame.tui.commands import Offer
from batchgame.tui.conductor import Conductor
from batchgame.tui.grid import Grid
from batchgame.tui.pages.page import Page
from batchgame.tui.pages.rounds import RoundPage
from batchgame.tui.round import Round
from batchgame.tui.session import Session
from batchgame.tui.views.see import paint_see


class SeePage(RoundPage):
    """One question about the race, at the race's last frame."""

    step = "see"

    def __init__(self, session: Session, round_: Round, conductor: Conductor) -> None:
        super().__init__(session, round_)
        self.conductor = conductor

    def offers(self) -> Sequence[Offer]:
        """A digit answers and goes on."""
        say, options = self.session.say, len(self.round.stage.saw.options)
        return (
            Offer("digit:1", say("key.pick"), cap=f"1-{options}"),
            Offer("up", say("key.move"), cap="↑ ↓"),
            Offer("next", say("key.next"), live=self.round.saw is not None),
            Offer("pause", say("key.watch_again")),
            *self.closing_offers("key.back"),
        )

    def paint(self, grid: Grid) -> None:
        """Draw all of it."""
        self.header(grid)
        paint_see(grid, self)

    def press(self, action: str) -> Page | None:
        """Answer, or watch the race again."""
        from batchgame.tui.pages.run import RunPage

        options = len(self.round.stage.saw.options)
        if action.startswith("digit:") and 1 <= int(action[6:]) <= options:
            self.round.saw = int(action[6:]) - 1
            return self._result()
        if action in ("up", "down"):
            by, saw = (1 if action == "down" else -1), self.round.saw
            self.round.saw = (0 if by > 0 else options - 1) if saw is None else (saw + by) % options
        elif action == "next" and self.round.saw is not None:
            return self._result()
        elif action == "pause":
            return RunPage(self.session, self.round)
        elif action == "back":
            return RunPage(self.session, self.round, self.conductor)
        return None

    def _result(self) -> Page:
        from batchgame.tui.pages.result import ResultPage

        return ResultPage(self.session, self.round, self.conductor)
