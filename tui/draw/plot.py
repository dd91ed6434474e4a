"""Plots of curves over time: medians as braille dots over the tint of their spread, with axes that hold still."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil, floor, log10
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from batchgame.scenarios.text.numbers import number
from batchgame.tui.draw.grid import Grid, measure
from batchgame.tui.draw.look import Look, mix
from batchgame.tui.draw.raster import BRAILLE, Dots, Layer, composite, from_top

Array = NDArray[np.float64]
GUTTER = 7  # columns for the numbers of the y axis
TINY = 1e-6  # the smallest reach of an axis
BLOWN_UP = 1e4  # values above this many times the middle lane's leave the plot at its top
IN_VIEW = 10**-3.5  # the share of the largest value down to which an axis makes room
NEXT_TO_NOTHING = -2.9  # the exponent below which the floor is marked as about 0
EIGHTHS = " ▁▂▃▄▅▆▇"
BLANK = chr(BRAILLE)  # this glyph and those after it belong to a curve


class Series(NamedTuple):
    """A lane's curve: x (S,), and its 10, 50 and 90 % quantiles at each x (S, 3)."""

    lane: str
    x: Array
    values: Array


class Scale(NamedTuple):
    """A y axis: its ends, its ticks as (place, label), and whether it is a log axis.

    On a log axis ends and places are exponents of ten, and the lowest row is a floor for values that are too small; the
    floor's place is −inf.
    """

    low: float
    high: float
    ticks: tuple[tuple[float, str], ...]
    log: bool

    def place(self, values: Array, rows: int) -> Array:
        """Return values as heights from 0 to 1; on a log axis values that are too small lie on the floor."""
        if not self.log:
            return np.asarray(((values - self.low) / (self.high - self.low)).clip(0, 1))
        with np.errstate(divide="ignore", invalid="ignore"):
            share = (np.log10(np.maximum(values, 1e-300)) - self.low) / (self.high - self.low)
        above = (1 + share.clip(0, 1) * (rows - 1 - 0.01)) / rows
        return np.where(share < 0, 0.45 / rows, above)


def log_scale(series: Sequence[Series], rows: int) -> Scale:
    """Return a log axis from the largest value down, with ticks at decades that are a whole number of rows apart.

    The floor holds the medians that are too small for the axis. It is marked "0" if all of them are exactly 0, "~0" if
    they are next to nothing, and else with their bound, such as "<0.01".
    """
    tops = [float(s.values[:, 2].max()) for s in series if len(s.values)]
    usual = sorted(float(s.values[:, 1].max()) for s in series if len(s.values))
    largest = min(max([*tops, TINY]), BLOWN_UP * max(usual[len(usual) // 2], TINY)) if tops else 1.0
    medians = np.concatenate([s.values[:, 1] for s in series] or [np.zeros(0)])
    smallest = min(medians[medians >= largest * IN_VIEW], default=largest)
    for each in (2, 1) if rows < 9 else (3, 2) if rows < 18 else (4, 3, 2):  # rows per decade; the most that fit
        high = ceil(log10(largest) * each - 0.5 - 1e-9) / each + 0.5 / each  # a decade in the middle of its row
        low = high - max(1, rows - 1) / each
        if 10.0**low <= smallest:
            break
    decades = range(ceil(low), floor(high) + 1)
    if not medians[medians < 10.0**low].any():
        zero = "0"
    elif low < NEXT_TO_NOTHING or not decades:
        zero = "~0"
    else:
        zero = f"<{_decade(decades[0])}"
    return Scale(low, high, ((-np.inf, zero), *((float(e), _decade(e)) for e in decades)), True)


def linear_scale(series: Sequence[Series], rows: int) -> Scale:
    """Return a linear axis with ticks at multiples of 1, 2 or 5 times a power of ten, a whole number of rows apart.

    It has room for all medians, and above them for the spread, but for no more than half of the medians' own reach.
    """
    medians = np.concatenate([s.values[:, 1] for s in series if len(s.values)] or [np.zeros(1)])
    spread = max((float(s.values[:, 2].max()) for s in series if len(s.values)), default=0.0)
    low, high = float(medians.min()), float(medians.max())
    high = max(high, min(spread, high + 0.5 * (high - low)))
    reach = max(high - low, 0.2 * max(abs(low), abs(high)), TINY)
    power = floor(log10(reach / rows)) - 1
    apart = (2,) if rows < 9 else (2, 3) if rows < 18 else (3, 4)  # rows from tick to tick
    steps = sorted((m * 10.0**n / each, each) for n in range(power, power + 4) for m in (1, 2, 5) for each in apart)
    for row, each in steps:  # row: the height of one row
        bottom, top = (floor(value / row + 0.5 + 1e-9) for value in (low, high))
        ticks = tuple((n * row, _tick(n * row)) for n in range(bottom, bottom + rows) if n % each == 0)
        if reach <= rows * row and top - bottom < rows:
            break
    return Scale((bottom - 0.5) * row, (bottom + rows - 0.5) * row, ticks, False)


def _decade(exponent: int) -> str:
    return number(10.0**exponent) if -5 < exponent < 6 else f"1e{exponent}"


def _tick(value: float) -> str:
    text = number(round(value, 10))
    return text if len(text) < GUTTER else f"{value:.0e}".replace("e+0", "e").replace("e+", "e")


def paint_plot(
    grid: Grid, x: int, y: int, w: int, h: int, series: Sequence[Series], scale: Scale, x_max: float, x_label: str,
    look: Look,
) -> None:  # fmt: skip
    """Paint a plot: h − 1 rows of curves with a y axis, and one row for the x axis from 0 to x_max.

    Where curves share a cell, the first series gives its colour.
    """
    rows, left, width = h - 1, x + GUTTER + 1, w - GUTTER - 1
    _y_axis(grid, x, y, rows, width, scale, look)
    curves = [_Curve(s.lane, s.x / x_max, scale.place(s.values, rows)) for s in series if len(s.x)]
    layers = []
    for curve in curves:
        dots = Dots(width, rows)
        dots.line(curve.across, curve.up[:, 1])
        ink, glyph = look.lane(curve.lane)
        layers.append(Layer(dots, ink, glyph.lower()))
    grid.pictures.append((left, y, width, rows))
    composite(grid, left, y, layers)
    for curve in reversed(curves):
        _tint(grid, left, y, width, rows, curve, look)
    if not look.ascii:
        for curve in reversed(curves):  # each lane's sign at its end, to tell curves apart without colours too
            ink, glyph = look.lane(curve.lane)
            column = min(width - 1, int(curve.across[-1] * width))
            grid.put(left + column, y + from_top(float(curve.up[-1, 1]), rows), glyph, ink)
    x_axis(grid, left - 1, y + rows, width + 1, x_max, x_label, look)


class _Curve(NamedTuple):
    """A series as places in the plot, from 0 to 1: across (S,), up (S, 3)."""

    lane: str
    across: Array
    up: Array


def paint_profile(
    grid: Grid, x: int, y: int, w: int, h: int, line: Array, curves: Sequence[tuple[Array, str | None]],
    marks: Sequence[tuple[float, tuple[str | None, str]]], look: Look,
) -> None:  # fmt: skip
    """Paint losses along a line through the landscape, with marks on them.

    line: (S,) places on it. curves: their losses (S,) and colours; where they share a cell, the last one gives its
    colour. Losses above the first curve's 90 % quantile are left out. marks: (place on the line, (ink, sign)), put on
    every curve.
    """
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
                grid.put(x + column, y + from_top(up, h), glyph, ink, bold=True)


def _y_axis(grid: Grid, x: int, y: int, rows: int, width: int, scale: Scale, look: Look) -> None:
    axis = x + GUTTER
    for row in range(rows):
        grid.put(axis, y + row, "│", look.faint)
    line = None if look.ascii else look.faint if look.track == "default" else look.track
    values = [0.0 if np.isinf(value) else 10.0**value if scale.log else value for value, _ in scale.ticks]
    for (value, text), up in zip(scale.ticks, scale.place(np.array(values), rows).tolist(), strict=True):
        row = y + from_top(up, rows)
        grid.text(x, row, text, look.soft, width=GUTTER - 1, align="right")
        grid.put(axis, row, "═" if np.isinf(value) else "┤", look.faint)
        if line:
            grid.text(axis + 1, row, "·" * width, line)


def x_axis(grid: Grid, x: int, y: int, w: int, x_max: float, label: str, look: Look) -> None:
    """Draw an axis from 0 to x_max, with as many round numbers as leave room for its label."""
    grid.put(x, y, "└", look.faint)
    grid.hline(x + 1, y, w - 1, look.faint)
    text = f" {label} "
    length = measure(text, grid.folds)
    for pieces in (4, 3, 2, 1) if w > 44 else (2, 1):  # the most ticks that leave room for the label
        ticks, gaps = _ticks(x, w, x_max, pieces)
        gap = next((gap for gap in gaps if gap[1] - gap[0] > length), None)
        if gap:
            break
    for left, figure in ticks:
        grid.text(left, y, figure, look.soft)
    if gap:
        grid.text((sum(gap) - length) // 2, y, text, look.dim)


def _ticks(x: int, w: int, x_max: float, pieces: int) -> tuple[list[tuple[int, str]], list[tuple[int, int]]]:
    """Return the x axis's numbers with their columns, and the gaps of free columns after each number."""
    step = _round_step(x_max, pieces)
    free, ticks, gaps = x + 1, [], []
    for n in range(int(x_max / step + 1e-9) + 1):
        figure = number(n * step)
        left = x + 1 + int(n * step / x_max * (w - 1)) - measure(figure) // 2
        left = max(x + 1, min(left, x + w - measure(figure)))
        if left < free:
            continue
        gaps.append((free, left))
        ticks.append((left, figure))
        free = left + measure(figure) + 1
    return ticks, [*gaps[1:], (free, x + w)]


def _round_step(reach: float, pieces: int) -> float:
    """Return the smallest round step that cuts the reach into at most so many pieces, preferably without a rest."""
    power = 10.0 ** floor(log10(reach / pieces))
    steps = [m * power for m in (1, 1.5, 2, 2.5, 3, 4, 5, 6, 7.5, 10) if reach / (m * power) <= pieces + 1e-9]
    return next((step for step in steps if abs(reach / step - round(reach / step)) < 1e-9), steps[0])


def _tint(grid: Grid, x: int, y: int, w: int, rows: int, curve: _Curve, look: Look) -> None:
    """Tint the area between the 10 and 90 % quantiles, to an eighth of a cell, or to a whole one under a curve."""
    colour = look.tint(curve.lane)
    if colour is None:
        return
    first, last = int(curve.across[0] * w), min(w - 1, int(curve.across[-1] * w))
    at = (np.arange(first, last + 1) + 0.5) / w
    ends = [(np.interp(at, curve.across, curve.up[:, side]) * rows * 8).astype(int).tolist() for side in (0, 2)]
    for column, bottom, top in zip(range(x + first, x + last + 1), *ends, strict=True):
        for up in range(bottom // 8, min(top // 8, rows - 1) + 1):
            cells = grid.cells[y + rows - 1 - up]
            glyph, (ink, under, _) = cells[column]
            paper = mix(under, colour, 0.5) if under in look.tints else colour
            low, high = max(0, bottom - up * 8), min(8, top - up * 8 + 1)  # the eighths of this cell that are tinted
            if grid.folds:
                low, high = 0, 8  # no blocks to draw them with
            curved = glyph >= BLANK
            if high - low == 8 or (curved and high - low >= 4):
                cells[column] = (" " if glyph in EIGHTHS else glyph, (ink, paper, False))
            elif curved:
                continue
            elif high == 8:
                cells[column] = (EIGHTHS[low], (under, paper, False))
            else:  # the top of the spread, or a spread that is thinner than a cell
                cells[column] = (EIGHTHS[high - low], (paper, under, False))
