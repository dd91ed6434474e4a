"""`batchgame sweep`: a table of outcomes over batch size, momentum and learning rate. It never imports Textual."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from batchgame.sim import whole_file
from batchgame.tui.command import accuracy
from batchgame.tui.command.argument_checks import check_bound, check_engine, check_memory, check_schedule, find_race
from batchgame.tui.command.argument_types import UsageError, shown
from batchgame.tui.command.ladder import ladder
from batchgame.tui.command.parser import Chooser, Parser
from batchgame.tui.command.shared_options import BATCH_SIZE, LEARNING_RATE, MOMENTUM, add_budget, add_experiment
from batchgame.tui.command.table_file import check_ending

LOCK = ".lock"
BESIDE = (".part", LOCK)  # the journal, the lock
ABOUT = "Every batch size with every momentum and learning rate, into a file. The same words go on."
RANGES = "such as 1,2,4 or 0:0.9:10 (FROM:TO:COUNT)"


def parser() -> Parser:
    """Return the parser of `batchgame sweep`."""
    parser = Chooser("sweep", ABOUT, {accuracy.NAME: _networks})
    parser.add_argument(
        "scenario", metavar="SCENARIO",
        help="saddle, saddle/hair, my.toml … (`batchgame list`); `batchgame sweep accuracy --help`: real networks",
    )  # fmt: skip
    for option, one, how in (
        ("--batch-size", BATCH_SIZE, "examples in a batch"),
        ("--momentum", MOMENTUM, "how much of the last movement is kept"),
    ):
        parser.add_argument(option, metavar="VALUES", required=True, type=ladder(option, one), help=f"{how}, {RANGES}")
    parser.add_argument(
        "--learning-rate", metavar="VALUES", type=ladder("--learning-rate", LEARNING_RATE),
        help="the stage's, if left out; 0.01:1:9log is even in the logarithm",
    )  # fmt: skip
    add_experiment(parser)
    add_budget(parser)
    _add_file(parser, "final_loss is empty (.npz: NaN) where the median trajectory diverged: it has no loss to sort by")
    parser.add_argument("--scheduler", metavar="ADDRESS", help="tcp://HOST:PORT of a Dask scheduler: compute there")
    return parser


def _networks() -> Parser:
    """Return the parser of `batchgame sweep accuracy`."""
    parser = Parser(f"sweep {accuracy.NAME}", ABOUT)
    parser.add_argument("scenario", metavar=accuracy.NAME, help="this word: real networks")
    for option, one, how, usual in (
        ("--batch-size", BATCH_SIZE, "examples in a batch", None),
        ("--momentum", MOMENTUM, "how much of the last movement is kept (0)", (0.0,)),
        (
            "--learning-rate",
            LEARNING_RATE,
            f"how far an update goes along the gradient ({accuracy.RATE})",
            (accuracy.RATE,),
        ),
    ):
        parser.add_argument(
            option, metavar="VALUES", required=usual is None, default=usual, type=ladder(option, one),
            help=f"{how}, {RANGES}",
        )  # fmt: skip
    accuracy.add_networks(parser)
    _add_file(parser, "a loss is empty (.npz: NaN) where it is not finite")
    return parser


def _add_file(parser: Parser, empty: str) -> None:
    parser.add_argument(
        "--out", metavar="FILE", required=True,
        help="a name that ends in .csv, .npz or .parquet. Rows are sorted by batch size, learning rate and momentum as "
        f"given; {empty}",
    )  # fmt: skip
    parser.add_argument("--restart", action="store_true", help="begin anew, whatever is there")


def _sweep_networks(arguments: argparse.Namespace) -> int:
    accuracy.check(arguments, arguments.batch_size)
    out = _checked(arguments.out)
    from batchgame.tui.command.accuracy_table import compute_into

    cells = compute_into(out, arguments)
    print(f"{shown(str(out), 200)}: {cells} cells")
    return 0


def _checked(name: str) -> Path:
    out = Path(name)
    check_ending(out)
    _check_place(out)
    return out


def main(arguments: argparse.Namespace) -> int:
    """Compute the missing parts of the sweep, write its table, and return the exit status."""
    if arguments.scenario == accuracy.NAME:
        return _sweep_networks(arguments)
    race = find_race(arguments.scenario, "sweep")
    scenario, stage = race.scenario, race.stage
    for size in arguments.batch_size:
        check_bound("--batch-size", size, scenario)
    check_bound("--parallel", arguments.parallel, scenario)
    check_engine(arguments.engine)
    check_memory(arguments.trajectories, examples=0)  # the results of one cell; a part needs less
    check_schedule(arguments.schedule, stage)
    out = _checked(arguments.out)
    from batchgame.tui.command.sweep_table import compute_into

    cells = compute_into(out, arguments, scenario, stage)
    print(f"{shown(str(out), 200)}: {cells} cells")
    return 0


def _check_place(out: Path) -> None:
    """Refuse a place where the table and the files beside it cannot be written, also if links lead to another one.

    A pipe in the place of one of them would make the sweep wait for ever.
    """
    if not out.parent.is_dir():
        raise UsageError(f"--out {shown(str(out), 200)}: there is no folder {shown(str(out.parent), 200)}")
    for beside in ("", *BESIDE):
        path = out.with_name(out.name + beside)
        try:
            folder = whole_file.target(path).parent
        except whole_file.NotAFileError:
            raise UsageError(f"--out {shown(out.name)}: {shown(path.name)} is there and not a file") from None
        except OSError as error:  # the name is too long, or a link leads nowhere
            reason = shown(error.strerror or str(error), 200)
            raise UsageError(f"--out {shown(out.name)}: {shown(path.name)}: {reason}") from None
        if beside == LOCK and path.is_symlink():
            raise UsageError(f"--out {shown(out.name)}: {shown(path.name)} is a link, not a file")
        if not os.access(folder, os.W_OK | os.X_OK):
            raise UsageError(f"--out {shown(str(out), 200)}: the folder {shown(str(folder), 200)} can't be written")
