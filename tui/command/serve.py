"""`batchgame serve`: ordinary games for whoever dials this machine with an SSH client, without root or sshd."""

from __future__ import annotations

import argparse
import asyncio
import sys
from typing import TYPE_CHECKING

from batchgame.classroom.addresses import own_addresses, ssh_line
from batchgame.classroom.folder import Folder, state_folder
from batchgame.classroom.wire.contract import DoorError
from batchgame.scenarios.playables import fits_kiosk, names
from batchgame.scenarios.text.nearest import listed
from batchgame.tui.command.argument_types import FailedError, UsageError, shown, whole
from batchgame.tui.command.class_serve import asyncssh_is_missing
from batchgame.tui.command.parser import Parser
from batchgame.tui.command.serve_capacity import FPS, MOST, Machine, capacity, machine
from batchgame.tui.command.serving import until_stopped
from batchgame.tui.command.shared_options import add_language

if TYPE_CHECKING:
    from batchgame.tui.command.serve_door import Opened

PORT, IDLE_MINUTES = 2222, 20
NEEDS = "serving needs asyncssh: pip install 'batchgame[class]'"


def parser() -> Parser:
    """Return the parser of `batchgame serve`."""
    parser = Parser(
        "serve", "Let others play over SSH: a kiosk game for each who dials. No root, no sshd (docs/ssh.md)."
    )
    parser.add_argument(
        "scenario", nargs="?", metavar="SCENARIO", help="what each game opens with; the menu by default"
    )
    parser.add_argument("--port", metavar="N", type=whole("--port", 1, 65535), default=PORT, help=f"{PORT} by default")
    parser.add_argument(
        "--host", metavar="NAME", help="the name or address that players type, where the guess is wrong"
    )
    parser.add_argument(
        "--players", metavar="N", type=whole("--players", 1, MOST),
        help="games at once, more are turned away; by default what processors and memory are enough for",
    )  # fmt: skip
    parser.add_argument(
        "--fps", metavar="N", type=whole("--fps", 1, 60), default=FPS, help=f"frames a second of each game ({FPS})"
    )
    parser.add_argument(
        "--idle", metavar="MINUTES", type=whole("--idle", 1, 1440), default=IDLE_MINUTES,
        help=f"end a game after so many minutes without a key ({IDLE_MINUTES})",
    )  # fmt: skip
    add_language(parser)
    return parser


def main(arguments: argparse.Namespace) -> int:
    """Serve until a signal comes, which is the only end that serving has."""
    if asyncssh_is_missing():
        raise UsageError(NEEDS)
    if sys.platform == "win32":
        raise UsageError("serve needs Linux or macOS: Windows has no terminals that a program can open")
    if arguments.scenario is not None and not fits_kiosk(arguments.scenario):
        raise UsageError(
            f"serve plays no files: {shown(arguments.scenario)} is no race or exercise ({listed(names())})"
        )
    from batchgame.tui.command.serve_door import Asked, serve

    found = machine()
    players = arguments.players or capacity(found, arguments.fps)
    asked = Asked(arguments.port, players, _words(arguments), 60.0 * arguments.idle)
    host = arguments.host or own_addresses()[0]
    key_file = Folder(state_folder(), arguments.port).host_key
    try:
        serving = serve(asked, key_file, lambda opened: _say(opened, host, asked.players, found, arguments))
        asyncio.run(until_stopped(serving, "all games have ended"))
    except DoorError as error:
        raise FailedError(str(error)) from None
    return 0


def _words(arguments: argparse.Namespace) -> tuple[str, ...]:
    """Return the command line of each game."""
    words = ["play", *([arguments.scenario] if arguments.scenario else []), "--kiosk", "--fps", str(arguments.fps)]
    return (*words, "--lang", arguments.lang) if arguments.lang else tuple(words)


def _say(opened: Opened, host: str, players: int, found: Machine, arguments: argparse.Namespace) -> None:
    """Print what players type, and how many fit."""
    memory = "" if found.megabytes is None else f" and {found.megabytes / 1000:.1f} GB free"
    fits = capacity(found, arguments.fps)
    told = f"{found.processors} processors{memory} are enough for {fits} at {arguments.fps} frames a second"
    print("\n".join([
        f"players type:  {ssh_line('play', host, opened.port)}",
        "it asks for:   yes",
        f"fingerprint:   {opened.fingerprint}",
        "on Windows:    the same line, in Terminal or PowerShell",
        f"places:        {players}",
        f"               ({told})",
        "to stop:       Ctrl+C, which ends all games",
    ]), flush=True)  # fmt: skip
