"""From words to what they name: the scenario, bounds that only it knows, and the memory that is there."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from batchgame.tui.command.argument_types import UsageError, shown, suggestion

if TYPE_CHECKING:
    from batchgame.scenarios.playables import Playable, RaceStage
    from batchgame.scenarios.reading.format import Scenario, Stage

# Measured at the peak of an experiment; tests/tui/test_cli_memory.py holds them to it.
BYTES_A_TRAJECTORY, BYTES_AN_EXAMPLE = 400, 24
BYTES_IN_A_CELL = 48  # that a map keeps of each trajectory, to join those of a finer pass to them


def find(words: str) -> Playable:
    """Return what SCENARIO names. UsageError with one line if there is no such thing."""
    from batchgame.scenarios import playables

    try:
        return playables.find(words)
    except playables.ScenarioError as error:
        raise UsageError(str(error)) from None


def find_race(words: str, doing: str) -> RaceStage:
    """Return the stage that SCENARIO names. UsageError with one line, also if it is no race; doing: a verb for it."""
    from batchgame.scenarios import playables

    try:
        return playables.find_race(words, doing)
    except playables.ScenarioError as error:
        raise UsageError(str(error)) from None


def check_bound(option: str, value: int | None, scenario: Scenario) -> None:
    """Batch size and P: not more than there are examples."""
    if value is not None and value > scenario.examples:
        raise UsageError(f"{option} {value}: {scenario.name} has {scenario.examples} examples, 1 to that is allowed")


def check_schedule(name: str | None, stage: Stage) -> None:
    """A schedule asked for by name is one of the stage's."""
    known = [schedule.name for schedule in stage.schedules]
    if name is not None and name not in known:
        allowed = f"{', '.join(known)} is allowed{suggestion(name, known)}" if known else "this stage has no such knob"
        raise UsageError(f"--tool {shown(name)}: {allowed}")


def check_engine(name: str) -> None:
    """An engine asked for by name has to be there; `auto` always finds one."""
    if name == "auto":
        return
    from batchgame.sim.engine import EngineUnavailable, engine

    try:
        engine(name)
    except EngineUnavailable as error:
        raise UsageError(f"--engine {name}: {error.reason} (auto and numpy always work)") from None


def memory_needed(trajectories: int, examples: int, cells: int = 0) -> int:
    """Bytes at the peak of an experiment; three lanes take turns at it. cells: of a map, each with so many."""
    return trajectories * (BYTES_A_TRAJECTORY + BYTES_AN_EXAMPLE * examples + BYTES_IN_A_CELL * cells)


def check_memory(trajectories: int, examples: int = 20, cells: int = 0, engine: str = "numpy") -> None:
    """Refuse more trajectories than half of this machine's memory holds."""
    needed, there = memory_needed(trajectories, examples, cells), _memory() // 2
    if needed > there and _in_c(engine):
        examples = 0  # C keeps no shuffle longer than it needs it
        needed = memory_needed(trajectories, examples, cells)
    if needed > there:
        said = str(trajectories) if trajectories < 10**15 else f"{trajectories:.3g}".replace("e+", "e")
        raise UsageError(
            f"--trajectories {said}: would need about {_size(needed)} of memory; "
            f"{_size(there)} may be used here, enough for {there // memory_needed(1, examples, cells)}"
        )


def _in_c(name: str) -> bool:
    from batchgame.sim.engine import engine

    return name in ("auto", "native") and engine(name).name == "native"


def _memory() -> int:
    """Bytes of memory of this machine."""
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, ValueError, OSError):  # Windows does not say it this way
        return 8 * 2**30


def _size(count: float) -> str:
    units = ("B", "kB", "MB", "GB", "TB", "PB", "EB")
    unit = 0
    while count >= 1000 and unit < len(units) - 1:
        count, unit = count / 1000, unit + 1
    return f"{count:.3g} {units[unit]}" if count < 1000 else f"{count:.1e} {units[unit]}"
