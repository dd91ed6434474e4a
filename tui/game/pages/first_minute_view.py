"""The first minute: two balls on a bowl, a row for each, and one button."""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

import numpy as np

from batchgame.tui.draw.bars import charge_bar, tape
from batchgame.tui.draw.grid import measure
from batchgame.tui.draw.layout import Rect
from batchgame.tui.draw.pen import Pen
from batchgame.tui.draw.raster import Dots, Layer, composite
from batchgame.tui.game.parts import chrome
from batchgame.tui.race.bowl import REACH, Bowl


class BowlView(NamedTuple):
    """What the first minute shows. charge: how far the full batch's shot is charged, 0 to 1. hop: of the last shot."""

    bowl: Bowl
    lane: str
    charge: float | None
    hop: float
    shots: dict[str, int]


def paint_bowl(pen: Pen, view: BowlView) -> None:
    """Draw the picture, and a sentence only when both ways down have been tried."""
    grid, look, say = pen.grid, pen.look, pen.say
    chrome.header(grid, look, say("first.title"))
    rows = 7
    picture = Rect(2, 2, grid.width - 4, grid.height - rows - 3)
    grid.pictures.append((picture.x, picture.y, picture.w, picture.h))
    _bowl(pen, view, picture)
    y = picture.y + picture.h + 1
    for n, lane in enumerate(("one", "full")):
        _lane(pen, view, Rect(2, y + n, grid.width - 4, 1), lane)
    _button(pen, view, y + 3)
    shots = view.shots
    if shots["one"] and shots["full"]:
        grid.text(0, y + 5, say("first.two_sentences"), look.text, width=grid.width, align="center")


def _lane(pen: Pen, view: BowlView, area: Rect, lane: str) -> None:
    grid, look, say = pen.grid, pen.look, pen.say
    colour, glyph = look.lane(lane)
    chosen = view.lane == lane
    if chosen:
        grid.fill(area.x, area.y, area.w, 1, look.select)
    grid.text(area.x + 1, area.y, glyph, colour)
    x = grid.text(area.x + 3, area.y, say(f"first.{lane}"), colour, bold=True)
    grid.text(max(x + 2, area.x + 18), area.y, say(f"first.{lane}_is"), look.text if chosen else look.soft)
    bar = area.x + 46 if area.w >= 70 else area.x + area.w - 22
    if area.w >= 70:
        if lane == "one":
            tape(grid, bar, area.y, 12, view.shots["one"], colour, look)
        else:
            charge_bar(grid, bar, area.y, 12, view.charge or 0.0, "", colour, look)
    words = say("first.charging") if lane == "full" and view.charge is not None else ""
    words = words or say("first.shots", count=view.shots[lane])
    grid.text(area.x, area.y, words, look.text, width=area.w - 2, align="right")


def _button(pen: Pen, view: BowlView, y: int) -> None:
    grid, look, say, shots = pen.grid, pen.look, pen.say, view.shots
    if view.charge is not None:
        key = "first.wait"
    elif shots["one"] < 3 and view.lane == "one":
        key = "first.press"
    elif not shots["full"] and view.lane == "one":
        key = "first.tab"
    elif not shots["full"]:
        key = "first.press_full"
    else:
        key = "first.enter"
    words = f"  {say(key)}  "
    if look.mono or look.ascii:
        words = f"[ {say(key)} ]"
    colour = look.accent if key in ("first.tab", "first.enter") else look.lane(view.lane)[0]
    x = (grid.width - measure(words, grid.folds)) // 2
    grid.text(x, y, words, look.on_accent, bg=colour, bold=True)


def _bowl(pen: Pen, view: BowlView, area: Rect) -> None:
    """Draw the curve, the hops of each ball as arcs, and the balls. Height is loss."""
    grid, look, say, bowl = pen.grid, pen.look, pen.say, view.bowl
    line = np.linspace(-REACH, REACH, area.w * 4)
    loss = bowl.loss(line)
    low, high = float(loss.min()), float(loss.max())
    floor, roof = 0.06, 0.94

    def up(value: np.ndarray) -> np.ndarray:
        return floor + (roof - floor) * (value - low) / (high - low)

    def across(theta: np.ndarray) -> np.ndarray:
        return (theta + REACH) / (2 * REACH)

    curve = Dots(area.w, area.h)
    curve.line(across(line), up(loss))
    layers = [Layer(curve, look.soft)]
    balls = []
    for lane in ("full", "one") if view.lane == "one" else ("one", "full"):
        colour, glyph = look.lane(lane)
        path = bowl.paths[lane]
        dots = Dots(area.w, area.h)
        recent = path[-9:]
        for n, (a, b) in enumerate(pairwise(recent)):
            flying = view.hop if lane == view.lane and n == len(recent) - 2 else 1.0
            s = np.linspace(0, flying, 40)
            theta = a + (b - a) * s
            ends = bowl.loss(np.array([a, b]))
            height = up(ends[0] + (ends[1] - ends[0]) * s) + 4 * 0.12 * s * (1 - s)
            dots.line(across(theta), np.maximum(height, up(bowl.loss(theta))))
            at = (float(across(theta[-1:])[0]), float(height[-1]))
        if len(recent) == 1:
            at = (float(across(np.array(recent))[0]), float(up(bowl.loss(np.array(recent)))[0]))
        layers.insert(0, Layer(dots, colour, glyph.lower()))
        balls.append((at, colour, glyph))
    composite(grid, area.x, area.y, layers)
    for (x, y), colour, glyph in balls:
        column = area.x + min(area.w - 1, int(x * area.w))
        row = area.y + min(area.h - 1, int((1 - y) * area.h))
        grid.put(column, row, glyph, colour, bold=True)
    grid.text(area.x, area.y + 1, say("first.high"), look.soft, width=area.w * 7 // 8, align="right")
    grid.text(area.x, area.y + area.h * 3 // 4, say("first.low"), look.soft, width=area.w, align="center")
