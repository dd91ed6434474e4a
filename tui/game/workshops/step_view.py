"""The step page: three arrows on the map, the arithmetic beside it, and how much of each gradient is left."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from batchgame.scenarios.text.numbers import number
from batchgame.tui.draw.bars import result_bar
from batchgame.tui.draw.grid import Grid, measure, wrap
from batchgame.tui.draw.layout import Rect, body, narrow
from batchgame.tui.game.parts import chrome
from batchgame.tui.game.parts.field import Field
from batchgame.tui.game.workshops.card_view import paint_header

if TYPE_CHECKING:
    from batchgame.tui.game.workshops.step import StepPage


def paint_step(grid: Grid, page: StepPage) -> None:
    """The map at left, the numbers at right, what to do below."""
    from batchgame.tui.game.workshops.step import REGION, ROUNDS

    look, say = page.session.look, page.session.say
    paint_header(grid, page, say("card.of", number=min(len(page.misses) + (page.guess is None), ROUNDS), cards=ROUNDS))
    area = body(grid.width, grid.height)
    half = grid.width // 2
    walker, told = page.walker, page.guess is not None
    if page.session.warm:
        field = Field(grid, area.left(half), walker.landscape, REGION, look)
        field.line(walker.path, look.soft, ".")
        at = walker.path[-2] if told else walker.theta
        pull, carried = _parts(page)
        field.arrow(at, pull, look.full, "g")
        field.arrow(at, carried, look.one, "m")
        if page.sum_shown:
            field.arrow(at, pull + carried, look.you, "s")
        field.draw()
        field.glyph(at, look.glyphs[0], look.you)
        if told:
            field.glyph(walker.theta, look.glyphs[0], look.good)
        field.glyph(page.guess if page.guess is not None else page.cursor, look.cross, look.accent)
    text = area.right_of(half).inset(
        1 if narrow(grid.width, grid.height) else 2, 0 if narrow(grid.width, grid.height) else 1
    )
    y = _sums(grid, page, text)
    _memory(grid, page, text.below(y - text.y))
    chrome.message(grid, _message(page), look.accent)


def _parts(page: StepPage) -> tuple[np.ndarray, np.ndarray]:
    """−ηg and λm of the update that is shown: the next one, or the one just made."""
    walker = page.walker
    if page.guess is None:
        return walker.pull, walker.carried
    pull = -walker.learning_rate * walker.gradients[-1]
    return pull, walker.movement - pull


def _sums(grid: Grid, page: StepPage, area: Rect) -> int:
    look, say, walker = page.session.look, page.session.say, page.walker
    pull, carried = _parts(page)
    known = page.sum_shown
    at = walker.path[-2] if page.guess is not None else walker.theta
    rows = (
        ("θ", at, look.text, say("step.here")),
        ("λm", carried, look.one, say("step.kept")),
        ("−ηg", pull, look.full, say("step.against")),
        ("m", pull + carried if known else None, look.you, say("step.sum")),
        ("θ + m", at + pull + carried if page.guess is not None else None, look.good, say("step.end")),
    )
    for n, (sign, value, ink, words) in enumerate(rows):
        y = area.y + n
        grid.text(area.x, y, sign, ink, bold=True)
        figures = f"({number(float(value[0]))}, {number(float(value[1]))})" if value is not None else "?"
        grid.text(area.x + 7, y, figures, look.text)
        if area.w >= 36:
            grid.text(area.x + 24, y, words, look.dim, width=area.w - 24)
    return area.y + len(rows) + 1


def _memory(grid: Grid, page: StepPage, area: Rect) -> None:
    """λ^k of the gradients met, the newest first."""
    look, say, walker = page.session.look, page.session.say, page.walker
    hint = page.hint()
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


def _message(page: StepPage) -> str:
    say = page.session.say
    if page.guess is not None:
        return say("step.missed", miss=f"{100 * page.misses[-1]:.0f}")
    return say("step.add" if page.sum_shown else "step.guess")
