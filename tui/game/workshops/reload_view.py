"""The reload page: the time of an update against the batch size on two log axes, epochs beside it, figures below."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import log10
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from batchgame.scenarios.exercises.reload import HIGHEST, NEAR, hits, lecture
from batchgame.scenarios.text.numbers import grouped, number, thousands, whole_percent
from batchgame.sim.clock import Clock
from batchgame.sim.hardware import Measured
from batchgame.sim.timing.times import SIZES, Point, Times
from batchgame.tui.draw.bars import result_bar
from batchgame.tui.draw.grid import measure
from batchgame.tui.draw.layout import Rect, body, narrow, roomy
from batchgame.tui.draw.look import Look
from batchgame.tui.draw.pen import Pen
from batchgame.tui.draw.raster import Dots, Layer, composite, from_top
from batchgame.tui.game.parts import chrome
from batchgame.tui.text.catalogue import Catalogue

Array = NDArray[np.float64]
REACH = log10(SIZES[-1])  # decades of the x axis
GUTTER = 5  # columns for the numbers of the y axis
COLUMN = 7  # of the table, for one batch size
SIDE = 34  # columns of the epochs beside the plot
EXAMPLES = 20  # of the races


class ReloadView(NamedTuple):
    """What the page shows.

    said: ratios by batch size. at: the point under the cursor, None once all are set. complete: every batch size was
    measured. aside: what stands beside the plot instead of the epochs, "clock" or "how". of: seconds of measuring.
    """

    said: Mapping[int, float]
    at: int | None
    here: Times
    card: Times | None
    complete: bool
    over: bool
    began: bool
    paused: bool
    share: float
    of: float
    aside: str
    hint: str | None


class Signs(NamedTuple):
    """The signs of what was said, of this machine, of the lecture's figure, and of the card."""

    said: str
    here: str
    lecture: str
    card: str


def signs(look: Look) -> Signs:
    """Return the signs that this terminal can draw."""
    return Signs("o", "Y", "x", "G") if look.folds else Signs("○", "●", "◇", "■")


def paint_reload(pen: Pen, view: ReloadView) -> None:
    """Draw the plot, the epochs beside it where there is room, the table, and how it stands."""
    grid, look, say = pen.grid, pen.look, pen.say
    area, small = body(grid.width, grid.height).inset(1, 0), narrow(grid.width, grid.height)
    rows = 5 + small + (view.card is not None and view.card.complete)
    upper = area.top(area.h - rows - 1)
    side = 0 if small else SIDE + 18 * roomy(grid.width, grid.height)
    left = upper.left(upper.w - side - (2 if side else 0))
    grid.text(left.x, left.y, say("reload.update"), look.text, bold=True, width=left.w)
    _plot(pen, left.below(1), view)
    table = area.below(area.h - rows)
    _below_plot(pen, Rect(area.x, table.y - 1, area.w, 1), view)
    _table(pen, table, view, epochs=small)
    text = _aside(say, view)
    if side:
        _side(pen, upper.right_of(left.w, 2), view, text)
    elif text:
        chrome.hint(grid, look, text, table.y - 1)
    chrome.message(grid, _message(say, view), look.accent)


def _below_plot(pen: Pen, area: Rect, view: ReloadView) -> None:
    """Draw which curve is which clock, or what the figures are."""
    grid, look, say = pen.grid, pen.look, pen.say
    if view.complete and view.aside == "clock":
        signs_ = ("+", "-") if look.ascii else ("━", "━")
        x = area.x
        for sign, name, ink in zip(signs_, ("fitted", "race_clock"), (look.good, look.full), strict=True):
            x = grid.text(x, area.y, f"{sign} {say(f'reload.{name}')}", ink, width=area.x + area.w - x) + 3
        return
    told = where(say, view.here) if view.complete else say("reload.band") if view.began else ""
    grid.text(area.x, area.y, told, look.dim, width=area.w)


def _up(ratio: float) -> float:
    """Return the height of a ratio in the plot, from 0 to 1."""
    return min(max(log10(max(ratio, 1e-9)) / HIGHEST, 0.0), 1.0)


def _across(batch_size: float) -> float:
    return log10(batch_size) / REACH


class _Plot(NamedTuple):
    """The area of the curves, without its axes."""

    area: Rect

    def cell(self, batch_size: int, ratio: float) -> tuple[int, int]:
        """Return the cell of a point."""
        return self.area.x + round(_across(batch_size) * (self.area.w - 1)), self.area.y + from_top(
            _up(ratio), self.area.h
        )

    def curve(self, batch_sizes: Sequence[float], ratios: Sequence[float]) -> Dots:
        """Return the dots of a curve through points."""
        dots = Dots(self.area.w, self.area.h)
        dots.line(self._columns(batch_sizes), [_up(ratio) for ratio in ratios])
        return dots

    def _columns(self, batch_sizes: Sequence[float]) -> list[float]:
        """Return places from 0 to 1 that fall into the cells of the points."""
        return [(_across(size) * (self.area.w - 1) + 0.5) / self.area.w for size in batch_sizes]

    def band(self, batch_sizes: Sequence[float], lows: Sequence[float], highs: Sequence[float]) -> Dots:
        """Return the dots between two curves."""
        dots, across = Dots(self.area.w, self.area.h), self._columns(batch_sizes)
        at = np.linspace(across[0], across[-1], 2 * self.area.w)
        low, high = (np.interp(at, across, [_up(ratio) for ratio in ratios]) for ratios in (lows, highs))
        for step in np.linspace(0, 1, 4 * self.area.h):
            dots.plot(at, low + (high - low) * step)
        return dots


def _plot(pen: Pen, area: Rect, view: ReloadView) -> None:
    grid, look, ink = pen.grid, pen.look, signs(pen.look)
    inner = Rect(area.x + GUTTER, area.y, area.w - GUTTER, area.h - 1)
    plot = _Plot(inner)
    _axes(pen, area, inner)
    grid.pictures.append((inner.x, inner.y, inner.w, inner.h))
    composite(grid, inner.x, inner.y, _band(plot, look, view))
    composite(grid, inner.x, inner.y, _layers(plot, look, view))  # over the band, cell by cell
    if view.complete:
        for size in SIZES:
            grid.put(*plot.cell(size, lecture(size)), ink.lecture, look.full, bold=True)
    for size, ratio in view.said.items():
        column, row = plot.cell(size, ratio)
        if size != view.at:
            grid.put(column, row, ink.said, look.you, bold=True)
            continue
        if look.mono or look.ascii:
            grid.put(column - 1, row, "[", look.text)
            grid.put(column + 1, row, "]", look.text)
        grid.put(column, row, ink.said, look.on_accent, bg=look.accent, bold=True)
    for times, sign, colour in ((view.card, ink.card, look.one), (view.here, ink.here, look.you)):
        for point, ratio in _ratios(times):
            grid.put(*plot.cell(point.batch_size, ratio), sign, colour, bold=True)
    if not view.began:
        grid.put(*plot.cell(1, 1), ink.here, look.you, bold=True)


def _layers(plot: _Plot, look: Look, view: ReloadView) -> list[Layer]:
    """Return the curves, those in front first."""
    layers = []
    for times, ink in ((view.here, look.you), (view.card, look.one)):
        if measured := _ratios(times):
            sizes = [point.batch_size for point, _ in measured]
            layers.append(Layer(plot.curve(sizes, [ratio for _, ratio in measured]), ink))
    fit = view.here.fit() if view.aside == "clock" and view.complete else None
    if fit is not None:
        many = np.geomspace(1, SIZES[-1], 8 * plot.area.w).tolist()
        raced = [max(1.0, size / fit.knee) for size in many]
        layers.insert(0, Layer(plot.curve(many, raced), look.full, "-"))
        layers.insert(0, Layer(plot.curve(many, [fit.cost(size) for size in many]), look.good, "+"))
    if view.complete:
        sparse = Dots(plot.area.w, plot.area.h)
        at = np.linspace(0, 1, plot.area.w // 2 * 2)
        sparse.plot(at, at * REACH / HIGHEST)
        layers.append(Layer(sparse, look.dim, "'"))
    return layers


def _band(plot: _Plot, look: Look, view: ReloadView) -> list[Layer]:
    """Return the band between the 20 and 90 % quantiles, once it has two points."""
    one, points = view.here.one, view.here.points
    if not one or len(points) < 2:
        return []
    edges = [[getattr(point, edge) / one for point in points] for edge in ("low", "high")]
    return [Layer(plot.band([point.batch_size for point in points], *edges), look.dim, ":")]


def _ratios(times: Times | None) -> list[tuple[Point, float]]:
    if times is None or times.one is None:
        return []
    return [(point, point.median / times.one) for point in times.points]


def _axes(pen: Pen, area: Rect, inner: Rect) -> None:
    grid, look = pen.grid, pen.look
    for row in range(inner.h):
        grid.put(inner.x - 1, inner.y + row, "│", look.faint)
    line = None if look.ascii else look.faint if look.track == "default" else look.track
    for decade in range(HIGHEST + 1):
        row = inner.y + from_top(decade / HIGHEST, inner.h)
        grid.text(area.x, row, thousands(10**decade), look.soft, width=GUTTER - 1, align="right")
        grid.put(inner.x - 1, row, "┤", look.faint)
        if line:
            grid.text(inner.x, row, "·" * inner.w, line)
    y = inner.y + inner.h
    grid.put(inner.x - 1, y, "└", look.faint)
    grid.hline(inner.x, y, inner.w, look.faint)
    grid.text(area.x, y, "B", look.soft, width=GUTTER - 1, align="right")
    for size in SIZES:
        label = thousands(size)
        column = inner.x + round(_across(size) * (inner.w - 1)) - len(label) // 2
        grid.text(max(inner.x, min(column, inner.x + inner.w - len(label))), y, label, look.soft)


def _side(pen: Pen, area: Rect, view: ReloadView, text: str) -> None:
    """Draw what was asked for, or the seconds of an epoch here and on a serial machine."""
    grid, look, say = pen.grid, pen.look, pen.say
    if text:
        grid.paragraph(area.x, area.y, area.w, area.h, text, look.accent if view.hint else look.soft)
        return
    if not view.began:
        grid.paragraph(area.x, area.y, area.w, area.h, say("reload.set"), look.soft)
        return
    grid.text(area.x, area.y, say("reload.epoch"), look.text, bold=True, width=area.w)
    longest = max((point.epoch for point in view.here.points), default=1.0)
    bar = Rect(area.x + 5, 0, area.w - 14, 1)
    for row, size in enumerate(view.here.sizes):
        y, point = area.y + 1 + row, view.here.point(size)
        grid.text(area.x, y, thousands(size), look.soft, width=4, align="right")
        if point is None:
            grid.text(bar.x, y, "…", look.dim)
            continue
        result_bar(grid, bar.x, y, bar.w, point.epoch / longest, look.you, look)
        grid.text(area.x, y, f"{number(point.epoch, 2)} s", look.text, width=area.w, align="right")
    first = view.here.point(1)
    if view.complete and first is not None:
        y = area.y + 2 + len(view.here.sizes)
        told = f"{say('reload.serial_epoch', seconds=number(first.epoch, 2))} {say('reload.pays')}"
        grid.paragraph(area.x, y, area.w, area.y + area.h - y, told, look.soft)


def _table(pen: Pen, area: Rect, view: ReloadView, *, epochs: bool) -> None:
    """Draw the figures, for whoever cannot read a log axis. epochs: with the seconds of an epoch as a last row."""
    grid, look, say, ink = pen.grid, pen.look, pen.say, signs(pen.look)
    here, one = view.here, view.here.one
    rows: list[tuple[str, str, str | None, Mapping[int, float | None]]] = [
        (ink.said, say("reload.said"), look.you, {1: 1.0, **view.said}),
        (ink.here, say("reload.here"), look.you, {size: here.ratio(size) for size in SIZES}),
    ]
    if view.complete:
        rows.append((ink.lecture, say("reload.lecture"), look.full, {size: lecture(size) for size in SIZES}))
        rows.append(("." if look.folds else "┄", say("reload.serial"), look.dim, {size: float(size) for size in SIZES}))
    if view.card is not None and view.card.complete:
        rows.append((ink.card, say("reload.card"), look.one, {size: view.card.ratio(size) for size in SIZES}))
    if epochs and one:
        taken: dict[int, float | None] = {point.batch_size: point.epoch for point in here.points}
        rows.append((" ", say("reload.seconds"), look.soft, taken))
    names = max(measure(say(f"reload.{name}"), grid.folds) for name in ("lecture", "serial", "seconds", "said")) + 3
    ends = [area.x + names + COLUMN * (n + 1) for n in range(len(SIZES))]
    grid.text(area.x, area.y, say("reload.table"), look.dim, width=names)
    for end, size in zip(ends, SIZES, strict=True):
        grid.text(end - COLUMN, area.y, thousands(size), look.dim, width=COLUMN, align="right")
    for n, (sign, name, colour, ratios) in enumerate(rows):
        y = area.y + 1 + n
        grid.text(area.x, y, sign, colour, bold=True)
        grid.text(area.x + 2, y, name, look.text, width=names - 2)
        for end, size in zip(ends, SIZES, strict=True):
            ratio = ratios.get(size)
            waits = sign == ink.here and view.began and not view.over
            text = number(ratio, 3 if sign == ink.here else 2) if ratio is not None else "…" if waits else "–"
            grid.text(end - COLUMN, y, text, look.text, width=COLUMN, align="right")
        if sign == ink.here and one and ends[-1] + 16 < area.x + area.w:
            micro = say("reload.one", time=f"{number(one * 1e6, 3)} µs")
            grid.text(ends[-1], y, micro, look.soft, width=area.x + area.w - ends[-1], align="right")


def where(say: Catalogue, here: Times) -> str:
    """Tell what the figures are: how many updates, where and for how long."""
    updates = sum(point.updates for point in here.points)
    return say("reload.where", updates=grouped(updates), seconds=number(here.seconds, 2))


def race_values(fit: Measured) -> dict[str, object]:
    """Return the values of the sentences that compare the measured clock with that of the races."""
    full = float(Clock(fit).cost(EXAMPLES))
    return {
        "fixed": number(fit.fixed), "each": number(fit.each), "knee": number(round(fit.knee)), "n": EXAMPLES,
        "cost": number(full, 2),
    }  # fmt: skip


def off_by(here: Times, fit: Measured) -> str:
    """Return the largest relative miss of the fitted costs at any measured batch size."""
    misses = [abs((fit.fixed + fit.each * point.batch_size) / (1e6 * point.median) - 1) for point in here.points]
    return whole_percent(max(misses))


def _aside(say: Catalogue, view: ReloadView) -> str:
    """Return the text that was asked for: a hint, how it is measured, or the two clocks."""
    if view.hint:
        return view.hint
    if view.aside == "how":
        return say("reload.how")
    if view.aside != "clock":
        return ""
    fit = view.here.fit()
    if fit is None:
        return say("reload.no_fit")
    values = race_values(fit)
    sentences = (say("reload.fixed", **values), say("reload.off", percent=off_by(view.here, fit)))
    return " ".join((*sentences, say("reload.clock", **values)))


def _message(say: Catalogue, view: ReloadView) -> str:
    here = view.here
    state = say("reload.busy" if here.busy else "reload.quiet")
    if view.at is not None:
        return say("reload.at", size=number(view.at), ratio=number(view.said[view.at], 2))
    if view.complete:
        return say("reload.done", hits=hits(view.said, here), of=len(view.said), near=number(NEAR), state=state)
    if view.over:
        return say("reload.ended", reason=here.ended or "–")
    if view.paused:
        return say("reload.paused")
    if view.card is not None:
        return say("reload.card_measuring", share=whole_percent(view.share))
    if not here.points:
        return say("reload.starting")
    updates = sum(point.updates for point in here.points)
    return say(
        "reload.measuring", done=f"{here.seconds:.1f}", of=number(view.of), updates=grouped(updates), state=state
    )
