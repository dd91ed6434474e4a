"""A page fills the screen. Its painter is a pure function of the page's values; keys and time change the page."""

from __future__ import annotations

from collections.abc import Sequence

from batchgame.tui.draw.grid import Grid
from batchgame.tui.draw.layout import SMALLEST
from batchgame.tui.draw.pen import Pen
from batchgame.tui.game.keys import Offer
from batchgame.tui.game.route import Route
from batchgame.tui.game.session import Session
from batchgame.tui.text.catalogue import Catalogue


class Page:
    """The questions that the application asks of every page."""

    help_opens = True
    smallest = SMALLEST  # columns and rows of the smallest window that the page can be shown in

    def __init__(self, session: Session) -> None:
        self.session = session
        self.window = (80, 24)  # columns and rows; `resized` tells the true ones before the first frame

    @property
    def say(self) -> Catalogue:
        """Return the catalogue of the player's language."""
        return self.session.say

    @property
    def animated(self) -> bool:
        """Return whether time changes this page, so that frames are wanted."""
        return False

    def resized(self, width: int, height: int) -> None:
        """Take note of the window's size. Called before the first frame and after each change."""
        self.window = width, height

    def offers(self) -> Sequence[Offer]:
        """Return what the keys do here, the most wanted first."""
        raise NotImplementedError

    def paint(self, grid: Grid) -> None:
        """Draw the page into a grid of any size. Painting changes nothing but the grid."""
        raise NotImplementedError

    def press(self, action: str) -> Route | None:
        """Do what a key asks for. Returns where it leads, or None to stay."""
        raise NotImplementedError

    def replay(self) -> str | None:
        """Return the command that runs this page's race again; None where nothing was raced."""
        return None

    def to_copy(self) -> str | None:
        """Return the line for the clipboard: the command that runs the race again, where the page has no other."""
        return self.replay()

    def left(self) -> None:
        """Stop what runs for this page alone: it has left the screen for good."""

    def tick(self, seconds: float) -> bool:
        """Let wall time pass. Returns True when the page looks different now."""
        return False

    def pen(self, grid: Grid) -> Pen:
        """Return what the painters draw with."""
        session = self.session
        moving = session.options.motion == "full"
        return Pen(grid, session.look, self.say, session.newcomer, session.warm, moving)

    def closing_offers(self, back: str) -> Sequence[Offer]:
        """Return language, help and the way back, which end the footer. back: the catalogue key of the last one."""
        say = self.say
        language = (Offer("language", say("key.language")),) if not self.session.look.ascii else ()
        leaves = "quit" if back == "key.quit" else "back"
        return (*language, Offer("help", say("key.help")), Offer(leaves, say(back)))
