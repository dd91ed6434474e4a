"""The step page: three arrows on the map, the arithmetic beside it, and how much of each gradient is left."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from batchgame.scenarios.exercises.step import rolled_on
from batchgame.scenarios.text.numbers import number, whole_percent
from batchgame.sim.manual import Manual
from batchgame.tui.draw.bars import result_bar
from batchgame.tui.draw.grid import measure, wrap
from batchgame.tui.draw.layout import Rect, body, narrow
from batchgame.tui.draw.pen import Pen
from batchgame.tui.game.parts import chrome
from batchgame.tui.game.parts.field import Field
from batchgame.tui.text.catalogue import Catalogue

REGION = (-4.0, 4.0, -2.6, 2.6)


class StepView(NamedTuple):
    """What the page shows.

    guess: set while the truth is shown. miss: of the last guess, in lengths of the movement.

    hollow: the walker stands at the bottom of a hollow, or has just left it.
    """

    walker: Manual
    cursor: np.ndarray
    guess: np.ndarray | None
    sum_shown: bool
    miss: float
    hint: str | None
    hollow: bool = False


def paint_step(pen: Pen, view: StepView) -> None:
    """Draw the map at left, the numbers at right, and what to do below."""
    grid, look = pen.grid, pen.look
    area = body(grid.width, grid.height)
    half = grid.width // 2
    walker, told = view.walker, view.guess is not None
    if pen.warm:
        field = Field(pen, area.left(half), walker.landscape, REGION)
        field.line(walker.path, look.soft, ".")
        at = walker.path[-2] if told else walker.theta
        pull, carried = _parts(view)
        field.arrow(at, pull, look.full, "g")
        field.arrow(at, carried, look.one, "m")
        if view.sum_shown:
            field.arrow(at, pull + carried, look.you, "s")
        if view.hollow and told:
            field.line(rolled_on().path[len(walker.path) - 1 :], look.soft, ".")
        field.draw()
        if view.hollow and told:
            field.glyph(rolled_on().theta, look.glyphs[0], look.soft)
        field.glyph(at, look.glyphs[0], look.you)
        if told:
            field.glyph(walker.theta, look.glyphs[0], look.good)
        field.glyph(view.guess if view.guess is not None else view.cursor, look.cross, look.accent)
    text = area.right_of(half).inset(
        1 if narrow(grid.width, grid.height) else 2, 0 if narrow(grid.width, grid.height) else 1
    )
    if view.hollow:
        text = text.below(
            grid.paragraph(text.x, text.y, text.w, 2, pen.say("step.hollow"), look.text, bold=True) - text.y
        )
    y = _sums(pen, view, text)
    _memory(pen, view, text.below(y - text.y))
    chrome.message(grid, _message(pen.say, view), look.accent)


def _parts(view: StepView) -> tuple[np.ndarray, np.ndarray]:
    """Return −ηg and λm of the update that is shown: the next one, or the one just made."""
    walker = view.walker
    if view.guess is None:
        return walker.pull, walker.carried
    pull = -walker.learning_rate * walker.gradients[-1]
    return pull, walker.movement - pull


def _sums(pen: Pen, view: StepView, area: Rect) -> int:
    grid, look, say, walker = pen.grid, pen.look, pen.say, view.walker
    pull, carried = _parts(view)
    known = view.sum_shown
    at = walker.path[-2] if view.guess is not None else walker.theta
    rows = (
        ("θ", at, look.text, say("step.here")),
        ("λm", carried, look.one, say("step.kept")),
        ("−ηg", pull, look.full, say("step.against")),
        ("m", pull + carried if known else None, look.you, say("step.sum")),
        ("θ + m", at + pull + carried if view.guess is not None else None, look.good, say("step.end")),
    )
    for n, (sign, value, ink, words) in enumerate(rows):
        y = area.y + n
        grid.text(area.x, y, sign, ink, bold=True)
        figures = vector(value) if value is not None else "?"
        grid.text(area.x + 7, y, figures, look.text)
        if area.w >= 36:
            grid.text(area.x + 24, y, words, look.dim, width=area.w - 24)
    return area.y + len(rows) + 1


def vector(value: np.ndarray) -> str:
    """Write a vector; what is 0 but for rounding is written as 0."""
    x, y = (number(round(float(part), 12)) for part in value)
    return f"({x}, {y})"


def _memory(pen: Pen, view: StepView, area: Rect) -> None:
    """Draw the weight λ^k of each gradient met so far, the newest first."""
    grid, look, say, walker = pen.grid, pen.look, pen.say, view.walker
    hint = view.hint
    lines = wrap(hint, area.w, grid.folds) if hint else []
    weights = walker.weights()[: max(0, area.h - 2 - len(lines))]
    if weights:
        words = say("step.memory")
        grid.text(area.x, area.y, words if measure(words, grid.folds) <= area.w else "λ^k", look.text, bold=True)
    for k, weight in enumerate(weights):
        y = area.y + 1 + k
        grid.text(area.x, y, say("aim.now") if k == 0 else f"−{k}", look.dim)
        result_bar(grid, area.x + 6, y, area.w - 14, weight, look.you, look)
        grid.text(area.x, y, number(weight), look.text, width=area.w - 1, align="right")
    for n, line in enumerate(lines):
        grid.text(area.x, area.y + area.h - len(lines) + n, line, look.accent)


def _message(say: Catalogue, view: StepView) -> str:
    if view.hollow:
        return say("step.hollow_told" if view.guess is not None else "step.hollow_guess")
    if view.guess is not None:
        return say("step.missed", miss=whole_percent(view.miss))
    return say("step.add" if view.sum_shown else "step.guess")
