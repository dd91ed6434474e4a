"""Shots on the clock of a machine: a tick per cell, and a shot in the cell in which its examples have been handled."""

from __future__ import annotations

from math import ceil

from batchgame.scenarios.reading.format import Stage
from batchgame.sim.clock import Clock
from batchgame.sim.hardware import Measured, Parallel, at_once
from batchgame.sim.hyperparameters import Hyperparameters
from batchgame.tui.draw.grid import Grid, measure
from batchgame.tui.draw.layout import Rect
from batchgame.tui.draw.pen import Pen
from batchgame.tui.race.aim_words import ORDER, aim_words, picks, shots_in_race, shots_in_ticks, shots_told, tick_words
from batchgame.tui.race.round import Round
from batchgame.tui.text.lane_names import lane_name


def _names(pen: Pen, stage: Stage) -> int:
    """Return the columns that glyphs and names of lanes take."""
    return 3 + max(measure(lane_name(stage, name, pen.say), pen.grid.folds) for name in ORDER)


def _tick_room(pen: Pen, width: int, round_: Round) -> int:
    """Return the columns for ticks between the names and the number of shots."""
    examples = round_.scenario.examples
    count = measure(pen.say("aim.many", count=examples), pen.grid.folds)
    return min(examples, width - _names(pen, round_.stage) - count - 1)


def paint_epoch_bars(pen: Pen, area: Rect, round_: Round, parallel: Parallel, *, old: bool = False) -> int:
    """Draw a title and one row per lane. Returns the row after them.

    On a machine that handles one example at a time the ticks are those of one epoch. old: dim, as a thing of the past.
    """
    grid, look, say = pen.grid, pen.look, pen.say
    examples = round_.scenario.examples
    names, ticks = _names(pen, round_.stage), _tick_room(pen, area.w, round_)
    if old:
        titles = (say("aim.old_machine"), say("aim.one_at_a_time"))
    elif parallel == 1:
        titles = (say("aim.epoch"), say("aim.ticks", n=examples))
    else:
        titles = (say("aim.clock_ticks", n=ticks), say("aim.epochs_key"))
    x = grid.text(area.x, area.y, titles[0], look.soft if old else look.text, bold=not old)
    if x + 2 + measure(titles[1], grid.folds) <= area.x + area.w:
        grid.text(x + 2, area.y, titles[1], look.dim)
    for row, (name, knobs) in enumerate(picks(round_)):
        y = area.y + 1 + row
        ink, glyph = look.lane(name)
        grid.text(grid.text(area.x, y, glyph, ink) + 1, y, lane_name(round_.stage, name, say), ink, bold=not old)
        _ticks(pen, Rect(area.x + names, y, ticks, 1), round_, knobs, parallel, look.soft if old else ink)
        shots = shots_told(round_, knobs, parallel, ticks)
        words = say("aim.one" if shots == 1 else "aim.many", count=shots)
        left = area.x + names + ticks
        grid.text(left, y, words, look.soft if old else look.text, width=area.x + area.w - left, align="right")
    return area.y + 4


def _ticks(pen: Pen, area: Rect, round_: Round, knobs: Hyperparameters, parallel: Parallel, ink: str | None) -> None:
    grid, look = pen.grid, pen.look
    batches, clock = knobs.batches(round_.scenario.examples), Clock(parallel)
    ends = {}
    for update in range(shots_in_ticks(round_, knobs, parallel, area.w)):
        ends[ceil(batches.time(clock, update + 1)) - 1] = batches.place(update)[0]
    for tick in range(area.w):
        epoch = ends.get(tick)
        sign = "·" if epoch is None else "█" if epoch == 0 else "▒"
        grid.put(area.x + tick, area.y, sign, look.dim if epoch is None else ink)


def paint_machine(pen: Pen, area: Rect, round_: Round) -> int:
    """Draw a slot for each example that is handled at once, those of one batch in colour. Returns the row after it."""
    grid, look, say = pen.grid, pen.look, pen.say
    parallel, batch_size = round_.parallel, round_.batch_size
    x = grid.text(area.x, area.y, say("aim.clock"), look.text, bold=True)
    key = "aim.machine_measured" if isinstance(parallel, Measured) else "aim.machine"
    grid.text(x + 2, area.y, say(key, parallel=at_once(parallel)), look.dim, width=area.x + area.w - x - 2)
    names = _names(pen, round_.stage)
    slots = min(at_once(parallel), _tick_room(pen, area.w, round_))
    ink, _ = look.lane("you")
    for slot in range(slots):
        grid.put(area.x + names + slot, area.y + 1, "▮", ink if slot < batch_size else look.dim)
    grid.text(area.x, area.y + 1, say("aim.one_shot_takes"), look.soft, width=names - 1)
    ticks = tick_words(float(Clock(parallel).cost(batch_size)), say)
    left = area.x + names + slots
    grid.text(left, area.y + 1, ticks, look.text, width=area.x + area.w - left, align="right")
    return area.y + 2


def paint_whole_race(pen: Pen, area: Rect, round_: Round) -> int:
    """Draw how many shots each lane has in the race, and how well they aim. Returns the row after it."""
    grid, look, say = pen.grid, pen.look, pen.say
    names = _names(pen, round_.stage)
    aims, counts = area.x + area.w, area.x + area.w - 9
    grid.text(area.x, area.y, say("aim.race"), look.text, bold=True)
    for end, head in ((counts, say("aim.in_budget")), (aims, say("aim.aim"))):
        grid.text(area.x, area.y, head, look.dim, width=end - area.x, align="right")
    lanes = picks(round_)
    most = max(shots_in_race(round_, knobs) for _, knobs in lanes)
    bar = counts - 6 - area.x - names
    for row, (name, knobs) in enumerate(lanes):
        y = area.y + 1 + row
        ink, glyph = look.lane(name)
        shots = shots_in_race(round_, knobs)
        grid.text(grid.text(area.x, y, glyph, ink) + 1, y, lane_name(round_.stage, name, say), ink, bold=True)
        _bar(pen.grid, area.x + names, y, bar, shots / most, ink)
        grid.text(area.x, y, str(shots), look.text, width=counts - area.x, align="right")
        grid.text(area.x, y, aim_words(round_, knobs, say), look.text, width=aims - area.x, align="right")
    return area.y + 4


def _bar(grid: Grid, x: int, y: int, w: int, share: float, ink: str | None) -> None:
    """Draw a bar to an eighth of a cell, at least one eighth long."""
    eighths = max(1, round(share * w * 8))
    for column in range(-(-eighths // 8)):
        filled = min(8, eighths - 8 * column)
        grid.put(x + column, y, "█" if filled == 8 else "▏▎▍▌▋▊▉"[filled - 1], ink)
