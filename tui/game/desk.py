"""The game without its terminal: the page on the screen, what keys change, and the grid that shows it.

From a key to a grid nothing here needs Textual or Rich; `screen/` turns the grid into bytes.
"""

from __future__ import annotations

from batchgame.scenarios.text.languages import LANGUAGES
from batchgame.tui.draw.grid import Grid
from batchgame.tui.draw.layout import too_small
from batchgame.tui.game.page import Page
from batchgame.tui.game.parts import chrome
from batchgame.tui.game.route import Over, Route
from batchgame.tui.game.routes import Pages
from batchgame.tui.game.session import Session
from batchgame.tui.race.options import PlayOptions
from batchgame.tui.text.catalogue import Catalogue


def frames_per_second(options: PlayOptions) -> int:
    """Return how many frames are wanted: as asked for, two where motion is to be reduced."""
    return min(options.fps, 2) if options.motion == "reduced" else options.fps


class Desk:
    """One game in play: its pages, and what is said over them."""

    def __init__(self, session: Session, first: Route) -> None:
        self.session = session
        self.note = ""  # said over the page until the next key
        self.last_race: str | None = None  # the command that runs it again
        self._pages = Pages(session, first)
        self._window = (80, 24)

    @property
    def page(self) -> Page:
        """Return the page on the screen."""
        return self._pages.top

    def follow(self, route: Route) -> None:
        """Go where a route leads, in a window of the size that is known."""
        self._pages.follow(route)
        self.page.resized(*self._window)

    def resized(self, width: int, height: int) -> None:
        """Tell the page how large the window is now."""
        self._window = width, height
        self.page.resized(width, height)

    def press(self, action: str) -> str | None:
        """Do what a key stands for. Returns a line for the clipboard, if there is one."""
        self.note = ""
        if action == "language":
            self.session.switch_language()
        elif action == "theme":
            self.session.switch_theme()
        elif action == "copy":
            return self._copy()
        elif action == "help" and self.page.help_opens:
            self.follow(Over("help", self.page.offers))
        elif action != "redraw":
            self.session.settle()
            self.note_race()
            route = self.page.press(action)
            if route is not None:
                self.follow(route)
        return None

    def refuse_input_method(self) -> None:
        """Ask the player to switch the input method off, in both languages while none has been chosen."""
        say = self.session.say
        says = map(Catalogue, LANGUAGES) if self.session.language_is_open else (say,)
        self.note = "  ".join(say("typed.input_method") for say in says)

    def note_race(self) -> None:
        """Keep the command that runs the race on the screen again, to be printed when the game ends."""
        self.last_race = self.page.replay() or self.last_race

    def paint(self, width: int, height: int) -> Grid:
        """Return the page as a grid, or what covers it in a window that is too small."""
        look = self.session.look
        grid = Grid(width, height, ink=(look.text, look.background, False), folds=look.folds)
        if too_small(width, height, self.page.smallest):
            chrome.cover(grid, look, self.session.say, self.page.smallest)
            return grid
        self.page.paint(grid)
        if self.note:
            chrome.notice(grid, self.note, look.accent, look.background)
        chrome.footer(grid, look, self.page.offers())
        return grid

    def _copy(self) -> str | None:
        """Show the line to copy, which the terminal may refuse to take to its clipboard.

        In a kiosk no command can be typed, and nothing goes to the clipboard: the line is for a computer elsewhere.
        """
        line = self.page.to_copy()
        if line and self.session.options.kiosk:
            self.note = self.session.say("kiosk.elsewhere", line=line)
            return None
        self.note = line or ""
        return line
