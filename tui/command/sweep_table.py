"""The work of `batchgame sweep`: its parts go into a journal, and a full journal becomes a table. It imports NumPy."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Generator, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout

from batchgame.scenarios.reading.format import Scenario, Stage
from batchgame.scenarios.reading.problem import problem, schedule
from batchgame.sim import sweep as sweeps
from batchgame.sim.engine import engine
from batchgame.sim.journal import Journal, OtherSweep, missing, settle
from batchgame.sim.problem import with_budget
from batchgame.sim.sweep import COLUMNS, Found, Sweep
from batchgame.tui.command.argument_types import MOST, UsageError, shown
from batchgame.tui.command.cluster import compute_there
from batchgame.tui.command.stops import ignore_stops
from batchgame.tui.command.table_file import write
from batchgame.tui.command.version import version
from batchgame.tui.plain.meter import Meter

MOST_CELLS = MOST_PARTS = 1_000_000


def compute_into(out: Path, arguments: argparse.Namespace, scenario: Scenario, stage: Stage) -> int:
    """Compute a sweep into the file `out` and return the number of cells. Raises UsageError for a sweep too large."""
    sweep = _sweep(arguments, scenario, stage)
    if sweep.cells > MOST_CELLS:
        raise UsageError(f"{sweep.cells} cells: at most {MOST_CELLS} are allowed")
    if max(map(sweep.updates, sweep.batch_sizes)) > MOST:
        raise UsageError(f"--epochs {arguments.epochs}: more than {MOST} updates")
    if sweep.length > MOST_PARTS:
        work = f"{sweep.length:.2g} parts of a second or more"
        raise UsageError(f"too much for one sweep: {work}, at most {MOST_PARTS} are allowed; several sweeps can do it")
    name = scenario.full_name(stage)
    schedule = arguments.schedule or (stage.schedules[0].name if stage.schedules else None)
    locked(out, arguments.restart, lambda part: _fill(sweep, out, part, arguments.scheduler, (name, schedule)))
    return sweep.cells


def _sweep(arguments: argparse.Namespace, scenario: Scenario, stage: Stage) -> Sweep:
    return Sweep(
        with_budget(problem(scenario, stage), arguments.updates, arguments.epochs), arguments.batch_size,
        arguments.momentum, arguments.learning_rate or (stage.learning_rate,), arguments.parallel or stage.parallel,
        arguments.trajectories, arguments.seed, engine(arguments.engine).name, arguments.dtype,
        schedule(stage, arguments.schedule),
    )  # fmt: skip


def locked(out: Path, restart: bool, fill: Callable[[Path], None]) -> None:
    """Compute a sweep under a lock, because two sweeps at one file would undo each other's work.

    fill: gets the place of the journal, and leaves the table in `out`.
    """
    part = out.with_name(out.name + ".part")
    lock = FileLock(out.with_name(out.name + ".lock"), timeout=0)
    try:
        lock.acquire()
        if restart:
            part.unlink(missing_ok=True)
        elif out.exists() and not part.exists():
            raise UsageError(f"--out {shown(out.name)}: is there already; --restart computes it anew")
        fill(part)
    except Timeout:
        raise UsageError(f"--out {shown(out.name)}: another sweep is writing it") from None
    except KeyboardInterrupt as stop:
        again = "the same words without --restart go on" if restart else "the same words go on"
        stop.args = (f"what is done is kept; {again} from here",)
        raise
    finally:
        if lock.is_locked:
            Path(lock.lock_file).unlink(missing_ok=True)
            lock.release()


def _fill(sweep: Sweep, out: Path, part: Path, scheduler: str | None, named: tuple[str, str | None]) -> None:
    """Add parts to the journal until it has all, then write the table and delete the journal."""
    scenario, schedule = named
    with opened(part, sweep.digests(), len(sweep.parts), lambda journal: missing(sweep, journal)) as (journal, wanted):
        _compute(sweep, journal, wanted, scheduler, scenario)
        rows = [row for piece in sweep.parts if piece.start == 0 for row in journal.done[piece.first]]
    columns = {"scenario": str, "tool": str, "engine": str, "dtype": str} | COLUMNS
    write(out, columns, [(scenario, schedule, sweep.engine, sweep.dtype, *row) for row in rows])
    ignore_stops()
    part.unlink(missing_ok=True)


@contextmanager
def opened(
    part: Path, digests: dict[str, str], parts: int, missing: Callable[[Journal], list[int]]
) -> Iterator[tuple[Journal, list[int]]]:
    """Open a journal for `with`, and say which parts it lacks. UsageError if it belongs to another sweep."""
    try:
        with Journal(part, digests | {"version of batchgame": version("batchgame")}, parts) as journal:
            wanted = missing(journal)
            if journal.damaged:
                _tell(f"{part.name} was damaged: {_parts(len(journal.done))} in it can be read and are kept")
            yield journal, wanted
    except OtherSweep as other:
        raise UsageError(f"{shown(part.name)}: {_what_is_there(other)}; --restart throws it away") from None


def _what_is_there(other: OtherSweep) -> str:
    if other.options:
        return f"begun with another {', another '.join(other.options)}"
    if other.results:
        return (
            f"its first line is damaged, and {_parts(other.results)} in it are not of this sweep, as far as it tells; "
            "nothing was changed"
        )
    return "no journal of a sweep"


def _tell(text: str) -> None:
    """Write a line to stderr, if anybody reads it."""
    if sys.stderr is not None:
        with suppress(OSError):
            sys.stderr.write(f"batchgame: {shown(text, 300)}\n")
            sys.stderr.flush()


def _parts(count: int) -> str:
    return f"{count} finished part{'s' * (count != 1)}"


def _compute(sweep: Sweep, journal: Journal, wanted: list[int], scheduler: str | None, name: str) -> None:
    """Compute every part that the journal lacks, on this machine or on a cluster. Progress goes to stderr."""
    whole = sum(map(sweep.work, sweep.parts))
    before = whole - sum(sweep.work(sweep.parts[index]) for index in wanted)
    began, done = time.monotonic(), 0
    with Meter(f"{name}, {sweep.cells} cells") as meter:
        meter(before, whole)
        with closing(_results(sweep, scheduler, wanted)) as results:  # it may hold connections to a cluster
            for index, found in results:
                journal.add(index, found)
                settle(sweep, journal, index)
                done += sweep.work(sweep.parts[index])
                rate = done / max(time.monotonic() - began, 1e-9)
                left = (whole - before - done) / rate
                meter(before + done, whole, f"{rate:.2g} updates a second, {left:.0f} s left")


def _results(sweep: Sweep, scheduler: str | None, wanted: list[int]) -> Generator[tuple[int, Found]]:
    if scheduler is not None and wanted:
        yield from compute_there(scheduler, sweep, iter(wanted))
        return
    for index in wanted:
        yield index, sweeps.compute(sweep, sweep.parts[index])
