"""The summary page: the table with what has been filled in and why; then bars over the ladder for a budget."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from batchgame.scenarios.exercises.summary import BUDGETS, LADDER, ROWS, good, within
from batchgame.scenarios.text.numbers import whole_percent
from batchgame.tui.draw.bars import result_bar
from batchgame.tui.draw.grid import measure
from batchgame.tui.draw.layout import Rect, body, narrow
from batchgame.tui.draw.pen import Pen
from batchgame.tui.game.parts import chrome

SIDES = ("summary.small", "summary.large", "summary.same")


NAMES = tuple(ROWS)


class SummaryView(NamedTuple):
    """What the page shows.

    answers: by the name of the row. evidence: what the player's races say about the row under the cursor. shown: the
    budget whose outcome is shown. budget: the one that is asked.
    """

    answers: Mapping[str, int]
    row: int
    evidence: str
    budgets_begun: bool
    shown: str | None
    budget: str | None
    batch_size: int
    hint: str | None


def paint_summary(pen: Pen, view: SummaryView) -> None:
    """Draw the table, or the budgets."""
    grid = pen.grid
    area = body(grid.width, grid.height).inset(2, 0 if narrow(grid.width, grid.height) else 1)
    if view.budgets_begun:
        _budgets(pen, view, area)
    else:
        _table(pen, view, area)


def _table(pen: Pen, view: SummaryView, area: Rect) -> None:
    grid, look, say = pen.grid, pen.look, pen.say
    names = [say(f"summary.{name}") for name in NAMES]
    first = max(measure(name, grid.folds) for name in names) + 5
    room = max(6, (area.w - first) // 3)
    for n, side in enumerate(SIDES):
        grid.text(area.x + first + n * room, area.y, f"{n + 1} {say(side)}", look.dim, width=room)
    step = 1 if area.h < 16 else 2
    for n, (row, name) in enumerate(zip(NAMES, names, strict=True)):
        y, lit, chosen = area.y + 1 + n * step, n == view.row, view.answers.get(row)
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
    words, ink = say("summary.fill"), look.soft
    if view.evidence:
        words, ink = view.evidence, look.text
    rest = area.below(y - area.y)
    if view.hint and not view.evidence:
        chrome.hint_in(grid, look, view.hint, rest)
    else:
        grid.paragraph(rest.x, rest.y, rest.w, rest.h, words, ink)
    full = len(view.answers) == len(NAMES)
    chrome.message(grid, say("summary.full" if full else "summary.pick"), look.accent)


def _budgets(pen: Pen, view: SummaryView, area: Rect) -> None:
    grid, look, say = pen.grid, pen.look, pen.say
    asked = view.shown or view.budget or list(BUDGETS)[-1]
    words = say(f"summary.budget_{asked}", count=BUDGETS[asked])
    y = grid.paragraph(area.x, area.y, area.w, 3, words, look.text, bold=True) + 1
    for n, batch_size in enumerate(LADDER):
        row, lit = y + n, batch_size == view.batch_size
        if lit:
            grid.fill(area.x - 1, row, area.w + 2, 1, look.select)
            grid.text(area.x - 1, row, look.cursor, look.accent, bold=True)
        grid.text(area.x + 1, row, f"B {batch_size}", look.text if lit else look.soft, bold=lit)
        if view.shown is not None:
            share = within(asked, batch_size)
            ink = look.good if batch_size in good(asked) else look.full
            result_bar(grid, area.x + 8, row, area.w - 16, share, ink, look)
            grid.text(area.x, row, whole_percent(share), look.text, width=area.w, align="right")
    y += len(LADDER) + 1
    if hint := view.hint:
        chrome.hint_in(grid, look, hint, area.below(y - area.y))
    chrome.message(grid, say("summary.seen" if view.shown else "summary.choose"), look.accent)
