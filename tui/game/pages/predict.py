"""Step 1: the player commits to a prediction, and says how sure, before anything moves."""

from __future__ import annotations

from collections.abc import Sequence

from batchgame.tui.draw.grid import Grid
from batchgame.tui.game.keys import Offer
from batchgame.tui.game.page import Page
from batchgame.tui.game.pages.predict_view import paint_predict
from batchgame.tui.game.round_page import RoundPage
from batchgame.tui.game.session import Session
from batchgame.tui.race.round import HINTS, Round

SURE_KEYS = ("digit:8", "digit:9")  # never a digit that answers a question


class PredictPage(RoundPage):
    """The map, the story in three sentences, a question; then how sure."""

    step = "predict"

    def __init__(self, session: Session, round_: Round) -> None:
        super().__init__(session, round_)
        self.asks_sure = round_.answer is not None

    def offers(self) -> Sequence[Offer]:
        """Digits answer; Enter goes on once both answers are there."""
        say, round_ = self.session.say, self.round
        picks = Offer(SURE_KEYS[0], say("key.pick"), cap="8 9")
        if not self.asks_sure:
            picks = Offer("digit:1", say("key.pick"), cap=f"1-{len(round_.stage.prediction.options)}")
        return (
            picks,
            Offer("up", say("key.move"), cap="↑ ↓"),
            Offer("next", say("key.next"), live=self._ready),
            self.hint_offer(),
            *self.closing_offers("key.menu" if not self.asks_sure else "key.back"),
        )

    @property
    def _ready(self) -> bool:
        return self.round.sure is not None if self.asks_sure else self.round.answer is not None

    def paint(self, grid: Grid) -> None:
        """Draw all of it."""
        self.header(grid)
        paint_predict(grid, self)

    def press(self, action: str) -> Page | None:
        """Answer, say how sure, go on to the knobs."""
        round_ = self.round
        options = len(round_.stage.prediction.options)
        if action == "hint":
            round_.hints = min(HINTS, round_.hints + 1)
        elif action in SURE_KEYS and round_.answer is not None:
            self.asks_sure, round_.sure = True, action == SURE_KEYS[1]
        elif action.startswith("digit:") and 1 <= int(action[6:]) <= options:
            round_.answer, self.asks_sure = int(action[6:]) - 1, True
        elif action in ("up", "down"):
            self._move(1 if action == "down" else -1, options)
        elif action == "next" and self._ready:
            if self.asks_sure:
                from batchgame.tui.game.pages.aim import AimPage

                return AimPage(self.session, round_)
            self.asks_sure = True
        elif action == "back":
            if self.asks_sure:
                self.asks_sure, round_.sure = False, None
                return None
            from batchgame.tui.game.pages.menu import MenuPage

            return MenuPage(self.session, at=round_.name)
        return None

    def _move(self, by: int, options: int) -> None:
        if self.asks_sure:
            self.round.sure = by > 0
        elif self.round.answer is None:
            self.round.answer = 0 if by > 0 else options - 1
        else:
            self.round.answer = (self.round.answer + by) % options
