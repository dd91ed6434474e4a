"""The other end of the teacher's door: this terminal, connected to a class that is being given on this machine."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import struct
import sys
import termios
import tty
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from batchgame.classroom.wire.contract import DoorError
from batchgame.classroom.wire.local import NOT_GIVEN, framed

SENT = ("TERM", "COLORTERM", "NO_COLOR", "LANG", "LC_ALL", "LC_CTYPE", "COLORFGBG")
READ_AT_ONCE = 4096


@contextmanager
def raw() -> Iterator[None]:
    """Give the terminal's keys to this program one by one, and set its flags back at the end."""
    before = termios.tcgetattr(0)
    tty.setraw(0)
    try:
        yield
    finally:
        termios.tcsetattr(0, termios.TCSAFLUSH, before)  # answers of the terminal that nobody waits for are dropped


def environ() -> dict[str, str]:
    """Return the variables that say what this terminal can show."""
    return {name: os.environ[name][:64] for name in SENT if name in os.environ}


def size() -> tuple[int, int]:
    """Return columns and rows of this terminal."""
    try:
        return tuple(os.get_terminal_size(0))  # type: ignore[return-value]
    except OSError:
        return 0, 0


async def relay(path: Path, user: str) -> None:
    """Show a page of the class on this terminal until it ends. DoorError if no class is being given."""
    try:
        reader, writer = await asyncio.open_unix_connection(path)
    except OSError:
        raise DoorError(NOT_GIVEN) from None
    loop = asyncio.get_running_loop()
    columns, rows = size()
    hello = {"user": user, "environ": environ(), "columns": columns, "rows": rows}
    writer.write(framed(b"h", json.dumps(hello).encode()))

    def typed() -> None:
        data = os.read(0, READ_AT_ONCE)
        if data:
            writer.write(framed(b"k", data))
        else:
            loop.remove_reader(0)
            writer.close()

    def resized() -> None:
        writer.write(framed(b"s", struct.pack(">HH", *size())))

    with raw():
        loop.add_reader(0, typed)
        loop.add_signal_handler(signal.SIGWINCH, resized)
        try:
            with suppress(OSError):
                while data := await reader.read(1 << 16):
                    sys.stdout.buffer.write(data)
                    sys.stdout.buffer.flush()
        finally:
            loop.remove_reader(0)
            loop.remove_signal_handler(signal.SIGWINCH)
            writer.close()
