"""One or two cards of the deck between races: what was missed comes back, and what is new stays short."""

from __future__ import annotations

from collections.abc import Sequence

from batchgame.tui.draw.grid import Grid
from batchgame.tui.game.keys import Offer
from batchgame.tui.game.parts import chrome
from batchgame.tui.game.route import Back, Go, Route, Start
from batchgame.tui.game.session import Session
from batchgame.tui.game.workshops.card import CardPage
from batchgame.tui.race.dealt import dealt
from batchgame.tui.race.practice import Practice


class DealPage(CardPage):
    """A card with no more around it than its question. then: what follows the last one; None for the menu below."""

    def __init__(
        self, session: Session, names: Sequence[str], then: Go | None, practice: Practice | None = None, index: int = 0
    ) -> None:
        super().__init__(session, practice or dealt(names, session.options.seed), index)
        self.names, self.then = names, then

    def offers(self) -> Sequence[Offer]:
        """Return the keys of a card; there are no hints, and before an answer Enter passes it over."""
        offers = [offer for offer in super().offers() if offer.action != "hint"]
        if self.question.chosen is None:
            skip = Offer("next", self.say("key.skip_question"))
            offers = [skip if offer.action == "next" else offer for offer in offers]
        return offers

    def paint(self, grid: Grid) -> None:
        """Draw the card under a title that says where it comes from."""
        super().paint(grid)
        of = self.say("card.of", number=self.index + 1, cards=len(self.names)) if len(self.names) > 1 else ""
        chrome.header(grid, self.session.look, self.say("deal.title"), right=of)

    def press(self, action: str) -> Route | None:
        """Answer as on any card, or pass it over; it is dealt again another time."""
        if action == "hint":
            return None
        if action == "next" and self.question.chosen is None:
            return self._onward()
        route = super().press(action)
        if isinstance(route, Start) or not isinstance(route, Go):
            return route
        return self._onward()

    def _onward(self) -> Route:
        if self.index + 1 < len(self.names):
            return Go("deal", self.names, self.then, self.practice, self.index + 1)
        return self.then or Back()
