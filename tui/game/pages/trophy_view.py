"""The lecture's table as the player's races have filled it: small beside the path, and large on a page of its own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from batchgame.tui.draw.layout import Rect, body, narrow
from batchgame.tui.draw.pen import Pen
from batchgame.tui.game.parts import chrome
from batchgame.tui.score.trophy import SHORT, TrophyRow, count, figures, says

COLUMN = 9  # cells of a figure with the sign before it
WON, TIE = "■", "="


class TrophyView(NamedTuple):
    """What the page shows. chosen: the index of the row under the cursor."""

    rows: Sequence[TrophyRow]
    chosen: int


def paint_small_table(pen: Pen, area: Rect, rows: Sequence[TrophyRow]) -> None:
    """Draw a heading, six rows, and what the signs mean."""
    grid, look, say = pen.grid, pen.look, pen.say
    shown = [row for row in rows if row.name in SHORT]
    paint_rows(pen, area, shown, [say(f"trophy.short_{row.name}") for row in shown], None)
    grid.text(area.x, area.y + 1 + len(shown), say("trophy.signs", won=WON, open=look.fog), look.dim, width=area.w)


def paint_rows(
    pen: Pen, area: Rect, rows: Sequence[TrophyRow], labels: Sequence[str], chosen: int | None, step: int = 1
) -> int:
    """Draw the table: a heading, then the rows. chosen: the row under the cursor. Returns the row after the table."""
    grid, look, say = pen.grid, pen.look, pen.say
    ends = (area.x + area.w - COLUMN, area.x + area.w)
    filled, of = count(rows)
    grid.text(area.x, area.y, say("trophy.title", filled=filled, of=of), look.accent, bold=True)
    for end, side in zip(ends, ("trophy.small", "trophy.large"), strict=True):
        grid.text(end - COLUMN, area.y, say(side), look.dim, width=COLUMN, align="right")
    y = area.y + step
    for n, (row, label) in enumerate(zip(rows, labels, strict=True)):
        if lit := n == chosen:
            grid.fill(area.x - 2, y, area.w + 3, 1, look.select)
            grid.text(area.x - 2, y, look.cursor, look.accent, bold=True)
        grid.text(area.x, y, label, look.text if lit or row.better else look.soft, bold=lit,
                  width=area.w - 2 * COLUMN)  # fmt: skip
        grid.hot(area.x, y, area.w, 1, f"entry:{n}")
        for end, side, told in zip(ends, ("small", "large"), figures(say, row), strict=True):
            _cell(pen, Rect(end - COLUMN, y, COLUMN, 1), row, side, told)
        y += step
    return y


def _cell(pen: Pen, area: Rect, row: TrophyRow, side: str, told: str) -> None:
    """Draw one figure with the sign of who is better off, at the right edge of its column."""
    grid, look = pen.grid, pen.look
    if row.better is None:
        grid.text(area.x, area.y, look.fog * 3, look.dim, width=area.w, align="right")
        return
    won = row.better == side
    sign = WON if won else TIE if row.better == "same" else ""
    text = f"{sign} {told}".strip()
    grid.text(area.x, area.y, text, look.good if won else look.soft, bold=won, width=area.w, align="right")


def paint_trophy(pen: Pen, view: TrophyView) -> None:
    """Draw the page: the table, and under it where the row under the cursor comes from."""
    grid, look, say = pen.grid, pen.look, pen.say
    small = narrow(grid.width, grid.height)
    chrome.header(grid, look, say("trophy.page"))
    area = body(grid.width, grid.height).inset(3, 0 if small else 1)
    area = area.left(76)
    labels = [say(f"trophy.{row.name}") for row in view.rows]
    y = paint_rows(pen, area, view.rows, labels, view.chosen, 1 if area.h < 20 else 2) + 1
    grid.paragraph(area.x, y, area.w, area.y + area.h - y, says(say, view.rows[view.chosen]), look.text)
    chrome.message(grid, say("trophy.from"), look.dim)
