"""Step 1: the player commits to a prediction, and says how sure, before anything moves."""

from __future__ import annotations

from collections.abc import Sequence

from batchgame.tui.draw.grid import Grid
from batchgame.tui.game.keys import Offer
from batchgame.tui.game.pages.predict_view import paint_predict
from batchgame.tui.game.round_page import RoundPage
from batchgame.tui.game.route import Go, Route, Start
from batchgame.tui.race.question import SURE_KEYS


class PredictPage(RoundPage):
    """The map, the story in three sentences, a question; then how sure."""

    step = "predict"

    def offers(self) -> Sequence[Offer]:
        """Return the digits that answer, and Enter once both answers are there."""
        say, question = self.session.say, self.round.prediction
        picks = Offer("digit:1", say("key.pick"), cap=f"1-{question.options}")
        if question.asking_sure:
            picks = Offer(SURE_KEYS[0], say("key.pick"), cap="8 9")
        return (
            picks,
            Offer("up", say("key.move"), cap="↑ ↓"),
            Offer("next", say("key.next"), live=question.ready),
            self.hint_offer(),
            *self.closing_offers("key.back" if question.asking_sure else "key.menu"),
        )

    def paint(self, grid: Grid) -> None:
        """Draw the question and its options."""
        self.header(grid)
        paint_predict(self.pen(grid), self.round, self.hint())

    def press(self, action: str) -> Route | None:
        """Answer, say how sure, go on to the knobs."""
        if self.round.prediction.press(action):
            return None
        if action == "hint":
            self.take_hint()
        elif action == "next" and self.round.prediction.answered:
            return Go("aim", self.round)
        elif action == "back":
            return Start("menu", self.round.name)
        return None
