"""Checks of arguments against what they name: the scenario, its bounds, the engine and this machine's memory."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from batchgame.tui.command.argument_types import UsageError, shown, suggestion

if TYPE_CHECKING:
    from batchgame.scenarios.playables import Playable, RaceStage
    from batchgame.scenarios.reading.format import Scenario, Stage
    from batchgame.sim.hardware import Measured

# Measured at the peak of an experiment; tests/tui/test_cli_memory.py compares them with what an experiment takes.
BYTES_PER_TRAJECTORY, BYTES_PER_EXAMPLE = 400, 24
BYTES_IN_RUN = 100  # per trajectory, with C, where no frame is shown
BYTES_PER_CELL = 48  # a map keeps them of each trajectory, to join it with those of a finer pass


def find(words: str) -> Playable:
    """Return what SCENARIO names, or raise UsageError."""
    from batchgame.scenarios import playables

    try:
        return playables.find(words)
    except playables.ScenarioError as error:
        raise UsageError(str(error)) from None


def find_race(words: str, doing: str) -> RaceStage:
    """Return the stage that SCENARIO names, or raise UsageError, also if it is no race. doing: the verb for that."""
    from batchgame.scenarios import playables

    try:
        return playables.find_race(words, doing)
    except playables.ScenarioError as error:
        raise UsageError(str(error)) from None


def check_bound(option: str, value: int | None, scenario: Scenario) -> None:
    """Refuse a batch size or a P above the number of the scenario's examples."""
    if value is not None and value > scenario.examples:
        raise UsageError(f"{option} {value}: {scenario.name} has {scenario.examples} examples, 1 to that is allowed")


def check_clock(clock: Measured | None, parallel: int | None) -> None:
    """Refuse two clocks at once."""
    if clock is not None and parallel is not None:
        raise UsageError("--clock: a race has one clock; leave --parallel out")


def check_schedule(name: str | None, stage: Stage) -> None:
    """Refuse a schedule that the stage does not offer; None means the stage's first."""
    known = [schedule.name for schedule in stage.schedules]
    if name is not None and name not in known:
        allowed = f"{', '.join(known)} is allowed{suggestion(name, known)}" if known else "this stage has no such knob"
        raise UsageError(f"--tool {shown(name)}: {allowed}")


def check_asked(answer: int | None, stage: Stage) -> None:
    """Refuse a number of an answer that the stage's question does not have."""
    most = len(stage.prediction.options)
    if answer is not None and answer > most:
        raise UsageError(f"--asked {answer}: the question of this stage has {most} answers, 1 to that is allowed")


def check_engine(name: str) -> None:
    """Refuse an engine that this machine does not have; `auto` always finds one, and loads nothing here."""
    if name == "auto":
        return
    from batchgame.sim import engine as engines

    try:
        engines.engine(name)
    except engines.EngineUnavailable as error:
        raise UsageError(f"--engine {name}: {error.reason} (auto and numpy always work)") from None


def memory_needed(trajectories: int, examples: int, cells: int = 0, each: int = BYTES_PER_TRAJECTORY) -> int:
    """Return the bytes at the peak of an experiment. The lanes of a race reach their peaks one after another.

    cells: the number of cells of a map with so many trajectories in each, or 0. each: for a trajectory without them.
    """
    return trajectories * (each + BYTES_PER_EXAMPLE * examples + BYTES_PER_CELL * cells)


def check_memory(
    trajectories: int, examples: int = 20, cells: int = 0, engine: str = "numpy", *, in_run: bool = False
) -> None:
    """Refuse more trajectories than half of this machine's memory holds. in_run: whether no frame is shown."""
    each = BYTES_PER_TRAJECTORY
    needed, there = memory_needed(trajectories, examples, cells), _memory() // 2
    if needed > there and _is_native(engine):
        examples = 0  # C keeps a shuffle only while it uses it
        each = BYTES_IN_RUN if in_run else each
        needed = memory_needed(trajectories, examples, cells, each)
    if needed > there:
        said = str(trajectories) if trajectories < 10**15 else f"{trajectories:.3g}".replace("e+", "e")
        raise UsageError(
            f"--trajectories {said}: would need about {_size(needed)} of memory; "
            f"{_size(there)} may be used here, enough for {there // memory_needed(1, examples, cells, each)}"
        )


def _is_native(name: str) -> bool:
    """Return whether the engine of that name is the one in C. Imports NumPy."""
    from batchgame.sim import engine as engines

    return name in ("auto", "native") and engines.engine(name).name == "native"


def _memory() -> int:
    """Return the bytes of memory of this machine, or 8 GB where the system does not tell."""
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, ValueError, OSError):  # Windows has no sysconf
        return 8 * 2**30


def _size(count: float) -> str:
    units = ("B", "kB", "MB", "GB", "TB", "PB", "EB")
    unit = 0
    while count >= 1000 and unit < len(units) - 1:
        count, unit = count / 1000, unit + 1
    return f"{count:.3g} {units[unit]}" if count < 1000 else f"{count:.1e} {units[unit]}"
