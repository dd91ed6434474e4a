"""The Hessian page: the map with the gradient's arrow, the eigenvalues as arrows, the kick and what came of it."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from batchgame.scenarios.exercises.hessian import KICKS, KINDS, PLACES
from batchgame.scenarios.text.numbers import number
from batchgame.sim.critical import KICK, Critical, Vector
from batchgame.tui.draw.layout import Rect, body, narrow
from batchgame.tui.draw.pen import Pen
from batchgame.tui.game.parts import chrome
from batchgame.tui.game.parts.field import Field
from batchgame.tui.game.parts.question import paint_question
from batchgame.tui.text.catalogue import Catalogue

REGION = (-2.0, 2.0, -1.5, 1.5)
ARROW = 0.7  # on the map: an eigenvector of any length
LONGEST = 0.8  # on the map: the gradient's arrow


class HessianView(NamedTuple):
    """What the page shows.

    step: find, name, kick or see. named: the point was named right. far: "here" was said too far from the point.
    """

    point: Critical
    step: str
    cursor: Vector
    gradient: Vector
    kick: int | None
    named: bool
    far: bool
    hint: str | None


def paint_hessian(pen: Pen, view: HessianView) -> None:
    """Draw the map at left, and what is asked at right."""
    grid, look, say = pen.grid, pen.look, pen.say
    area = body(grid.width, grid.height)
    half = grid.width // 2
    if pen.warm:
        _map(pen, view, area.left(half))
    small = narrow(grid.width, grid.height)
    text = area.right_of(half).inset(1 if small else 2, 0 if small else 1)
    y = _facts(pen, view, text)
    rest = text.below(y - text.y)
    if view.step in ("name", "kick"):
        words = KINDS if view.step == "name" else KICKS
        answers = [say(f"hessian.{word.replace(' ', '_')}") for word in words]
        prompt = say("hessian.which" if view.step == "name" else "hessian.kick")
        y = paint_question(pen, rest, prompt, answers, None)
    elif view.step == "see":
        y = _what_came(pen, view, rest)
    if view.hint:
        chrome.hint_in(grid, look, view.hint, text.below(y - text.y, 1), low=True)
    key = {"find": "hessian.find", "name": "hessian.name", "kick": "hessian.choose", "see": "hessian.next"}[view.step]
    chrome.message(grid, say("hessian.not_here" if view.far else key), look.accent)


def _map(pen: Pen, view: HessianView, area: Rect) -> None:
    look, point = pen.look, view.point
    field = Field(pen, area, point.landscape, REGION)
    if view.step == "find":
        down = -view.gradient
        length = float(np.hypot(*down))
        field.arrow(view.cursor, down * min(1.0, LONGEST / max(length, 1e-9)), look.full, "g")
    else:
        inks = (look.one, look.full)
        for direction, ink, letter in zip(point.directions.T, inks, ("l", "h"), strict=True):
            field.line([point.at - ARROW * direction, point.at + ARROW * direction], ink, letter)
    if view.kick is not None:
        direction = point.kicks()[KICKS[view.kick]]
        for sign in (1, -1):
            field.line(point.path(sign * direction), look.you, "s")
    field.draw()
    if view.kick is not None:
        for sign in (1, -1):
            field.glyph(point.path(sign * point.kicks()[KICKS[view.kick]])[-1], look.glyphs[0], look.you)
    field.glyph(view.cursor if view.step == "find" else point.at, look.cross, look.accent)


def _facts(pen: Pen, view: HessianView, area: Rect) -> int:
    grid, look, say, point = pen.grid, pen.look, pen.say, view.point
    if view.step == "find":
        length = float(np.hypot(*view.gradient))
        y = grid.paragraph(area.x, area.y, area.w, 4, say("hessian.task"), look.soft) + 1
        grid.text(area.x, y, "|g|", look.full, bold=True)
        grid.text(area.x + 7, y, number(length), look.text)
        return y + 2
    for n, (value, ink) in enumerate(zip(point.eigenvalues, (look.one, look.full), strict=True)):
        grid.text(area.x, area.y + n, "λmin" if n == 0 else "λmax", ink, bold=True)
        grid.text(area.x + 7, area.y + n, number(float(value)), look.text)
        grid.text(area.x + 17, area.y + n, say("hessian.eigenvalue"), look.dim, width=area.w - 17)
    return area.y + 3


def _what_came(pen: Pen, view: HessianView, area: Rect) -> int:
    grid, look, say, point = pen.grid, pen.look, pen.say, view.point
    right = PLACES[point.shape].answer
    named = view.named
    words = say("transfer.right" if named else "transfer.wrong")
    answer = say("card.answer", answer=say(f"hessian.{KINDS[right].replace(' ', '_')}"))
    y = grid.paragraph(area.x, area.y, area.w, 2, f"{words} {answer}", look.good if named else look.bad, bold=True)
    direction = point.kicks()[KICKS[view.kick or 0]]
    gone = point.leaves(direction)
    y = grid.paragraph(area.x, y, area.w, 3, say("hessian.left" if gone else "hessian.back"), look.text)
    told = dropped(point, direction, say)
    return grid.paragraph(area.x, y + 1, area.w, area.h - (y + 1 - area.y), told, look.soft)


def dropped(point: Critical, direction: Vector, say: Catalogue) -> str:
    """Return how far the loss falls by a kick alone: by the eigenvalues, and measured."""
    low, high = point.eigenvalues
    share = (direction @ point.directions) ** 2
    expected = -float(share @ (low, high)) * KICK**2 / 2
    return say("hessian.drop", kick=number(KICK), expected=number(expected), measured=number(point.drop(direction)))
