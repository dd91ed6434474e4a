"""The Hessian page: the map with the gradient's arrow, the eigenvalues as arrows, the kick and what came of it."""

from __future__ import annotations

from math import log
from typing import NamedTuple

import numpy as np

from batchgame.scenarios.exercises.hessian import CLUES, KICKS, KINDS, PLACES, REGION, Seen, others
from batchgame.scenarios.text.numbers import number
from batchgame.sim.critical import KICK, Critical, Vector
from batchgame.tui.draw.bars import result_bar
from batchgame.tui.draw.grid import measure
from batchgame.tui.draw.layout import Rect, body, narrow
from batchgame.tui.draw.look import Look
from batchgame.tui.draw.pen import Pen
from batchgame.tui.game.parts import chrome
from batchgame.tui.game.parts.field import Field
from batchgame.tui.game.parts.question import paint_question
from batchgame.tui.text.catalogue import Catalogue

ARROW = 0.7  # on the map: an eigenvector of any length
FLAT, STEEP, LONGEST = 0.03, 4.0, 12.0  # slopes with an arrow of one cell, and with the longest one, in cells
MARKS = {"minimum": "●", "saddle": "◇", "maximum": "○", "cannot tell": "?"}
LETTERS = {"minimum": "o", "saddle": "s", "maximum": "^", "cannot tell": "?"}  # where these signs can't be drawn


class HessianView(NamedTuple):
    """What the page shows.

    step: find, name, kick or see. found: other critical points in view that were found. named: the point was named
    right. message: what came of the last "here".
    """

    point: Critical
    step: str
    cursor: Vector
    gradient: Vector
    found: tuple[Seen, ...]
    kick: int | None
    named: bool
    message: str | None
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
        answers = [say(f"hessian.{word_of(word)}") for word in words]
        prompt = say("hessian.which" if view.step == "name" else "hessian.kick")
        y = paint_question(pen, rest, prompt, answers, None)
    elif view.step == "see":
        y = _what_came(pen, view, rest)
    if view.hint and view.step != "find":
        chrome.hint_in(grid, look, view.hint, text.below(y - text.y, 1), low=True)
    key = {"find": "hessian.find", "name": "hessian.name", "kick": "hessian.choose", "see": "hessian.next"}[view.step]
    chrome.message(grid, view.message or say(key), look.accent)


def word_of(kind: str) -> str:
    """Return a kind as the catalogue's keys spell it."""
    return kind.replace(" ", "_")


def _sign(look: Look, kind: str) -> str:
    return (LETTERS if look.folds else MARKS)[kind]


def share_of(slope: float) -> float:
    """Return how far a slope lies between a flat and a steep one on a log scale, 0 to 1."""
    return min(max(log(max(slope, 1e-12) / FLAT) / log(STEEP / FLAT), 0.0), 1.0)


def arrow(slope: float) -> float:
    """Return the length of the gradient's arrow in cells: 1 to 12 on a log scale, and 0 where it is flat."""
    return 1 + (LONGEST - 1) * share_of(slope) if slope >= FLAT else 0.0


def _map(pen: Pen, view: HessianView, area: Rect) -> None:
    look, say, point = pen.look, pen.say, view.point
    field = Field(pen, area, point.landscape, REGION)
    slope = float(np.hypot(*view.gradient))
    if view.step == "find":
        x0, x1, y0, y1 = REGION
        in_cells = float(np.hypot(*(view.gradient * (area.w / (x1 - x0), 2 * area.h / (y1 - y0)))))
        if in_cells and arrow(slope):
            field.arrow(view.cursor, -view.gradient * (arrow(slope) * area.w / 40 / in_cells), look.full, "g")
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
    for seen in view.found:
        _named(pen, field, area, seen.at, seen.kind, f"{say(f'hessian.sign_{word_of(seen.kind)}')} {seen.number}")
    if view.step == "see":
        kind = KINDS[PLACES[point.shape].answer]
        _named(pen, field, area, point.at, kind, say(f"hessian.sign_{word_of(kind)}"))
    elif view.step == "find":
        there = "0" if look.folds else "◎"
        field.glyph(view.cursor, look.cross if slope >= FLAT else there, look.accent)
    else:
        field.glyph(point.at, look.cross, look.accent)


def _named(pen: Pen, field: Field, area: Rect, at: Vector, kind: str, words: str) -> None:
    """Put the mark of a point that was found on the map, and its name beside it."""
    grid, look = pen.grid, pen.look
    x, y = field.place.cell(at)
    field.glyph(at, _sign(look, kind), look.good)
    room = measure(words, grid.folds) + 2
    grid.text(x + 2 if x + room < area.x + area.w else x - room + 1, y, words, look.good)


def _facts(pen: Pen, view: HessianView, area: Rect) -> int:
    grid, look, say, point = pen.grid, pen.look, pen.say, view.point
    if view.step == "find":
        return _search(pen, view, area)
    for n, (value, ink) in enumerate(zip(point.eigenvalues, (look.one, look.full), strict=True)):
        grid.text(area.x, area.y + n, f"h{n + 1}", ink, bold=True)
        grid.text(area.x + 5, area.y + n, number(float(value)), look.text)
        words = say("hessian.curvature")
        if measure(words, grid.folds) <= area.w - 13:
            grid.text(area.x + 13, area.y + n, words, look.dim)
    return area.y + 3


def _search(pen: Pen, view: HessianView, area: Rect) -> int:
    """Draw the slope as a gauge, the points found so far, and the clue to the one that is asked for."""
    grid, look, say, point = pen.grid, pen.look, pen.say, view.point
    slope = float(np.hypot(*view.gradient))
    task, ink = (view.hint, look.accent) if view.hint else (say("hessian.task"), look.soft)
    y = grid.paragraph(area.x, area.y, area.w, 4, task, ink) + 1
    grid.text(area.x, y, "|g|", look.full, bold=True)
    result_bar(grid, area.x + 4, y, area.w - 13, share_of(slope), look.full, look)
    grid.text(area.x, y, number(slope), look.text, width=area.w, align="right")
    y += 2
    found = say("hessian.found", found=len(view.found), of=len(others(point.shape)) + 1)
    y = grid.paragraph(area.x, y, area.w, 2, found, look.dim)
    for seen in view.found[: max(0, area.y + area.h - y - 4)]:
        grid.text(area.x, y, _sign(look, seen.kind), look.good, bold=True)
        where = f"({number(float(seen.at[0]))}, {number(float(seen.at[1]))})"
        words = f"{say(f'hessian.sign_{word_of(seen.kind)}')} {seen.number}"
        x = grid.text(area.x + 3, y, words, look.text)
        if x - area.x + 2 + len(where) <= area.w:
            grid.text(x + 2, y, where, look.dim)
        y += 1
    grid.text(area.x, y, "?", look.accent, bold=True)
    y = grid.paragraph(area.x + 3, y, area.w - 3, 2, say("hessian.open"), look.text)
    clue = say(f"hessian.clue_{CLUES[point.shape]}")
    return grid.paragraph(area.x + 3, y, area.w - 3, area.y + area.h - y, clue, look.soft) + 1


def _what_came(pen: Pen, view: HessianView, area: Rect) -> int:
    grid, look, say, point = pen.grid, pen.look, pen.say, view.point
    right = PLACES[point.shape].answer
    named = view.named
    words = say("transfer.right" if named else "transfer.wrong")
    answer = say("card.answer", answer=say(f"hessian.{word_of(KINDS[right])}"))
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
