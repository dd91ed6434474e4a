"""The game as a Textual application: wiring only. Keys and clicks go to the page, grids go to the canvas."""

from __future__ import annotations

import asyncio
import sys
import threading
import time

from textual import events
from textual.app import App
from textual.binding import Binding
from textual.driver import Driver
from textual.geometry import Size
from textual.message import Message
from textual.screen import Screen
from textual.timer import Timer

from batchgame.tui.draw.grid import Grid
from batchgame.tui.draw.layout import SMALLEST, too_small
from batchgame.tui.game.keys import BY_KEY
from batchgame.tui.game.page import Page
from batchgame.tui.game.parts import chrome
from batchgame.tui.game.session import Session
from batchgame.tui.race.options import PlayOptions
from batchgame.tui.screen.canvas import Canvas, OneCanvas
from batchgame.tui.screen.flicker import FlickerLimit
from batchgame.tui.screen.flow import Line

INTERRUPTED = 130
REST = 2.0  # times as long as a frame took, before the next one
LONGEST_TICK = 0.25  # seconds: after a stop of the whole program the race goes on from where it was


def frames_a_second(options: PlayOptions) -> int:
    """As asked for; two where motion is to be reduced."""
    return min(options.fps, 2) if options.motion == "reduced" else options.fps


class BatchgameApp(App[int]):
    """Shows one page at a time."""

    ENABLE_COMMAND_PALETTE = False
    CSS = "Screen { background: ansi_default; overflow: hidden; }"
    # With priority, so that Tab, Escape and Ctrl+C mean what the table says.
    BINDINGS = [Binding(key, f"do('{name}', '{key}')", show=False, priority=True) for key, name in BY_KEY.items()]  # noqa: RUF012

    class Warm(Message):
        """The experiment has been imported: what needs it can be drawn."""

    def __init__(self, session: Session, first: Page) -> None:
        super().__init__(ansi_color=True)
        self.session = session
        self.page = first
        self.line = Line()
        self.canvas = Canvas(self.line)
        self.flicker = FlickerLimit()
        self._last_tick = time.monotonic()

    def get_default_screen(self) -> Screen[None]:
        """One canvas, as large as the window."""
        return OneCanvas(self.canvas)

    def on_load(self) -> None:
        """From here on there is a loop that a signal can be handed to; the terminal is still as it was."""
        self._loop_for_signals = asyncio.get_running_loop()

    def on_mount(self) -> None:
        """Start the clock, and import the experiment behind the first frame."""
        self._timer = self.set_interval(1 / frames_a_second(self.session.options), self._tick, pause=True)
        self._run_clock()
        self.call_after_refresh(self._warm_up)

    def on_resize(self, event: events.Resize) -> None:
        """Every size has its own layout. The application's own size is still the old one here."""
        self._window = event.size
        self.canvas.forget()
        self.repaint()

    def terminal_begins(self) -> None:
        """The driver has taken over the terminal, at the start or again: it shows nothing of the game."""
        self.canvas.forget()

    def terminal_answers(self, x: int, y: int, at: float) -> None:
        """The cursor's place: a frame has got there, or the first sign has shown how wide it is drawn."""
        if self.line.answered(y + 1, at) and x > 1 and self.session.fold_ambiguous():
            self.canvas.forget()
            self._stale = True
        if self._stale:
            self.repaint()
        elif self.canvas.behind:
            self.canvas.send()

    def on_canvas_clicked(self, event: Canvas.Clicked) -> None:
        """A click is a key."""
        self._do(event.action)

    def on_batchgame_app_warm(self) -> None:
        """Draw what could not be drawn before."""
        self.session.warm = True
        self.repaint()

    def action_do(self, name: str, key: str) -> None:
        """A key of the table."""
        if key == "ctrl+c":
            self._leave(INTERRUPTED)
        else:
            self._do(name)

    def repaint(self, pressed: bool = False) -> None:
        """Show the page as it is now, and let the clock run if the page wants it to; pressed: a key asked for it."""
        width, height = self._window
        if not width or not height:
            return
        self._stale = False
        self.page.resized(width, height)
        grid = self.flicker.settle(self.paint(width, height), time.monotonic(), pressed)
        self.canvas.show(grid, pressed)
        self._run_clock()

    def _run_clock(self) -> None:
        """While the page moves, and while something waits for the line."""
        if self._timer is None:  # a size comes before all else
            return
        if self._moves() or self._stale or self.flicker.holding or self.canvas.behind:
            if not self._ticking:
                self._last_tick = time.monotonic()
                self._timer.resume()
                self._ticking = True
        elif self._ticking:
            self._timer.pause()
            self._ticking = False

    def _moves(self) -> bool:
        return self.page.animated and not too_small(*self._window)

    _timer: Timer | None = None
    _ticking = False
    _stale = False  # the page has changed since it was painted
    _rest_until = 0.0
    _window = Size(0, 0)

    def paint(self, width: int, height: int) -> Grid:
        """The page, or what covers it in a window that is too small."""
        look = self.session.look
        grid = Grid(width, height, ink=(look.text, look.ground, False), folds=look.folds)
        if too_small(width, height):
            chrome.cover(grid, look, self.session.say, SMALLEST)
        else:
            self.page.paint(grid)
            if self.note:
                chrome.notice(grid, self.note, look.accent, look.ground)
            chrome.footer(grid, look, self.page.offers())
        return grid

    def _do(self, action: str) -> None:
        if action == "quit":
            self._leave(0)
            return
        if too_small(*self._window):
            return
        self.note = ""
        if action == "language":
            self.session.switch_language()
        elif action == "theme":
            self.session.switch_theme()
        elif action == "redraw":
            self.canvas.forget()
        elif action == "copy":
            self._copy()
        elif action == "help" and self.page.help_opens:
            from batchgame.tui.game.pages.help import HelpPage

            self.page = HelpPage(self.session, self.page)
        else:
            self.session.settle()
            self.last_race = self.page.replay() or self.last_race
            following = self.page.press(action)
            if following is not None:
                self.page = following
        self.repaint(pressed=True)

    note = ""  # said over the page until the next key
    last_race: str | None = None  # the words that make it again

    def _copy(self) -> None:
        """The replay line, to the clipboard where the terminal lets it, and on the screen to be read."""
        line = self.page.replay()
        if line:
            self.copy_to_clipboard(line)
            self.note = line

    def _tick(self) -> None:
        now = time.monotonic()
        if now < self._rest_until:
            return
        seconds, self._last_tick = min(now - self._last_tick, LONGEST_TICK), now
        self.session.settle()
        if self._moves():
            self._stale |= self.page.tick(seconds) or not self.page.animated
        if (self._stale or self.flicker.holding) and self.line.free():
            self.repaint()
        elif self.canvas.behind:
            self.canvas.send()
        self._run_clock()
        # On a machine with too much to do a frame takes long: then there are fewer, and keys come in between.
        ended = time.monotonic()
        self._rest_until = ended + REST * (ended - now)

    def leave_soon(self, status: int) -> bool:
        """Leave from a signal's handler; false when there is nothing to leave."""
        if self._loop_for_signals is None:
            return False
        try:
            self._loop_for_signals.call_soon_threadsafe(self._leave, status)
        except RuntimeError:  # the loop is closed: over already
            return False
        return True

    _loop_for_signals: asyncio.AbstractEventLoop | None = None
    mistake: Exception | None = None  # that ended the game

    def _handle_exception(self, error: Exception) -> None:
        """End, without Textual's own report: it shows the values of variables."""
        self.mistake = self.mistake or error
        self._return_code = 1
        if self._exception is None:  # for Textual's pilot, which raises it again
            self._exception = error
            self._exception_event.set()
        self._close_messages_no_wait()

    def get_driver_class(self) -> type[Driver]:
        """Keys are read by a driver that no key can stop."""
        if sys.platform == "win32":
            return super().get_driver_class()
        from batchgame.tui.screen.driver import SteadyDriver

        return SteadyDriver

    def _leave(self, status: int) -> None:
        self.last_race = self.page.replay() or self.last_race
        self.exit(status, return_code=status)

    def _warm_up(self) -> None:
        def load() -> None:
            import batchgame.sim.outcomes
            import batchgame.sim.race
            import batchgame.tui.race.conductor  # noqa: F401

            self.post_message(self.Warm())

        threading.Thread(target=load, daemon=True).start()
