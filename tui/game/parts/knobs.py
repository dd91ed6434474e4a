"""The knobs, a row each: on the aim page, and wherever else they are turned."""

from __future__ import annotations

from typing import TYPE_CHECKING

from batchgame.scenarios.reading.placeholders import label
from batchgame.scenarios.text.numbers import number
from batchgame.tui.draw.grid import Grid, measure
from batchgame.tui.draw.layout import Rect

if TYPE_CHECKING:
    from batchgame.tui.game.pages.aim import AimPage
    from batchgame.tui.game.round_page import RoundPage

SYMBOLS = {"batch_size": "B", "momentum": "λ", "schedule": "", "parallel": "P", "chance": ""}
MORE = "…"


def paint_knobs(grid: Grid, page: AimPage, area: Rect) -> None:
    """A row a knob with its ladder."""
    look, say, round_ = page.session.look, page.session.say, page.round
    rows = [(row, SYMBOLS[row]) for row in page.rows]
    names = [say(f"knob.{row}") for row, _ in rows]
    column = 3 + max(measure(name, grid.folds) for name in names) + 2
    for n, ((row, symbol), name) in enumerate(zip(rows, names, strict=True)):
        y = area.y + n
        lit = n == page.row
        if lit:
            grid.fill(area.x, y, area.w, 1, look.select)
            grid.text(area.x + 1, y, look.cursor, look.accent, bold=True)
        grid.text(area.x + 3, y, name, look.text if lit else look.soft, bold=lit)
        if not page.session.newcomer:
            grid.text(area.x + column, y, symbol, look.dim)
        _ladder(grid, page, area.x + column + (3 if not page.session.newcomer else 0), y, row, lit)
    eta = say("aim.learning_rate", value=number(round_.learning_rate))
    if not page.session.newcomer:
        eta = f"η = {number(round_.learning_rate)}"
    if grid.width >= 80:
        grid.text(area.x, area.y, eta, look.soft, width=area.w - 2, align="right")
    if grid.width >= 80 and "parallel" in page.rows:
        at = page.rows.index("parallel")
        grid.text(area.x, area.y + at, say("aim.parallel"), look.dim, width=area.w - 2, align="right")


def _first_shown(grid: Grid, page: AimPage, x: int, row: str) -> int:
    """Tools have names: where they don't fit beside each other, the list begins late enough for the chosen one."""
    names = [measure(schedule_label(page, str(name)), grid.folds) + 3 for name in page.ladder(row)]
    at = page.round.schedules.index(page.round.schedule or "")
    more = measure(MORE, grid.folds)
    after = more if at + 1 < len(names) else 0
    first = 0
    while first < at and x + (more if first else 0) + sum(names[first : at + 1]) + after > grid.width - 2:
        first += 1
    return first


def schedule_label(page: RoundPage, name: str) -> str:
    """A schedule in the player's language."""
    schedule = page.round.stage.schedule(name)
    return label(schedule, page.session.say.language) if schedule else ""


def _ladder(grid: Grid, page: AimPage, x: int, y: int, row: str, lit: bool) -> None:
    look, say = page.session.look, page.session.say
    ladder, value = page.ladder(row), getattr(page.round, row)
    start_at = _first_shown(grid, page, x, row) if row == "schedule" else 0
    more = measure(MORE, grid.folds)
    if start_at:
        x = grid.text(x, y, MORE, look.soft)
    for index, step in enumerate(ladder):
        if index < start_at:
            continue
        words = schedule_label(page, str(step)) if row == "schedule" else number(float(str(step)))
        if row == "chance":
            words = f"{100 * float(str(step)):.0f} %"
        after = more if index + 1 < len(ladder) else 0
        if x + measure(words, grid.folds) + 3 + after > grid.width - 1:
            grid.text(x, y, MORE, look.soft)
            break
        if index > start_at and grid.width >= 80:
            x = grid.text(x, y, "─", look.faint)
        if step == value:
            chosen = f"[{words}]" if look.mono or look.ascii else f" {words} "
            x = grid.text(x, y, chosen, look.on_accent, bg=look.accent, bold=True)
        else:
            start = x
            x = grid.text(x, y, f" {words} ", look.text if lit else look.soft)
            grid.hot(start, y, x - start, 1, f"set:{row}:{index}")
    if len(ladder) == 1:
        grid.text(x + 1, y, say("knob.locked"), look.dim)
