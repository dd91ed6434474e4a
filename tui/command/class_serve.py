"""`batchgame class serve`: the process that gives a class, with the wall in its own terminal."""

from __future__ import annotations

import argparse
import asyncio
import gc
import os
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path

from batchgame.classroom.addresses import own_addresses
from batchgame.classroom.folder import Folder, state_folder
from batchgame.classroom.lesson import load
from batchgame.classroom.wire.contract import DoorError
from batchgame.scenarios.reading.toml_file import ScenarioError
from batchgame.tui.classroom.host import Asked, Host
from batchgame.tui.command.argument_types import FailedError, UsageError
from batchgame.tui.command.serving import until_stopped
from batchgame.tui.command.terminal import decide
from batchgame.tui.draw.look import Look, look

# Sixty screens are some hundred thousand tuples without a circle among them. With Python's own thresholds collections
# that go through all of them take an eighth of a processor while everybody watches a race.
SELDOM = (100_000, 20, 100)
NEEDS = "a class needs asyncssh: pip install 'batchgame[class]'"


def asyncssh_is_missing() -> bool:
    """Return whether the extra is not installed."""
    return not find_spec("asyncssh")


def needs_asyncssh() -> None:
    """Raise UsageError where the extra is not installed."""
    if asyncssh_is_missing():
        raise UsageError(NEEDS)


def look_of(environ: Mapping[str, str]) -> Look:
    """Choose colours and signs for what a client has sent of its variables."""
    found = decide(environ)
    return look(found.colors, "ascii" if found.ascii else "", found.theme)


def serve(arguments: argparse.Namespace) -> int:
    """Give a class until it is closed or interrupted, and return the exit status."""
    needs_asyncssh()
    from batchgame.tui.classroom.door import give

    if arguments.lesson is not None:
        try:
            load(arguments.lesson)
        except ScenarioError as error:
            raise UsageError(str(error)) from None
    host = arguments.host or own_addresses()[0]
    asked = Asked(
        arguments.lesson, arguments.port, arguments.lang or "en", Path(arguments.out).resolve(), arguments.keep, host,
        arguments.seed,
    )  # fmt: skip
    folder = Folder(state_folder(), arguments.port)
    gc.set_threshold(*SELDOM)
    shows_wall = not arguments.no_wall and all(map(os.isatty, (0, 1)))
    try:
        giving = give(asked, folder, look_of, lambda host: _opened(host, shows_wall))
        said = asyncio.run(until_stopped(giving, "every answer is kept; the same line goes on from here"))
    except DoorError as error:
        raise FailedError(str(error)) from None
    print(f"The class is closed. Its answers:\n{said}")
    return 0


def _opened(host: Host, shows_wall: bool) -> None:
    """Print the lines to type, and show the wall here."""
    doors, secrets = host.hall.doors, host.secrets
    print("\n".join([
        f"students type:    {doors.line}",
        "it asks for:      yes",
        f"fingerprint:      {doors.fingerprint}",
        "on Windows:       the same line, in Terminal or PowerShell",
        f"on this machine:  batchgame class join {doors.code} --port {doors.port}",
        f"the console:      batchgame class console --port {doors.port}",
        f"  from elsewhere: {doors.line_of(secrets.console)}   (tell nobody)",
        f"a second wall:    {doors.line_of(secrets.wall)}",
    ]), flush=True)  # fmt: skip
    if shows_wall:
        from batchgame.tui.classroom.here import show_wall

        show_wall(host)
