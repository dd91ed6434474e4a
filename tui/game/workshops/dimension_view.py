"""The dimension page: the share of minima on a log axis against d, and the eigenvalues at this d."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import log10
from typing import NamedTuple

from batchgame.scenarios.exercises.dimension import ASKED, MARKS
from batchgame.scenarios.text.numbers import decimal, number, whole_percent
from batchgame.sim.dimension import BINS, DIAL, REACH, Spectra
from batchgame.tui.draw.grid import wrap
from batchgame.tui.draw.layout import Rect, body, narrow
from batchgame.tui.draw.pen import Pen
from batchgame.tui.game.parts import chrome
from batchgame.tui.text.catalogue import Catalogue

DECADES = 7  # of the axis
BARS = " ▁▂▃▄▅▆▇█"
ASCII_BARS = " .:-=+*%#"


class DimensionView(NamedTuple):
    """What the page shows.

    spectra: by dimension, at this level of the loss. asked: the dimension to be predicted now. mark: under the marker.
    busy: the three predictions are not done yet.
    """

    spectra: Mapping[int, Spectra]
    guesses: Mapping[int, int]
    hits: Sequence[bool]
    mark: int
    asked: int | None
    dimension: int
    busy: bool
    level: float
    hint: str | None


def paint_dimension(pen: Pen, view: DimensionView) -> None:
    """Draw one row per dimension above, and the eigenvalues of the one looked at below."""
    grid, look, say = pen.grid, pen.look, pen.say
    badge = say("badge.in_this_model")
    area = body(grid.width, grid.height).inset(1, 0)
    label = f"[{badge}]" if look.mono or look.ascii else f" {badge} "
    x = grid.text(area.x, area.y, label, look.on_accent, bg=look.badge_model, bold=True)
    title = say("dimension.title") if view.busy else say("dimension.title_level", level=decimal(view.level))
    if not narrow(grid.width, grid.height) or not view.busy:
        grid.text(x + 1, area.y, title, look.text, width=area.w - (x - area.x) - 1)
    rows = DIAL if not narrow(grid.width, grid.height) else DIAL[:8]
    table = Rect(area.x, area.y + 1, area.w, len(rows) + 1)
    _axis(pen, view, table)
    for n, dimension in enumerate(rows):
        _row(pen, view, Rect(table.x, table.y + 1 + n, table.w, 1), dimension)
    _spectrum(pen, view, area.below(len(rows) + 2))
    chrome.message(grid, _message(say, view), look.accent)


def _plot(area: Rect) -> Rect:
    return Rect(area.x + 8, area.y, max(20, area.w - 38), 1)


def _column(plot: Rect, share: float) -> int:
    """Return the column of a share on the log axis, with the largest share at the left."""
    along = min(max(-log10(share) / DECADES, 0.0), 1.0) if share > 0 else 1.0
    return plot.x + round(along * (plot.w - 1))


def _axis(pen: Pen, view: DimensionView, area: Rect) -> None:
    grid, look, say = pen.grid, pen.look, pen.say
    plot = _plot(area)
    grid.text(area.x, area.y, "d", look.dim)
    for decade in range(0, DECADES + 1, 1 if plot.w > 50 else 2):
        words = "1" if decade == 0 else f"1e−{decade}"
        column = _column(plot, 10.0**-decade)
        grid.text(min(column, plot.x + plot.w - len(words)), area.y, words, look.dim)
    grid.text(area.x, area.y, say("dimension.minima"), look.dim, width=area.w, align="right")


def _row(pen: Pen, view: DimensionView, area: Rect, dimension: int) -> None:
    grid, look = pen.grid, pen.look
    plot, spectra = _plot(area), view.spectra.get(dimension)
    lit = dimension == view.dimension
    grid.text(area.x, area.y, look.cursor if lit else " ", look.accent, bold=True)
    grid.text(area.x, area.y, str(dimension), look.text if lit else look.soft, bold=lit, width=6, align="right")
    for column in range(plot.x, plot.x + plot.w):
        grid.put(column, area.y, "·", look.faint)
    guess = view.mark if dimension == view.asked else view.guesses.get(dimension) if view.level == 0 else None
    if spectra is not None and spectra.matrices:
        _measured(pen, view, plot, spectra)
        grid.text(area.x, area.y, f"{spectra.minima} / {spectra.matrices}", look.text, width=area.w, align="right")
    if guess is not None:
        grid.put(_column(plot, MARKS[guess]), area.y, look.cross, look.accent, bold=True)


def _measured(pen: Pen, view: DimensionView, plot: Rect, spectra: Spectra) -> None:
    """Draw the interval as a line, and on it the fraction, if any minimum was seen."""
    grid, look = pen.grid, pen.look
    low, high = spectra.interval()
    for column in range(_column(plot, high), _column(plot, low) + 1):
        grid.put(column, plot.y, "─" if not look.ascii else "-", look.full)
    if spectra.minima:
        grid.put(_column(plot, spectra.fraction), plot.y, look.glyphs[0], look.you, bold=True)


def _spectrum(pen: Pen, view: DimensionView, area: Rect) -> None:
    """Draw how the eigenvalues lie at this dimension, below and above 0."""
    grid, look, say = pen.grid, pen.look, pen.say
    spectra, hint = view.spectra.get(view.dimension), view.hint
    if spectra is None or not spectra.matrices or area.h < 3:
        for n, line in enumerate(wrap(hint or say("dimension.what"), area.w, grid.folds)[: area.h - 1]):
            grid.text(area.x, area.y + 1 + n, line, look.accent if hint else look.soft)
        return
    low, middle, high = spectra.negative()
    ends = {"low": f"{100 * low:.0f}", "high": f"{100 * high:.0f}"}
    words = say("dimension.negative", d=view.dimension, share=whole_percent(middle), **ends)
    grid.text(area.x, area.y, words, look.text, width=area.w)
    bins = spectra.bins if area.w >= BINS + 14 else spectra.bins.reshape(-1, 2).sum(axis=1)
    plot = Rect(area.x + 2, area.y + 1, len(bins), area.h - 2)
    signs, top = ASCII_BARS if look.ascii else BARS, max(1, int(bins.max()))
    for n, count in enumerate(bins.tolist()):
        ink = look.one if n < len(bins) // 2 else look.full
        eighths = round(count / top * plot.h * 8)
        for row in range(plot.h):
            part = min(8, max(0, eighths - row * 8))
            if part:
                grid.put(plot.x + n, plot.y + plot.h - 1 - row, signs[part], ink)
    _scale(pen, plot, area)


def _scale(pen: Pen, plot: Rect, area: Rect) -> None:
    """Draw the axis of the eigenvalues under the histogram, and what its two colours are."""
    grid, look, say = pen.grid, pen.look, pen.say
    y = plot.y + plot.h
    for column in range(plot.x, plot.x + plot.w):
        grid.put(column, y, "─", look.faint)
    for value in (-2, -1, 0, 1, 2):
        words = number(float(value))
        grid.text(plot.x + round((value + REACH) / (2 * REACH) * plot.w) - (value < 0), y, words, look.soft)
    x = plot.x + plot.w + 1
    legend = ((say("dimension.below"), look.one), (say("dimension.above"), look.full))
    if plot.h >= 3:
        grid.text(x, y, say("dimension.eigenvalue"), look.dim, width=area.x + area.w - x)
        for n, (words, ink) in enumerate(legend):
            grid.text(x, y - 2 + n, f"█ {words}", ink, width=area.x + area.w - x)
        return
    for words, ink in legend:
        x = grid.text(x, y, f"█ {words}", ink) + 1


def _message(say: Catalogue, view: DimensionView) -> str:
    spectra = view.spectra.get(view.dimension)
    if view.asked is not None:
        return say("dimension.predict", d=view.asked, mark=f"{MARKS[view.mark]:.2g}")
    if spectra is not None and not spectra.complete:
        key = "dimension.measuring" if view.busy else "dimension.drawing"
        return say(key, done=spectra.matrices, of=spectra.most)
    if view.busy and spectra is not None:
        key = "dimension.hit" if view.hits[-1] else "dimension.miss"
        return say(key, minima=spectra.minima, of=spectra.matrices)
    return say("dimension.free", hits=sum(view.hits), of=len(ASKED))
