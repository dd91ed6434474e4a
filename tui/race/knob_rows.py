"""The knobs of a round as rows: which ones there are, which one the cursor stands on, and what turns it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from batchgame.scenarios.reading import library
from batchgame.sim.hardware import Parallel
from batchgame.tui.race.round import CHANCES, Round

KNOBS = ("batch_size", "momentum", "parallel")


def met(stages: Iterable[str]) -> frozenset[str]:
    """Return the knobs that somebody has met who has raced in these stages; unknown names count for nothing."""
    found: set[str] = set()
    for name in stages:
        scenario_name, stage_name = library.split(name)
        if scenario_name in library.names():
            scenario = library.load(scenario_name)
            found |= {row for stage in scenario.stages if stage.name == stage_name for row in stage.knobs or KNOBS}
    return frozenset(found)


def rows_of(round_: Round, known: Collection[str]) -> tuple[str, ...]:
    """Return the rows of a round's knobs: those of its stage, those that are known, and those already turned."""
    stage = round_.stage
    opened = {
        "batch_size": stage.default_pick.batch_size,
        "momentum": stage.default_pick.momentum,
        "parallel": stage.parallel,
    }
    shown = [
        row
        for row in KNOBS
        if not stage.knobs or row in stage.knobs or row in known or getattr(round_, row) != opened[row]
    ]
    if round_.schedules:
        shown.insert(shown.index("parallel") if "parallel" in shown else len(shown), "schedule")
    return (*shown, *(("chance",) if round_.chance is not None else ()))


class KnobRows:
    """Rows of knobs over the values in a round; the round holds each value in a field of the row's name.

    known: the knobs that the player has met before; a page explains the others.
    """

    def __init__(self, round_: Round, rows: Sequence[str], known: Collection[str] = KNOBS) -> None:
        self.round = round_
        self.known = known
        self.rows = tuple(rows)
        # Not on a knob that is locked, unless all are.
        self.row = next((row for row, name in enumerate(rows) if len(self.ladder(name)) > 1), 0)

    @property
    def name(self) -> str:
        """Return the row under the cursor."""
        return self.rows[self.row]

    def ladder(self, row: str) -> tuple[float, ...] | tuple[str, ...] | tuple[Parallel, ...]:
        """Return the values of a knob; a single value means that the knob is locked."""
        round_ = self.round
        if row == "schedule":
            return round_.schedules
        if row == "chance":
            return CHANCES
        if row == "parallel":
            return round_.parallels
        return {"batch_size": round_.batch_sizes, "momentum": round_.momenta}[row]

    def value(self, row: str) -> float | str | Parallel:
        """Return the value that a knob stands at."""
        found: float | str | Parallel = getattr(self.round, row)
        return found

    def press(self, action: str) -> bool:
        """Turn the knob under the cursor, or go to another one. Returns False for a key of the page."""
        if action in ("left", "right"):
            self.turn(self.name, 1 if action == "right" else -1)
        elif action in ("up", "down"):
            self.row = (self.row + (1 if action == "down" else -1)) % len(self.rows)
        elif action.startswith("digit:"):
            self._pick(self.name, int(action[6:]) - 1)
        elif action.startswith("set:"):
            _, row, index = action.split(":")
            self.row = self.rows.index(row)
            self._pick(row, int(index))
        else:
            return False
        return True

    def turn(self, row: str, by: int, *, around: bool = False) -> None:
        """Turn a knob by some steps of its ladder, around: from the last step to the first."""
        ladder = self.ladder(row)
        at = ladder.index(self.value(row)) + by
        self._pick(row, at % len(ladder) if around else min(max(at, 0), len(ladder) - 1))

    def _pick(self, row: str, index: int) -> None:
        ladder = self.ladder(row)
        if 0 <= index < len(ladder):
            setattr(self.round, row, ladder[index])
