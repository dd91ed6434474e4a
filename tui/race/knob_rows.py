"""The knobs of a round as rows: which one the cursor stands on, and what turns it."""

from __future__ import annotations

from collections.abc import Sequence

from batchgame.sim.hardware import Parallel
from batchgame.tui.race.round import CHANCES, Round


class KnobRows:
    """Rows of knobs over the values in a round; the round holds each value in a field of the row's name."""

    def __init__(self, round_: Round, rows: Sequence[str]) -> None:
        self.round = round_
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
