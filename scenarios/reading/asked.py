"""The experiment that an answer to a stage's prediction is about."""

from __future__ import annotations

from typing import NamedTuple

from batchgame.scenarios.reading.format import Check, Option, Pick, Stage
from batchgame.scenarios.reading.landscape_terms import Point

# Measures of a race with the whole budget: what a lane of a race can show.
RACED = ("solved", "diverged", "median_updates", "median_epochs", "median_time", "final_loss")


class Asked(NamedTuple):
    """A pick, with the start and the learning rate where they are not those of the stage."""

    pick: Pick
    start: Point | None = None
    learning_rate: float | None = None


def asked(stage: Stage, option: Option) -> Asked | None:
    """Return what the answer names as `asked`, or else the run of its first check; None if no check is of a run.

    A knob for which that check holds at every value is as the stage opens. A longer budget than the stage's is left
    out: a lane has as long as the others.
    """
    if option.asked is not None:
        return Asked(option.asked)
    return next((_run(stage, check) for check in option.checks if check.measure in RACED), None)


def _run(stage: Stage, check: Check) -> Asked:
    opened = stage.default_pick
    pick = Pick(
        opened.batch_size if check.batch_size is None else check.batch_size,
        opened.momentum if check.momentum is None else check.momentum,
        opened.schedule if "tool" in check.every else check.schedule,
    )
    return Asked(pick, check.start, check.learning_rate)


def covers(check: Check, pick: Pick) -> bool:
    """Return whether a check measures a run with this pick, alone or as one value of its ladders."""
    knobs = {"batch_size": pick.batch_size, "momentum": pick.momentum, "tool": pick.schedule}
    given = {"batch_size": check.batch_size, "momentum": check.momentum, "tool": check.schedule}
    return check.measure in RACED and all(
        value not in check.but.get(knob, ()) if knob in check.every else given[knob] == value
        for knob, value in knobs.items()
    )
