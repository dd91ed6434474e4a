"""The knobs, one row each, wherever they are turned."""

from __future__ import annotations

from batchgame.scenarios.reading.placeholders import label
from batchgame.scenarios.text.numbers import number, whole_percent
from batchgame.sim.hardware import Measured, Parallel
from batchgame.tui.draw.grid import measure
from batchgame.tui.draw.layout import Rect
from batchgame.tui.draw.pen import Pen
from batchgame.tui.race.knob_rows import KnobRows
from batchgame.tui.race.round import Round
from batchgame.tui.text.catalogue import Catalogue
from batchgame.tui.text.clock_name import clock_name

SYMBOLS = {"batch_size": "B", "momentum": "λ", "schedule": "", "parallel": "P", "chance": ""}
MORE = "…"


def paint_knobs(pen: Pen, area: Rect, knobs: KnobRows) -> None:
    """Draw one row per knob, with its ladder, and the learning rate at the right edge."""
    grid, look, say = pen.grid, pen.look, pen.say
    rows = [(row, SYMBOLS[row]) for row in knobs.rows]
    names = [say(f"knob.{row}") for row, _ in rows]
    symbols = any(row in knobs.known or row == "momentum" for row in knobs.rows)
    column = 3 + max(measure(name, grid.folds) for name in names) + 2
    for n, ((row, symbol), name) in enumerate(zip(rows, names, strict=True)):
        y = area.y + n
        lit = n == knobs.row
        if lit:
            grid.fill(area.x, y, area.w, 1, look.select)
            grid.text(area.x + 1, y, look.cursor, look.accent, bold=True)
        grid.text(area.x + 3, y, name, look.text if lit else look.soft, bold=lit)
        if symbols and (row in knobs.known or row == "momentum"):
            grid.text(area.x + column, y, symbol, look.dim)
        _ladder(pen, knobs, area.x + column + (3 if symbols else 0), y, row, lit)
    if grid.width >= 80 and "momentum" in knobs.rows:
        eta = f"η = {number(knobs.round.learning_rate)}"
        if "momentum" not in knobs.known:
            eta = say("aim.learning_rate", value=number(knobs.round.learning_rate))
        grid.text(area.x, area.y, eta, look.soft, width=area.w - 2, align="right")
    if grid.width >= 80 and "parallel" in knobs.rows:
        at = knobs.rows.index("parallel")
        key = "aim.measured" if isinstance(knobs.round.parallel, Measured) else "aim.parallel"
        grid.text(area.x, area.y + at, say(key), look.dim, width=area.w - 2, align="right")


def _first_shown(pen: Pen, knobs: KnobRows, x: int, row: str) -> int:
    """Return where a list of names begins: late enough for the chosen one to be shown, where not all of them fit."""
    grid, say, round_ = pen.grid, pen.say, knobs.round
    names = [measure(schedule_label(round_, str(name), say), grid.folds) + 3 for name in knobs.ladder(row)]
    at = round_.schedules.index(round_.schedule or "")
    more = measure(MORE, grid.folds)
    after = more if at + 1 < len(names) else 0
    first = 0
    while first < at and x + (more if first else 0) + sum(names[first : at + 1]) + after > grid.width - 2:
        first += 1
    return first


def schedule_label(round_: Round, name: str, say: Catalogue) -> str:
    """Return the name of a schedule in the player's language."""
    schedule = round_.stage.schedule(name)
    return label(schedule, say.language) if schedule else ""


def _written(round_: Round, row: str, step: float | str | Parallel, say: Catalogue) -> str:
    """Return a value of a ladder as it is written."""
    if row == "schedule":
        return schedule_label(round_, str(step), say)
    if isinstance(step, Measured):
        return clock_name(say, step)
    return whole_percent(float(step)) if row == "chance" else number(float(step))


def _ladder(pen: Pen, knobs: KnobRows, x: int, y: int, row: str, lit: bool) -> None:
    grid, look, say = pen.grid, pen.look, pen.say
    ladder, value = knobs.ladder(row), knobs.value(row)
    start_at = _first_shown(pen, knobs, x, row) if row == "schedule" else 0
    more = measure(MORE, grid.folds)
    if start_at:
        x = grid.text(x, y, MORE, look.soft)
    for index, step in enumerate(ladder):
        if index < start_at:
            continue
        text = _written(knobs.round, row, step, say)
        after = more if index + 1 < len(ladder) else 0
        if x + measure(text, grid.folds) + 3 + after > grid.width - 1:
            grid.text(x, y, MORE, look.soft)
            break
        if index > start_at and grid.width >= 80:
            x = grid.text(x, y, "─", look.faint)
        if step == value:
            chosen = f"[{text}]" if look.mono or look.ascii else f" {text} "
            x = grid.text(x, y, chosen, look.on_accent, bg=look.accent, bold=True)
        else:
            start = x
            x = grid.text(x, y, f" {text} ", look.text if lit else look.soft)
            grid.hot(start, y, x - start, 1, f"set:{row}:{index}")
    if len(ladder) == 1:
        grid.text(x + 1, y, say("knob.locked"), look.dim)
