"""The dimension page: the share of minima on a log axis against d, and the eigenvalues at this d."""

from __future__ import annotations

from math import log10
from typing import TYPE_CHECKING

from batchgame.scenarios.exercises.dimension import ASKED, MARKS
from batchgame.sim.dimension import DIAL
from batchgame.tui.draw.grid import Grid, wrap
from batchgame.tui.draw.layout import Rect, body, narrow
from batchgame.tui.game.parts import chrome
from batchgame.tui.game.workshops.card_view import paint_header

if TYPE_CHECKING:
    from batchgame.sim.dimension import Spectra
    from batchgame.tui.game.workshops.dimension import DimensionPage

DECADES = 7  # of the axis
BARS = " ▁▂▃▄▅▆▇█"
ASCII_BARS = " .:-=+*%#"


def paint_dimension(grid: Grid, page: DimensionPage) -> None:
    """A row a dimension above; the eigenvalues of the one looked at below."""
    look, say = page.session.look, page.session.say
    badge = say("badge.in_this_model")
    asked = say("card.of", number=len(page.hits) + 1, cards=len(ASKED)) if page.asked else ""
    paint_header(grid, page, asked)
    area = body(grid.width, grid.height).inset(1, 0)
    label = f"[{badge}]" if look.mono or look.ascii else f" {badge} "
    x = grid.text(area.x, area.y, label, look.on_accent, bg=look.badge_model, bold=True)
    if not narrow(grid.width, grid.height):
        grid.text(x + 1, area.y, say("dimension.title"), look.text, width=area.w - (x - area.x) - 1)
    rows = DIAL if not narrow(grid.width, grid.height) else DIAL[:8]
    table = Rect(area.x, area.y + 1, area.w, len(rows) + 1)
    _axis(grid, page, table)
    for n, dimension in enumerate(rows):
        _row(grid, page, Rect(table.x, table.y + 1 + n, table.w, 1), dimension)
    _spectrum(grid, page, area.below(len(rows) + 2))
    chrome.message(grid, _message(page), look.accent)


def _plot(area: Rect) -> Rect:
    return Rect(area.x + 8, area.y, max(20, area.w - 38), 1)


def _column(plot: Rect, share: float) -> int:
    """Of a share on the log axis, the largest at the left."""
    along = min(max(-log10(share) / DECADES, 0.0), 1.0) if share > 0 else 1.0
    return plot.x + round(along * (plot.w - 1))


def _axis(grid: Grid, page: DimensionPage, area: Rect) -> None:
    look, say = page.session.look, page.session.say
    plot = _plot(area)
    grid.text(area.x, area.y, "d", look.dim)
    for decade in range(0, DECADES + 1, 1 if plot.w > 50 else 2):
        words = "1" if decade == 0 else f"1e−{decade}"
        column = _column(plot, 10.0**-decade)
        grid.text(min(column, plot.x + plot.w - len(words)), area.y, words, look.dim)
    grid.text(area.x, area.y, say("dimension.minima"), look.dim, width=area.w, align="right")


def _row(grid: Grid, page: DimensionPage, area: Rect, dimension: int) -> None:
    look = page.session.look
    plot, spectra = _plot(area), page.spectra.get(dimension)
    lit = dimension == page.dimension
    grid.text(area.x, area.y, look.cursor if lit else " ", look.accent, bold=True)
    grid.text(area.x, area.y, str(dimension), look.text if lit else look.soft, bold=lit, width=6, align="right")
    for column in range(plot.x, plot.x + plot.w):
        grid.put(column, area.y, "·", look.faint)
    guess = page.mark if dimension == page.asked and page.measuring is None else page.guesses.get(dimension)
    if spectra is not None and spectra.matrices:
        _measured(grid, page, plot, spectra)
        grid.text(area.x, area.y, f"{spectra.minima} / {spectra.matrices}", look.text, width=area.w, align="right")
    if guess is not None:
        grid.put(_column(plot, MARKS[guess]), area.y, look.cross, look.accent, bold=True)


def _measured(grid: Grid, page: DimensionPage, plot: Rect, spectra: Spectra) -> None:
    """The interval as a line, the fraction on it; where none was seen, an arrow toward less."""
    look = page.session.look
    low, high = spectra.interval()
    for column in range(_column(plot, high), _column(plot, low) + 1):
        grid.put(column, plot.y, "─" if not look.ascii else "-", look.full)
    if spectra.minima:
        grid.put(_column(plot, spectra.fraction), plot.y, look.glyphs[0], look.you, bold=True)


def _spectrum(grid: Grid, page: DimensionPage, area: Rect) -> None:
    """How the eigenvalues lie at this d, below and above 0."""
    look, say = page.session.look, page.session.say
    spectra, hint = page.spectra.get(page.dimension), page.hint()
    if spectra is None or not spectra.matrices or area.h < 3:
        for n, line in enumerate(wrap(hint or say("dimension.what"), area.w, grid.folds)[: area.h - 1]):
            grid.text(area.x, area.y + 1 + n, line, look.accent if hint else look.soft)
        return
    low, middle, high = (f"{100 * share:.0f}" for share in spectra.negative())
    words = say("dimension.negative", d=page.dimension, share=middle, low=low, high=high)
    grid.text(area.x, area.y, words, look.text, width=area.w)
    bins, signs = spectra.bins, ASCII_BARS if look.ascii else BARS
    height, top = area.h - 1, max(1, int(bins.max()))
    for n, count in enumerate(bins.tolist()):
        ink = look.one if n < len(bins) // 2 else look.full
        eighths = round(count / top * height * 8)
        for row in range(height):
            part = min(8, max(0, eighths - row * 8))
            if part:
                grid.put(area.x + 8 + n, area.y + area.h - 1 - row, signs[part], ink)


def _message(page: DimensionPage) -> str:
    say = page.session.say
    if page.measuring is not None:
        spectra = page.spectra[page.measuring]
        return say("dimension.measuring", done=spectra.matrices, of=spectra.most)
    if page.asked is not None:
        return say("dimension.predict", d=page.asked, mark=f"{MARKS[page.mark]:.2g}")
    return say("dimension.free", hits=sum(page.hits), of=len(ASKED))
