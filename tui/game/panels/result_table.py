"""The lanes on the result page: solved with its interval, median time, status; under the player's the last try."""

from __future__ import annotations

from typing import NamedTuple

from batchgame.scenarios.text.numbers import interval, number, percent
from batchgame.sim.outcome import Outcome
from batchgame.tui.draw.bars import result_bar
from batchgame.tui.draw.layout import Rect
from batchgame.tui.draw.look import Colour
from batchgame.tui.draw.pen import Pen
from batchgame.tui.game.panels.result_values import ResultView
from batchgame.tui.text.clock_name import unit_of_time
from batchgame.tui.text.keys import status_key
from batchgame.tui.text.lane_names import lane_name


class _Columns(NamedTuple):
    """Where the columns end or begin. below: the bar and the status stand in a row of their own under the figures."""

    x: int
    solved: int
    range: int
    time: int
    status: int
    bar: Rect
    below: bool


class _Row(NamedTuple):
    name: str
    glyph: str
    colour: Colour
    outcome: Outcome
    ghost: bool = False


def paint_table(pen: Pen, area: Rect, view: ResultView, *, spread: bool = False) -> int:
    """Draw heads and one row per lane, with the player's last try under this one. Returns the number of rows used."""
    grid, look, say = pen.grid, pen.look, pen.say
    narrow = area.w < 66
    columns = _columns(area, spread=spread, narrow=narrow)
    y = area.y
    for end, text in (
        (area.x + 11, "B"), (area.x + 16, "λ"), (columns.range, "95%"), (columns.time, say("result.median_time"))
    ):  # fmt: skip
        grid.text(0, y, text, look.dim, width=end, align="right")
    grid.text(area.x + 2, y, say("table.lane"), look.dim)
    if spread:
        grid.text(0, y, say("table.solved"), look.dim, width=columns.solved, align="right")
    else:
        grid.text(columns.bar.x, y, say("table.solved"), look.dim)
        grid.text(columns.status, y, say("table.status"), look.dim, width=grid.width - columns.status)
    lanes = [_Row(lane_name(view.round.stage, name, say), look.lane(name)[1], look.lane(name)[0], outcome)
             for name, outcome in view.result.outcomes.items()]  # fmt: skip
    before = view.round.previous
    beside = {"said": view.result.said, "before": before.outcomes["you"] if before else None}
    ghosts = [
        _Row(say(f"lane.{name}"), look.lane(name)[1], look.soft, outcome, ghost=True)
        for name, outcome in beside.items()
        if outcome is not None
    ]
    if narrow and not spread and area.h < 16:
        ghosts = []  # there is no room
    airy = spread and area.h >= 14 and len(lanes) == 3
    y += 1 + airy
    for n, row in enumerate([*lanes[:1], *ghosts, *lanes[1:]]):
        _lane(pen, columns, y, row, view.revealed)
        y += 1 if row.ghost or not spread else 3 if airy and not (ghosts and n == 0) else 2
    if not spread:
        y += not narrow and not ghosts
    elif y < area.y + area.h:
        text = unit_of_time(say, view.result.parallel, view.round.scenario.examples)
        y += y < area.y + area.h - 2
        grid.paragraph(area.x, y, area.w, area.y + area.h - y, text, look.dim)
    return y - area.y


def _columns(area: Rect, *, spread: bool, narrow: bool) -> _Columns:
    x = area.x
    if spread:
        return _Columns(x, x + 24, x + 37, x + area.w, x + 2, Rect(x + 16, 0, area.w - 16, 1), True)
    if narrow:
        return _Columns(x, x + 28, x + 40, x + area.w - 12, x + area.w - 10, Rect(x + 17, 0, 5, 1), False)
    return _Columns(x, x + 38, x + 50, x + 63, x + 66, Rect(x + 17, 0, 15, 1), False)


def _lane(pen: Pen, columns: _Columns, y: int, row: _Row, revealed: float) -> None:
    """Draw one lane. A ghost has one row: its bar gives way to its figures where the two stand under each other."""
    grid, look, say, outcome, x = pen.grid, pen.look, pen.say, row.outcome, columns.x
    ghost = row.ghost
    ink = look.soft if ghost else look.text
    grid.put(x, y, row.glyph, row.colour)
    grid.text(x + 2, y, row.name, row.colour, bold=not ghost, width=6)
    knobs = outcome.hyperparameters
    grid.text(0, y, str(knobs.batch_size), ink, width=x + 11, align="right")
    grid.text(0, y, number(knobs.momentum), ink, width=x + 16, align="right")
    share = percent(outcome.solved, outcome.trajectories)
    grid.text(0, y, share, ink, width=columns.solved, align="right", bold=not ghost)
    grid.text(0, y, interval(*outcome.interval()), look.soft, width=columns.range, align="right")
    median = outcome.median_time
    grid.text(0, y, "–" if median is None else number(median, 4), ink, width=columns.time, align="right")
    if ghost and columns.below:
        return
    inks = {"ARRIVED": look.good, "BLOWN UP": look.bad, "AT REST": row.colour}
    label = say(f"status.{status_key(outcome.status.value)}")
    below = y + columns.below
    grid.text(columns.status, below, label, look.soft if ghost else inks.get(outcome.status.value, look.soft),
              bold=not ghost, width=grid.width - columns.status)  # fmt: skip
    bar = columns.bar
    result_bar(grid, bar.x, below, bar.w, outcome.probability * revealed, row.colour, look)
