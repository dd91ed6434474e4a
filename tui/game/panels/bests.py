"""Several ways to be best: fewest updates, fewest epochs, least time under the clock; the player's and the map's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from batchgame.scenarios.text.numbers import number
from batchgame.tui.draw.grid import measure
from batchgame.tui.draw.layout import Rect
from batchgame.tui.draw.pen import Pen
from batchgame.tui.maps.best import WAYS, Best, best_on_map

if TYPE_CHECKING:
    from batchgame.tui.maps.map import Map
    from batchgame.tui.race.round import Round
    from batchgame.tui.score.progress import Record

PICK_ROWS = 9  # from this height on, the pick that is best on the map stands below its median


class BestRow(NamedTuple):
    """Medians counted in one way: of this race, of the player's best race, and of the best pick on the map."""

    way: str
    now: float | None
    yours: float | None
    on_map: Best | None


@dataclass(frozen=True)
class BestsView:
    """The rows of the table. opened: the map may be seen, so its picks are named; complete: the map is computed."""

    rows: tuple[BestRow, ...]
    opened: bool
    complete: bool


def bests_view(round_: Round, map_: Map, record: Record | None, goal: bool) -> BestsView:
    """Return the view of a round that has been raced; the medians of a race without the goal do not count."""
    outcome = round_.scored["you"]
    rows = tuple(
        BestRow(
            way, getattr(outcome, f"median_{way}") if goal else None, getattr(record, f"best_{way}", None),
            best_on_map(map_, way),
        )
        for way in WAYS
    )  # fmt: skip
    return BestsView(rows, round_.map_open, map_.complete)


def paint_bests(pen: Pen, area: Rect, view: BestsView, *, titled: bool) -> None:
    """Draw one row per way: this race, the player's best of all, the best pick on the map once it may be seen."""
    grid, look, say, y = pen.grid, pen.look, pen.say, area.y
    if titled:
        grid.text(area.x, area.y, say("bests.title"), look.text, bold=True, width=area.w)
        y += 1
    labels = [say(f"bests.{row.way}") for row in view.rows]
    first = max(measure(label, grid.folds) for label in labels) + 2
    w, picks = (area.w - first) // 3, area.h >= PICK_ROWS
    lefts = [area.x + first + n * w for n in range(3)]
    for x, key in zip(lefts, ("bests.now", "bests.yours", "bests.map"), strict=True):
        grid.text(x, y, say(key), look.dim, width=w, align="right")
    for n, (row, label) in enumerate(zip(view.rows, labels, strict=True)):
        line, best = y + 1 + n * (2 if picks else 1), row.on_map
        grid.text(area.x, line, label, look.text)
        medians = (row.now, row.yours, best.median if best else None)
        for x, median in zip(lefts, medians, strict=True):
            level = best is not None and median is not None and median <= best.median
            text = "–" if median is None else number(median)
            grid.text(x, line, text, look.good if level else look.text, width=w, align="right")
        if best and picks and view.opened:
            text = say("bests.pick", batch_size=best.batch_size, momentum=number(best.momentum))
            grid.text(area.x, line + 1, text, look.dim, width=area.w - 1, align="right")
    key = "bests.open" if view.opened else "bests.fog"
    text = say(key if view.complete else "bests.coming")
    grid.text(area.x, area.y + area.h - 1, text, look.dim, width=area.w)
