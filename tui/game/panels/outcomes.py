"""The map of outcomes on the result page: per cent solved over batch size and momentum, in fog until it is earned."""

from __future__ import annotations

from dataclasses import dataclass

from batchgame.tui.draw.layout import Rect
from batchgame.tui.draw.pen import Pen
from batchgame.tui.maps.axes import Place
from batchgame.tui.maps.legend import paint_legend
from batchgame.tui.maps.map import Map
from batchgame.tui.maps.paint import paint_map
from batchgame.tui.maps.size import size_of
from batchgame.tui.maps.told import caption, progress
from batchgame.tui.maps.view import MapView, axes_of
from batchgame.tui.race.round import Result, Round
from batchgame.tui.text.catalogue import Catalogue


@dataclass(frozen=True)
class OutcomesView:
    """The map with its marks, and how far it is computed in words."""

    map: MapView
    progress: str


def outcomes_view(say: Catalogue, round_: Round, result: Result, map_: Map, cursor: Place | None) -> OutcomesView:
    """Return the view of a round's map; the result is that of the pick that is marked on it."""
    x, y = axes_of(map_.axes)
    places = {map_.axes.place(momentum, batch_size) for batch_size, momentum in round_.tried}
    view = MapView(
        x, y, map_.cells, cursor=cursor, pick=map_.axes.place(result.momentum, result.batch_size),
        known=None if round_.map_open else {place for place in places if place}, wanted=map_.trajectories, numbers=True,
    )  # fmt: skip
    return OutcomesView(view, progress(say, map_))


def map_caption(say: Catalogue, round_: Round, map_: Map, cursor: Place) -> str:
    """Tell in one sentence the outcome of the cell under the cursor."""
    values = map_.axes.values(cursor)
    batch_size, momentum = int(values["batch_size"]), values["momentum"]
    fog = not round_.map_open and (batch_size, momentum) not in round_.tried
    return caption(say, batch_size, momentum, map_.cells.get(cursor), fog=fog, in_epochs=round_.in_epochs)


def paint_outcomes(pen: Pen, area: Rect, view: OutcomesView, *, titled: bool) -> None:
    """Draw the title, the map, and its legend at the bottom of the area."""
    if titled:
        x = pen.grid.text(area.x, area.y, pen.say("map.title"), pen.look.text, bold=True)
        pen.grid.text(x + 2, area.y, pen.say("map.solved"), pen.look.dim, width=area.x + area.w - x - 2)
        area = area.below(1)
    rows = 2 if titled and area.h >= len(view.map.y.values) + 3 else 1
    size = size_of(pen.look, area.top(area.h - rows), view.map)
    paint_map(pen, size, view.map)
    paint_legend(pen, area.below(area.h - rows), view.map, numbers=size.numbers, text=view.progress)
