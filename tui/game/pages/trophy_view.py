"""The lecture's table as the player's races have filled it: small beside the path, and large on a page of its own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from batchgame.scenarios.playables import find
from batchgame.scenarios.text.numbers import number, whole_percent
from batchgame.tui.draw.layout import Rect, body, narrow
from batchgame.tui.draw.pen import Pen
from batchgame.tui.game.parts import chrome
from batchgame.tui.score.evidence import Evidence
from batchgame.tui.score.listing import full_title
from batchgame.tui.score.trophy import SHORT, TrophyRow, count
from batchgame.tui.text.catalogue import Catalogue
from batchgame.tui.text.claims import reach

COLUMN = 9  # cells of a figure with the sign before it
WON, TIE, OPEN = "■", "=", "░"


class TrophyView(NamedTuple):
    """What the page shows. chosen: the index of the row under the cursor."""

    rows: Sequence[TrophyRow]
    chosen: int


def paint_small_table(pen: Pen, area: Rect, rows: Sequence[TrophyRow]) -> None:
    """Draw a heading, six rows, and what the signs mean."""
    grid, look, say = pen.grid, pen.look, pen.say
    shown = [row for row in rows if row.name in SHORT]
    paint_rows(pen, area, shown, [say(f"trophy.short_{row.name}") for row in shown], None)
    grid.text(area.x, area.y + 1 + len(shown), say("trophy.signs", won=WON, open=OPEN), look.dim, width=area.w)


def paint_rows(
    pen: Pen, area: Rect, rows: Sequence[TrophyRow], labels: Sequence[str], chosen: int | None, step: int = 1
) -> int:
    """Draw the table: a heading, then the rows. chosen: the row under the cursor. Returns the row after the table."""
    grid, look, say = pen.grid, pen.look, pen.say
    ends = (area.x + area.w - COLUMN - 1, area.x + area.w)
    filled, of = count(rows)
    grid.text(area.x, area.y, say("trophy.title", filled=filled, of=of), look.accent, bold=True)
    for end, side in zip(ends, ("trophy.small", "trophy.large"), strict=True):
        grid.text(end - COLUMN, area.y, say(side), look.dim, width=COLUMN, align="right")
    y = area.y + step
    for n, (row, label) in enumerate(zip(rows, labels, strict=True)):
        if lit := n == chosen:
            grid.fill(area.x - 1, y, area.w + 2, 1, look.select)
        grid.text(area.x, y, label, look.text if lit or row.better else look.soft, bold=lit,
                  width=area.w - 2 * COLUMN - 2)  # fmt: skip
        grid.hot(area.x, y, area.w, 1, f"entry:{n}")
        for end, side, told in zip(ends, ("small", "large"), figures(say, row), strict=True):
            _cell(pen, Rect(end - COLUMN, y, COLUMN, 1), row, side, told)
        y += step
    return y


def _cell(pen: Pen, area: Rect, row: TrophyRow, side: str, told: str) -> None:
    """Draw one figure with the sign of who is better off, at the right edge of its column."""
    grid, look = pen.grid, pen.look
    if row.better is None:
        grid.text(area.x, area.y, OPEN * 3, look.dim, width=area.w, align="right")
        return
    won = row.better == side
    sign = WON if won else TIE if row.better == "same" else ""
    text = f"{sign} {told}".strip()
    grid.text(area.x, area.y, text, look.good if won else look.soft, bold=won, width=area.w, align="right")


def figures(say: Catalogue, row: TrophyRow) -> tuple[str, str]:
    """Return the figure of batch size 1 and that of the full batch, as the table writes them."""
    if row.told is None:
        return say("trophy.scatters"), say("trophy.true")
    if row.name == "optimisation":
        return whole_percent(row.told.small), whole_percent(row.told.full)
    small, full = (
        say("trophy.tick" if value == 1 else "trophy.ticks", count=number(value))
        for value in (row.told.small, row.told.full)
    )
    return small, full


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


def says(say: Catalogue, row: TrophyRow) -> str:
    """Say which of the player's races filled a row and with what, or which stop would fill it."""
    if row.better is None:
        return say("trophy.open", title=full_title(find(row.stop), say)) if row.stop else say("trophy.nowhere")
    if row.told is None:
        return say("trophy.gradient_says")
    key = {"epoch": "trophy.epoch_says", "optimisation": "trophy.out_says"}.get(row.name, "trophy.update_says")
    told = [_told(say, key, row.told)]
    if row.against is not None:
        told = [f"[{reach('DEBATED', say)}]", *told, _told(say, "trophy.against", row.against)]
    return " ".join(told)


def _told(say: Catalogue, key: str, told: Evidence) -> str:
    small, full = (whole_percent(v) if key in ("trophy.out_says", "trophy.against") else number(v)
                   for v in (told.small, told.full))  # fmt: skip
    return say(key, stage=told.race.stage, parallel=told.race.parallel, n=told.race.examples, small=small, full=full)
