"""The teacher's own door: a Unix socket that only they can open, for console and wall on the same machine.

A client sends frames of one letter, four bytes of length, and a payload: h (who: JSON), k (keys), s (size). It receives
what its terminal is to show.
"""

from __future__ import annotations

import asyncio
import json
import os
import struct
from contextlib import suppress
from pathlib import Path

from batchgame.classroom.wire.contract import DoorError, Factory, Guest, Session

NOT_GIVEN = "no class is being given here: `batchgame class serve` begins one"
LONGEST = 64 * 1024  # bytes of a frame
BEHIND = 48 * 1024
_HEAD = struct.Struct(">cI")


def framed(kind: bytes, payload: bytes) -> bytes:
    """Return the frame of a payload."""
    return _HEAD.pack(kind, len(payload)) + payload


class _Line:
    def __init__(self, writer: asyncio.StreamWriter) -> None:
        self._writer = writer

    def write(self, text: str) -> None:
        if not self._writer.is_closing():
            self._writer.write(text.encode("utf-8", "replace"))

    def clogged(self) -> bool:
        return self._writer.transport.get_write_buffer_size() > BEHIND

    def end(self, text: str, status: int = 0) -> None:
        self.write(text)
        self._writer.close()


async def listen(path: Path, factory: Factory) -> asyncio.Server:
    """Open the socket with mode 0600. DoorError if another class has it."""
    if await _answers(path):
        raise DoorError(f"a class is being given already: {path} answers")
    path.unlink(missing_ok=True)
    mask = os.umask(0o177)
    try:
        return await asyncio.start_unix_server(lambda reader, writer: _serve(factory, reader, writer), path)
    except OSError as error:
        raise DoorError(f"{path} cannot be used: {error.strerror or error}") from None
    finally:
        os.umask(mask)


async def _answers(path: Path) -> bool:
    try:
        _, writer = await asyncio.open_unix_connection(path)
    except OSError:
        return False
    writer.close()
    return True


async def _serve(factory: Factory, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    session: Session | None = None
    with suppress(asyncio.IncompleteReadError, OSError, ValueError, KeyError):
        while not writer.is_closing():
            kind, length = _HEAD.unpack(await reader.readexactly(_HEAD.size))
            if length > LONGEST:
                break
            payload = await reader.readexactly(length)
            if kind == b"h" and session is None:
                said = json.loads(payload)
                guest = Guest(said["user"], said["environ"], said["columns"], said["rows"])
                session = factory(guest, _Line(writer))
            elif kind == b"k" and session is not None:
                session.typed(payload)
            elif kind == b"s" and session is not None:
                session.resized(*struct.unpack(">HH", payload))
    if session is not None:
        session.gone()
    writer.close()


async def ordered(path: Path, words: str) -> str:
    """Give an order to the class that is being given, and return what it says. DoorError if none is being given."""
    try:
        reader, writer = await asyncio.open_unix_connection(path)
    except OSError:
        raise DoorError(NOT_GIVEN) from None
    hello = {"user": f"order {words}", "environ": {}, "columns": 80, "rows": 24}
    writer.write(framed(b"h", json.dumps(hello).encode()))
    said = await reader.read(1 << 16)
    while part := await reader.read(1 << 16):
        said += part
    writer.close()
    return said.decode()
