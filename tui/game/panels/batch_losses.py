"""The loss of single batches beside the mean of all, as curves through the start."""

from __future__ import annotations

from batchgame.tui.draw.layout import Rect
from batchgame.tui.draw.pen import Pen
from batchgame.tui.draw.plot import paint_profile
from batchgame.tui.game.panels.result_values import ResultView
from batchgame.tui.race.batch_losses import batch_losses

DRAWN = 4  # batches: more curves hide one another
WORDS = 3  # rows under the curves


def paint_batch_losses(pen: Pen, area: Rect, view: ResultView, *, titled: bool) -> None:
    """Draw a cut through the start: the mean, the player's first batches, and how many of those pull there."""
    grid, look, say, round_ = pen.grid, pen.look, pen.say, view.round
    y = area.y
    if titled:
        grid.text(area.x, y, say("batches.title"), look.text, bold=True)
        y += 1
    profile = Rect(area.x, y, area.w, area.h - (y - area.y) - WORDS)
    batch_size = round_.batch_size
    found = batch_losses(round_.problem, batch_size, round_.options.seed)
    you, full = look.lane("you"), look.lane("full")
    if profile.h >= 3:
        drawn = [(curve, you[0]) for curve in found.batches[:DRAWN]] if batch_size < round_.scenario.examples else []
        paint_profile(
            grid, profile.x, profile.y, profile.w, profile.h, found.line, [(found.mean, full[0]), *drawn],
            marks=[(round_.problem.start[0], full)], look=look,
        )  # fmt: skip
    y = area.y + area.h - WORDS
    grid.put(area.x, y, full[1], full[0])
    grid.text(area.x + 2, y, say("batches.mean"), look.text, width=area.w - 2)
    grid.put(area.x, y + 1, you[1], you[0])
    told = say("batches.pull", batch_size=batch_size, pulling=found.pulling, count=len(found.batches))
    grid.text(area.x + 2, y + 1, told, look.text, width=area.w - 2)
    grid.text(area.x, y + 2, say("batches.where"), look.dim, width=area.w)
