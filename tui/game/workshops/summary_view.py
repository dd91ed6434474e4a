"""The summary page: the table with what has been filled in and why; then bars over the ladder for a budget."""

from __future__ import annotations

from typing import TYPE_CHECKING

from batchgame.scenarios.exercises.summary import BUDGETS, LADDER, ROWS, good, within
from batchgame.tui.draw.bars import result_bar
from batchgame.tui.draw.grid import Grid, measure, wrap
from batchgame.tui.draw.layout import Rect, body, narrow
from batchgame.tui.game.parts import chrome
from batchgame.tui.game.workshops.card_view import paint_header

if TYPE_CHECKING:
    from batchgame.tui.game.workshops.summary import SummaryPage

SIDES = ("summary.small", "summary.large", "summary.same")


def paint_summary(grid: Grid, page: SummaryPage) -> None:
    """The table, or the budgets."""
    paint_header(grid, page)
    area = body(grid.width, grid.height).inset(2, 0 if narrow(grid.width, grid.height) else 1)
    if page.budgets_begun:
        _budgets(grid, page, area)
    else:
        _table(grid, page, area)


def _table(grid: Grid, page: SummaryPage, area: Rect) -> None:
    from batchgame.tui.game.workshops.summary import NAMES, evidence

    look, say = page.session.look, page.session.say
    names = [say(f"summary.{name}") for name in NAMES]
    first = max(measure(name, grid.folds) for name in names) + 5
    room = max(6, (area.w - first) // 3)
    for n, side in enumerate(SIDES):
        grid.text(area.x + first + n * room, area.y, f"{n + 1} {say(side)}", look.dim, width=room)
    step = 1 if area.h < 16 else 2
    for n, (row, name) in enumerate(zip(NAMES, names, strict=True)):
        y, lit, chosen = area.y + 1 + n * step, n == page.row, page.answers.get(row)
        if lit:
            grid.fill(area.x - 1, y, area.w + 2, 1, look.select)
            grid.text(area.x - 1, y, look.cursor, look.accent, bold=True)
        grid.text(area.x + 1, y, name, look.text if lit else look.soft, bold=lit)
        if chosen is None:
            continue
        for column in {chosen, ROWS[row]}:
            sign, ink = (look.star, look.good) if column == ROWS[row] else (look.cross, look.bad)
            grid.text(area.x + first + column * room + 2, y, sign, ink, bold=True)
    y = area.y + 2 + len(NAMES) * step
    chosen_row = NAMES[page.row]
    words, ink = say("summary.fill"), look.soft
    if chosen_row in page.answers:
        words, ink = evidence(chosen_row, page.session.races, say), look.text
    elif hint := page.hint():
        words, ink = hint, look.accent
    for n, line in enumerate(wrap(words, area.w, grid.folds)[: max(0, area.y + area.h - y)]):
        grid.text(area.x, y + n, line, ink)
    full = len(page.answers) == len(NAMES)
    chrome.message(grid, say("summary.full" if full else "summary.pick"), look.accent)


def _budgets(grid: Grid, page: SummaryPage, area: Rect) -> None:
    look, say = page.session.look, page.session.say
    asked = page.shown or page.budget or list(BUDGETS)[-1]
    words = say(f"summary.budget_{asked}", count=BUDGETS[asked])
    y = grid.paragraph(area.x, area.y, area.w, 3, words, look.text, bold=True) + 1
    for n, batch_size in enumerate(LADDER):
        row, lit = y + n, batch_size == page.batch_size
        if lit:
            grid.fill(area.x - 1, row, area.w + 2, 1, look.select)
            grid.text(area.x - 1, row, look.cursor, look.accent, bold=True)
        grid.text(area.x + 1, row, f"B {batch_size}", look.text if lit else look.soft, bold=lit)
        if page.shown is not None:
            share = within(asked, batch_size)
            ink = look.good if batch_size in good(asked) else look.full
            result_bar(grid, area.x + 8, row, area.w - 16, share, ink, look)
            grid.text(area.x, row, f"{100 * share:.0f} %", look.text, width=area.w, align="right")
    y += len(LADDER) + 1
    if hint := page.hint():
        for n, line in enumerate(wrap(hint, area.w, grid.folds)[: max(0, area.y + area.h - y)]):
            grid.text(area.x, y + n, line, look.accent)
    chrome.message(grid, say("summary.seen" if page.shown else "summary.choose"), look.accent)
