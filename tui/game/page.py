"""A page: one thing that fills the screen. Painting is a pure function of it; keys and time change it."""

from __future__ import annotations

from collections.abc import Sequence

from batchgame.tui.draw.grid import Grid
from batchgame.tui.draw.pen import Pen
from batchgame.tui.game.keys import Offer
from batchgame.tui.game.session import Session


class Page:
    """What every page can be asked."""

    help_opens = True

    def __init__(self, session: Session) -> None:
        self.session = session

    @property
    def animated(self) -> bool:
        """Time changes this page: frames are wanted."""
        return False

    def resized(self, width: int, height: int) -> None:
        """Take note of the window: called before the first paint, and whenever the window or the page changes."""

    def pen(self, grid: Grid) -> Pen:
        """Return what a painter draws with."""
        session = self.session
        moving = session.options.motion == "full"
        return Pen(grid, session.look, session.say, session.newcomer, session.warm, moving)

    def offers(self) -> Sequence[Offer]:
        """What the keys do here, the most wanted first."""
        raise NotImplementedError

    def paint(self, grid: Grid) -> None:
        """Draw all of it."""
        raise NotImplementedError

    def press(self, action: str) -> Page | None:
        """Do it; the page that follows, or None to stay."""
        raise NotImplementedError

    def replay(self) -> str | None:
        """The words that make what is shown here again; None where nothing was raced."""
        return None

    def tick(self, seconds: float) -> bool:
        """Let wall time pass; true when the page looks different now."""
        return False
