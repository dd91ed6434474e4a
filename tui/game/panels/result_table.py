"""The three lanes on the result page: solved with its interval, median time, status; and the player's last try."""

from __future__ import annotations

from batchgame.scenarios.text.numbers import interval, number, percent
from batchgame.tui.draw.bars import result_bar
from batchgame.tui.draw.layout import Rect
from batchgame.tui.draw.pen import Pen
from batchgame.tui.game.panels.result_values import ResultView
from batchgame.tui.text.keys import status_key
from batchgame.tui.text.lane_names import lane_name


def paint_table(pen: Pen, area: Rect, view: ResultView, *, spread: bool = False) -> int:
    """Draw heads, one row per lane, and the player's last try. Returns the number of rows used."""
    grid, look, say = pen.grid, pen.look, pen.say
    narrow = area.w < 66
    solved, range_, time, status = (area.x + 38, area.x + 50, area.x + 63, area.x + 66)
    bar = Rect(area.x + 17, 0, 15, 1)
    if spread:
        solved, range_, time, status = area.x + 24, area.x + 37, area.x + area.w, area.x + 2
        bar = Rect(area.x + 16, 0, area.w - 16, 1)
    elif narrow:
        solved, range_, time, status = area.x + 28, area.x + 40, area.x + area.w - 12, area.x + area.w - 10
        bar = Rect(area.x + 17, 0, 5, 1)
    y = area.y
    for end, text in ((area.x + 11, "B"), (area.x + 16, "λ"), (range_, "95%"), (time, say("result.median_time"))):
        grid.text(0, y, text, look.dim, width=end, align="right")
    grid.text(area.x + 2, y, say("table.lane"), look.dim)
    if spread:
        grid.text(0, y, say("table.solved"), look.dim, width=solved, align="right")
    else:
        grid.text(bar.x, y, say("table.solved"), look.dim)
        grid.text(status, y, say("table.status"), look.dim, width=grid.width - status)
    first, *others = view.result.outcomes.items()
    lanes = [first, *([("said", view.result.said)] if view.result.said else []), *others]
    tall = spread and area.h >= 14
    step = (3 if tall and len(lanes) == 3 else 2) if spread else 1
    for n, (name, outcome) in enumerate(lanes):
        y = area.y + 1 + n * step + (1 if tall else 0)
        colour, glyph = look.lane(name)
        grid.put(area.x, y, glyph, colour)
        grid.text(area.x + 2, y, lane_name(view.round.stage, name, say), colour, bold=True)
        knobs = outcome.hyperparameters
        grid.text(0, y, str(knobs.batch_size), look.text, width=area.x + 11, align="right")
        grid.text(0, y, number(knobs.momentum), look.text, width=area.x + 16, align="right")
        share = percent(outcome.solved, outcome.trajectories)
        grid.text(0, y, share, look.text, width=solved, align="right", bold=True)
        grid.text(0, y, interval(*outcome.interval()), look.soft, width=range_, align="right")
        median = outcome.median_time
        grid.text(0, y, "–" if median is None else number(median, 4), look.text, width=time, align="right")
        ink = {"ARRIVED": look.good, "BLOWN UP": look.bad, "AT REST": colour}.get(outcome.status.value, look.soft)
        label = say(f"status.{status_key(outcome.status.value)}")
        row = y + 1 if spread else y
        grid.text(status, row, label, ink, bold=True, width=grid.width - status)
        result_bar(grid, bar.x, row, bar.w, outcome.probability * view.revealed, colour, look)
    rows = 1 + len(lanes) * step + (1 if tall else 0)
    if view.round.previous and not (narrow and area.h < 16):
        _previous(pen, area, view, area.y + rows)
        rows += 1
    elif not spread and len(lanes) == 3:
        rows += 0 if narrow else 1
    if spread and rows < area.h:
        key = "result.clock_serial" if view.result.parallel == 1 else "result.clock"
        text = say(key, parallel=view.result.parallel)
        grid.paragraph(area.x, area.y + rows + (rows < area.h - 2), area.w, 2, text, look.dim)
    return rows


def _previous(pen: Pen, area: Rect, view: ResultView, y: int) -> None:
    """Draw the last try with other knobs, beside the new one."""
    grid, look, say, before = pen.grid, pen.look, pen.say, view.round.previous
    assert before is not None
    outcome = before.outcomes["you"]
    grid.text(area.x, y, "○", look.dim)
    median = "–" if outcome.median_time is None else number(outcome.median_time, 4)
    text = say(
        "result.before",
        batch_size=before.batch_size,
        momentum=number(before.momentum),
        solved=percent(outcome.solved, outcome.trajectories),
        time=median,
    )
    grid.text(area.x + 2, y, text, look.soft, width=area.w - 2)
