"""The fork page: where the race stands, and two knobs of which one may be turned."""

from __future__ import annotations

from typing import TYPE_CHECKING

from batchgame.tui.draw.grid import Grid
from batchgame.tui.draw.layout import Rect, body
from batchgame.tui.game.parts import chrome
from batchgame.tui.game.parts.knobs import paint_knobs
from batchgame.tui.game.parts.scene import paint_scene

if TYPE_CHECKING:
    from batchgame.tui.game.pages.fork import ForkPage


def paint_fork(grid: Grid, page: ForkPage) -> None:
    """The swarms as they stand at left, what a fork is at right, the knobs below."""
    look, say = page.session.look, page.session.say
    area = body(grid.width, grid.height)
    knobs = 1 + len(page.rows)
    upper, half = area.top(area.h - knobs), grid.width // 2
    paint_scene(grid, upper.left(half), page, frame=page.frame)
    text = upper.right_of(half).inset(2, 1)
    y = grid.paragraph(text.x, text.y, text.w, 2, say("fork.title"), look.text, bold=True) + 1
    y = grid.paragraph(text.x, y, text.w, text.h, say("fork.what", updates=page.frame.lanes[0].updates), look.soft) + 1
    if "batch_size" in page.rows:
        grid.paragraph(text.x, y, text.w, text.h - (y - text.y), say("fork.next_epoch"), look.dim)
    grid.hline(1, upper.y + upper.h, grid.width - 2, look.faint)
    paint_knobs(grid, page, Rect(0, upper.y + upper.h + 1, grid.width, knobs - 1))
    chrome.message(grid, say("fork.ready" if page.changed else "fork.turn"), look.accent)
