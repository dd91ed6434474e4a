"""The Hessian page: the map with the gradient's arrow, the eigenvalues as arrows, the kick and what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from batchgame.scenarios.exercises.hessian import KICKS, KINDS, PLACES
from batchgame.scenarios.text.numbers import number
from batchgame.sim.critical import KICK, Critical, Vector
from batchgame.tui.draw.grid import Grid, wrap
from batchgame.tui.draw.layout import Rect, body, narrow
from batchgame.tui.game.parts import chrome
from batchgame.tui.game.parts.field import Field
from batchgame.tui.game.parts.question import question
from batchgame.tui.game.workshops.card_view import paint_header
from batchgame.tui.text.catalogue import Catalogue

if TYPE_CHECKING:
    from batchgame.tui.game.workshops.hessian import HessianPage

STEPS = ("find", "name", "kick", "see")
ARROW = 0.7  # on the map: an eigenvector of any length
LONGEST = 0.8  # on the map: the gradient's arrow


def paint_hessian(grid: Grid, page: HessianPage) -> None:
    """The map at left, what is asked at right."""
    look, say = page.session.look, page.session.say
    paint_header(grid, page, say("card.of", number=page.number + 1, cards=len(page.shapes)))
    area = body(grid.width, grid.height)
    half = grid.width // 2
    if page.session.warm:
        _map(grid, page, area.left(half))
    small = narrow(grid.width, grid.height)
    text = area.right_of(half).inset(1 if small else 2, 0 if small else 1)
    y = _facts(grid, page, text)
    rest = text.below(y - text.y)
    if page.step in ("name", "kick"):
        words = KINDS if page.step == "name" else KICKS
        answers = [say(f"hessian.{word.replace(' ', '_')}") for word in words]
        y = question(grid, look, rest, say("hessian.which" if page.step == "name" else "hessian.kick"), answers, None)
    elif page.step == "see":
        y = _what_came(grid, page, rest)
    hint = page.hint() if page.practice.hints > STEPS.index(page.step) else None  # a hint a step
    if hint:
        lines = wrap(hint, text.w, grid.folds)
        for n, line in enumerate(lines[: max(0, text.y + text.h - y - 1)]):
            grid.text(text.x, text.y + text.h - len(lines) + n, line, look.accent)
    key = {"find": "hessian.find", "name": "hessian.name", "kick": "hessian.choose", "see": "hessian.next"}[page.step]
    chrome.message(grid, say("hessian.not_here" if page.far else key), look.accent)


def _map(grid: Grid, page: HessianPage, area: Rect) -> None:
    from batchgame.tui.game.workshops.hessian import REGION

    look, point = page.session.look, page.point
    field = Field(grid, area, point.landscape, REGION, look)
    if page.step == "find":
        down = -page.gradient
        length = float(np.hypot(*down))
        field.arrow(page.cursor, down * min(1.0, LONGEST / max(length, 1e-9)), look.full, "g")
    else:
        inks = (look.one, look.full)
        for direction, ink, letter in zip(point.directions.T, inks, ("l", "h"), strict=True):
            field.line([point.at - ARROW * direction, point.at + ARROW * direction], ink, letter)
    if page.kick is not None:
        direction = point.kicks()[KICKS[page.kick]]
        for sign in (1, -1):
            field.line(point.path(sign * direction), look.you, "s")
    field.draw()
    if page.kick is not None:
        for sign in (1, -1):
            field.glyph(point.path(sign * point.kicks()[KICKS[page.kick]])[-1], look.glyphs[0], look.you)
    field.glyph(page.cursor if page.step == "find" else point.at, look.cross, look.accent)


def _facts(grid: Grid, page: HessianPage, area: Rect) -> int:
    look, say, point = page.session.look, page.session.say, page.point
    if page.step == "find":
        length = float(np.hypot(*page.gradient))
        y = grid.paragraph(area.x, area.y, area.w, 4, say("hessian.task"), look.soft) + 1
        grid.text(area.x, y, "|g|", look.full, bold=True)
        grid.text(area.x + 7, y, number(length), look.text)
        return y + 2
    for n, (value, ink) in enumerate(zip(point.eigenvalues, (look.one, look.full), strict=True)):
        grid.text(area.x, area.y + n, "λmin" if n == 0 else "λmax", ink, bold=True)
        grid.text(area.x + 7, area.y + n, number(float(value)), look.text)
        grid.text(area.x + 17, area.y + n, say("hessian.eigenvalue"), look.dim, width=area.w - 17)
    return area.y + 3


def _what_came(grid: Grid, page: HessianPage, area: Rect) -> int:
    look, say, point = page.session.look, page.session.say, page.point
    right = PLACES[point.shape].answer
    named = page.named[-1]
    words = say("transfer.right" if named else "transfer.wrong")
    answer = say("card.answer", answer=say(f"hessian.{KINDS[right].replace(' ', '_')}"))
    y = grid.paragraph(area.x, area.y, area.w, 2, f"{words} {answer}", look.good if named else look.bad, bold=True)
    direction = point.kicks()[KICKS[page.kick or 0]]
    gone = point.leaves(direction)
    y = grid.paragraph(area.x, y, area.w, 3, say("hessian.left" if gone else "hessian.back"), look.text)
    told = dropped(point, direction, say)
    return grid.paragraph(area.x, y + 1, area.w, area.h - (y + 1 - area.y), told, look.soft)


def dropped(point: Critical, direction: Vector, say: Catalogue) -> str:
    """How far the loss falls by a kick alone: by the eigenvalues, and measured."""
    low, high = point.eigenvalues
    share = (direction @ point.directions) ** 2
    expected = -float(share @ (low, high)) * KICK**2 / 2
    return say("hessian.drop", kick=number(KICK), expected=number(expected), measured=number(point.drop(direction)))
