"""`batchgame warmup`: a lesson for a class with one projector and raised hands."""

from __future__ import annotations

import argparse
import sqlite3
import sys
import zlib
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

from batchgame.classroom import lesson
from batchgame.classroom.hands import Hands
from batchgame.classroom.lesson import Plan
from batchgame.classroom.proving import wrong_names
from batchgame.classroom.store import Store
from batchgame.scenarios.playables import ScenarioError
from batchgame.scenarios.text.clean import clean
from batchgame.sim.engine_names import ENGINES
from batchgame.tui.command.argument_checks import check_engine
from batchgame.tui.command.argument_types import LARGEST_SEED, FailedError, UsageError, one_of, whole
from batchgame.tui.command.parser import Parser
from batchgame.tui.command.play import on_which
from batchgame.tui.command.shared_options import add_screen
from batchgame.tui.command.start import play
from batchgame.tui.game.route import Start
from batchgame.tui.race.options import PlayOptions
from batchgame.tui.score.progress import Progress, data_folder


def parser() -> Parser:
    """Return the parser of `batchgame warmup`."""
    parser = Parser(
        "warmup",
        "Eight minutes with a class, one projector and raised hands: a question, two votes with a talk between, the "
        "race, the lesson, everyone's picks. Nothing is sent anywhere. What was counted is kept: after a crash the "
        "same command goes on where it was. docs/classroom.md tells more.",
    )
    known = ", ".join(lesson.names())
    parser.add_argument(
        "lesson", nargs="?", default=lesson.DEFAULT, metavar="LESSON", help=f"{known}, or a file ({lesson.DEFAULT})"
    )
    parser.add_argument(
        "--out", metavar="FOLDER", type=Path, default=Path(), help="where the CSV and JSON of the end go (this folder)"
    )
    parser.add_argument(
        "--seed", metavar="S", type=whole("--seed", 0, LARGEST_SEED), default=0,
        help=f"which shuffles: 0 to {LARGEST_SEED} (0)",
    )  # fmt: skip
    parser.add_argument(
        "--trajectories", metavar="K", type=whole("--trajectories", 1, 20_000), default=1000,
        help="trajectories in a lane of a race (1000)",
    )  # fmt: skip
    parser.add_argument(
        "--engine", metavar="NAME", type=one_of("--engine", ENGINES), default="auto", help="auto, numpy, cupy or native"
    )
    add_screen(parser, "the same lesson in plain lines")
    return parser


def main(arguments: argparse.Namespace) -> int:
    """Give the lesson until the teacher leaves, and return the exit status."""
    words = dict(vars(arguments))
    name, folder = words.pop("lesson"), words.pop("out")
    check_engine(arguments.engine)
    plan = _plan(name)
    if not folder.is_dir():
        raise UsageError(f"--out {clean(folder)}: there is no such folder")
    options = on_which(PlayOptions(**words))
    hands = _opened(plan, name, options.lang or Progress.open().language or "en", options.seed)
    try:
        if options.plain:
            # The plain lines load NumPy, which `--help` does without.
            give: Callable[[Hands, Path, PlayOptions], int] = import_module("batchgame.tui.plain.warmup").give
            return give(hands, folder, options)
        status = play(options, lambda session: Start("warmup", hands, folder))
        for path in hands.written:
            print(path, flush=True)
        if not status and hands.anything():
            sys.stderr.write(f"batchgame: the counts are kept; `batchgame warmup {clean(name)}` goes on with them\n")
        return status
    finally:
        hands.store.close()


def _plan(name: str) -> Plan:
    try:
        plan = lesson.load(name)
        for what in wrong_names(plan):
            raise UsageError(f"{clean(name)}: {what} (`batchgame check {clean(name)}` says more)")
    except ScenarioError as error:
        raise UsageError(str(error)) from None
    return plan


def _opened(plan: Plan, name: str, language: str, seed: int) -> Hands:
    """Open the file that keeps what is counted. It is named after the lesson, so that the same command finds it."""
    where = data_folder()
    if where is None:
        raise FailedError("nothing names a folder for the counts: set BATCHGAME_DATA to one")
    address = name if plan.folder is None else str(Path(name).absolute())
    mark = "" if plan.folder is None else f"-{zlib.crc32(address.encode(errors='replace')):08x}"
    path = where / "class" / f"warmup-{plan.lesson.name}{mark}.sqlite"
    try:
        return Hands(Store(path), plan, address, language, seed)
    except (sqlite3.Error, OSError) as error:
        raise FailedError(f"{clean(path, 200)} cannot keep the counts: {clean(error)}") from None
