"""One player of `batchgame serve`: an SSH line on one side, a game in a terminal of its own on the other."""

from __future__ import annotations

import asyncio
import codecs
import os
import re
import signal
import termios
import time
from contextlib import suppress

from batchgame.classroom.wire.contract import Guest, Line
from batchgame.tui.command.kiosk import KEPT
from batchgame.tui.command.serve_games import Games
from batchgame.tui.screen.size import bounded

READ_AT_ONCE = 1 << 16
MOST_UNSENT = 1 << 16  # bytes typed that the game has not taken; more are lost
LOOK_AGAIN_SECONDS = 0.05  # at a line that took no more bytes
SETTLE_SECONDS = 0.05  # a window that is dragged tells of a new size at every pixel
# What a terminal answers by itself while somebody has gone for lunch: places, modes, attributes, keyboards.
ANSWER = re.compile(rb"\x1b\[[?>]?[0-9;]*(?:R|\$y|c|u|n|t|I|O)")
# A game that was killed has left its modes behind: clicks, focus, pastes, a keyboard protocol, cursor, screen.
RESTORE = "\x1b[?1000l\x1b[?1006l\x1b[?1004l\x1b[?2004l\x1b[?7h\x1b[<u\x1b[m\x1b[H\x1b[2J\x1b[?25h\x1b[?1049l"
NO_SIGNAL = 0
PLAIN = re.compile(r"[ -~]{1,64}")


def environ_of(guest: Guest) -> dict[str, str]:
    """Return the variables of a client that reach a game: those of a kiosk, with plain values."""
    return {name: value for name, value in guest.environ.items() if name in KEPT and PLAIN.fullmatch(value)}


def opened(columns: int, rows: int) -> tuple[int, int]:
    """Open a terminal of that size, and return the numbers of its two ends: the server's and the game's."""
    ours, games = os.openpty()
    os.set_blocking(ours, False)
    termios.tcsetwinsize(games, (rows, columns))
    return ours, games


class Player:
    """The session of somebody who plays. OSError if no game can be begun."""

    def __init__(self, guest: Guest, line: Line, games: Games) -> None:
        self.guest, self._line, self._games = guest, line, games
        self._loop = asyncio.get_running_loop()
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._unsent = b""
        self._waiting: asyncio.TimerHandle | None = None
        self._resizing: asyncio.TimerHandle | None = None
        self._size = bounded(guest.columns, guest.rows)
        self._closed = False
        self.farewell = ""
        self.typed_at = time.monotonic()
        self._file, terminal = opened(*self._size)
        try:
            self.game = games.begin(environ_of(guest), terminal)
        except OSError:
            os.close(self._file)
            raise
        finally:
            os.close(terminal)
        self._loop.add_reader(self._file, self._read)

    def typed(self, data: bytes) -> None:
        """Hand on what was typed."""
        if self._closed:
            return
        if ANSWER.sub(b"", data):
            self.typed_at = time.monotonic()
        if len(self._unsent) + len(data) <= MOST_UNSENT:
            self._unsent += data
            self._write()

    def resized(self, columns: int, rows: int) -> None:
        """Give the game's terminal another size, soon."""
        self._size = bounded(columns, rows)
        if self._resizing is None and not self._closed:
            self._resizing = self._loop.call_later(SETTLE_SECONDS, self._resize)

    def gone(self) -> None:
        """End the game, because its player's line has ended: a terminal that closes hangs up on its game."""
        if not self._closed:
            self._close()
            self._games.end(self.game, NO_SIGNAL)

    def stop(self, farewell: str) -> None:
        """End the game in good order, with a last line for its player."""
        if not self._closed and not self.farewell:
            self.farewell = farewell
            self._games.end(self.game, signal.SIGTERM)

    def ended(self, status: int, mistake: str) -> None:
        """Show what the game has still written, and hang up.

        status: negative for a signal that the game could not catch. mistake: the last line after such an end.
        """
        if self._closed:
            return
        text, last = self._rest(), self.farewell
        if status < 0:
            text, last = text + RESTORE, last or mistake
        self._close()
        self._line.end(text + (f"{last}\r\n" if last else ""), status if status >= 0 else 128 - status)

    def _read(self) -> None:
        if self._line.clogged():
            self._loop.remove_reader(self._file)
            self._waiting = self._loop.call_later(LOOK_AGAIN_SECONDS, self._look_again)
            return
        try:
            data = os.read(self._file, READ_AT_ONCE)
        except BlockingIOError:
            return
        except OSError:  # the game has let go of its terminal; that it has ended is told soon
            data = b""
        if data:
            self._line.write(self._decoder.decode(data))
        else:
            self._loop.remove_reader(self._file)

    def _look_again(self) -> None:
        self._waiting = None
        self._loop.add_reader(self._file, self._read)

    def _rest(self) -> str:
        rest = b""
        with suppress(OSError):
            while data := os.read(self._file, READ_AT_ONCE):
                rest += data
        return self._decoder.decode(rest, final=True)

    def _write(self) -> None:
        try:
            written = os.write(self._file, self._unsent)
        except BlockingIOError:
            written = 0
        except OSError:  # the game has let go of its terminal
            written = len(self._unsent)
        self._unsent = self._unsent[written:]
        if self._unsent:
            self._loop.add_writer(self._file, self._write)
        else:
            self._loop.remove_writer(self._file)

    def _resize(self) -> None:
        self._resizing = None
        with suppress(termios.error):
            termios.tcsetwinsize(self._file, (self._size.rows, self._size.columns))

    def _close(self) -> None:
        self._closed = True
        for timer in (self._waiting, self._resizing):
            if timer is not None:
                timer.cancel()
        self._loop.remove_reader(self._file)
        self._loop.remove_writer(self._file)
        os.close(self._file)
