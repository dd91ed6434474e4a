"""`batchgame run reload`: how long an update takes on this machine, by batch size. It never imports NumPy itself."""

from __future__ import annotations

import argparse
import json
from typing import Any

from batchgame.tui.command.argument_types import FailedError, real
from batchgame.tui.command.parser import Parser

NAME = "reload"
ABOUT = (
    "The time of an update of a network 196-64-10 on 60 000 rows, measured in a process of its own with one thread. "
    "The batch sizes take turns. The first two updates with each are dropped; the median counts. On a busy "
    "machine the 90 % quantile is more than twice the 20 % quantile."
)
SECONDS = 4.7


def parser() -> Parser:
    """Return the parser of `batchgame run reload`."""
    parser = Parser(f"run {NAME}", ABOUT)
    parser.add_argument("scenario", metavar=NAME, help="this word")
    parser.add_argument(
        "--seconds", metavar="S", type=real("--seconds", "from 1 to 600", lambda value: 1 <= value <= 600),
        default=SECONDS, help=f"how long to measure, 1 to 600 ({SECONDS})",
    )  # fmt: skip
    parser.add_argument("--card", action="store_true", help="also on the card, with CuPy")
    parser.add_argument("--json", action="store_true", help="one JSON object on stdout and nothing else")
    return parser


def main(arguments: argparse.Namespace) -> int:
    """Measure, print the result, and return the exit status."""
    from batchgame.tui.command.reload_result import result_of

    result = result_of(arguments.seconds, card=arguments.card)
    if not result["complete"]:
        raise FailedError(f"the process that measured has ended: {result['ended']}")
    print(json.dumps(result, allow_nan=False) if arguments.json else _table(result))
    return 0


def _table(result: dict[str, Any]) -> str:
    """Return the figures of the JSON object as a table for a reader."""
    rows = [
        ("network", f"{result['network']}, {result['rows']} rows, {result['dtype']}, one thread"),
        ("measured", f"{result['seconds']:.1f} s" + (", busy machine" if result["busy"] else ", quiet machine")),
    ]
    if result["clock"]:
        fixed, each = result["clock"]["fixed"], result["clock"]["each"]
        rows.append(("clock", f"{fixed:g} µs an update and {each:g} µs an example: --clock {fixed:g}:{each:g}"))
    lines = [f"{label:17}{value}" for label, value in rows]
    lines += ["", *_points(result["points"])]
    if result["card"]:
        lines += ["", "the card", *_points(result["card"]["points"])]
    return "\n".join(lines)


def _points(points: list[dict[str, Any]]) -> list[str]:
    heads = ("batch size", "updates", "20 %, µs", "median, µs", "90 %, µs", "÷ B = 1", "epoch, s", "")
    lines = ["".join(f"{head:>12}" for head in heads).rstrip()]
    for point in points:
        micros = [f"{1e6 * point[name]:.4g}" for name in ("quantile_20", "median", "quantile_90")]
        cells = [str(point["batch_size"]), str(point["updates"]), *micros, f"{point['ratio']:.4g}"]
        cells += [f"{point['epoch_seconds']:.3g}", "busy" if point["busy"] else ""]
        lines.append("".join(f"{cell:>12}" for cell in cells).rstrip())
    return lines
