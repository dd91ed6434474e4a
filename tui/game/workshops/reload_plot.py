"""The plot of reload: the time of an update against the batch size, both on log axes, with its band and the clocks."""

from __future__ import annotations

from collections.abc import Sequence
from math import log10
from typing import NamedTuple

import numpy as np

from batchgame.scenarios.exercises.reload import HIGHEST, lecture
from batchgame.scenarios.text.numbers import thousands
from batchgame.sim.timing.times import SIZES, Point, Times
from batchgame.tui.draw.layout import Rect
from batchgame.tui.draw.look import Look
from batchgame.tui.draw.pen import Pen
from batchgame.tui.draw.raster import Dots, Layer, composite, from_top
from batchgame.tui.game.workshops.reload_values import ReloadView, signs

REACH = log10(SIZES[-1])  # decades of the x axis
GUTTER = 5  # columns for the numbers of the y axis


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


def paint_times(pen: Pen, area: Rect, view: ReloadView) -> None:
    """Draw axes, curves and points."""
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
