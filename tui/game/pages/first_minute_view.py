"""The first two screens: a language with one key, and a ball on a bowl."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from batchgame.tui.draw.bars import charge_bar, tape
from batchgame.tui.draw.grid import Grid, measure
from batchgame.tui.draw.layout import Rect
from batchgame.tui.game.parts import chrome

if TYPE_CHECKING:
    from batchgame.tui.game.pages.first_minute import FirstMinutePage, LanguagePage


def paint_languages(grid: Grid, page: LanguagePage) -> None:
    """Both at once: nobody has to read the other one."""
    look = page.session.look
    chrome.header(grid, look, "")
    middle, x = grid.height // 2, grid.width // 2 - 10
    for row, (digit, name) in enumerate((("1", "English"), ("2", "中文"))):
        y = middle - 2 + 2 * row
        grid.text(x, y, digit, look.accent, bold=True)
        grid.text(x + 4, y, name, look.text, bold=True)
        grid.hot(x, y, 20, 1, f"digit:{digit}")


def paint_bowl(grid: Grid, page: FirstMinutePage) -> None:
    """The picture first; a sentence only when both have been tried."""
    look, say = page.session.look, page.session.say
    chrome.header(grid, look, say("first.title"))
    rows = 7
    picture = Rect(2, 2, grid.width - 4, grid.height - rows - 3)
    grid.pictures.append((picture.x, picture.y, picture.w, picture.h))
    _bowl(grid, page, picture)
    y = picture.y + picture.h + 1
    for n, lane in enumerate(("one", "full")):
        _lane(grid, page, Rect(2, y + n, grid.width - 4, 1), lane)
    _button(grid, page, y + 3)
    shots = page.shots
    if shots["one"] and shots["full"]:
        grid.text(0, y + 5, say("first.two_sentences"), look.text, width=grid.width, align="center")


def _lane(grid: Grid, page: FirstMinutePage, area: Rect, lane: str) -> None:
    look, say = page.session.look, page.session.say
    colour, glyph = look.lane(lane)
    chosen = page.lane == lane
    if chosen:
        grid.fill(area.x, area.y, area.w, 1, look.select)
    grid.text(area.x + 1, area.y, glyph, colour)
    x = grid.text(area.x + 3, area.y, say(f"first.{lane}"), colour, bold=True)
    grid.text(max(x + 2, area.x + 18), area.y, say(f"first.{lane}_is"), look.text if chosen else look.soft)
    bar = area.x + 46 if area.w >= 70 else area.x + area.w - 22
    if area.w >= 70:
        if lane == "one":
            tape(grid, bar, area.y, 12, page.shots["one"], colour, look)
        else:
            charge_bar(grid, bar, area.y, 12, page.charge or 0.0, "", colour, look)
    words = say("first.charging") if lane == "full" and page.charge is not None else ""
    words = words or say("first.shots", count=page.shots[lane])
    grid.text(area.x, area.y, words, look.text, width=area.w - 2, align="right")


def _button(grid: Grid, page: FirstMinutePage, y: int) -> None:
    look, say, shots = page.session.look, page.session.say, page.shots
    if page.charge is not None:
        key = "first.wait"
    elif shots["one"] < 3 and page.lane == "one":
        key = "first.press"
    elif not shots["full"] and page.lane == "one":
        key = "first.tab"
    elif not shots["full"]:
        key = "first.press_full"
    else:
        key = "first.enter"
    words = f"  {say(key)}  "
    if look.mono or look.ascii:
        words = f"[ {say(key)} ]"
    colour = look.accent if key in ("first.tab", "first.enter") else look.lane(page.lane)[0]
    x = (grid.width - measure(words, grid.folds)) // 2
    grid.text(x, y, words, look.on_accent, bg=colour, bold=True)


def _bowl(grid: Grid, page: FirstMinutePage, area: Rect) -> None:
    """The curve, the hops of each ball as arcs, the balls; height is loss."""
    import numpy as np

    from batchgame.tui.draw.raster import Dots, Layer, composite
    from batchgame.tui.race.bowl import REACH

    look, say, bowl = page.session.look, page.session.say, page.bowl
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
    for lane in ("full", "one") if page.lane == "one" else ("one", "full"):
        colour, glyph = look.lane(lane)
        path = bowl.paths[lane]
        dots = Dots(area.w, area.h)
        recent = path[-9:]
        for n, (a, b) in enumerate(pairwise(recent)):
            flying = page.hop if lane == page.lane and n == len(recent) - 2 else 1.0
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
