"""Plots of many curves in an order, each named at its end, and an axis of accuracies that is stretched towards 1."""

from __future__ import annotations

from collections.abc import Sequence
from math import log10
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from batchgame.tui.draw.grid import Grid, measure
from batchgame.tui.draw.layout import Rect
from batchgame.tui.draw.look import Look, mix
from batchgame.tui.draw.plot import BLANK, x_axis
from batchgame.tui.draw.raster import Dots, Layer, composite, from_top

Array = NDArray[np.float64]
LETTERS = "abcdefghij"  # of the curves in ASCII, in their order
NAMES = 8  # columns for the names of curves: 16–1200
TINT = 0.16  # the share of a curve's colour in the paper of its spread
EASE = 0.003  # from 1: where an axis of accuracies would be infinitely long if it were 0


class Curve(NamedTuple):
    """A curve: its name, x (S,), and its 10, 50 and 90 % quantiles at each x, (S, 3)."""

    name: str
    x: Array
    values: Array


class Scale(Protocol):
    """A y axis. marks: its ticks as (place from 0 to 1, label). place: values as places from 0 to 1."""

    def marks(self) -> Sequence[tuple[float, str]]: ...  # noqa: D102

    def place(self, values: Array) -> Array: ...  # noqa: D102


class Accuracies(NamedTuple):
    """An axis of fractions, stretched towards 1: from .99 to 1 it is as far as from .5 to .9. low: its lower end."""

    low: float = 0.0
    ticks: tuple[float, ...] = (0.1, 0.5, 0.9, 0.99, 1.0)

    def place(self, values: Array) -> Array:
        """Return fractions as places from 0 to 1."""
        bottom, top = -log10(1 + EASE - self.low), -log10(EASE)
        up = (-np.log10(1 + EASE - np.clip(values, self.low, 1)) - bottom) / (top - bottom)
        return np.asarray(up.clip(0, 1))

    def marks(self) -> Sequence[tuple[float, str]]:
        """Return the ticks in per cent."""
        places = self.place(np.array(self.ticks)).tolist()
        return [(up, f"{100 * tick:g}") for up, tick in zip(places, self.ticks, strict=True)]


class Linear(NamedTuple):
    """An axis from low to high with ticks at given values."""

    low: float
    high: float
    ticks: tuple[tuple[float, str], ...]

    def place(self, values: Array) -> Array:
        """Return values as places from 0 to 1."""
        return np.asarray(((values - self.low) / (self.high - self.low)).clip(0, 1))

    def marks(self) -> Sequence[tuple[float, str]]:
        """Return the ticks with their places."""
        return [(float(self.place(np.array(value))), label) for value, label in self.ticks]


def order_ink(look: Look, place: int, of: int) -> str | None:
    """Return the colour of one of several curves in an order: an ordered quantity has an ordered scale of colours."""
    if not look.ordered:
        return look.text
    return look.ordered[round(place / max(1, of - 1) * (len(look.ordered) - 1))]


def paint_curves(
    grid: Grid, area: Rect, curves: Sequence[Curve], scale: Scale, x_max: float, x_label: str, look: Look,
    *, names: int = NAMES, ranges: bool = True,
) -> None:  # fmt: skip
    """Paint curves with a y axis at the left, an x axis from 0 to x_max in the last row, and their names at the right.

    A curve that has no points yet is left out, and keeps its colour free. Curves that end in one row share a name: the
    range of their names, or without `ranges` as many of them as there is room for, the last one first.
    """
    rows, marks = area.h - 1, scale.marks()
    gutter = max(len(label) for _, label in marks)
    left, width = area.x + gutter + 1, area.w - gutter - 1 - names
    paint_marks(grid, area, marks, gutter, width, look)
    drawn = [(n, curve) for n, curve in enumerate(curves) if len(curve.x)]
    layers = []
    for n, curve in drawn:
        dots = Dots(width, rows)
        dots.line(curve.x / x_max, scale.place(curve.values[:, 1]))
        layers.append(Layer(dots, order_ink(look, n, len(curves)), LETTERS[n]))
    grid.pictures.append((left, area.y, width, rows))
    composite(grid, left, area.y, layers)
    for n, curve in drawn:
        ups = scale.place(curve.values[:, [0, 2]])
        _tint(grid, Rect(left, area.y, width, rows), curve.x / x_max, ups, order_ink(look, n, len(curves)), look)
    _names(grid, Rect(left + width, area.y, names, rows), curves, scale, look, ranges)
    x_axis(grid, left - 1, area.y + rows, width + 1, x_max, x_label, look)


def paint_marks(
    grid: Grid, area: Rect, marks: Sequence[tuple[float, str]], gutter: int, width: int, look: Look
) -> None:
    """Draw a y axis at the left of an area, its ticks and their labels."""
    rows, taken = area.h - 1, set[int]()
    for row in range(rows):
        grid.put(area.x + gutter, area.y + row, "│", look.faint)
    line = None if look.ascii else look.faint if look.track == "default" else look.track
    for up, label in reversed(marks):
        row = area.y + from_top(up, rows)
        if row in taken:
            continue
        taken.add(row)
        grid.text(area.x, row, label, look.soft, width=gutter, align="right")
        grid.put(area.x + gutter, row, "┤", look.faint)
        if line:
            grid.text(area.x + gutter + 1, row, "·" * width, line)


def _tint(grid: Grid, area: Rect, across: Array, ups: Array, ink: str | None, look: Look) -> None:
    """Tint the cells between the 10 and 90 % quantiles, where the terminal has enough colours."""
    if not (ink and ink.startswith("#") and look.background and look.background.startswith("#")) or look.folds:
        return
    first, last = int(across[0] * area.w), min(area.w - 1, int(across[-1] * area.w))
    at = (np.arange(first, last + 1) + 0.5) / area.w
    low, high = (np.interp(at, across, ups[:, side]).tolist() for side in (0, 1))
    for n, column in enumerate(range(area.x + first, area.x + last + 1)):
        top, bottom = from_top(high[n], area.h), from_top(low[n], area.h)
        for row in range(area.y + top, area.y + bottom + 1):
            glyph, (own, paper, bold) = grid.cells[row][column]
            if top < bottom or glyph >= BLANK:  # a spread of less than a row is seen only behind its curve
                grid.cells[row][column] = (glyph, (own, mix(paper or look.background, ink, TINT), bold))


def _names(grid: Grid, area: Rect, curves: Sequence[Curve], scale: Scale, look: Look, ranges: bool) -> None:
    """Write the name of each curve in the row of its end."""
    ends: dict[int, list[int]] = {}
    for n, curve in enumerate(curves):
        if len(curve.x):
            ends.setdefault(from_top(float(scale.place(curve.values[-1:, 1])[0]), area.h), []).append(n)
    for row, group in ends.items():
        if not ranges:
            group = group[::-1]
        ink = order_ink(look, group[0], len(curves))
        grid.text(area.x + 1, area.y + row, _shared([curves[n].name for n in group], group, area.w - 1, look), ink)


def _shared(names: Sequence[str], group: Sequence[int], room: int, look: Look) -> str:
    """Return one name for curves: a range for neighbours, else as many names as there is room for."""
    if look.ascii:
        letters = "".join(LETTERS[n] for n in group)
        return f"{letters} {names[0]}" if len(group) == 1 else letters[:room]
    if len(group) == 1:
        return names[0]
    if group[-1] - group[0] + 1 == len(group):
        return f"{names[0]}–{names[-1]}"
    text = " ".join(names)
    while measure(text) > room and len(names) > 1:
        names = names[:-1]
        text = " ".join(names) + "…"
    return text
