"""A robot: an SSH client that answers like a terminal, for rehearsals and for measuring what a class takes."""

from __future__ import annotations

import asyncio
import re
from types import TracebackType
from typing import Any

import asyncssh

ASK = b"\x1b[6n"
PROBE = b"\x1b[2;1H"  # what comes before the sign whose width is asked for
SEAT = re.compile(rb"(?:seat|\xe5\xba\xa7\xe4\xbd\x8d) ([a-z0-9]{4})\b")
KEPT = 1 << 16  # bytes of what was shown
NEWCOMER = b"Enter"  # the key of the page that asks whether one was here before
NOTHING = "none"


class _Terminal(asyncssh.SSHClientSession[bytes]):
    def __init__(self, robot: Robot) -> None:
        self._robot = robot

    def connection_made(self, chan: Any) -> None:
        self._robot.channel = chan

    def data_received(self, data: bytes, datatype: Any) -> None:
        self._robot.shown_more(data)

    def connection_lost(self, exc: Exception | None) -> None:
        self._robot.lost()


class Robot:
    """One student without a person. Use it as an asynchronous context."""

    def __init__(
        self, port: int, user: str = "play", size: tuple[int, int] = (80, 24), host: str = "127.0.0.1",
        environ: dict[str, str] | None = None,
    ) -> None:  # fmt: skip
        self.port, self.user, self.size, self.host, self.environ = port, user, size, host, environ
        self.channel: Any = None
        self.connection: Any = None
        self.seat = ""
        self.shown = b""
        self.bytes = self.frames = 0
        self.gone = False
        self._changed = asyncio.Event()

    async def __aenter__(self) -> Robot:
        """Dial, and open a terminal."""
        await self.dial()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Hang up without a word."""
        self.hang_up()

    async def dial(self) -> None:
        """Dial, with the own seat if there is one, and open a terminal."""
        self.gone, self.shown = False, b""
        self.connection = await asyncssh.connect(
            self.host, self.port, username=self.seat or self.user, known_hosts=None, client_keys=None, config=None,
            agent_path=None, compression_algs=[NOTHING], encryption_algs=["aes128-gcm@openssh.com"],
        )  # fmt: skip
        await self.connection.create_session(
            lambda: _Terminal(self),
            term_type="xterm-256color",
            term_size=self.size,
            encoding=None,
            env=self.environ or {},
        )

    def hang_up(self) -> None:
        """Drop the connection as a cut line does."""
        if self.connection is not None:
            self.connection.abort()

    def shown_more(self, data: bytes) -> None:
        """Read what the class shows, and answer its questions for the cursor's place."""
        self.bytes += len(data)
        self.shown = (self.shown + data)[-KEPT:]
        for part in data.split(ASK)[:-1]:
            self.frames += 1
            self._write(b"\x1b[2;2R" if PROBE in part and self.frames == 1 else b"\x1b[1;1R")
        if not self.seat and (found := SEAT.search(self.shown)):
            self.seat = found[1].decode()
        self._changed.set()

    def lost(self) -> None:
        """Learn that the connection is gone."""
        self.gone = True
        self._changed.set()

    def press(self, keys: str) -> None:
        """Type keys, of which only what comes after them counts as shown."""
        self.shown = b""
        self._write(keys.encode())

    def _write(self, data: bytes) -> None:
        if not self.channel.is_closing():  # the class has hung up, and what it showed before is still being read
            self.channel.write(data)

    async def sees(self, text: str, seconds: float = 20.0) -> bool:
        """Wait until a text was shown since the last key. False if it was not, or the line is gone."""
        return await self._until(lambda: text.encode() in self.shown, seconds)

    async def sits(self, seconds: float = 20.0) -> bool:
        """Wait for a seat, and say that one is new here if that is asked. False if there is none."""
        if not await self._until(lambda: bool(self.seat) or NEWCOMER in self.shown, seconds):
            return False
        if not self.seat:
            self.press("\r")
        return await self._until(lambda: bool(self.seat), seconds)

    async def _until(self, there: Any, seconds: float) -> bool:
        loop = asyncio.get_running_loop()
        end = loop.time() + seconds
        while not there():
            left = end - loop.time()
            if self.gone or left <= 0:
                return False
            self._changed.clear()
            try:
                await asyncio.wait_for(self._changed.wait(), left)
            except TimeoutError:
                return False
        return True
