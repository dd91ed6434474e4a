"""What a row of the accuracy page is made of: every network, misread digits, and the boundary of one network."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from batchgame.sim.networks.data import Data
from batchgame.sim.networks.side_by_side import REACH, Image, Lanes
from batchgame.tui.draw.curves import LETTERS, order_ink
from batchgame.tui.draw.images import paint_classes, paint_grey
from batchgame.tui.draw.layout import Rect
from batchgame.tui.draw.pen import Pen
from batchgame.tui.draw.raster import Dots, Layer, composite

STEP = 0.1  # the left end of the histogram is a multiple of it
PIXELS = 8  # of a digit along each side
CAPTION = 9  # columns for the words beside a digit


def paint_histogram(pen: Pen, lanes: Lanes, area: Rect) -> None:
    """Draw the validation accuracy of every network: a column of dots is as high as it has networks."""
    grid, look = pen.grid, pen.look
    if not lanes or area.h < 3:
        return
    found = [lane.test[-1] for lane in lanes]
    low = min(0.9, STEP * int(min(float(values.min()) for values in found) / STEP))
    rows, columns = area.h - 1, 2 * area.w
    edges = np.linspace(low, 1, columns + 1)
    counts = np.array([np.histogram(values, edges)[0] for values in found])
    ends = np.cumsum(counts, axis=0)
    dots_each = 4 * rows / max(1, int(ends[-1].max()))
    layers = []
    for n, (count, end) in enumerate(zip(counts, ends, strict=True)):
        dots = Dots(area.w, rows)
        for column in np.flatnonzero(count).tolist():
            bottom, top = round((end[column] - count[column]) * min(1.0, dots_each)), end[column] * min(1.0, dots_each)
            dots.on[4 * rows - max(bottom + 1, round(top)) : 4 * rows - bottom, column] = True
        layers.append(Layer(dots, order_ink(look, n, len(lanes)), LETTERS[n]))
    grid.pictures.append((area.x, area.y, area.w, rows))
    composite(grid, area.x, area.y, layers)
    grid.text(area.x, area.y + rows, f"{100 * low:.0f}%", look.dim)
    grid.text(area.x, area.y + rows, "100%", look.dim, width=area.w, align="right")


def paint_misread(pen: Pen, lanes: Lanes, images: Sequence[Image], area: Rect) -> None:
    """Draw misread digits, each with what it is, what most networks read, and how many did not read it right."""
    grid, look, say = pen.grid, pen.look, pen.say
    if not images:
        if area.h > 0:
            done = lanes and lanes[0].misread is not None
            grid.paragraph(area.x, area.y, area.w, area.h, say("accuracy.none_misread" if done else "accuracy.later"),
                           look.dim)  # fmt: skip
        return
    across, height = area.w // (PIXELS + 1 + CAPTION), PIXELS // 2
    down = max(1, (area.h + 1) // (height + 1))
    for n, image in enumerate(images[: across * down]):
        x = area.x + n % across * (area.w // across)
        y = area.y + n // across * (height + 1)
        paint_grey(grid, x, y, image.pixels, look)
        words = (
            say("accuracy.is", label=image.label),
            say("accuracy.read_as", answer=image.answer),
            say("accuracy.by", wrong=image.wrong, seen=image.seen),
        )
        for line, text in enumerate(words):
            grid.text(x + PIXELS + 1, y + line, text, look.soft if line < 2 else look.dim, width=CAPTION)


def paint_boundary(pen: Pen, lanes: Lanes, row: int, data: Data, area: Rect) -> None:
    """Draw what the first network of a lane sees in each place of the plane, as of its last look."""
    sure = lanes[row].sure if row < len(lanes) else None
    if sure is None or area.h < 1:
        return
    width = min(area.w, 2 * area.h)  # a cell is about twice as high as it is wide
    paint_classes(pen.grid, Rect(area.x + (area.w - width) // 2, area.y, width, area.h), sure, data.x, data.y, REACH,
                  pen.look)  # fmt: skip
