"""Textual's driver for Unix, made to survive what comes in as keys and a terminal that takes nothing more.

Its parser fails on some escape sequences (`ESC [ : u`) and on bytes that are no UTF-8, and a failure ends the game:
a paste, a key of an unknown keyboard or a terminal set to another encoding would do. Its writer stops the whole game
after thirty unwritten pieces.
"""

from __future__ import annotations

import errno
import signal
import threading
import time
from typing import IO, TYPE_CHECKING

from textual import events
from textual.drivers.linux_driver import LinuxDriver
from textual.message import Message

from batchgame.tui.screen.flow import ASK

if TYPE_CHECKING:
    from batchgame.tui.game.app import BatchgameApp


class SteadyDriver(LinuxDriver):
    """Drops what can't be read, and reads on; hands the terminal's answers to the line; never waits for a write."""

    _app: BatchgameApp

    def start_application_mode(self) -> None:
        """At the start, and again after the program was stopped: the terminal may be another one by then."""
        assert self._file is not None
        self._writer = Writer(self._file)
        self._writer.start()
        self._asked = self._heard = 0
        self._app.line.begin()
        self._app.line.clogged = self._writer.clogged
        super().start_application_mode()  # type: ignore[no-untyped-call]
        # In the loop: the kernel may hand SIGCONT to another thread, and a loop that waits would not learn of it. After
        # `fg` nothing would move, for ever, since keys are not read before it.
        self._loop.add_signal_handler(signal.SIGCONT, self._sigcont_application)
        self.write(self._app.line.probe("" if self._app.session.look.folds else "●"))
        self._loop.call_soon_threadsafe(self._app.terminal_begins)

    def stop_application_mode(self) -> None:
        """Leave an empty screen: a terminal that has but one (linux, vt100) would keep the game's under the prompt."""
        self._hear_out()
        self.write("\x1b[H\x1b[2J")
        super().stop_application_mode()

    def write(self, data: str) -> None:
        """Hand on what is to be written."""
        self._asked += data.count(ASK)
        self._writer.write(data)

    def _hear_out(self) -> None:
        """Wait for answers that are on their way: the shell would take them for typing."""
        end = time.monotonic() + self._app.line.answer_within()
        while self._heard < self._asked and time.monotonic() < end and self._key_thread and self._key_thread.is_alive():
            time.sleep(0.005)

    def _sigcont_application(self, *_: object) -> None:
        if not self._must_signal_resume:  # SIGSTOP, which nobody hears, or no stop at all: the terminal is still ours
            self.suspend_application_mode()
            self._must_signal_resume = True
        self.resume_application_mode()

    def close(self) -> None:
        """Wait until everything is written."""
        super().close()
        self._writer.stop()

    def process_message(self, message: Message) -> None:
        """A cursor's place is the answer to a question; everything else is for the game."""
        if isinstance(message, events.CursorPosition):
            self._heard += 1
            self._loop.call_soon_threadsafe(self._app.terminal_answers, message.x, message.y, time.monotonic())
            return
        super().process_message(message)

    def _run_input_thread(self) -> None:
        while not self.exit_event.is_set():
            try:
                self.run_input_thread()
            except OSError as error:  # the line is cut
                lost = OSError(error.errno or errno.EIO, "the terminal can't be read any more")
                self._app.call_later(self._app._handle_exception, lost)
                return
            except Exception:
                continue


class Writer(threading.Thread):
    """Writes to the terminal from a thread of its own: one that takes nothing holds up nothing else."""

    def __init__(self, file: IO[str]) -> None:
        super().__init__(daemon=True, name="batchgame-output")
        self._file = file
        self._change = threading.Condition()
        self._waiting: list[str] = []
        self._writing = False
        self._over = False

    def write(self, text: str) -> None:
        """Write it as soon as what came before is written."""
        with self._change:
            self._waiting.append(text)
            self._change.notify()

    def clogged(self) -> bool:
        """What was handed over a while ago is still not written."""
        return self._writing and bool(self._waiting)

    def stop(self) -> None:
        """Wait for the last byte."""
        with self._change:
            self._over = True
            self._change.notify()
        self.join()

    def run(self) -> None:
        """Write until it is over, or until nobody is there to read."""
        while True:
            with self._change:
                self._writing = False
                self._change.wait_for(lambda: self._waiting or self._over)
                text, self._waiting = "".join(self._waiting), []
                if not text:
                    return
                self._writing = True
            try:
                self._file.write(text)
                self._file.flush()
            except (OSError, ValueError):  # the terminal is gone; the game hears of it from its input, or by a signal
                with self._change:
                    self._waiting = []
