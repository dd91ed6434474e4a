"""Several ways to be best: fewest updates, fewest epochs, least time under the clock; the player's and the map's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from batchgame.tui.draw.grid import measure
from batchgame.tui.draw.layout import Rect
from batchgame.tui.draw.pen import Pen
from batchgame.tui.game.panels.result_values import ResultView
from batchgame.tui.maps.best import WAYS, best_on_map
from batchgame.tui.text.numbers import number

if TYPE_CHECKING:
    pass


def paint_bests(pen: Pen, area: Rect, view: ResultView, *, titled: bool) -> None:
    """A row a way: this race, the player's best of all, the best pick on the map once it may be seen."""
    grid, look, say = pen.grid, pen.look, pen.say
    y = area.y
    if titled:
        grid.text(area.x, y, say("bests.title"), look.text, bold=True, width=area.w)
        y += 1
    outcome, record = view.round.scored["you"], view.record
    ways = [say(f"bests.{way}") for way in WAYS]
    first = max(measure(way, grid.folds) for way in ways) + 2
    room = (area.w - first) // 3
    for n, key in enumerate(("bests.now", "bests.yours", "bests.map")):
        grid.text(area.x + first + n * room, y, say(key), look.dim, width=room, align="right")
    for row, (way, words) in enumerate(zip(WAYS, ways, strict=True)):
        line = y + 1 + row * (2 if area.h > 8 else 1)
        grid.text(area.x, line, words, look.text)
        mine = getattr(outcome, f"median_{way}") if view.stars.goal else None
        ever = getattr(record, f"best_{way}") if record else None
        square = best_on_map(view.map, way)
        there = getattr(square, f"median_{way}") if square else None
        for n, value in enumerate((mine, ever, there)):
            shown = "–" if value is None else number(value)
            level = value is not None and there is not None and value <= there
            grid.text(
                area.x + first + n * room, line, shown, look.good if level else look.text, width=room, align="right"
            )
        if square and area.h > 8 and view.round.map_open:
            pick = say("bests.pick", batch_size=square.batch_size, momentum=number(square.momentum))
            grid.text(area.x, line + 1, pick, look.dim, width=area.w - 1, align="right")
    key = "bests.open" if view.round.map_open else "bests.fog"
    grid.text(area.x, area.y + area.h - 1, say(key if view.map.complete else "bests.coming"), look.dim, width=area.w)
