"""`batchgame sweep`: a table of outcomes over batch size, momentum and learning rate. Never imports Textual."""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from batchgame.tui.command.argument_types import MOST, UsageError, shown
from batchgame.tui.command.ladder import ladder
from batchgame.tui.command.parser import Parser
from batchgame.tui.command.shared_options import BATCH_SIZE, LEARNING_RATE, MOMENTUM, add_budget, add_experiment

if TYPE_CHECKING:
    from batchgame.scenarios.reading.format import Scenario, Stage
    from batchgame.sim.journal import Journal
    from batchgame.sim.sweep import Found, Sweep

MOST_CELLS = MOST_PARTS = 1_000_000
BESIDE = (".part", ".part.new", ".lock", ".new")  # the journal, its successor, the lock, the file until it is whole
RANGES = "such as 1,2,4 or 0:0.9:10 (FROM:TO:COUNT)"


def parser() -> Parser:
    """The words of `batchgame sweep`."""
    parser = Parser(
        "sweep", "Every batch size with every momentum and learning rate, into a file. The same words go on."
    )
    parser.add_argument("scenario", metavar="SCENARIO", help="saddle, saddle/hair, my.toml … (`batchgame list`)")
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
    parser.add_argument("--out", metavar="FILE", required=True, help="a name that ends in .csv, .npz or .parquet")
    parser.add_argument("--restart", action="store_true", help="begin anew, whatever is there")
    parser.add_argument("--scheduler", metavar="ADDRESS", help="tcp://HOST:PORT of a Dask scheduler: compute there")
    return parser


def main(words: argparse.Namespace) -> int:
    """Compute what is missing, then write the file."""
    from batchgame.tui.command.arguments import check_bound, check_engine, check_memory, check_schedule, find_race
    from batchgame.tui.command.table_file import check_ending

    race = find_race(words.scenario, "sweep")
    scenario, stage = race.scenario, race.stage
    for size in words.batch_size:
        check_bound("--batch-size", size, scenario)
    check_bound("--parallel", words.parallel, scenario)
    check_engine(words.engine)
    check_memory(words.trajectories, examples=0)  # the ends of one cell; a part needs less
    check_schedule(words.schedule, stage)
    out = Path(words.out)
    check_ending(out)
    _check_place(out)
    sweep = _sweep(words, scenario, stage)
    if sweep.cells > MOST_CELLS:
        raise UsageError(f"{sweep.cells} cells: at most {MOST_CELLS} are allowed")
    if max(map(sweep.updates, sweep.batch_sizes)) > MOST:
        raise UsageError(f"--epochs {words.epochs}: more than {MOST} updates")
    if sweep.length > MOST_PARTS:
        work = f"{sweep.length:.2g} parts of a second or more"
        raise UsageError(f"too much for one sweep: {work}, at most {MOST_PARTS} are allowed; several sweeps can do it")
    schedule = words.schedule or (stage.schedules[0].name if stage.schedules else None)
    _run(sweep, out, words, (race.name, schedule))
    print(f"{shown(str(out), 200)}: {sweep.cells} cells")
    return 0


def _check_place(out: Path) -> None:
    """A file can be written there, and those beside it: a pipe that is there in their place would wait for ever."""
    if not out.parent.is_dir():
        raise UsageError(f"--out {shown(str(out), 200)}: there is no folder {shown(str(out.parent), 200)}")
    if not os.access(out.parent, os.W_OK | os.X_OK):
        raise UsageError(f"--out {shown(str(out), 200)}: the folder can't be written")
    for beside in ("", *BESIDE):
        path = out.with_name(out.name + beside)
        try:
            if path.exists() and not path.is_file():
                raise UsageError(f"--out {shown(out.name)}: {shown(path.name)} is there and not a file")
        except OSError as error:  # a name that is too long
            raise UsageError(f"--out {shown(out.name)}: {error.strerror}") from None


def _sweep(words: argparse.Namespace, scenario: Scenario, stage: Stage) -> Sweep:
    from batchgame.scenarios.reading.problem import problem, schedule
    from batchgame.sim.engine import engine
    from batchgame.sim.problem import with_budget
    from batchgame.sim.sweep import Sweep

    return Sweep(
        with_budget(problem(scenario, stage), words.updates, words.epochs), words.batch_size, words.momentum,
        words.learning_rate or (stage.learning_rate,), words.parallel or stage.parallel, words.trajectories,
        words.seed, engine(words.engine).name, words.dtype, schedule(stage, words.schedule),
    )  # fmt: skip


def _run(sweep: Sweep, out: Path, words: argparse.Namespace, named: tuple[str, str | None]) -> None:
    """Under a lock: two sweeps at one file would undo each other's work."""
    from filelock import FileLock, Timeout

    part, lock = (out.with_name(out.name + ending) for ending in (".part", ".lock"))
    try:
        with FileLock(lock, timeout=0):
            try:
                if words.restart:
                    part.unlink(missing_ok=True)
                elif out.exists() and not part.exists():
                    raise UsageError(f"--out {shown(out.name)}: is there already; --restart computes it anew")
                _fill(sweep, out, part, words.scheduler, named)
            except KeyboardInterrupt:
                again = "the same words without --restart go on" if words.restart else "the same words go on"
                print(f"batchgame: what is done is kept; {again} from here", file=sys.stderr)
                raise
            finally:
                lock.unlink(missing_ok=True)
    except Timeout:
        raise UsageError(f"--out {shown(out.name)}: another sweep is writing it") from None


def _fill(sweep: Sweep, out: Path, part: Path, scheduler: str | None, named: tuple[str, str | None]) -> None:
    """The journal until it has every part, then the file."""
    from batchgame.sim.journal import Journal, OtherSweep
    from batchgame.sim.sweep import COLUMNS
    from batchgame.tui.command.doctor import version
    from batchgame.tui.command.table_file import write

    scenario, schedule = named
    digests = sweep.digests() | {"version of batchgame": version("batchgame")}
    try:
        with Journal(part, digests, len(sweep.parts)) as journal:
            _compute(sweep, journal, scheduler, scenario)
            rows = [row for piece in sweep.parts if piece.start == 0 for row in journal.done[piece.first]]
    except OtherSweep as other:
        what = f"begun with another {', another '.join(other.options)}" if other.options else "no journal of a sweep"
        raise UsageError(f"{shown(part.name)}: {what}; --restart throws it away") from None
    columns = {"scenario": str, "tool": str, "engine": str, "dtype": str} | COLUMNS
    write(out, columns, [(scenario, schedule, sweep.engine, sweep.dtype, *row) for row in rows])
    for done in (part, part.with_name(part.name + ".new")):
        done.unlink(missing_ok=True)


def _compute(sweep: Sweep, journal: Journal, scheduler: str | None, name: str) -> None:
    """Every part that the journal does not have, here or on a cluster."""
    from batchgame.sim.journal import missing, settle
    from batchgame.tui.plain.meter import Meter

    wanted = missing(sweep, journal)
    whole = sum(map(sweep.work, sweep.parts))
    before = whole - sum(sweep.work(sweep.parts[index]) for index in wanted)
    began, done = time.monotonic(), 0
    with Meter(f"{name}, {sweep.cells} cells") as meter:
        meter(before, whole)
        for index, found in _results(sweep, scheduler, wanted):
            journal.add(index, found)
            settle(sweep, journal, index)
            done += sweep.work(sweep.parts[index])
            rate = done / max(time.monotonic() - began, 1e-9)
            left = (whole - before - done) / rate
            meter(before + done, whole, f"{rate:.2g} updates a second, {left:.0f} s left")


def _results(sweep: Sweep, scheduler: str | None, wanted: list[int]) -> Iterator[tuple[int, Found]]:
    if scheduler is not None and wanted:
        from batchgame.tui.command.cluster import compute_there

        yield from compute_there(scheduler, sweep, iter(wanted))
        return
    from batchgame.sim.sweep import compute

    for index in wanted:
        yield index, compute(sweep, sweep.parts[index])
