"""Step 1: the player commits to a prediction, and says how sure, before anything moves."""

from __future__ import annotations

from collections.abc import Sequence

from batchgame.tui.draw.grid import Grid
from batchgame.tui.game.keys import Offer
from batchgame.tui.game.pages.predict_view import paint_predict
from batchgame.tui.game.round_page import RoundPage
from batchgame.tui.game.route import Go, Route, Start
from batchgame.tui.race.question import GOES_ON, SURE_KEYS


class PredictPage(RoundPage):
    """The map, the story in three sentences, and a question with how sure the player is."""

    step = "predict"
    shows_hint = True

    def offers(self) -> Sequence[Offer]:
        """Return the digits that answer and say how sure, and Enter, which goes on with a guess."""
        say, question = self.session.say, self.round.prediction
        return (
            Offer("digit:1", say("key.pick"), cap=f"1-{question.options}"),
            Offer(SURE_KEYS[0], say("key.sure"), cap="8 9", live=question.ready),
            Offer("up", say("key.move"), cap="↑ ↓"),
            Offer("next", say("key.next"), live=question.ready),
            self.hint_offer(),
            *self.closing_offers("key.menu"),
        )

    def paint(self, grid: Grid) -> None:
        """Draw the question and its options."""
        self.header(grid)
        paint_predict(self.pen(grid), self.round, self.hint())

    def press(self, action: str) -> Route | None:
        """Answer, say how sure, and go on to the knobs."""
        if self.round.prediction.press(action):
            return None
        if action == "hint":
            self.take_hint()
        elif action in GOES_ON and self.round.prediction.answered:
            return Go("aim", self.round)
        elif action == "back" and not self.close_hint():
            return Start("menu", self.round.name)
        return None
