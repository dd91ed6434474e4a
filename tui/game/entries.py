"""What the menu lists: the stages of the races, and the exercises."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from batchgame.scenarios.reading import exercise, library
from batchgame.scenarios.reading.format import Scenario, Stage, Text

if TYPE_CHECKING:
    from batchgame.tui.race.round import Round


class Entry(NamedTuple):
    """One stage on the menu."""

    scenario: Scenario
    stage: Stage

    @property
    def name(self) -> str:
        """As the command spells it."""
        return f"{self.scenario.name}/{self.stage.name}" if self.stage.name else self.scenario.name


class Drill(NamedTuple):
    """One exercise on the menu: what is learned without a race."""

    exercise: exercise.Exercise

    @property
    def name(self) -> str:
        """As the command spells it."""
        return self.exercise.name

    @property
    def title(self) -> Text:
        """What it is called."""
        return self.exercise.title


def drills() -> list[Drill]:
    """All exercises in the order of the menu."""
    return [Drill(exercise.load(name)) for name in exercise.names()]


def entries() -> list[Entry]:
    """All bundled stages in the order of the menu."""
    scenarios = [library.load(name) for name in library.names()]
    return [Entry(scenario, stage) for scenario in scenarios for stage in scenario.stages]


def stage_after(round_: Round) -> Entry | None:
    """The stage that follows: of the same scenario first, then of the next one; None after the last."""
    stages = round_.scenario.stages
    at = stages.index(round_.stage)
    if at + 1 < len(stages):
        return Entry(round_.scenario, stages[at + 1])
    known = entries()
    names = [entry.name for entry in known]
    if round_.name in names and names.index(round_.name) + 1 < len(names):
        return known[names.index(round_.name) + 1]
    return None
