"""The game as a Textual application: keys and clicks go to the page, grids go to the canvas, time goes to both."""

from __future__ import annotations

import asyncio
import gc
import sys
import threading
import time
from collections.abc import Callable

from textual import events
from textual.app import App
from textual.binding import Binding
from textual.driver import Driver
from textual.message import Message
from textual.screen import Screen
from textual.timer import Timer

from batchgame.tui.draw.grid import Grid
from batchgame.tui.draw.layout import too_small
from batchgame.tui.game.desk import Desk, frames_per_second
from batchgame.tui.game.keys import BY_KEY, action_meant
from batchgame.tui.game.page import Page
from batchgame.tui.game.route import Route
from batchgame.tui.game.session import Session
from batchgame.tui.screen.canvas import Canvas, OneCanvas
from batchgame.tui.screen.flicker import FlickerLimit
from batchgame.tui.screen.flow import Flow
from batchgame.tui.screen.size import WindowSize, bounded
from batchgame.tui.screen.typed import CellClicked, Handled
from batchgame.tui.text.input_method import needs_input_method

INTERRUPTED = 130
REST = 2.0  # times as long as a frame took, before the next one
CELLS = {1: False, 2: True}  # how far the sign of ambiguous width moves the cursor: whether such signs are wide
LONGEST_TICK = 0.25  # seconds: after a stop of the whole program the race goes on from where it was
SELDOM = (50_000, 20, 100)  # collections: a frame is thousands of tuples, and no circle is among them


class BatchgameApp(App[int], inherit_css=False):
    """Shows one page at a time."""

    ENABLE_COMMAND_PALETTE = False
    # With priority, so that Tab, Escape and Ctrl+C mean what the table says.
    BINDINGS = [Binding(key, f"do('{name}', '{key}')", show=False, priority=True) for key, name in BY_KEY.items()]  # noqa: RUF012

    class Warm(Message):
        """The experiment has been imported, so what needs it can be drawn."""

    def __init__(self, session: Session, first: Route) -> None:
        super().__init__(ansi_color=True)
        self._disable_tooltips = self._disable_notifications = True  # widgets that would be made before the first frame
        self.session = session
        self.desk = Desk(session, first)
        self.flow = Flow()
        self.typed_ahead: Callable[[], bool] = bool  # whether more keys wait; set by the driver
        self.canvas = Canvas(self.flow)
        self.flicker = FlickerLimit()
        self._last_tick = time.monotonic()

    @property
    def page(self) -> Page:
        """Return the page on the screen."""
        return self.desk.page

    def go(self, route: Route) -> None:
        """Follow a route, and show where it leads."""
        self.desk.follow(route)
        self.repaint()

    def get_default_screen(self) -> Screen[None]:
        """Return one canvas, as large as the window."""
        return OneCanvas(self.canvas)

    def on_load(self) -> None:
        """Keep the loop, to which a signal can be handed from here on; the terminal is still as it was."""
        self._loop_for_signals = asyncio.get_running_loop()

    def on_mount(self) -> None:
        """Start the clock, and import the experiment behind the first frame."""
        self._timer = self.set_interval(1 / frames_per_second(self.session.options), self._tick, pause=True)
        self._run_clock()
        self.call_after_refresh(self._warm_up)

    def on_resize(self, event: events.Resize) -> None:
        """Lay the page out for the new size. The application's own size is still the old one here."""
        self._window = bounded(*event.size)
        self.desk.resized(*self._window)
        self.canvas.forget()
        self.repaint()

    def terminal_begins(self, urgent: bool = True) -> None:
        """Send everything: the driver has taken over the terminal, which may be another one than before."""
        self._sync_available = False  # Textual asks whether this one can hold a frame back until it is whole
        self.canvas.forget(urgent)
        self._run_clock()

    def terminal_answers(self, x: int, y: int, at: float) -> None:
        """Take note of the cursor's place: a frame has arrived, or the first sign has shown how wide it is drawn."""
        if self.flow.answered(y + 1, at) and x in CELLS and self.session.fold_ambiguous(CELLS[x]):
            self.desk.resized(*self._window)  # without half blocks, fewer cells of a map fit
            self.canvas.forget()
            self._stale = True
        if self._stale:
            self.repaint()
        elif self.canvas.behind:
            self.canvas.send()

    def on_cell_clicked(self, message: CellClicked) -> None:
        """Take a click for the key that it stands for."""
        action = self.canvas.action_at(*message.cell)
        if action:
            self._do(action)

    def on_canvas_clicked(self, event: Canvas.Clicked) -> None:
        """Take a click that came through Textual for the key that it stands for."""
        self._do(event.action)

    def on_batchgame_app_warm(self) -> None:
        """Draw what could not be drawn before."""
        self.session.warm = True
        self.repaint()

    async def on_event(self, event: events.Event) -> None:
        """Take a capital or a full-width sign for its plain key; Textual then handles what is bound by name.

        This comes before the keys that are bound, since a handler of Textual's comes after the keys that follow.
        """
        if isinstance(event, events.Key) and not event.is_forwarded and event.key not in BY_KEY and event.character:
            self._do_sign(event.character)
        await super().on_event(event)

    def _do_sign(self, sign: str) -> None:
        action = action_meant(sign)
        if action:
            self._do(action)
        elif any(map(needs_input_method, sign)):
            self.desk.refuse_input_method()
            self._repaint_for_key()

    def on_handled(self, message: Handled) -> None:
        """Ask for the next key: the one before this message has been handled."""
        message.then()

    def action_do(self, name: str, key: str) -> None:
        """Do what a key of the table stands for."""
        if key == "ctrl+c":
            self._leave(INTERRUPTED)
        else:
            self._do(name)

    def repaint(self, pressed: bool = False) -> None:
        """Show the page as it is now, and let the clock run if the page wants it to. pressed: a key asked for it."""
        width, height = self._window
        if not width or not height:
            return
        self._stale = False
        grid = self.flicker.settle(self.paint(width, height), time.monotonic(), pressed)
        self.canvas.show(grid, pressed)
        self._run_clock()

    def paint(self, width: int, height: int) -> Grid:
        """Return the page as a grid of that size."""
        return self.desk.paint(width, height)

    def _run_clock(self) -> None:
        """Let the clock run while the page moves or something waits for the line, and stop it otherwise."""
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
        return self.page.animated and not too_small(*self._window, self.page.smallest)

    _timer: Timer | None = None
    _ticking = False
    _stale = False  # the page has changed since it was painted
    _rest_until = 0.0
    _window = WindowSize(0, 0)

    def _do(self, action: str) -> None:
        if action == "quit":
            self._leave(0)
            return
        if too_small(*self._window, self.page.smallest):
            return
        if action == "redraw":
            self.flow.renew()
            self.canvas.forget()
        copied = self.desk.press(action)
        if copied is not None:
            self.copy_to_clipboard(copied)
        self._repaint_for_key()

    def _repaint_for_key(self) -> None:
        """Repaint at once, or at the next tick if more keys wait: painting takes longer than most keys do."""
        if self.typed_ahead():
            self._stale = True
            self._run_clock()
        else:
            self.repaint(pressed=True)

    def _tick(self) -> None:
        now = time.monotonic()
        if now < self._rest_until:
            return
        seconds, self._last_tick = min(now - self._last_tick, LONGEST_TICK), now
        self.session.settle()
        if self._moves():
            self._stale |= self.page.tick(seconds) or not self.page.animated
        if (self._stale or self.flicker.holding) and self.flow.free():
            self.repaint()
        elif self.canvas.behind:
            self.canvas.send()
        self._run_clock()
        # On a machine with too much to do a frame takes long: then there are fewer, and keys come in between.
        ended = time.monotonic()
        self._rest_until = ended + REST * (ended - now)

    def leave_soon(self, status: int) -> bool:
        """Leave from a signal's handler. Returns False when there is nothing to leave."""
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
        """End without Textual's own report, which shows the values of variables."""
        self.mistake = self.mistake or error
        self._return_code = 1
        if self._exception is None:  # for Textual's pilot, which raises it again
            self._exception = error
            self._exception_event.set()
        self._close_messages_no_wait()

    def get_driver_class(self) -> type[Driver]:
        """Return a driver that no key can stop."""
        if sys.platform == "win32":
            return super().get_driver_class()
        from batchgame.tui.screen.driver import SteadyDriver

        return SteadyDriver

    def _leave(self, status: int) -> None:
        self.desk.note_race()
        self.exit(status, return_code=status)

    def _warm_up(self) -> None:
        """Do what had to wait for the first frame."""
        if not gc.isenabled():  # the command has disabled it
            gc.freeze()  # what is there by now stays to the end
            gc.set_threshold(*SELDOM)
            gc.enable()

        def load() -> None:
            import batchgame.sim.outcomes
            import batchgame.sim.race
            import batchgame.tui.race.conductor  # noqa: F401

            self.post_message(self.Warm())

        threading.Thread(target=load, daemon=True).start()
