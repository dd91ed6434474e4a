"""A look at what listens at the address of a Dask scheduler, before Dask's own client connects to it.

The client tries for half a minute, and leaves threads that log tracebacks, where something else listens or where its
messages are not understood.
"""

from __future__ import annotations

import asyncio
import re
import socket
import time
from importlib import import_module
from typing import Any

from batchgame.tui.command.argument_types import FailedError, UsageError, shown
from batchgame.tui.command.version import version

ADDRESS = re.compile(r"(tcp|tls)://(?P<host>[^/:\[\]]+|\[[0-9a-fA-F:.]+\]):(?P<port>[0-9]{1,5})")
PATIENCE = 2.5  # seconds for a scheduler to say what it is
LONGEST_GREETING = 1 << 20  # bytes; a scheduler's first message has some hundred


def knock(address: str) -> None:
    """Raise UsageError for what is no address, and FailedError where nothing greets as a scheduler does.

    It needs no Dask, whose import takes a second.
    """
    found = ADDRESS.fullmatch(address)
    if not found:
        raise UsageError(f"--scheduler {shown(address, 80)}: an address such as tcp://10.0.0.1:8786 is needed")
    try:
        _greeting(found["host"].strip("[]"), int(found["port"]), speaks=found[1] == "tcp")
    except (OSError, OverflowError, UnicodeError) as error:
        why = "it says nothing" if isinstance(error, TimeoutError) else getattr(error, "strerror", None)
        said = f"no scheduler answers at {shown(address, 80)}"
        raise FailedError(f"{said} ({why or type(error).__name__})") from None


def check_version(distributed: Any, address: str) -> None:
    """Raise FailedError for a scheduler of another version of Dask, or one that this version does not understand."""
    here, place = version("distributed"), shown(address, 80)
    try:
        there = asyncio.run(_version(distributed, address))
    except Exception:  # Dask has no common class for what can answer there
        raise FailedError(
            f"what answers at {place} is no scheduler that Dask {here}, which is here, understands"
        ) from None
    if there != here:
        raise FailedError(f"the scheduler at {place} has Dask {shown(there, 40)}, here is {here}; the same is needed")


def _greeting(host: str, port: int, *, speaks: bool) -> None:
    """Connect, and read the first message, which a scheduler sends at once: the length of its rest, and the rest."""
    end = time.monotonic() + PATIENCE
    with socket.create_connection((host, port), _left(end)) as line:
        if not speaks:
            return
        length = int.from_bytes(_read(line, 8, end), "little")
        if length > LONGEST_GREETING:
            raise ConnectionError(None, "something else listens there")
        _read(line, length, end)


def _read(line: socket.socket, count: int, end: float) -> bytes:
    content = b""
    while len(content) < count:
        line.settimeout(_left(end))
        more = line.recv(count - len(content))
        if not more:
            raise ConnectionResetError(None, "it closed the connection")
        content += more
    return content


def _left(end: float) -> float:
    left = end - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


async def _version(distributed: Any, address: str) -> str:
    """Ask for the version of Dask. Every scheduler understands this question, as long as its messages are alike."""
    core = import_module("distributed.core")
    security = distributed.Security().get_connection_args("client")

    async def ask() -> Any:
        comm = await core.connect(address, timeout=PATIENCE, **security)
        try:
            return await core.send_recv(comm, op="versions", reply=True)
        finally:
            comm.abort()

    answer = await asyncio.wait_for(ask(), PATIENCE)
    return str(answer["packages"]["distributed"])
