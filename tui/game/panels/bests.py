"""Several ways to be best: fewest updates, fewest epochs, least time under the clock; the player's and the map's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from batchgame.scenarios.text.numbers import number
from batchgame.tui.draw.grid import measure, wrap
from batchgame.tui.draw.layout import Rect
from batchgame.tui.draw.pen import Pen
from batchgame.tui.maps.best import WAYS, Best, best_on_map

if TYPE_CHECKING:
    from batchgame.tui.maps.map import Map
    from batchgame.tui.race.round import Round
    from batchgame.tui.score.progress import Record

PICK_ROWS = 8  # from this height on, the pick that is best on the map stands below its median
FIGURE = 5  # columns: 12.34


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
    heads = [say(key) for key in ("bests.now", "bests.yours", "bests.map")]
    wide = [max(FIGURE, measure(head, grid.folds)) for head in heads]
    first = max(measure(label, grid.folds) for label in labels)
    gap = (area.w - first - sum(wide)) // 3
    ends = [area.x + first + (n + 1) * gap + sum(wide[: n + 1]) for n in range(3)]
    key = "bests.open" if view.opened else "bests.fog"
    told = say(key if view.complete else "bests.coming")
    rows = len(wrap(told, area.w, grid.folds))
    picks = area.h >= PICK_ROWS + rows
    for end, head in zip(ends, heads, strict=True):
        grid.text(0, y, head, look.dim, width=end, align="right")
    for n, (row, label) in enumerate(zip(view.rows, labels, strict=True)):
        line, best = y + 1 + n * (2 if picks else 1), row.on_map
        grid.text(area.x, line, label, look.text)
        medians = (row.now, row.yours, best.median if best else None)
        for end, median in zip(ends, medians, strict=True):
            level = best is not None and median is not None and median <= best.median
            text = "–" if median is None else number(median)
            grid.text(0, line, text, look.good if level else look.text, width=end, align="right")
        if best and picks and view.opened:
            text = say("bests.pick", batch_size=best.batch_size, momentum=number(best.momentum))
            grid.text(area.x, line + 1, text, look.dim, width=area.w - 1, align="right")
    grid.paragraph(area.x, area.y + area.h - rows, area.w, rows, told, look.dim)
