"""The work of `batchgame sweep accuracy`: one experiment with networks per cell, kept in a journal like any sweep."""

from __future__ import annotations

import argparse
import hashlib
from pathlib import Path
from typing import NamedTuple

import numpy as np

from batchgame.sim.journal import Journal
from batchgame.sim.networks.engine import network_engine
from batchgame.sim.networks.experiment import Experiment, mean_of, run
from batchgame.sim.sweep import Found, Row, rounding
from batchgame.tui.command.accuracy_result import FIGURES, experiment_of
from batchgame.tui.command.argument_types import UsageError
from batchgame.tui.command.stops import ignore_stops
from batchgame.tui.command.sweep_table import MOST_CELLS, locked, opened
from batchgame.tui.command.table_file import write
from batchgame.tui.plain.meter import Meter

OWN: dict[str, type] = {"batch_size": int, "learning_rate": float, "momentum": float}
COLUMNS: dict[str, type] = OWN | {"updates": float, "epochs": float, "reached": float} | {
    name: float for figure in FIGURES for name in (figure, f"{figure}_standard_error")
}  # fmt: skip
SHARED: dict[str, type] = {
    "scenario": str, "data": str, "examples": int, "wrong_labels": float, "networks": int, "seed": int, "engine": str,
}  # fmt: skip


class Cell(NamedTuple):
    """One choice of hyperparameters."""

    batch_size: int
    learning_rate: float
    momentum: float


def compute_into(out: Path, arguments: argparse.Namespace) -> int:
    """Train the networks of every cell, write the table `out`, and return the number of cells."""
    axes = arguments.batch_size, arguments.learning_rate, arguments.momentum
    count = len(axes[0]) * len(axes[1]) * len(axes[2])
    if count > MOST_CELLS:
        raise UsageError(f"{count} cells: at most {MOST_CELLS} are allowed")
    cells = [Cell(size, rate, momentum) for size in axes[0] for rate in axes[1] for momentum in axes[2]]
    locked(out, arguments.restart, lambda part: _fill(cells, out, part, arguments))
    return count


def _fill(cells: list[Cell], out: Path, part: Path, arguments: argparse.Namespace) -> None:
    """Add the missing cells to the journal, then write the table and delete the journal."""

    def missing(journal: Journal) -> list[int]:
        journal.keep(lambda index, found: _fits(cells[index], found))
        return [index for index in range(len(cells)) if index not in journal.done]

    work = [experiment_of(arguments, *cell) for cell in cells]
    with (
        opened(part, _digests(cells, arguments), len(cells), missing) as (journal, wanted),
        Meter(f"{arguments.scenario}, {len(cells)} cells") as meter,
    ):
        whole, done = sum(map(_examples, work)), sum(map(_examples, work)) - sum(_examples(work[n]) for n in wanted)
        for index in wanted:
            own = _examples(work[index])
            found = _row(cells[index], work[index], lambda share, done=done, own=own: meter(done + share * own, whole))
            journal.add(index, [found])
            done += own
        rows = [journal.done[index][0] for index in range(len(cells))]
    shared = (
        arguments.scenario, arguments.data, work[0].setup.training, arguments.wrong_labels, arguments.networks,
        arguments.seed, network_engine(arguments.engine).name,
    )  # fmt: skip
    write(out, SHARED | COLUMNS, [(*shared, *row) for row in rows])
    ignore_stops()
    part.unlink(missing_ok=True)


def _row(cell: Cell, experiment: Experiment, report: object) -> Row:
    found = run(experiment, report)  # type: ignore[arg-type]
    figures = [value for name in FIGURES for value in mean_of(getattr(found.measured, name))]
    epochs = np.mean([experiment.batches.epochs_seen(updates) for updates in found.updates.tolist()])
    reached = None if experiment.until_loss is None else float(found.reached.mean())
    return (*cell, float(found.updates.mean()), float(epochs), reached, *figures)


def _examples(experiment: Experiment) -> int:
    return experiment.batches.examples_seen(experiment.budget) * experiment.networks


def _fits(cell: Cell, found: Found) -> bool:
    """Return whether a result that was read from a file can be that of a cell."""
    if isinstance(found, str) or len(found) != 1 or len(found[0]) != len(COLUMNS):
        return False
    kinds = all(type(value) is kind or value is None for value, kind in zip(found[0], COLUMNS.values(), strict=True))
    return kinds and tuple(found[0][: len(OWN)]) == cell


def _digests(cells: list[Cell], arguments: argparse.Namespace) -> dict[str, str]:
    """Return a digest of every setting that figures depend on, by the option that sets it."""
    engine = network_engine(arguments.engine).name
    values = {
        "SCENARIO": arguments.scenario, "--batch-size": arguments.batch_size, "--momentum": arguments.momentum,
        "--learning-rate": arguments.learning_rate, "--data": arguments.data, "--examples": arguments.examples,
        "--wrong-labels": arguments.wrong_labels, "--updates or --epochs": (arguments.updates, arguments.epochs),
        "--until-loss": arguments.until_loss, "--networks": arguments.networks, "--seed": arguments.seed,
        "--engine": engine, "kind of processor": "" if engine == "native" else rounding(),
    }  # fmt: skip
    return {name: hashlib.sha256(repr(value).encode()).hexdigest()[:16] for name, value in values.items()}
