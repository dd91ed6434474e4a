"""Step 4: before any explanation, the player says what there was to see."""

from __future__ import annotations

from collections.abc import Sequence

from batchgame.tui.draw.grid import Grid
from batchgame.tui.game.keys import Offer
from batchgame.tui.game.page import Page
from batchgame.tui.game.pages.see_view import paint_see
from batchgame.tui.game.round_page import RoundPage
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
        """A digit answers and goes on."""
        say, options = self.session.say, len(self.round.stage.observed.options)
        return (
            Offer("digit:1", say("key.pick"), cap=f"1-{options}"),
            Offer("up", say("key.move"), cap="↑ ↓"),
            Offer("next", say("key.next"), live=self.round.observed is not None),
            Offer("pause", say("key.watch_again")),
            *self.closing_offers("key.back"),
        )

    def paint(self, grid: Grid) -> None:
        """Draw all of it."""
        self.header(grid)
        paint_see(grid, self)

    def press(self, action: str) -> Page | None:
        """Answer, or watch the race again."""
        from batchgame.tui.game.pages.run import RunPage

        options = len(self.round.stage.observed.options)
        if action.startswith("digit:") and 1 <= int(action[6:]) <= options:
            self.round.observed = int(action[6:]) - 1
            return self._result()
        if action in ("up", "down"):
            by, observed = (1 if action == "down" else -1), self.round.observed
            self.round.observed = (0 if by > 0 else options - 1) if observed is None else (observed + by) % options
        elif action == "next" and self.round.observed is not None:
            return self._result()
        elif action == "pause":
            return RunPage(self.session, self.round)
        elif action == "back":
            return RunPage(self.session, self.round, self.conductor)
        return None

    def _result(self) -> Page:
        from batchgame.tui.game.pages.result import ResultPage

        return ResultPage(self.session, self.round, self.conductor)
