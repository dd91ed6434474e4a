"""The first screen of all: a language, with one key."""

from __future__ import annotations

from collections.abc import Sequence

from batchgame.scenarios.text.languages import LANGUAGES
from batchgame.tui.draw.grid import Grid
from batchgame.tui.game.keys import Offer
from batchgame.tui.game.page import Page
from batchgame.tui.game.pages.language_view import paint_languages
from batchgame.tui.game.route import Go, Route


class LanguagePage(Page):
    """English or Chinese. The first thing anybody sees, so nothing heavy is imported for it."""

    def offers(self) -> Sequence[Offer]:
        """Return the digits that choose."""
        say = self.session.say
        return (
            Offer("digit:1", "English", cap="1"),
            Offer("digit:2", "中文", cap="2"),
            Offer("help", say("key.help")),
            Offer("quit", say("key.quit")),
        )

    def paint(self, grid: Grid) -> None:
        """Draw the choice of a language."""
        paint_languages(self.pen(grid))

    def press(self, action: str) -> Route | None:
        """Choose, and go on to the bowl."""
        choice = {"digit:1": 0, "digit:2": 1, "next": 0}.get(action)
        if choice is None:
            return None
        self.session.set_language(LANGUAGES[choice])
        return Go("first_minute")
