"""`batchgame map`: a map of outcomes over two of batch size, momentum and learning rate, on the whole screen."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from batchgame.tui.command.argument_checks import find_race
from batchgame.tui.command.argument_types import UsageError, one_of
from batchgame.tui.command.parser import Parser
from batchgame.tui.command.play import start
from batchgame.tui.command.shared_options import add_clock, add_experiment, add_knobs, add_screen
from batchgame.tui.command.terminal import detect
from batchgame.tui.maps.axes import KNOBS
from batchgame.tui.race.options import MapOptions, PlayOptions

if TYPE_CHECKING:
    from batchgame.sim.plane import Knob

NAMES: dict[str, Knob] = {knob.replace("_", "-"): knob for knob in KNOBS}


def parser() -> Parser:
    """Return the parser of `batchgame map`."""
    parser = Parser("map", "A map of outcomes on the whole screen: which picks solve a stage. Enter plays one of them.")
    usual = MapOptions()
    parser.add_argument("scenario", metavar="SCENARIO", help="saddle, saddle/hair, my.toml … (`batchgame list`)")
    for option, default, where in (("--x", usual.x, "across"), ("--y", usual.y, "down")):
        parser.add_argument(
            option,
            metavar="KNOB",
            type=one_of(option, tuple(NAMES)),
            default=default.replace("_", "-"),
            help=f"{where}: {', '.join(NAMES)} ({default.replace('_', '-')}); the third is held",
        )
    add_knobs(parser, required=False)
    add_experiment(parser, usual.trajectories, "in a finished cell")
    add_clock(parser)
    add_screen(parser, "a small table in plain lines")
    return parser


def main(arguments: argparse.Namespace) -> int:
    """Show the map until the player leaves, and return the exit status."""
    asked = vars(arguments)
    x, y, trajectories = NAMES[asked.pop("x")], NAMES[asked.pop("y")], asked.pop("trajectories")
    if x == y:
        name = x.replace("_", "-")
        raise UsageError(f"--x {name} --y {name}: two different knobs are needed, of {', '.join(NAMES)}")
    find_race(arguments.scenario, "map")
    options = PlayOptions(**asked, plane=MapOptions(x, y, trajectories))
    if options.plain is None and detect(options.colors, options.ascii).missing:
        options = options._replace(plain=True)  # stdout is a pipe or a file, which can only take lines
    return start(options)
