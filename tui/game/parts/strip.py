"""The strip beside the map of a race: the loss of the current batch along a line through the ball, and the mean."""

from __future__ import annotations

import numpy as np

from batchgame.tui.draw.grid import measure
from batchgame.tui.draw.layout import Rect, narrow, roomy
from batchgame.tui.draw.pen import Pen
from batchgame.tui.draw.raster import Dots, Layer, composite, from_top
from batchgame.tui.race.batch_slice import BatchSlice, loss_range
from batchgame.tui.race.round import Round

ROWS, COLUMNS = 5, 8  # below the map, of which one row is words; or beside it
ROOMY_ROWS, ROOMY_COLUMNS = 9, 14
DOTTED = 3  # the mean is drawn as one dot in three, so that it differs in shape as well


def split(area: Rect, axis: str | None, width: int, height: int) -> tuple[Rect, Rect | None]:
    """Return the areas of the map and of the strip in a window, which share their columns or their rows."""
    if axis is None or narrow(width, height):
        return area, None
    big = roomy(width, height)
    if axis == "x":
        rows = ROOMY_ROWS if big else ROWS
        return area.top(area.h - rows), area.below(area.h - rows)
    columns = ROOMY_COLUMNS if big else COLUMNS
    return area.left(area.w - columns), area.right_of(area.w - columns)


def paint_strip(pen: Pen, area: Rect, round_: Round, found: BatchSlice, every: int) -> None:
    """Draw the mean, the current batch and the ball, with words for what the batch's line does there."""
    grid, look = pen.grid, pen.look
    plot = area.below(1) if found.axis == 0 else area
    grid.pictures.append((plot.x, plot.y, plot.w, plot.h))
    low, high = loss_range(round_.problem, found.axis)
    start, end = float(found.line[0]), float(found.line[-1])

    def share(losses: object) -> np.ndarray:
        return (np.asarray(losses, dtype=float) - low) / (high - low)

    along = (found.line - start) / (end - start)
    dots = 2 * plot.w if found.axis == 0 else 4 * plot.h
    fine = (np.arange(dots) + 0.5) / dots
    mean, batch, thin = Dots(plot.w, plot.h), Dots(plot.w, plot.h), Dots(plot.w, plot.h)
    if roomy(grid.width, grid.height) and not (look.ascii or look.mono):
        for losses in found.examples:
            thin.plot(*_turned(fine, np.interp(fine, along, share(losses)), found.axis))
    sparse = fine[::DOTTED]
    mean.plot(*_turned(sparse, np.interp(sparse, along, share(found.mean)), found.axis))
    batch.line(*_turned(along, share(found.batch), found.axis))
    # One after the other, because a cell that they share belongs to the last one alone.
    for layer in (Layer(thin, look.faint), Layer(mean, look.full, "."), Layer(batch, look.you, "*")):
        composite(grid, plot.x, plot.y, [layer])
    at, height = (found.ball[0] - start) / (end - start), float(share(found.ball[1]))
    x, y = (at, height) if found.axis == 0 else (height, at)
    if 0 <= at <= 1:
        column = min(max(int(x * plot.w), 0), plot.w - 1)
        grid.put(plot.x + column, plot.y + from_top(y, plot.h), look.lane("you")[1], look.you, bold=True)
    if found.axis == 0:
        _caption(pen, area.top(1), found, every)
    else:
        _short_caption(pen, area, found, every)


def _turned(along: np.ndarray, losses: np.ndarray, axis: int) -> tuple[np.ndarray, np.ndarray]:
    return (along, losses) if axis == 0 else (losses, along)


def _caption(pen: Pen, area: Rect, found: BatchSlice, every: int) -> None:
    grid, look, say = pen.grid, pen.look, pen.say
    key = "all" if found.size == found.total else "one" if found.size == 1 else "many"
    batch = say(f"slice.{key}", count=found.size)
    glyph = look.lane("you")[1]
    words = say("slice.at", number=found.number, glyph=glyph, batch=batch, way=say(f"slice.{found.way}"))
    x = grid.text(area.x + 1, area.y, words, look.you, width=area.w - 1)
    rest = say("slice.every", every=every) if every > 1 else ""
    room = area.x + area.w - x - 2
    if rest and measure(rest, grid.folds) > room:
        rest = f"1/{every}"
    if rest and measure(rest, grid.folds) <= room:
        grid.text(x + 1, area.y, rest, look.soft, width=room + 1, align="right")


def _short_caption(pen: Pen, area: Rect, found: BatchSlice, every: int) -> None:
    grid, look = pen.grid, pen.look
    grid.text(area.x, area.y, f"L{found.number}", look.you, width=area.w)
    if every > 1:
        grid.text(area.x, area.y + area.h - 1, f"1/{every}", look.soft, width=area.w)
