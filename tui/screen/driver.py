"""Textual's driver for Unix, made to survive any input and a terminal that takes no more bytes.

Textual queues everything that comes, without an end, and asks the terminal for reports that nobody here needs: each
motion of the mouse, each change of the focus, the size as a sequence. Its parser raises errors for some sequences and
for bytes that are not UTF-8, and keeps a paste or a string that never ends. So `sieve` reads the bytes instead, and
`inbox` bounds what waits. Textual's writer stops the whole game after thirty unwritten pieces.
"""

from __future__ import annotations

import errno
import os
import selectors
import signal
import time
from collections.abc import Callable, Iterable
from typing import Any, Protocol

from textual.drivers.linux_driver import LinuxDriver

from batchgame.tui.draw.look import Look
from batchgame.tui.screen.flow import ASK, Flow
from batchgame.tui.screen.inbox import Inbox
from batchgame.tui.screen.sieve import Piece, Place, Sieve
from batchgame.tui.screen.typed import Handled, Translator
from batchgame.tui.screen.writer import Writer

AMBIGUOUS = "●"  # a sign that some terminals draw two cells wide
MOUSE_ON = "\x1b[?1000h\x1b[?1006h"  # buttons without motion, with numbers that reach beyond column 223
MOUSE_OFF = "\x1b[?1006l\x1b[?1000l"
FOCUS_ON = "\x1b[?1004h"
READ_AT_ONCE = 1 << 16  # bytes
LOOK_UP_SECONDS = 0.1  # how often the thread that reads looks whether it is to end


class HasLook(Protocol):
    """An object that knows the colours and signs of the terminal."""

    @property
    def look(self) -> Look:
        """Return the present look."""


class Game(Protocol):
    """The parts of the application that the driver uses."""

    flow: Flow
    typed_ahead: Callable[[], bool]

    @property
    def session(self) -> HasLook:
        """Return the session that is being played."""

    def terminal_begins(self) -> None:
        """Learn that the terminal shows nothing of the game yet."""

    def leave_soon(self, status: int) -> bool:
        """Leave with this exit status, asked for from any thread."""

    def terminal_answers(self, x: int, y: int, at: float) -> None:
        """Learn where the terminal says its cursor is: x and y from 0, `at` on the monotonic clock."""


class SteadyDriver(LinuxDriver):
    """A driver that skips input it can't read, passes the terminal's answers to the flow, and never waits to write."""

    def __init__(self, app: Any, **options: Any) -> None:
        super().__init__(app, **options)
        self._game: Game = app
        self._asked = self._heard = 0  # questions for the cursor's place, and answers to them
        self._inbox = Inbox()
        self._translator = Translator()
        self._game.typed_ahead = self._inbox.__bool__

    def start_application_mode(self) -> None:
        """Take over the terminal: at the start, and after a stop, when the terminal may be another one."""
        assert self._file is not None
        self._writer = Writer(self._file)
        self._writer.start()
        self._asked = self._heard = 0
        flow = self._game.flow
        flow.begin()
        flow.clogged = self._writer.clogged
        super().start_application_mode()  # type: ignore[no-untyped-call]
        self.write(MOUSE_ON)
        # The loop has to handle SIGCONT: the kernel may give the signal to another thread, and a loop that waits would
        # not notice. Then nothing would move after `fg`, since keys are not read before the signal is handled.
        self._loop.add_signal_handler(signal.SIGCONT, self._sigcont_application)
        self.write(flow.probe("" if self._game.session.look.folds else AMBIGUOUS))
        self._loop.call_soon_threadsafe(self._game.terminal_begins)

    def stop_application_mode(self) -> None:
        """Give the terminal back with an empty screen.

        A terminal with only one screen (linux, vt100) would otherwise keep the game's cells around the prompt.
        """
        self._hear_out()
        self.write("\x1b[H\x1b[2J")
        super().stop_application_mode()

    def write(self, data: str) -> None:
        """Hand over a text to be written, and count the questions in it."""
        if data == FOCUS_ON:
            return
        self._asked += data.count(ASK)
        self._writer.write(data)

    def _hear_out(self) -> None:
        """Wait for pending answers, since the shell would take them for typing."""
        end = time.monotonic() + self._game.flow.answer_within()
        while self._heard < self._asked and time.monotonic() < end and self._key_thread and self._key_thread.is_alive():
            time.sleep(0.005)

    def _sigcont_application(self, *_: object) -> None:
        if not self._must_signal_resume:  # after SIGSTOP, which can't be caught, or no stop: the modes are still ours
            self.suspend_application_mode()
            self._must_signal_resume = True
        self.resume_application_mode()

    def close(self) -> None:
        """Close the driver after everything is written."""
        super().close()
        self._writer.stop()

    def _run_input_thread(self) -> None:
        while not self.exit_event.is_set():
            try:
                self.run_input_thread()
            except OSError:  # the connection is cut, and the signal that says so may come later or never
                self._game.leave_soon(128 + signal.SIGHUP)
                return
            except Exception:
                continue

    def run_input_thread(self) -> None:
        """Read until the game leaves the terminal. Raises OSError when the terminal is gone."""
        sieve = Sieve()
        with selectors.SelectSelector() as selector:
            selector.register(self.fileno, selectors.EVENT_READ)
            while not self.exit_event.is_set():
                if selector.select(LOOK_UP_SECONDS):
                    data = os.read(self.fileno, READ_AT_ONCE)
                    if not data:
                        raise OSError(errno.EIO, "the terminal has ended")
                    self._take(sieve.feed(data, time.monotonic()))
                else:
                    self._take(sieve.idle(time.monotonic()))

    def _take(self, pieces: Iterable[Piece]) -> None:
        """Pass the cursor's places to the flow, as far as they were asked for, and queue the rest."""
        typed = []
        for piece in pieces:
            if not isinstance(piece, Place):
                typed.append(piece)
            elif self._heard < self._asked:
                self._heard += 1
                self._loop.call_soon_threadsafe(self._answered, piece.x, piece.y, time.monotonic())
        if self._inbox.put(typed):
            self._loop.call_soon_threadsafe(self._handle_next)

    def _answered(self, x: int, y: int, at: float) -> None:
        self._game.terminal_answers(x, y, at)

    def _handle_next(self) -> None:
        """Post the oldest piece of input, and come back once it has been handled."""
        piece = self._inbox.take()
        if piece is None:
            return
        for message in self._translator.messages(piece):
            self._app.post_message(message.set_sender(self._app))
        self._app.post_message(Handled(self._handle_next))

    def _enable_mouse_support(self) -> None:
        """Ask for nothing where Textual would ask for each motion; `start_application_mode` asks for the buttons."""

    def _disable_mouse_support(self) -> None:
        self.write(MOUSE_OFF)

    def _query_in_band_window_resize(self) -> None:
        """Ask for no reports of the size, which anybody could forge: SIGWINCH tells of a change."""
