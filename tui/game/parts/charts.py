"""The two plots of a race: loss and step size, one curve per lane, on the axis that the player chose."""

from __future__ import annotations

import numpy as np

from batchgame.scenarios.reading.format import Stage
from batchgame.scenarios.text.numbers import grouped, measured
from batchgame.sim.race import Frame, LaneFrame
from batchgame.sim.schedule import Batches
from batchgame.tui.draw.grid import measure
from batchgame.tui.draw.layout import Rect
from batchgame.tui.draw.pen import Pen
from batchgame.tui.draw.plot import Scale, Series, linear_scale, log_scale, paint_plot
from batchgame.tui.race.round import Round
from batchgame.tui.text.lane_names import lane_name

SHORTEST = 64  # an axis begins with this fraction of the budget


def paint_charts(pen: Pen, area: Rect, round_: Round, frame: Frame, axis: str, *, framed: bool) -> None:
    """Draw the loss above and the step size below. axis: time, updates or epochs. framed: there is room for frames."""
    grid, look, say = pen.grid, pen.look, pen.say
    half = area.h // 2
    examples = round_.scenario.examples
    x_max = _x_max(frame, axis, examples)
    logarithmic = round_.scenario.loss_axis == "log"
    lowest = round_.loss_zero
    for n, (name, box) in enumerate((("loss", area.top(half)), ("step", area.below(half)))):
        series = [_series(lane, name, axis, lowest, examples) for lane in frame.lanes]
        room = box.w - 2 - measure(say(f"run.{name}"), grid.folds)
        above = name == "loss" and lowest
        told = say("run.loss_above", lowest=measured(lowest)) if above else say("run.spread")
        note = _note(pen, frame.lanes[0], told, room)
        inner = box
        if framed:
            title = grid.frame(box.x, box.y, box.w, box.h, look.faint, say(f"run.{name}"), look.text)
            title = grid.text(title, box.y, f"{note} ", look.dim)
            inner = box.inset(1, 1)
        else:
            title = grid.text(box.x, box.y, say(f"run.{name}"), look.text, bold=True)
            inner = box.below(1).left(box.w - 1)
        if framed or n:
            _legend(pen, round_.stage, frame, Rect(title, box.y, box.x + box.w - title - (2 if framed else 1), 1))
        elif not framed:
            grid.text(title + 1, box.y, note, look.dim, width=box.x + box.w - title - 1)
        scale = _scale(name, logarithmic, series, inner.h - 1)
        paint_plot(grid, inner.x, inner.y, inner.w, inner.h, series, scale, x_max, say(f"run.{axis}"), look)


def _note(pen: Pen, lane: LaneFrame, told: str, room: int) -> str:
    """Return what the curves are: of which trajectories, where a lane has more than are looked at."""
    say = pen.say
    if lane.sampled == lane.trajectories:
        return told
    count = grouped(lane.sampled)
    long = say("run.sampled_note", note=told, count=count)
    return long if measure(long, pen.grid.folds) <= room else say("run.sampled", count=count)


def _scale(name: str, logarithmic: bool, series: list[Series], rows: int) -> Scale:
    return log_scale(series, rows) if name == "step" or logarithmic else linear_scale(series, rows)


def _series(lane: LaneFrame, name: str, axis: str, lowest: float, examples: int) -> Series:
    trace = lane.trace
    x = {"time": trace.time, "updates": trace.update, "epochs": trace.examples / examples}[axis]
    values = trace.loss - lowest if name == "loss" else trace.step
    if name == "step":
        x, values = x[1:], values[1:]  # nothing has moved before the first update
    return Series(
        lane.lane.name, np.asarray(x, dtype=float), np.maximum(values, 0) if lowest or name == "step" else values
    )


def _x_max(frame: Frame, axis: str, examples: int) -> float:
    """Return where the x axis ends: it grows with the race, and spans all of the budget only once that is needed."""
    if axis == "time":
        return grown(frame.time / 1e6, frame.duration / 1e6)
    if axis == "updates":
        reached = max(lane.updates for lane in frame.lanes)
        return grown(reached, max(lane.budget_updates for lane in frame.lanes))
    words = ((lane, lane.lane.hyperparameters) for lane in frame.lanes)
    ends = (Batches(examples, each.batch_size, each.schedule).epochs_seen(lane.budget_updates) for lane, each in words)
    return grown(max(lane.epochs for lane in frame.lanes), max(ends))


def grown(reached: float, budget: float) -> float:
    """Return the first half, quarter and so on of a budget that holds what was reached.

    An axis that doubles is drawn again a few times in a race. One that grew with every frame would cost bytes.
    """
    pieces = SHORTEST
    while pieces > 1 and reached > budget / pieces:
        pieces //= 2
    return budget / pieces


def _legend(pen: Pen, stage: Stage, frame: Frame, area: Rect) -> None:
    grid, look, say = pen.grid, pen.look, pen.say
    words = [(look.lane(name), lane_name(stage, name, say)) for name in (lane.lane.name for lane in frame.lanes)]
    length = sum(measure(label, grid.folds) + 3 for _, label in words)
    x = area.x + area.w - length
    if x <= area.x:
        return
    grid.fill(x - 1, area.y, length + 1, 1, None if look.mono else look.background)
    for (ink, glyph), label in words:
        grid.put(x, area.y, glyph, ink)
        x = grid.text(x + 2, area.y, label, look.soft) + 1
