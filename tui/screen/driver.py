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
import termios
import time
import tty
from collections.abc import Callable, Iterable
from typing import Any, Protocol

from textual import events
from textual.drivers.linux_driver import LinuxDriver

from batchgame.tui.draw.look import Look
from batchgame.tui.screen.flow import ASK, Flow
from batchgame.tui.screen.inbox import Inbox
from batchgame.tui.screen.sieve import Piece, Place, Sieve
from batchgame.tui.screen.size import WindowSize, window
from batchgame.tui.screen.typed import Handled, Translator
from batchgame.tui.screen.window_watch import WindowWatch
from batchgame.tui.screen.writer import Writer

PUSH, POP = "\x1b[>", "\x1b[<u"  # of a keyboard protocol
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

    def terminal_begins(self, urgent: bool = True) -> None:
        """Learn that the terminal shows nothing of the game yet. urgent: somebody waits for the page."""

    def leave_soon(self, status: int) -> bool:
        """Leave with this exit status, asked for from any thread."""

    def terminal_answers(self, x: int, y: int, at: float) -> None:
        """Learn where the terminal says its cursor is: x and y from 0, `at` on the monotonic clock."""


class SteadyDriver(LinuxDriver):
    """A driver that skips input it can't read, passes the terminal's answers to the flow, and never waits to write."""

    def __init__(self, app: Any, **options: Any) -> None:
        super().__init__(app, **{**options, "size": options.get("size") or window()})  # Textual's own obeys COLUMNS
        self._game: Game = app
        self._suspending = False
        self._asked = self._heard = 0  # questions for the cursor's place, and answers to them
        self._inbox = Inbox()
        self._translator = Translator()
        self._game.typed_ahead = self._inbox.__bool__
        self._opening = ""  # what was written to take over the terminal
        self._recording: str | None = None  # the opening, while it is being written
        self._watch = WindowWatch(self._loop, self._resized, self._begin_again)

    def start_application_mode(self) -> None:
        """Take over the terminal: at the start, and after a stop, when the terminal may be another one."""
        assert self._file is not None
        self._writer = Writer(self._file)
        self._writer.start()
        self._asked = self._heard = 0
        flow = self._game.flow
        flow.begin()
        flow.clogged = self._writer.clogged
        flow.renew = self._begin_again
        self._recording = ""
        super().start_application_mode()  # type: ignore[no-untyped-call]
        self.write(MOUSE_ON)
        # The loop has to handle SIGCONT: the kernel may give the signal to another thread, and a loop that waits would
        # not notice. Then nothing would move after `fg`, since keys are not read before the signal is handled.
        self._loop.add_signal_handler(signal.SIGCONT, self._sigcont_application)
        # It has to handle SIGTSTP too: a stop waits for the threads that read and write, and they may wait for a lock
        # that the code holds which a handler of Python's own would interrupt.
        if self.can_suspend:
            self._loop.add_signal_handler(signal.SIGTSTP, self._sigtstp_application)
        self._loop.add_signal_handler(signal.SIGWINCH, self._watch.signalled)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, (signal.SIGCONT, signal.SIGWINCH))
        self._opening, self._recording = self._recording, None
        self._ask_for_width()
        self._loop.call_soon_threadsafe(self._game.terminal_begins)

    def _begin_again(self, urgent: bool = True) -> None:
        """Set every mode, ask every question and draw everything again: the terminal may be another one than before.

        A keyboard protocol takes the place of the one that was set before, so that leaving finds one and not two.
        """
        if not self._opening:  # the terminal was given back in the meantime
            return
        self._game.flow.begin_again()
        self.write(self._opening.replace(PUSH, POP + PUSH) + "\x1b[m\x1b[2J")
        self._ask_for_width()
        self._game.terminal_begins(urgent)

    def _ask_for_width(self) -> None:
        self.write(self._game.flow.probe("" if self._game.session.look.ascii else AMBIGUOUS))

    def _resized(self, size: WindowSize) -> None:
        self._app.post_message(events.Resize.from_dimensions(size, None))

    def _get_terminal_size(self) -> tuple[int, int]:
        """Return the size to draw for. Textual's own method obeys COLUMNS and LINES."""
        return self._watch.look()

    def _query_in_band_window_resize(self) -> None:
        """Ask for no reports of the size (mode 2048).

        With them Textual ignores SIGWINCH and asks for clicks in pixels (mode 1016), also after another terminal has
        taken the place of the one that had promised them. The size that the system knows needs no promise.
        """

    def stop_application_mode(self) -> None:
        """Give the terminal back with an empty screen.

        A terminal with only one screen (linux, vt100) would otherwise keep the game's cells around the prompt. At the
        end of the game it does not echo yet: whoever started the game sets the flags back when all work is done.
        """
        self._watch.stop()
        self._opening = ""
        self._hear_out()
        self.write("\x1b[H\x1b[2J")
        if not self._suspending and self.attrs_before is not None:
            self.attrs_before[tty.LFLAG] &= ~termios.ECHO
        super().stop_application_mode()

    def suspend_application_mode(self) -> None:
        """Give the terminal back for a while, with all its flags."""
        self._suspending = True
        super().suspend_application_mode()
        self._suspending = False

    def write(self, data: str) -> None:
        """Hand over a text to be written, and count the questions in it."""
        if data == FOCUS_ON:
            return
        self._asked += data.count(ASK)
        if self._recording is not None:
            self._recording += data
        self._writer.write(data)

    def _hear_out(self) -> None:
        """Wait for pending answers, since the shell would take them for typing."""
        end = time.monotonic() + self._game.flow.answer_within()
        while self._heard < self._asked and time.monotonic() < end and self._can_hear():
            time.sleep(0.005)

    def _can_hear(self) -> bool:
        return self._key_thread is not None and self._key_thread.is_alive() and os.isatty(self.fileno)

    def _sigcont_application(self, *_: object) -> None:
        if not self._must_signal_resume:  # after SIGSTOP, which can't be caught, or no stop: the modes are still ours
            self.suspend_application_mode()
            self._must_signal_resume = True
        self.resume_application_mode()

    def close(self) -> None:
        """Close the driver after everything is written."""
        super().close()
        self._writer.stop()

    def _answered(self, x: int, y: int, at: float) -> None:
        """Pass an answer on, or begin again if it comes after a long silence: it may be another terminal's."""
        if self._game.flow.came_back(at):
            self._begin_again(urgent=False)
        else:
            self._game.terminal_answers(x, y, at)

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
