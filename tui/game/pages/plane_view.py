"""The full-screen map: half blocks or signs, values along two edges, and the cell under the cursor in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from batchgame.tui.draw.grid import measure
from batchgame.tui.draw.layout import Rect, narrow, roomy
from batchgame.tui.draw.look import Colour
from batchgame.tui.draw.pen import Pen
from batchgame.tui.game.parts import chrome
from batchgame.tui.maps.legend import paint_legend
from batchgame.tui.maps.paint import paint_map
from batchgame.tui.maps.size import size_of
from batchgame.tui.maps.view import MapView

PANEL = 40  # columns for the words beside the map, where there is room
ASIDE = 16  # columns of the header that neither the title nor the progress may take


@dataclass(frozen=True)
class PlaneView:
    """What the page shows: the longer title and conditions are first, the shorter ones are for narrow windows.

    told are sentences about the cell under the cursor, each with its colour.
    """

    titles: tuple[str, str]
    progress: str
    conditions: tuple[str, str]
    map: MapView
    told: Sequence[tuple[str, Colour]]


def map_area(width: int, height: int) -> Rect:
    """Return the area of the map with the values along its edges, in a window of this size."""
    if roomy(width, height):
        return Rect(0, 2, width - PANEL - 2, height - 5)
    words = 4 if narrow(width, height) else 3
    return Rect(0, 2, width - 1, height - 4 - words)


def paint_plane(pen: Pen, view: PlaneView) -> None:
    """Draw the page, with the words beside the map from 100x32 up, and below it in smaller windows."""
    grid, look = pen.grid, pen.look
    area = map_area(grid.width, grid.height)
    room = grid.width - ASIDE - measure(view.progress, grid.folds)
    chrome.header(grid, look, _fitting(pen, view.titles, room), right=view.progress)
    grid.text(1, 1, _fitting(pen, view.conditions, grid.width - 2), look.soft, width=grid.width - 2)
    size = size_of(look, area, view.map)
    paint_map(pen, size, view.map)
    paint_legend(pen, Rect(1, size.below, area.w, 1), view.map, numbers=size.numbers)
    if roomy(grid.width, grid.height):
        _panel(pen, view, Rect(grid.width - PANEL - 1, 2, PANEL, grid.height - 4))
        return
    y = size.below + 1
    words = _joined([sentence for sentence, _ in view.told])
    grid.paragraph(1, y, grid.width - 2, grid.height - 1 - y, words, look.text)


def _fitting(pen: Pen, texts: tuple[str, str], room: int) -> str:
    """Return the longer text where it fits, else the shorter one."""
    return texts[0] if measure(texts[0], pen.grid.folds) <= room else texts[1]


def _panel(pen: Pen, view: PlaneView, area: Rect) -> None:
    grid, look, say = pen.grid, pen.look, pen.say
    inside = area.inset(2, 1)
    y = inside.y
    for n, (words, ink) in enumerate((*view.told, ("", None), (say("plane.reading"), look.dim))):
        y = grid.paragraph(inside.x, y, inside.w, inside.y + inside.h - y, words, ink, bold=n == 0)
    grid.frame(area.x, area.y, area.w, y + 1 - area.y, look.faint, say("plane.here"), look.text)


def _joined(sentences: Sequence[str]) -> str:
    """Join sentences with spaces; a full-width full stop brings its own."""
    return "".join(words if words.endswith(("。", "：")) else f"{words} " for words in sentences)
