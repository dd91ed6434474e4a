"""The page of our own experiment: a ladder of intervals, the line between two solutions, and a row per batch size."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from batchgame.scenarios.exercises.gap import SIZES
from batchgame.sim.interval import FEWEST, Interval
from batchgame.sim.networks.equal_loss import AT, Between, Found
from batchgame.tui.draw.bars import result_bar
from batchgame.tui.draw.grid import measure
from batchgame.tui.draw.layout import Rect, body, narrow, roomy
from batchgame.tui.draw.pen import Pen
from batchgame.tui.draw.raster import Dots, Layer, composite
from batchgame.tui.game.parts import chrome
from batchgame.tui.game.parts.question import paint_question
from batchgame.tui.game.workshops import gap_sayings as sayings

PANELS = 3  # of a small window: the ladder, the line, the table
REACHES = (0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 100.0)  # points on each side of 0
HEIGHTS = (0.25, 0.5, 1.0, 2.0, 4.0, 8.0)  # of the axis of losses
RUNGS = 4
COUNT_END = 11  # the column where the number of networks of a row ends


class PairsView(NamedTuple):
    """What the page shows. prompt: the bet that is asked for, else nothing. panel: which one a small window shows.

    over: a text that is laid over the foot of the page.
    """

    stage: str
    found: Found
    running: bool
    panel: int
    prompt: str
    answers: list[str]
    chosen: int | None
    seconds: float
    over: str
    message: str


def paint_pairs(pen: Pen, view: PairsView) -> None:
    """Draw the bet, or what the networks have come to."""
    grid = pen.grid
    area = body(grid.width, grid.height).inset(1, 0)
    if view.prompt:
        paint_question(pen, area.below(1), view.prompt, view.answers, view.chosen, spread=True)
    elif narrow(grid.width, grid.height):
        _narrow(pen, view, area)
    else:
        _wide(pen, view, area)
    if view.over:
        chrome.hint(grid, pen.look, view.over, grid.height - 2)
    chrome.message(grid, view.message, pen.look.accent)


def _narrow(pen: Pen, view: PairsView, area: Rect) -> None:
    say, found = pen.say, view.found
    if view.panel == 0:
        _ladder(pen, view, area.top(9), 3)
        _say(pen, area.below(10), [sayings.first_said(say, found), sayings.verdict_said(say, found)])
    elif view.panel == 1:
        _slice(pen, view, area.top(area.h - 3))
        _say(pen, area.below(area.h - 2), [sayings.slice_said(say, found)])
    else:
        _table(pen, view, area.top(len(SIZES) + 1))
        told = [sayings.sharpness_said(say, found, view.stage), sayings.what(say, found, view.stage, view.seconds)]
        _say(pen, area.below(len(SIZES) + 2), told)


def _wide(pen: Pen, view: PairsView, area: Rect) -> None:
    grid, look, say, found = pen.grid, pen.look, pen.say, view.found
    large = roomy(grid.width, grid.height)
    sentences = len(SIZES) + 7
    top, low = area.top(area.h - sentences), area.below(area.h - sentences)
    half = top.w // 2
    left = top.left(half - 2)
    _ladder(pen, view, left.top(2 * RUNGS + 2) if large else left, RUNGS)
    if large:
        _histogram(pen, found, left.below(2 * RUNGS + 3))
    _slice(pen, view, top.right_of(half))
    grid.hline(low.x, low.y, low.w, look.faint)
    _table(pen, view, low.below(1).top(len(SIZES) + 1))
    first = sayings.first_said(say, found)
    verdict = sayings.verdict_said(say, found) if found.networks >= FEWEST else ""
    counted = [sayings.sharpness_said(say, found, view.stage), sayings.slice_said(say, found)]
    y = low.y + 2 + len(SIZES)
    for n, words in enumerate((first, verdict, *counted)):
        grid.text(low.x, y + n, words, look.text if n else look.soft, width=low.w)
    told = [sayings.what(say, found, view.stage, view.seconds, short=short) for short in (False, True)]
    text = next((each for each in told if measure(each, grid.folds) <= low.w), told[-1])
    grid.text(low.x, y + 4, text, look.dim, width=low.w)


def _say(pen: Pen, area: Rect, sentences: list[str]) -> None:
    y = area.y
    for words in sentences:
        y = pen.grid.paragraph(area.x, y, area.w, area.y + area.h - y, words, pen.look.text)


def _titled(pen: Pen, area: Rect, title: str) -> None:
    pen.grid.text(area.x, area.y, title, pen.look.soft, bold=True, width=area.w)


def _reach(ends: list[float]) -> float:
    far = max((abs(end) for end in ends), default=1.0)
    return next((reach for reach in REACHES if reach >= far), REACHES[-1])


def _ladder(pen: Pen, view: PairsView, area: Rect, most: int) -> None:
    """Draw the intervals one under the other: history above, and last the one that still moves."""
    grid, look, say = pen.grid, pen.look, pen.say
    _titled(pen, area, say("gap.ladder", full=SIZES[-1], small=SIZES[0]))
    found = sayings.rungs(view.found)[-most:]
    grid.text(area.x, area.y + 1, say("gap.nets"), look.dim)
    if not found:
        return
    wide = found[1:] or found  # the anecdote may leave the axis
    reach = _reach([end for rung in wide for end in (rung.mean - rung.half, rung.mean + rung.half)])
    left, width = area.x + 6, area.w - 7
    for at in (-reach, 0.0, reach):
        label = sayings.signed(at, 0 if reach >= 1 else 1) if at else "0"
        column = _column(at, reach, left, width) - len(label) // 2
        grid.text(max(left - 1, min(column, left + width - len(label))), area.y + 1, label, look.dim)
    for n, rung in enumerate(found):
        last = n == len(found) - 1
        y = area.y + 2 + 2 * n
        count = f"{rung.values}{'…' if last and view.running else ''}"
        grid.text(area.x, y, count, look.text if last else look.soft, bold=last)
        _rung(pen, rung, reach, (left, y, width), last)
        words = f"{sayings.signed(rung.mean)} ± {rung.half:.1f}"
        grid.text(left, y + 1, words, look.text if last else look.dim)


def _column(value: float, reach: float, left: int, width: int) -> int:
    return left + round((value + reach) / (2 * reach) * (width - 1))


def _rung(pen: Pen, rung: Interval, reach: float, at: tuple[int, int, int], last: bool) -> None:
    """Draw an interval as a line with its mean, and 0 as a dotted line; an end that leaves the axis is an arrow."""
    grid, look = pen.grid, pen.look
    left, y, width = at
    ink = look.accent if last else look.soft
    low, high = (_column(end, reach, left, width) for end in (rung.mean - rung.half, rung.mean + rung.half))
    zero = _column(0, reach, left, width)
    for row in (y, y + 1):
        grid.put(zero, row, ":" if look.folds else "┊", look.dim)
    for column in range(max(low, left), min(high, left + width - 1) + 1):
        grid.put(column, y, "=" if look.folds else "━", ink)
    if low < left:
        grid.put(left, y, "<", ink)
    if high >= left + width:
        grid.put(left + width - 1, y, ">", ink)
    middle = _column(rung.mean, reach, left, width)
    if left <= middle < left + width:
        grid.put(middle, y, "o" if look.folds else "●", ink, bold=True)


def _slice(pen: Pen, view: PairsView, area: Rect) -> None:
    """Draw the losses on the line: of the newest pair while networks are trained, of all in the end."""
    grid, look, say, found = pen.grid, pen.look, pen.say, view.found
    x = grid.text(area.x, area.y, say("gap.slice"), look.soft, bold=True, width=area.w)
    if view.running:
        line, whose = found.newest, say("gap.slice_one", number=found.networks + (len(found.newest.train) < len(AT)))
    else:
        line = (
            Between(*(np.median(each, axis=1, keepdims=True) for each in found.between))
            if found.networks
            else found.newest
        )
        whose = say("gap.slice_all", networks=found.networks)
    if not len(line.train):
        return
    if measure(whose, grid.folds) < area.x + area.w - x:
        grid.text(x + 1, area.y, whose, look.dim)
    inner = (AT >= -0.25) & (AT <= 1.25)
    seen = found.between.test if found.networks else line.test
    far = float(np.median(seen, axis=1)[inner[: len(seen)]].max(initial=HEIGHTS[0]))
    high = next((height for height in HEIGHTS if height >= far), HEIGHTS[-1])
    plot = Rect(area.x + 5, area.y + 1, area.w - 6, area.h - 4)
    for row in range(plot.h):
        grid.put(plot.x - 1, plot.y + row, "│", look.faint)
    for value, row in ((high, 0), (0.0, plot.h - 1)):
        grid.text(area.x, plot.y + row, f"{value:g}", look.dim, width=3, align="right")
        grid.put(plot.x - 1, plot.y + row, "┤", look.faint)
    across = (AT[: len(line.train)] - AT[0]) / (AT[-1] - AT[0])
    curve, dotted = Dots(plot.w, plot.h), Dots(plot.w, plot.h)
    curve.line(across, line.train[:, 0] / high)
    dotted.plot(across, line.test[:, 0] / high)
    grid.pictures.append((plot.x, plot.y, plot.w, plot.h))
    composite(grid, plot.x, plot.y, [Layer(dotted, look.accent, "o"), Layer(curve, look.text, "-")])
    y = plot.y + plot.h
    grid.put(plot.x - 1, y, "└", look.faint)
    grid.hline(plot.x, y, plot.w, look.faint)
    for place, sign, size, ink in (
        (0.0, look.glyphs[2], SIZES[0], look.one),
        (1.0, look.glyphs[1], SIZES[-1], look.full),
    ):
        column = plot.x + int((place - AT[0]) / (AT[-1] - AT[0]) * (plot.w - 1))
        grid.put(column, y, sign, ink, bold=True)
        words = f"{place:g} {sign} B {size}"
        grid.text(column - len(words) // 2, y + 1, words, ink)
    key = Rect(area.x, y + 2, area.w, 1)
    lines = (
        ("--", say("gap.curve_train"), look.text),
        ("oo" if look.folds else "··", say("gap.curve_test"), look.accent),
    )
    x = key.x + 5
    for sign, word, ink in lines:
        x = grid.text(x, key.y, f"{sign if look.folds or sign != '--' else '──'} {word}", ink) + 3


def _histogram(pen: Pen, found: Found, area: Rect) -> None:
    """Draw the difference of every pair: a column is as high as it has pairs."""
    grid, look = pen.grid, pen.look
    if area.h < 4 or not found.networks:
        return
    _titled(pen, area, pen.say("gap.differences"))
    values = found.differences
    reach = _reach([float(abs(values).max())])
    left, width, rows = area.x + 6, area.w - 7, area.h - 2
    counts, _ = np.histogram(values, np.linspace(-reach, reach, width + 1))
    top = max(1, int(counts.max()))
    for n, count in enumerate(counts.tolist()):
        for row in range(round(count / top * rows)):
            grid.put(
                left + n, area.y + rows - row, "#" if look.folds else "█", look.one if n < width // 2 else look.good
            )
    zero = _column(0, reach, left, width)
    for row in range(rows):
        if grid.cells[area.y + 1 + row][zero][0] == " ":
            grid.put(zero, area.y + 1 + row, ":" if look.folds else "┊", look.dim)
    for at in (-reach, 0.0, reach):
        label = sayings.signed(at, 0 if reach >= 1 else 1) if at else "0"
        column = _column(at, reach, left, width) - len(label) // 2
        grid.text(max(left, min(column, left + width - len(label))), area.y + area.h - 1, label, look.dim)


def _table(pen: Pen, view: PairsView, area: Rect) -> None:
    """Draw a row per batch size: accuracies, the difference from the smallest, and the sharpness with a bar."""
    grid, look, say, found = pen.grid, pen.look, pen.say, view.found
    ends = (22, 31, 44, 56) if area.w >= 70 else (20, 29, 43, 55)
    heads = ("head_train", "head_test", "head_minus", "head_sharp")
    for end, key in zip(ends, heads, strict=True):
        _right(pen, area.x + end, area.y, say(f"gap.{key}", small=SIZES[0]), look.dim)
    _right(pen, area.x + COUNT_END, area.y, say("gap.nets"), look.dim)
    told = [sayings.medians(found, n) for n in range(len(SIZES))]
    sharpest = max((each[2] for each in told if each is not None), default=1.0)
    signs = {0: (look.glyphs[2], look.one), len(SIZES) - 1: (look.glyphs[1], look.full)}
    for n, size in enumerate(SIZES):
        y = area.y + 1 + n
        sign, ink = signs.get(n, (" ", look.soft))
        grid.text(area.x, y, sign, ink, bold=True)
        grid.text(area.x + 2, y, f"B {size}", ink, bold=True)
        figures = told[n]
        if figures is None:
            continue
        train, test, sharp = figures
        _right(pen, area.x + COUNT_END, y, str(int(np.isfinite(found.test[n]).sum())), look.soft)
        minus = sayings.minus_smallest(found, n)
        words = (f"{100 * train:.1f}", f"{100 * test:.1f}",
                 f"{sayings.signed(minus.mean)} ± {minus.half:.1f}" if minus else "", f"{sharp:.2f}")  # fmt: skip
        for end, text in zip(ends, words, strict=True):
            _right(pen, area.x + end, y, text, look.text)
        if area.w >= 70 and np.isfinite(sharp) and sharpest > 0:
            result_bar(grid, area.x + 58, y, area.w - 58, sharp / sharpest, ink, look)


def _right(pen: Pen, end: int, y: int, words: str, ink: str | None) -> None:
    pen.grid.text(end - measure(words, pen.grid.folds), y, words, ink)
