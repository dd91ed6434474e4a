"""Words of `batchgame class` for a class that is being given on this machine, or was interrupted."""

from __future__ import annotations

import argparse
import asyncio
import os
import shutil
import sqlite3
from pathlib import Path

from batchgame.classroom import closing
from batchgame.classroom.folder import Folder, state_folder
from batchgame.classroom.lesson import load
from batchgame.classroom.room import Room
from batchgame.classroom.store import Store
from batchgame.classroom.wire.contract import DoorError
from batchgame.classroom.wire.local import NOT_GIVEN, ordered
from batchgame.tui.command.argument_types import FailedError, UsageError, shown


def console(arguments: argparse.Namespace) -> int:
    """Show the teacher's page in this terminal."""
    return _show("console", arguments)


def wall(arguments: argparse.Namespace) -> int:
    """Show the wall in this terminal."""
    return _show("wall", arguments)


def _show(page: str, arguments: argparse.Namespace) -> int:
    if not all(map(os.isatty, (0, 1))):
        raise UsageError(f"class {page} needs a terminal")
    from batchgame.classroom.wire.relay import relay

    try:
        asyncio.run(relay(Folder(state_folder(), arguments.port).socket, page))
    except DoorError as error:
        raise FailedError(str(error)) from None
    return 0


def tally(arguments: argparse.Namespace) -> int:
    """Count raised hands in the present step: for each option, or for one pick of both knobs."""
    batch_size, momentum, counts = arguments.batch_size, arguments.momentum, arguments.counts
    if (batch_size is None) != (momentum is None) or (batch_size is not None and len(counts) != 1):
        raise UsageError("a pick needs --batch-size, --momentum and one count")
    words = ["tally", *counts] if batch_size is None else ["pick", batch_size, momentum, *counts]
    print(_order(arguments.port, " ".join(map(str, words))))
    return 0


def join(arguments: argparse.Namespace) -> int:
    """Become the SSH client of the class on this machine."""
    ssh = shutil.which("ssh")
    if ssh is None:
        raise UsageError("class join needs the program ssh")
    if not arguments.code.isalnum():
        raise UsageError(f"{shown(arguments.code)} is no code")
    # The class is on this machine, so nobody in between could answer in its place.
    trust = ("-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null", "-o", "LogLevel=ERROR")
    os.execv(ssh, [ssh, "-t", *trust, "-p", str(arguments.port), "-l", arguments.code, "localhost"])


def close(arguments: argparse.Namespace) -> int:
    """Write the answers and forget the class, by the process that gives it or, if there is none, here."""
    try:
        print(_order(arguments.port, "close keep" if arguments.keep else "close"))
        return 0
    except FailedError as error:
        if str(error) != NOT_GIVEN:
            raise
    folder = Folder(state_folder(), arguments.port)
    if not folder.store.exists():
        raise FailedError(f"no class is kept for port {arguments.port}")
    try:
        for path in asyncio.run(_closed(folder, Path(arguments.out).resolve(), arguments.keep)):
            print(path)
    except (OSError, sqlite3.Error) as error:
        raise FailedError(f"not closed, and nothing is lost: {error}") from None
    return 0


async def _closed(folder: Folder, out: Path, keep: bool) -> tuple[Path, ...]:
    store = Store(folder.store)
    try:
        row = store.room()
        if row is None:
            raise FailedError(f"no class is kept for port {folder.port}")
        written = await closing.close(Room(store, load(row.lesson), row), folder, out, keep=keep)
    finally:
        store.close()
    if not keep:
        folder.remove_store()
    return written


def _order(port: int, words: str) -> str:
    try:
        said = asyncio.run(ordered(Folder(state_folder(), port).socket, words))
    except DoorError as error:
        raise FailedError(str(error)) from None
    verdict, _, text = said.partition(" ")
    if verdict != "ok":
        raise FailedError(text or "the class does not answer")
    return text
