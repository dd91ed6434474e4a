"""One row per lane: its knobs, its charge, its status in words, and where it stands."""

from __future__ import annotations

from collections.abc import Set
from typing import NamedTuple

from batchgame.scenarios.text.numbers import grouped, measured, number, percent, units
from batchgame.sim.hardware import Measured
from batchgame.sim.outcome import SOLVED, Status
from batchgame.sim.race import Frame, LaneFrame
from batchgame.tui.draw.bars import charge_bar, result_bar, shots_side_by_side, tape
from batchgame.tui.draw.grid import Grid
from batchgame.tui.draw.layout import Rect
from batchgame.tui.draw.pen import Pen
from batchgame.tui.race.round import Round
from batchgame.tui.text.keys import status_key
from batchgame.tui.text.lane_names import lane_name


class Columns(NamedTuple):
    """The column in which each part of a row starts, or ends in the case of figures."""

    batch_size: int
    momentum: int
    charge: int
    charge_width: int
    status: int
    updates: int
    loss: int
    step: int
    solved: int
    bar: int | None


def columns(width: int) -> Columns:
    """Return the columns for a width: fixed ones from 80, wider ones from 100; below 80 step and loss give way."""
    if width >= 100:
        spare = width - 100
        return Columns(14, 20, 24, 26 + spare // 4, 52 + spare // 4, 74 + spare // 2, 84 + spare // 2, 92 + spare // 2,
                       100 + spare // 2, 102 + spare // 2 if spare > 10 else None)  # fmt: skip
    if width >= 80:
        return Columns(12, 17, 19, 13, 33, 55, 64, 71, 79, None)
    return Columns(12, 17, 19, 8, 28, 46, 0, 0, 58, None)


class Shots(NamedTuple):
    """What a running race shows of its shots.

    beat: half steps that tapes have rolled. often: lanes that fire too often for a bar to fill. fresh: lanes that have
    just fired.
    """

    beat: int
    often: Set[str]
    fresh: Set[str]


def paint_lanes(
    pen: Pen, area: Rect, round_: Round, frame: Frame, shots: Shots | None, grey: LaneFrame | None = None
) -> None:
    """Draw the column heads and one row per lane, the grey one second. shots: None where no race is running."""
    grid, look, say = pen.grid, pen.look, pen.say
    at = columns(grid.width)
    y = area.y
    head = look.dim
    grid.text(3, y, say("table.lane"), head)
    figures = (
        (at.batch_size, "B"),
        (at.momentum, "λ"),
        (at.updates, say("table.updates")),
        (at.loss, say("table.excess" if round_.loss_zero else "table.loss")),
        (at.step, say("table.step")),
        (at.solved, say("table.solved")),
    )
    for end, words in figures:
        if end:
            _ending(grid, end, y, words, head)
    grid.text(at.charge, y, say("table.charge"), head)
    grid.text(at.status, y, say("table.status"), head)
    first, *others = frame.lanes
    for row, lane in enumerate((first, *((grey,) if grey else ()), *others)):
        _lane_row(pen, y + 1 + row, at, round_, frame, lane, None if lane is grey else shots)


def paint_standings(pen: Pen, area: Rect, round_: Round, frame: Frame, grey: LaneFrame | None = None) -> None:
    """Draw the lanes as the race left them."""
    grid, look, say = pen.grid, pen.look, pen.say
    grid.text(area.x + 1, area.y, say("run.over", time=units(frame.time), of=units(frame.duration)),
              look.text, bold=True)  # fmt: skip
    paint_lanes(pen, area.below(1), round_, frame, None, grey)


def _ending(grid: Grid, end: int, y: int, words: str, ink: str | None, *, bold: bool = False) -> None:
    grid.text(0, y, words, ink, width=end, align="right", bold=bold)


def _lane_row(pen: Pen, y: int, at: Columns, round_: Round, frame: Frame, lane: LaneFrame, shots: Shots | None) -> None:
    grid, look, say = pen.grid, pen.look, pen.say
    name = lane.lane.name
    colour, glyph = look.lane(name)
    grid.put(1, y, glyph, colour)
    grid.text(3, y, lane_name(round_.stage, name, say), colour, bold=True)
    _ending(grid, at.batch_size, y, str(lane.batch_size), look.text)
    _ending(grid, at.momentum, y, number(lane.lane.hyperparameters.momentum), look.text)
    if shots is not None and not frame.over and lane.updates < lane.budget_updates:
        _charge(pen, Rect(at.charge, y, at.charge_width, 1), frame, lane, shots)
    status = lane.status.value
    ink = {"ARRIVED": look.good, "BLOWN UP": look.bad, "AT REST": colour, "MOVING": look.text}.get(status, look.soft)
    grid.text(at.status, y, say(f"status.{status_key(status)}"), ink, bold=True)
    _ending(grid, at.updates, y, grouped(lane.updates), look.text)
    if at.loss:
        # A median trajectory that diverged has no loss, and takes no step although it is not at rest.
        shown = lane.loss.median - round_.loss_zero, lane.step.median
        loss, step = ("–" if status == Status.BLOWN_UP else measured(value) for value in shown)
        _ending(grid, at.loss, y, loss, look.text)
        _ending(grid, at.step, y, step, look.text)
    solved = look.good if lane.solved >= SOLVED * lane.trajectories else look.text
    _ending(grid, at.solved, y, percent(lane.solved, lane.trajectories), solved, bold=True)
    if at.bar:
        result_bar(grid, at.bar, y, grid.width - at.bar - 2, lane.solved / lane.trajectories, look.good, look)


def _charge(pen: Pen, area: Rect, frame: Frame, lane: LaneFrame, shots: Shots) -> None:
    """Draw a bar that fills and fires, a tape where shots come too fast, or examples that are handled at once."""
    grid, look, say = pen.grid, pen.look, pen.say
    name = lane.lane.name
    colour, _ = look.lane(name)
    batch_size = lane.batch_size
    parallel = frame.parallel
    if not isinstance(parallel, Measured) and batch_size <= parallel and parallel > 1:
        shots_side_by_side(grid, area.x, area.y, area.w, batch_size, colour, look, beat=lane.updates, parallel=parallel)
    elif batch_size == 1 or name in shots.often:
        tape(grid, area.x, area.y, area.w, shots.beat, colour, look, batch_size=batch_size)
    elif name in shots.fresh:
        charge_bar(grid, area.x, area.y, area.w, 1.0, say("run.fire"), colour, look)
    else:
        charge_bar(grid, area.x, area.y, area.w, lane.charge, "", colour, look)
