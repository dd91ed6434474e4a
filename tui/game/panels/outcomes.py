"""The map of outcomes on the result page: per cent solved over batch size and momentum, in fog until it is earned."""

from __future__ import annotations

from typing import TYPE_CHECKING

from batchgame.scenarios.text.numbers import number, percent
from batchgame.tui.draw.grid import Grid, measure
from batchgame.tui.draw.layout import Rect
from batchgame.tui.maps.heat import paint_map

if TYPE_CHECKING:
    from batchgame.tui.game.pages.result import ResultPage


def paint_outcomes(grid: Grid, page: ResultPage, area: Rect, *, titled: bool) -> None:
    """Title, the cells, and what the signs mean."""
    look, say, round_ = page.session.look, page.session.say, page.round
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
        page.map.squares,
        round_.batch_sizes,
        round_.momenta,
        pick=(page.result.batch_size, page.result.momentum),
        known=None if round_.map_open else round_.known(),
        cursor=cursor_words(page),
        wanted=page.map.request.trajectories,
        look=look,
    )
    _legend(grid, page, Rect(area.x, area.y + area.h - legend, area.w, legend))


def cursor_words(page: ResultPage) -> tuple[int, float] | None:
    """Batch size and momentum under the cursor."""
    if page.cursor is None:
        return None
    row, column = page.cursor
    return page.round.batch_sizes[row], page.round.momenta[column]


def map_caption(page: ResultPage) -> str:
    """What the cell under the cursor came to, in one sentence."""
    say, words = page.session.say, cursor_words(page)
    assert words is not None
    at = {"batch_size": words[0], "momentum": number(words[1])}
    if not page.round.map_open and words not in page.round.known():
        return say("map.fog_here", **at)
    square = page.map.squares.get(words)
    if square is None:
        return say("map.not_yet", **at)
    median = square.median_epochs if page.round.in_epochs else square.median_updates
    solved = percent(square.solved, square.trajectories)
    if median is None:
        return say("map.here", **at, solved=solved, count=square.trajectories)
    unit = say("unit.epochs" if page.round.in_epochs else "unit.updates")
    return say("map.here_median", **at, solved=solved, count=square.trajectories, median=number(median), unit=unit)


def _legend(grid: Grid, page: ResultPage, area: Rect) -> None:
    look, say = page.session.look, page.session.say
    y = area.y
    mark = "[ ]" if look.mono or look.ascii else " "
    x = grid.text(area.x, y, mark, look.text, bg=look.accent)
    x = grid.text(x + 1, y, say("map.your_pick"), look.dim) + 2
    if not page.round.map_open:
        x = grid.text(x, y, look.fog, look.dim)
        x = grid.text(x + 1, y, say("map.fog"), look.dim) + 2
    arrived = sum(square.trajectories == page.map.request.trajectories for square in page.map.squares.values())
    words = say("map.each", count=page.map.request.trajectories)
    if page.map.failed and not page.map.complete:
        words = say("map.failed")
    elif not page.map.complete:
        words = say("map.coming", done=arrived, of=page.map.size)
        if few := page.map.few:
            words = say("map.refining", few=few, count=page.map.request.trajectories, done=arrived, of=page.map.size)
    second = y + 1 if area.h > 1 else y
    if second == y:
        if x + measure(words, grid.folds) <= area.x + area.w:
            grid.text(x, y, words, look.dim)
        return
    grid.text(area.x, second, words, look.dim, width=area.w)
