"""The fork page: where the race stands, and two knobs of which one may be turned."""

from __future__ import annotations

from batchgame.sim.race import Frame
from batchgame.tui.draw.layout import Rect, body
from batchgame.tui.draw.pen import Pen
from batchgame.tui.game.parts import chrome
from batchgame.tui.game.parts.knobs import paint_knobs
from batchgame.tui.game.parts.scene import paint_scene
from batchgame.tui.race.knob_rows import KnobRows
from batchgame.tui.race.round import Round


def paint_fork(pen: Pen, round_: Round, frame: Frame, knobs: KnobRows, *, changed: bool) -> None:
    """Draw the swarms as they stand at left, what a fork is at right, the knobs below."""
    grid, look, say = pen.grid, pen.look, pen.say
    area = body(grid.width, grid.height)
    height = 1 + len(knobs.rows)
    upper, half = area.top(area.h - height), grid.width // 2
    paint_scene(pen, upper.left(half), round_, frame=frame)
    text = upper.right_of(half).inset(2, 1)
    y = grid.paragraph(text.x, text.y, text.w, 2, say("fork.title"), look.text, bold=True) + 1
    y = grid.paragraph(text.x, y, text.w, text.h, say("fork.what", updates=frame.lanes[0].updates), look.soft) + 1
    if "batch_size" in knobs.rows:
        grid.paragraph(text.x, y, text.w, text.h - (y - text.y), say("fork.next_epoch"), look.dim)
    grid.hline(1, upper.y + upper.h, grid.width - 2, look.faint)
    paint_knobs(pen, Rect(0, upper.y + upper.h + 1, grid.width, height - 1), knobs)
    chrome.message(grid, say("fork.ready" if changed else "fork.turn"), look.accent)
