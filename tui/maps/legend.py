"""The legend of a map: from none to all, its marks, and how many trajectories its cells have."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from batchgame.tui.draw.grid import measure
from batchgame.tui.draw.layout import Rect
from batchgame.tui.draw.look import Colour
from batchgame.tui.draw.pen import Pen
from batchgame.tui.maps.tiles import BLOWN_UP, CURSOR, PICK, TENTHS
from batchgame.tui.maps.view import MapView

STEPS = 10  # of the colours from none to all, besides the first


class Entry(NamedTuple):
    """A mark on the map, and the key of its meaning."""

    mark: str
    ink: Colour
    paper: Colour
    key: str


def paint_legend(pen: Pen, area: Rect, view: MapView, *, numbers: bool, text: str = "") -> None:
    """Draw as many entries as fit, then the text, in a row of their own if the area has one; else where they fit."""
    grid, end = pen.grid, area.x + area.w
    gap = 2 if numbers else 3  # a map with numbers may stand in a narrow panel
    x = area.x if numbers else _scale(pen, area.x, area.y) + gap
    for entry in _entries(pen, view, numbers):
        label = pen.say(entry.key)
        if x + measure(entry.mark, grid.folds) + 1 + measure(label, grid.folds) > end:
            break
        x = grid.text(x, area.y, entry.mark, entry.ink, bg=entry.paper)
        x = grid.text(x + 1, area.y, label, pen.look.dim) + gap
    if area.h > 1:
        grid.text(area.x, area.y + 1, text, pen.look.dim, width=area.w)
    elif x + measure(text, grid.folds) <= end:
        grid.text(x, area.y, text, pen.look.dim)


def _scale(pen: Pen, x: int, y: int) -> int:
    """Draw the colours or signs from none to all; return the column after them."""
    grid, look = pen.grid, pen.look
    x = grid.text(x, y, f"{pen.say('plane.solved')} 0% ", look.dim)
    if look.mono or look.ascii:
        x = grid.text(x, y, TENTHS, look.text)
    else:
        for step in range(STEPS + 1):
            grid.put(x + step, y, " ", None, look.heat(step / STEPS)[0])
        x += STEPS + 1
    return grid.text(x, y, " 100%", look.dim)


def _entries(pen: Pen, view: MapView, numbers: bool) -> Iterator[Entry]:
    """List the marks that are on the map. Cells with numbers need no sign for the cursor: an arrow points at it."""
    look = pen.look
    signs, ink = look.mono or look.ascii, look.on_accent or look.text
    if not numbers:
        yield Entry(BLOWN_UP if signs else " ", ink, look.bad, "plane.blown_up")
    if view.pick:
        yield Entry(
            ("[ ]" if numbers else PICK) if signs else " ", look.text if numbers else ink, look.accent, "map.your_pick"
        )
    if not numbers and view.cursor:
        paper = look.text if view.pick else look.accent
        yield Entry(CURSOR if signs else " ", ink, paper, "plane.cursor")
    if view.known is not None:
        yield Entry(look.fog, look.dim, None, "map.fog")
