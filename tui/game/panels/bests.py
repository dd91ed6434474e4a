"""Several ways to be best: fewest updates, fewest epochs, least time under the clock; the player's and the map's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from batchgame.scenarios.text.numbers import number
from batchgame.sim.outcome import SOLVED
from batchgame.tui.draw.grid import Grid, measure
from batchgame.tui.draw.layout import Rect

if TYPE_CHECKING:
    from batchgame.tui.game.pages.result import ResultPage
    from batchgame.tui.maps.computed import OutcomeMap, Square

WAYS = ("updates", "epochs", "time")


def paint_bests(grid: Grid, page: ResultPage, area: Rect, *, titled: bool) -> None:
    """A row a way: this race, the player's best of all, the best pick on the map once it may be seen."""
    look, say = page.session.look, page.session.say
    y = area.y
    if titled:
        grid.text(area.x, y, say("bests.title"), look.text, bold=True, width=area.w)
        y += 1
    outcome, record = page.round.scored["you"], page.session.progress.records.get(page.round.key)
    ways = [say(f"bests.{way}") for way in WAYS]
    first = max(measure(way, grid.folds) for way in ways) + 2
    room = (area.w - first) // 3
    for n, key in enumerate(("bests.now", "bests.yours", "bests.map")):
        grid.text(area.x + first + n * room, y, say(key), look.dim, width=room, align="right")
    for row, (way, words) in enumerate(zip(WAYS, ways, strict=True)):
        line = y + 1 + row * (2 if area.h > 8 else 1)
        grid.text(area.x, line, words, look.text)
        mine = getattr(outcome, f"median_{way}") if page.stars.goal else None
        ever = getattr(record, f"best_{way}") if record else None
        square = best_on_map(page.map, way)
        there = getattr(square, f"median_{way}") if square else None
        for n, value in enumerate((mine, ever, there)):
            shown = "–" if value is None else number(value)
            level = value is not None and there is not None and value <= there
            grid.text(
                area.x + first + n * room, line, shown, look.good if level else look.text, width=room, align="right"
            )
        if square and area.h > 8 and page.round.map_open:
            pick = say("bests.pick", batch_size=square.batch_size, momentum=number(square.momentum))
            grid.text(area.x, line + 1, pick, look.dim, width=area.w - 1, align="right")
    key = "bests.open" if page.round.map_open else "bests.fog"
    grid.text(area.x, area.y + area.h - 1, say(key if page.map.complete else "bests.coming"), look.dim, width=area.w)


def best_on_map(map_: OutcomeMap, way: str) -> Square | None:
    """The pick of the map that solves soonest, counted that way; None while the map is being computed."""
    if not map_.complete:
        return None
    solving = [square for square in map_.squares.values() if square.probability >= SOLVED]
    timed = [square for square in solving if getattr(square, f"median_{way}") is not None]
    return min(timed, key=lambda square: float(getattr(square, f"median_{way}")), default=None)
