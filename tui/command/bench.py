"""`batchgame bench`: the speed of each engine on this machine. It never imports Textual."""

from __future__ import annotations

import argparse
import json

from batchgame.sim.engine_names import ENGINES
from batchgame.tui.command.argument_checks import check_engine
from batchgame.tui.command.argument_types import one_of, whole
from batchgame.tui.command.parser import Parser
from batchgame.tui.plain.meter import Meter


def parser() -> Parser:
    """Return the parser of `batchgame bench`."""
    parser = Parser(
        "bench",
        "How many trajectory-updates per second each engine makes on this machine, and how long whole commands take.",
    )
    parser.add_argument(
        "--seconds",
        metavar="S",
        type=whole("--seconds", 1, 600),
        default=10,
        help="about how long to measure: 1 to 600 (10)",
    )
    parser.add_argument(
        "--engine",
        metavar="NAME",
        type=one_of("--engine", ENGINES),
        help="only this one, beside numpy, which ratios are to (all that are there)",
    )
    parser.add_argument("--json", action="store_true", help="one JSON object on stdout and nothing else")
    return parser


def main(arguments: argparse.Namespace) -> int:
    """Measure all engines or the one asked for, print the speeds, and return the exit status."""
    check_engine(arguments.engine or "auto")
    from batchgame.tui.command import speeds

    with Meter("bench") as meter:
        result = speeds.report(arguments.engine, arguments.seconds, meter)
    print(json.dumps(result, allow_nan=False) if arguments.json else speeds.table(result))
    return 0
