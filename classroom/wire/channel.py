"""One guest's channel: a terminal and nothing else. Commands, files, forwardings and second sessions are refused."""

from __future__ import annotations

import asyncio
import time
from typing import Any

import asyncssh
from asyncssh.packet import SSHPacket

from batchgame.classroom.wire.contract import Factory, Guest, Session

WINDOW = PACKET = 32 * 1024  # bytes
MOST_NAMES, LONGEST_VALUE = 8, 64  # of environment variables that a client may send
BEHIND = 48 * 1024  # bytes that wait to be sent: then no frame is drawn
HANG_UP_SECONDS = 20.0  # after which somebody who takes no bytes is hung up on
LINGER_SECONDS = 2.0  # between the end of a session and of its connection: the bytes that restore the screen come first
FLOOD = 4096  # bytes typed between two rests of FLOOD_SECONDS: nobody types so much
FLOOD_SECONDS = 0.125
NEEDS_TERMINAL = "batchgame: this needs a terminal: ssh -t …\r\n"


class Channel(asyncssh.SSHServerChannel[bytes]):
    """A channel that keeps few variables of its client: asyncssh itself keeps any number of any length."""

    def _process_env_request(self, packet: SSHPacket) -> bool:
        name, value = packet.get_string(), packet.get_string()
        packet.check_end()
        if len(self._env) >= MOST_NAMES or max(len(name), len(value)) > LONGEST_VALUE:
            return False
        self._env[name] = value
        return True

    def variables(self) -> dict[str, str]:
        """Return the variables that the client has sent, and TERM."""
        sent = {name.decode("ascii", "replace"): value.decode("ascii", "replace") for name, value in self._env.items()}
        return sent | {"TERM": (self.get_terminal_type() or "")[:LONGEST_VALUE]}


class Terminal(asyncssh.SSHServerSession[bytes]):
    """The session of a guest on a channel, as asyncssh calls it, and the line that the guest's pages write to."""

    def __init__(self, connection: Any, user: str, factory: Factory) -> None:
        self._connection, self._user, self._factory = connection, user, factory
        self._channel: Any = None
        self._session: Session | None = None
        self._clogged_since: float | None = None
        self._read, self._counted = 0, 0.0  # bytes, and since when they are counted
        self._over = False

    def connection_made(self, chan: Any) -> None:
        """Keep the channel for later."""
        self._channel = chan

    def pty_requested(self, term_type: str, term_size: Any, term_modes: Any) -> bool:
        """Take a terminal of any kind."""
        return True

    def shell_requested(self) -> bool:
        """Begin: a terminal was asked for before, or it is said that one is needed."""
        return True

    def exec_requested(self, command: str) -> bool:
        """Refuse to run any command."""
        return False

    def subsystem_requested(self, subsystem: str) -> bool:
        """Refuse any subsystem, such as sftp."""
        return False

    def session_started(self) -> None:
        """Hand the guest over to those who draw."""
        if self._channel.get_terminal_type() is None:
            self.end(NEEDS_TERMINAL, status=1)
            return
        columns, rows, *_ = self._channel.get_terminal_size()
        self._session = self._factory(Guest(self._user, self._channel.variables(), columns, rows), self)

    def data_received(self, data: bytes, datatype: Any) -> None:
        """Pass on what was typed, but let nobody take the whole machine by typing."""
        if self._session is None or self._over:
            return
        now = time.monotonic()
        if now - self._counted > FLOOD_SECONDS:
            self._counted, self._read = now, 0
        self._read += len(data)
        if self._read > FLOOD:
            self._channel.pause_reading()
            asyncio.get_running_loop().call_later(FLOOD_SECONDS, self._read_on)
        self._session.typed(data)

    def _read_on(self) -> None:
        self._read = 0
        if not self._channel.is_closing():
            self._channel.resume_reading()

    def eof_received(self) -> bool:
        """End when the client sends no more."""
        return False

    def break_received(self, msec: int) -> bool:
        """Obey no break signal."""
        return False

    def terminal_size_changed(self, width: int, height: int, pixwidth: int, pixheight: int) -> None:
        """Draw for another size of the window."""
        if self._session is not None:
            self._session.resized(width, height)

    def connection_lost(self, exc: Exception | None) -> None:
        """Tell the session, once."""
        session, self._session, self._over = self._session, None, True
        if session is not None:
            session.gone()

    def write(self, text: str) -> None:
        """Send a text to the terminal."""
        if not self._over and not self._channel.is_closing():
            self._channel.write(text.encode("utf-8", "replace"))

    def clogged(self) -> bool:
        """Return whether bytes wait in the channel or in its connection; asyncssh heeds only the channel."""
        transport = self._connection._transport  # asyncssh has no other way to ask
        waiting = self._channel.get_write_buffer_size() + (transport.get_write_buffer_size() if transport else 0)
        if waiting <= BEHIND:
            self._clogged_since = None
            return False
        now = time.monotonic()
        if self._clogged_since is None:
            self._clogged_since = now
        elif now - self._clogged_since > HANG_UP_SECONDS:
            self._connection.abort()
        return True

    def end(self, text: str, status: int = 0) -> None:
        """Send a last text and the exit status, and close the connection a little later."""
        if self._over:
            return
        self.write(text)
        self._over = True
        if not self._channel.is_closing():
            self._channel.exit(status)
        asyncio.get_running_loop().call_later(LINGER_SECONDS, self._connection.abort)
