"""The accuracy page: two plots, a table with one row per batch size, and pictures of what a row is made of."""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from batchgame.scenarios.exercises.accuracy import EPOCHS, UPDATES
from batchgame.scenarios.text.numbers import grouped
from batchgame.sim.networks.data import Data
from batchgame.sim.networks.names import CLASSES, EXAMPLES
from batchgame.sim.networks.side_by_side import Comparison, Image, Lanes
from batchgame.tui.draw.bars import result_bar
from batchgame.tui.draw.curves import LETTERS, NAMES, Accuracies, Curve, order_ink, paint_curves
from batchgame.tui.draw.grid import measure, wrap
from batchgame.tui.draw.layout import Rect, body, narrow, roomy
from batchgame.tui.draw.pen import Pen
from batchgame.tui.game.parts import chrome
from batchgame.tui.game.parts.question import paint_question
from batchgame.tui.game.workshops.accuracy_pictures import paint_boundary, paint_histogram, paint_misread
from batchgame.tui.race.question import Question
from batchgame.tui.text.catalogue import Catalogue

IMAGES = 4  # misread digits
ROWS = 6  # of the table
PERCENT = (0.1, 0.5, 0.9)  # the quantiles of a curve and its band
SURE = 1.96  # standard errors on each side
INPUTS = {"digits": 64, "spirals": 2}
WITH_BARS = 70  # columns from which a table has bars


class AccuracyView(NamedTuple):
    """What the page shows. order: the lanes as bet on, best first. judged: which of them are in their places.

    asking: "order", "updates", or nothing. before: the lanes with equal epochs, beside those with equal updates.
    """

    stage: str
    asking: str
    comparison: Comparison
    lanes: Lanes
    data: Data
    order: Sequence[int]
    judged: Sequence[bool]
    row: int
    pictures: bool
    images: Sequence[Image]
    seconds: float
    before: Lanes | None
    question: Question
    hint: str
    message: str
    said: str
    reply: str


def paint_accuracy(pen: Pen, view: AccuracyView) -> None:
    """Draw everything in frames, or in a small window the plots or the pictures above the table."""
    area = body(pen.grid.width, pen.grid.height)
    if roomy(pen.grid.width, pen.grid.height):
        _roomy(pen, view, area)
    else:
        _compact(pen, view, area)
    chrome.message(pen.grid, view.message, pen.look.accent)


def what(say: Catalogue, comparison: Comparison, networks: int, seconds: float, *, short: bool = False) -> str:
    """Return what was measured, where, how often, and how long that took."""
    took = f"{seconds:.1f}"
    if short:
        return say("accuracy.what_short", networks=networks, seconds=took)
    setup = comparison.setup
    shape = f"{INPUTS[setup.data]}-{setup.hidden}-{CLASSES[setup.data]}"
    split = f"{setup.training}/{EXAMPLES[setup.data] - setup.training}"
    return say("accuracy.what", networks=networks, shape=shape, split=split, seconds=took)


def _compact(pen: Pen, view: AccuracyView, area: Rect) -> None:
    small = narrow(pen.grid.width, pen.grid.height)
    foot = ROWS + (2 if small else 3)
    top, low = area.top(area.h - foot), area.below(area.h - foot).inset(1, 0)
    left, right = top.left(top.w // 2).inset(1, 0), top.right_of(top.w // 2).inset(1, 0)
    if view.stage == "spirals":
        _titled(pen, left, pen.say("accuracy.boundary", b=view.comparison.batch_sizes[view.row]))
        paint_boundary(pen, view.lanes, view.row, view.data, left.below(1))
        _plot(pen, view, right, "training" if view.pictures else "validation")
    elif view.pictures:
        _titled(pen, left, pen.say("accuracy.histogram"))
        paint_histogram(pen, view.lanes, left.below(1))
        _titled(pen, right, pen.say("accuracy.misread", b=view.comparison.batch_sizes[view.row]))
        paint_misread(pen, view.lanes, view.images, right.below(1))
    else:
        _plot(pen, view, left, "training")
        _plot(pen, view, right, "validation")
    if view.asking == "updates":
        _ask(pen, view, low)
    else:
        _table(pen, view, low.top(ROWS + 1))
        _footing(pen, view, low.below(ROWS + 1), small=small)
    if view.hint:
        chrome.hint(pen.grid, pen.look, view.hint, low.y)


def _roomy(pen: Pen, view: AccuracyView, area: Rect) -> None:
    """Draw the plots above, the table and what it is made of below. The spirals need more room for their boundary."""
    grid, say, size = pen.grid, pen.say, view.comparison.batch_sizes[view.row]
    spirals = view.stage == "spirals"
    table_h = ROWS + 5
    rest = area.h - table_h
    plots_h = rest if spirals else rest - max(7, rest // 3)
    plots, middle, low = area.top(plots_h), area.below(plots_h).top(table_h), area.below(plots_h + table_h)
    parts = 3 if spirals else 2
    at = [Rect(plots.x + n * plots.w // parts, plots.y, plots.w // parts, plots.h) for n in range(parts)]
    if spirals:
        paint_boundary(pen, view.lanes, view.row, view.data, _framed(pen, at[0], say("accuracy.boundary", b=size)))
    for kind, rect in zip(("training", "validation"), at[-2:], strict=True):
        _plot(pen, view, _framed(pen, rect, say(f"accuracy.{kind}")), kind, titled=False)
    wide = area.w * 5 // 8
    inside = _framed(pen, middle.left(wide), "")
    if view.asking == "updates":
        _ask(pen, view, inside)
    else:
        _table(pen, view, inside.top(ROWS + 1))
        _footing(pen, view, inside.below(ROWS + 1), small=False)
    paint_histogram(pen, view.lanes, _framed(pen, middle.right_of(wide), say("accuracy.histogram")))
    if not spirals:
        paint_misread(pen, view.lanes, view.images, _framed(pen, low.left(wide), say("accuracy.misread", b=size), 1))
        words = _framed(pen, low.right_of(wide), say("accuracy.you_said"))
        y = words.y
        for text, ink in ((view.said, pen.look.soft), (view.reply, pen.look.text)):
            if len(wrap(text, words.w, grid.folds)) <= words.y + words.h - y:
                y = grid.paragraph(words.x, y, words.w, words.h, text, ink)
    if view.hint:
        chrome.hint(grid, pen.look, view.hint, middle.y)


def _framed(pen: Pen, area: Rect, title: str, gap: int = 2) -> Rect:
    pen.grid.frame(area.x, area.y, area.w, area.h, pen.look.faint, title, pen.look.soft)
    return area.inset(gap, 1)


def _titled(pen: Pen, area: Rect, title: str) -> None:
    pen.grid.text(area.x, area.y, title, pen.look.soft, bold=True, width=area.w)


def _plot(pen: Pen, view: AccuracyView, area: Rect, kind: str, *, titled: bool = True) -> None:
    """Draw the median and the band of each batch size over epochs or updates."""
    if titled:
        _titled(pen, area, pen.say(f"accuracy.{kind}"))
        area = area.below(1)
    curves = [
        Curve(grouped(lane.batch_size), lane.x, np.quantile(values, PERCENT, axis=1).T)
        for lane in view.lanes
        for values in (lane.train if kind == "training" else lane.test,)
    ]
    curves += [
        Curve(grouped(size), np.zeros(0), np.zeros((0, 3))) for size in view.comparison.batch_sizes[len(curves) :]
    ]
    axis = pen.say("accuracy.update" if view.comparison.updates else "accuracy.epoch")
    paint_curves(pen.grid, area, curves, Accuracies(), view.comparison.reach, axis, pen.look, names=NAMES)


def _ask(pen: Pen, view: AccuracyView, area: Rect) -> None:
    """Draw the bet on equal updates in the place of the table."""
    say = pen.say
    answers = [say(f"accuracy.answer_{answer}") for answer in ("worst", "level", "overfits")]
    prompt = say("accuracy.ask_updates", updates=UPDATES, epochs=EPOCHS)
    paint_question(pen, area, prompt, answers, view.question.chosen, order=view.question.order)


def _columns(area: Rect) -> tuple[int, int, int, int, int, int]:
    """Return where the columns end: updates, the first bar's start, training, the second bar's, validation, the bet."""
    x, room = area.x, area.w
    if room < WITH_BARS:
        return x + 18, 0, x + 30, 0, x + 44, x + room
    bar = (room - 18 - 16 - 13) // 2
    training = x + 20 + bar + 7
    return x + 18, x + 20, training, training + 2, training + 2 + bar + 7, x + room


def _table(pen: Pen, view: AccuracyView, area: Rect) -> None:
    """Draw a row per batch size: updates, both accuracies, and its place in the player's order."""
    grid, look, say = pen.grid, pen.look, pen.say
    updates, bar, training, other_bar, validation, last = _columns(area)
    grid.text(area.x + 2, area.y, "B", look.dim)
    heads = ((updates, "head_updates"), (training, "head_training"), (validation, "head_validation"))
    for end, key in heads:
        _right(pen, end, area.y, say(f"accuracy.{key}"), look.dim)
    if view.stage != "spirals":
        _right(pen, last, area.y, say("accuracy.head_before" if view.before else "accuracy.head_order"), look.dim)
    for n, size in enumerate(view.comparison.batch_sizes):
        y, lit = area.y + 1 + n, n == view.row and not view.asking
        if lit:
            grid.fill(area.x, y, area.w, 1, look.select)
        if view.asking == "order":
            grid.text(area.x, y, str(n + 1), look.accent, bold=True)
            grid.hot(area.x, y, area.w, 1, f"digit:{n + 1}")
        elif look.ascii:
            grid.text(area.x, y, LETTERS[n], look.text)
        elif lit:
            grid.text(area.x, y, look.cursor, look.accent)
        ink = order_ink(look, n, len(view.comparison.batch_sizes))
        grid.text(area.x + 2, y, grouped(size), ink, bold=True)
        made = view.lanes[n].updates if n < len(view.lanes) else view.comparison.budget(size)
        _right(pen, updates, y, grouped(made), look.soft)
        if n < len(view.lanes):
            lane = view.lanes[n]
            for start, end, values in ((bar, training, lane.train), (other_bar, validation, lane.test)):
                median = float(np.median(values[-1]))
                if start:
                    result_bar(grid, start, y, end - 6 - start, median, ink, look)
                _right(pen, end, y, f"{100 * median:.1f}", look.text)
        _last(pen, view, n, last, y)


def _last(pen: Pen, view: AccuracyView, lane: int, end: int, y: int) -> None:
    """Draw the place that the player gave a lane, and whether it ended there; or what it had with equal epochs."""
    look, say = pen.look, pen.say
    if view.before:
        _right(pen, end, y, f"{100 * float(np.median(view.before[lane].test[-1])):.1f}", look.soft)
    elif view.stage == "epochs" and lane in view.order:
        place = view.order.index(lane)
        hit = view.judged[place] if view.judged else None
        sign = "" if hit is None else " +" if hit and look.folds else " ✓" if hit else f" {look.cross}"
        ink = look.text if hit is None else look.good if hit else look.bad
        _right(pen, end, y, say("accuracy.place", place=place + 1) + sign, ink)


def _right(pen: Pen, end: int, y: int, words: str, ink: str | None) -> None:
    pen.grid.text(end - measure(words, pen.grid.folds), y, words, ink)


def _footing(pen: Pen, view: AccuracyView, area: Rect, *, small: bool) -> None:
    """Write the means of the row under the cursor, and what was measured, where and how often."""
    look, say = pen.look, pen.say
    if not view.lanes:
        return
    y = area.y
    if not small and view.row < len(view.lanes):
        lane = view.lanes[view.row]
        (train, train_error), (test, test_error) = (_mean(values[-1]) for values in (lane.train, lane.test))
        figures = {"train": train, "train_error": train_error, "test": test, "test_error": test_error}
        size = grouped(lane.batch_size)
        _fitting(pen, area, y, [say(f"accuracy.{key}", b=size, **figures) for key in ("row", "row_short")], look.soft)
        y += 1
    networks = view.lanes[0].networks
    told = [what(say, view.comparison, networks, view.seconds, short=short) for short in (False, True)]
    _fitting(pen, area, y, told, look.dim)


def _fitting(pen: Pen, area: Rect, y: int, texts: Sequence[str], ink: str | None) -> None:
    """Write the first of some texts that fits, or the last one."""
    text = next((text for text in texts if measure(text, pen.grid.folds) <= area.w), texts[-1])
    pen.grid.text(area.x, y, text, ink, width=area.w)


def _mean(values: NDArray[np.float64]) -> tuple[str, str]:
    """Return the mean and the half of its 95% interval, in per cent."""
    error = SURE * float(values.std(ddof=1)) / sqrt(len(values))
    return f"{100 * float(values.mean()):.1f}", f"{100 * error:.1f}"
