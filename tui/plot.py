"""Curves over time: medians in braille over the tint of their spread, axes that never jitter."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil, floor, log10
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from batchgame.tui.grid import Grid, measure
from batchgame.tui.look import Look
from batchgame.tui.numbers import number
from batchgame.tui.raster import Dots, Layer, composite

Array = NDArray[np.float64]
GUTTER = 7  # columns for the numbers of the y axis


class Series(NamedTuple):
    """One lane: x (S,), and its 10, 50 and 90 % quantiles (S, 3)."""

    lane: str
    x: Array
    values: Array


class Scale(NamedTuple):
    """The y axis: its ends (as exponents of ten on a log axis), its ticks, and whether its lowest row is a floor."""

    low: float
    high: float
    ticks: tuple[tuple[float, str], ...]
    log: bool

    def place(self, values: Array, rows: int) -> Array:
        """Values as heights 0 to 1 over the rows; on a log axis what is too small lies on the floor."""
        if not self.log:
            return np.asarray(((values - self.low) / (self.high - self.low)).clip(0, 1))
        with np.errstate(divide="ignore", invalid="ignore"):
            share = (np.log10(np.maximum(values, 1e-300)) - self.low) / (self.high - self.low)
        above = (1 + share.clip(0, 1) * (rows - 1 - 0.01)) / rows
        return np.where(share < 0, 0.45 / rows, above)


def log_scale(series: Sequence[Series], rows: int) -> Scale:
    """Whole decades down from the largest value; below them a floor, marked 0 if all that lies on it is."""
    largest = max((float(s.values[:, 2].max()) for s in series if len(s.values)), default=1.0)
    high = ceil(log10(max(largest, 1e-6)) - 1e-9)
    decades = 2 if rows < 6 else 3 if rows < 12 else 4
    low = high - decades
    floored = [s.values[:, 1][s.values[:, 1] < 10.0**low] for s in series]
    on_floor = np.concatenate(floored) if floored else np.array([])
    zero = "0" if not len(on_floor) or not on_floor.any() else f"<{number(10.0**low)}"
    ticks = [(float(e), number(10.0**e)) for e in range(low, high + 1)]
    return Scale(low, high, ((-np.inf, zero), *ticks), True)


def linear_scale(series: Sequence[Series], rows: int) -> Scale:
    """Ends on round numbers, a tick every 1, 2 or 5."""
    medians = np.concatenate([s.values[:, 1] for s in series]) if series else np.zeros(1)
    spread = np.concatenate([s.values[:, 2] for s in series]) if series else np.zeros(1)
    low, high = float(medians.min()), max(float(medians.max()), float(np.quantile(spread, 0.9)))
    reach = max(high - low, 1e-9)
    step = 10.0 ** floor(log10(reach / max(1, rows // 2)))
    step *= next(m for m in (1, 2, 5, 10) if reach / (step * m) <= max(2, rows // 2))
    bottom, top = floor(low / step - 1e-9) * step, ceil(high / step + 1e-9) * step
    count = round((top - bottom) / step)
    ticks = tuple((bottom + n * step, number(round(bottom + n * step, 10))) for n in range(count + 1))
    return Scale(bottom, top, ticks, False)


def paint_plot(
    grid: Grid, x: int, y: int, w: int, h: int, series: Sequence[Series], scale: Scale, x_max: float, x_label: str,
    look: Look,
) -> None:  # fmt: skip
    """h−1 rows of curves and a row for the x axis."""
    rows, left, width = h - 1, x + GUTTER + 1, w - GUTTER - 1
    _y_axis(grid, x, y, rows, width, scale, look)
    top_first = [s for s in series if len(s.x)]
    for s in reversed(top_first):
        _tint(grid, left, y, width, rows, s, scale, x_max, look)
    layers = []
    for s in top_first:
        dots = Dots(width, rows)
        dots.line(s.x / x_max, scale.place(s.values[:, 1], rows))
        ink, glyph = look.lane(s.lane)
        layers.append(Layer(dots, ink, glyph.lower()))
    composite(grid, left, y, layers)
    _x_axis(grid, left - 1, y + rows, width + 1, x_max, x_label, look)


def paint_profile(
    grid: Grid, x: int, y: int, w: int, h: int, line: Array, curves: Sequence[tuple[Array, str | None]],
    marks: Sequence[tuple[float, tuple[str | None, str]]], look: Look,
) -> None:  # fmt: skip
    """Losses along a line, the first curve below the others; marks stand on the first and on the last curve."""
    low = min(float(values.min()) for values, _ in curves)
    high = float(np.quantile(curves[0][0], 0.9))
    across = (line - line[0]) / (line[-1] - line[0])
    layers = []
    for values, ink in reversed(curves):
        dots = Dots(w, h)
        visible = values <= high
        ups = (values - low) / (high - low)
        starts = np.flatnonzero(np.diff(np.concatenate([[0], visible.view(np.int8), [0]])))
        for a, b in zip(starts[::2], starts[1::2], strict=True):
            dots.line(across[a:b], ups[a:b])
        layers.append(Layer(dots, ink, "." if ink == curves[0][1] else "+"))
    composite(grid, x, y, layers)
    for at, (ink, glyph) in marks:
        share = (at - line[0]) / (line[-1] - line[0])
        if not 0 <= share <= 1:
            continue
        column = min(w - 1, int(share * w))
        for values, _ in curves:
            up = (float(np.interp(at, line, values)) - low) / (high - low)
            if 0 <= up <= 1:
                grid.put(x + column, y + min(h - 1, int((1 - up) * h)), glyph, ink, bold=True)


def _y_axis(grid: Grid, x: int, y: int, rows: int, width: int, scale: Scale, look: Look) -> None:
    axis = x + GUTTER
    for row in range(rows):
        grid.put(axis, y + row, "│", look.faint)
    taken: set[int] = set()
    for value, words in scale.ticks:
        place = float(scale.place(np.array([0.0 if np.isinf(value) else 10.0**value if scale.log else value]), rows)[0])
        row = min(rows - 1, int((1 - place) * rows))
        if scale.log and not np.isinf(value):
            row = min(row, rows - 2)
        if row in taken:
            continue
        taken.add(row)
        grid.text(x, y + row, words, look.soft, width=GUTTER - 1, align="right")
        floored = scale.log and np.isinf(value)
        grid.put(axis, y + row, "═" if floored else "┤", look.faint)
        for column in range(width):
            grid.put(axis + 1 + column, y + row, "·" if not grid.ascii else " ", look.track or look.faint)


def _x_axis(grid: Grid, x: int, y: int, w: int, x_max: float, label: str, look: Look) -> None:
    grid.put(x, y, "└", look.faint)
    grid.hline(x + 1, y, w - 1, look.faint)
    step = _round_step(x_max, 4 if w > 44 else 2)
    words = [(0.0, "0")] + [(n * step, number(n * step)) for n in range(1, int(x_max / step + 1e-9) + 1)]
    for at, text in words:
        length = measure(text)
        left = x + 1 + int(at / x_max * (w - 2)) - (length // 2 if at < x_max * 0.97 else length - 1)
        grid.text(max(x + 1, left), y, text, look.soft)
    first = x + 1 + int(words[1][0] / x_max * (w - 2)) if len(words) > 1 else x + w
    length = measure(label, grid.ascii) + 2
    grid.text(x + 1 + max(1, (first - x - length) // 2), y, f" {label} ", look.dim)


def _round_step(reach: float, pieces: int) -> float:
    step = 10.0 ** floor(log10(reach / pieces))
    return next(step * m for m in (1, 2, 2.5, 5, 10) if reach / (step * m) <= pieces + 1e-9)


def _tint(
    grid: Grid, x: int, y: int, w: int, rows: int, series: Series, scale: Scale, x_max: float, look: Look
) -> None:
    """The spread from 10 to 90 % as paper, to half a cell."""
    colour = look.tint(series.lane)
    if colour is None:
        return
    columns = np.arange(w)
    at = (columns + 0.5) / w * x_max
    last = int(series.x[-1] / x_max * w)
    low, high = (scale.place(np.interp(at, series.x, series.values[:, side]), rows) * rows * 2 for side in (0, 2))
    for column in columns[: min(w, last + 1)].tolist():
        bottom, top = int(low[column]), int(high[column])
        for half in range(bottom, min(top, rows * 2 - 1) + 1):
            row = y + rows - 1 - half // 2
            glyph, (ink, paper, _) = grid.cells[row][x + column]
            other = half ^ 1
            if bottom <= other <= top:
                grid.put(x + column, row, " " if glyph in "▀▄" else glyph, ink, colour)
            elif half % 2:
                grid.put(x + column, row, "▀", colour, paper)
            else:
                grid.put(x + column, row, "▄", colour, paper)
