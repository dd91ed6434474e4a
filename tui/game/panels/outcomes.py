"""The map of outcomes on the result page: per cent solved over batch size and momentum, in fog until it is earned."""

from __future__ import annotations

from batchgame.tui.draw.grid import measure
from batchgame.tui.draw.layout import Rect
from batchgame.tui.draw.pen import Pen
from batchgame.tui.game.panels.result_values import ResultView
from batchgame.tui.maps.heat import paint_map
from batchgame.tui.text.catalogue import Catalogue
from batchgame.tui.text.numbers import number, percent


def paint_outcomes(pen: Pen, area: Rect, view: ResultView, *, titled: bool) -> None:
    """Title, the cells, and what the signs mean."""
    grid, look, say, round_ = pen.grid, pen.look, pen.say, view.round
    if titled:
        x = grid.text(area.x, area.y, say("map.title"), look.text, bold=True)
        grid.text(x + 2, area.y, say("map.solved"), look.dim, width=area.x + area.w - x - 2)
        area = area.below(1)
    legend = 2 if titled and area.h >= len(round_.batch_sizes) + 3 else 1
    paint_map(
        grid,
        area.x,
        area.y,
        area.w,
        area.h - legend,
        view.map.squares,
        round_.batch_sizes,
        round_.momenta,
        pick=(view.result.batch_size, view.result.momentum),
        known=None if round_.map_open else round_.known(),
        cursor=cursor_words(view),
        wanted=view.map.request.trajectories,
        look=look,
    )
    _legend(pen, Rect(area.x, area.y + area.h - legend, area.w, legend), view)


def cursor_words(view: ResultView) -> tuple[int, float] | None:
    """Batch size and momentum under the cursor."""
    if view.cursor is None:
        return None
    row, column = view.cursor
    return view.round.batch_sizes[row], view.round.momenta[column]


def map_caption(say: Catalogue, view: ResultView) -> str:
    """What the cell under the cursor came to, in one sentence."""
    words = cursor_words(view)
    assert words is not None
    at = {"batch_size": words[0], "momentum": number(words[1])}
    if not view.round.map_open and words not in view.round.known():
        return say("map.fog_here", **at)
    square = view.map.squares.get(words)
    if square is None:
        return say("map.not_yet", **at)
    median = square.median_epochs if view.round.in_epochs else square.median_updates
    solved = percent(square.solved, square.trajectories)
    if median is None:
        return say("map.here", **at, solved=solved, count=square.trajectories)
    unit = say("unit.epochs" if view.round.in_epochs else "unit.updates")
    return say("map.here_median", **at, solved=solved, count=square.trajectories, median=number(median), unit=unit)


def _legend(pen: Pen, area: Rect, view: ResultView) -> None:
    grid, look, say = pen.grid, pen.look, pen.say
    y = area.y
    mark = "[ ]" if look.mono or look.ascii else " "
    x = grid.text(area.x, y, mark, look.text, bg=look.accent)
    x = grid.text(x + 1, y, say("map.your_pick"), look.dim) + 2
    if not view.round.map_open:
        x = grid.text(x, y, look.fog, look.dim)
        x = grid.text(x + 1, y, say("map.fog"), look.dim) + 2
    arrived = sum(square.trajectories == view.map.request.trajectories for square in view.map.squares.values())
    words = say("map.each", count=view.map.request.trajectories)
    if view.map.failed and not view.map.complete:
        words = say("map.failed")
    elif not view.map.complete:
        words = say("map.coming", done=arrived, of=view.map.size)
        if few := view.map.few:
            words = say("map.refining", few=few, count=view.map.request.trajectories, done=arrived, of=view.map.size)
    second = y + 1 if area.h > 1 else y
    if second == y:
        if x + measure(words, grid.folds) <= area.x + area.w:
            grid.text(x, y, words, look.dim)
        return
    grid.text(area.x, second, words, look.dim, width=area.w)
