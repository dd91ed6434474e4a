"""A movement rebuilt from its gradients: their weights at right, and on the map the player's sum beside it."""

from __future__ import annotations

from typing import NamedTuple

from batchgame.scenarios.exercises.step import MOMENTUM, REBUILT, rebuilt, walked
from batchgame.scenarios.text.numbers import number
from batchgame.tui.draw.grid import measure
from batchgame.tui.draw.layout import Rect, body, narrow
from batchgame.tui.draw.pen import Pen
from batchgame.tui.game.parts import chrome
from batchgame.tui.game.parts.field import Field
from batchgame.tui.game.workshops.step_view import REGION, vector

WEIGHTS = (0.0, MOMENTUM**3, MOMENTUM**2, MOMENTUM, 1.0)
SIGNS = ("g⁰", "g¹", "g²")


class RebuildView(NamedTuple):
    """What the page shows. weights: of the gradients, the oldest first. row: of the weight that is turned."""

    weights: tuple[float, ...]
    row: int
    handed_in: bool
    right: bool
    hint: str | None


def paint_rebuild(pen: Pen, view: RebuildView) -> None:
    """Draw the movement and the player's sum as arrows from one place, and the weights."""
    grid, look, say = pen.grid, pen.look, pen.say
    area, half = body(grid.width, grid.height), grid.width // 2
    manual, mine = walked(REBUILT), rebuilt(view.weights)
    at, small = manual.path[-2], narrow(grid.width, grid.height)
    if pen.warm:
        field = Field(pen, area.left(half), manual.landscape, REGION)
        field.line(manual.path[:-1], look.soft, ".")
        field.arrow(at, manual.movement, look.good, "m")
        field.arrow(at, mine, look.you, "s")
        field.draw()
        field.glyph(at, look.glyphs[0], look.you)
        field.glyph(at + manual.movement, look.glyphs[0], look.good)
        field.glyph(at + mine, look.cross, look.accent)
    text = area.right_of(half).inset(1 if small else 2, 0 if small else 1)
    y = grid.paragraph(text.x, text.y, text.w, 2, say("step.rebuild"), look.text, bold=True) + 1
    for n, gradient in enumerate(manual.gradients):
        lit = n == view.row and not view.right
        if lit:
            grid.fill(text.x - 1, y, text.w + 1, 1, look.select)
            grid.text(text.x - 1, y, look.cursor, look.accent, bold=True)
        grid.text(text.x, y, SIGNS[n], look.full, bold=True)
        grid.text(text.x + 6, y, vector(gradient), look.text)
        weight = f"× {number(view.weights[n])}"
        grid.text(text.x, y, weight, look.accent if lit else look.text, width=text.w, align="right", bold=True)
        y += 1
    y += 1
    for sign, value, ink, words in (
        ("−ηΣ", mine, look.you, say("step.yours")),
        ("m", manual.movement, look.good, say("step.true_m")),
    ):
        grid.text(text.x, y, sign, ink, bold=True)
        x = grid.text(text.x + (7 if look.ascii else 6), y, vector(value), look.text) + 2
        if x + measure(words, grid.folds) <= text.x + text.w:
            grid.text(x, y, words, look.dim)
        y += 1
    if view.hint:
        _hint(pen, text.below(y + 1 - text.y), view.hint)
    key = "step.equal" if view.right else "step.not_equal" if view.handed_in else "step.weigh"
    chrome.message(grid, say(key), look.accent)


def _hint(pen: Pen, area: Rect, hint: str) -> None:
    pen.grid.paragraph(area.x, area.y, area.w, area.h, hint, pen.look.accent)
