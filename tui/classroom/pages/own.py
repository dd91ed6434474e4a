"""A student's own things on a page that all share: the answer, the sliders, the question of a form, the own dot."""

from __future__ import annotations

from typing import NamedTuple

from batchgame.scenarios.text.numbers import number
from batchgame.tui.classroom.page import Page, options
from batchgame.tui.classroom.pages.parts import pick_map
from batchgame.tui.classroom.scene import Scene, paint_own
from batchgame.tui.draw.grid import Grid
from batchgame.tui.draw.layout import Rect
from batchgame.tui.draw.look import Look
from batchgame.tui.text.catalogue import Catalogue


class Asked(NamedTuple):
    """The present question of a student's test form. chosen: the place of the answer, as it is shown."""

    number: int
    of: int
    prompt: str = ""
    options: tuple[str, ...] = ()
    chosen: int | None = None


class Mine(NamedTuple):
    """A student's own things. message: what the last answer has become, as words. answer: its index as shown.

    knobs: batch size and momentum under the sliders, row: the slider under the cursor. stand: lines at the end.
    asked: the present question of a test form.
    """

    code: str
    name: str
    message: str = ""
    answer: int | None = None
    sure: bool | None = None
    knobs: tuple[int, float] | None = None
    row: int = 0
    stand: tuple[str, ...] = ()
    asked: Asked | None = None


def paint_own_things(page: Page, mine: Mine, scene: Scene, look: Look, say: Catalogue) -> Grid:
    """Draw a student's own things on a copy of the page that all share."""
    grid = page.copy()
    if "own" not in page.spots:  # the window is too small for a page
        return grid
    head = f"{say('class.seat', code=mine.code)}  {mine.name}" if grid.width >= 40 else mine.code
    grid.text(0, 0, head, look.accent, bg=look.bar, width=grid.width - 1, align="right")
    own = page.spots["own"]
    grid.paragraph(own.x, own.y, own.w, 2, mine.message, look.good)
    if "name" in page.spots:
        spot = page.spots["name"]
        grid.text(spot.x, spot.y, mine.name, look.accent, bold=True, width=spot.w)
        grid.paragraph(spot.x, spot.y + 1, spot.w, spot.h - 1, say("class.come_back", code=mine.code), look.soft)
    if mine.answer is not None and f"option {mine.answer}" in page.spots:
        _select(grid, page.spots[f"option {mine.answer}"], look)
    if "sure" in page.spots:
        _sure(grid, page.spots["sure"], mine, look, say)
    if "knobs" in page.spots and mine.knobs is not None:
        _knobs(grid, page.spots["knobs"], mine, look, say)
    if "form" in page.spots and mine.asked is not None:
        _form(grid, page.spots["form"], mine.asked, look, say)
    if "map" in page.spots:
        paint_own(grid, page.spots["map"], scene, mine.code, look)
    if "picks" in page.spots and scene.film is not None:
        pick_map(Page(grid), page.spots["picks"], scene.film, look, mine.code)
    if "stand" in page.spots:
        spot = page.spots["stand"]
        y = spot.y
        for line in mine.stand:
            y = grid.paragraph(spot.x, y, spot.w, max(0, spot.y + spot.h - y), line, look.soft) + 1
    return grid


def _form(grid: Grid, area: Rect, asked: Asked, look: Look, say: Catalogue) -> None:
    """Draw a question of a test form, or that all are answered."""
    if asked.number == asked.of:
        grid.paragraph(area.x, area.y, area.w, area.h, say("class.form_all", of=asked.of), look.text, bold=True)
        return
    said = say("form.question", number=asked.number + 1, of=asked.of)
    grid.text(area.x, area.y, said, look.soft, width=area.w)
    y = grid.paragraph(area.x, area.y + 1, area.w, area.h - 1, asked.prompt, look.text, bold=True) + 1
    page = Page(grid)
    options(page, Rect(area.x, y, area.w, area.y + area.h - y), asked.options, look)
    if asked.chosen is not None and f"option {asked.chosen}" in page.spots:
        _select(grid, page.spots[f"option {asked.chosen}"], look)


def _select(grid: Grid, area: Rect, look: Look) -> None:
    for y in range(area.y, area.y + area.h):
        row = grid.cells[y]
        for x in range(area.x, min(area.x + area.w, grid.width)):
            glyph, (ink, _, bold) = row[x]
            row[x] = (glyph, (ink, look.select, bold))
    grid.text(area.x, area.y, look.cursor, look.accent, bold=True)


def _sure(grid: Grid, area: Rect, mine: Mine, look: Look, say: Catalogue) -> None:
    ink = look.dim if mine.answer is None else look.text
    x = grid.text(area.x, area.y, say("predict.sure"), ink, width=area.w) + 1
    for digit, key, value in ((8, "predict.guess", False), (9, "predict.certain", True)):
        chosen = mine.answer is not None and mine.sure is value
        text = f"{look.cursor if chosen else ' '}{digit} {say(key)} "
        x = grid.text(x, area.y, text, ink, bg=look.select if chosen else None, width=area.x + area.w - x)


def _knobs(grid: Grid, area: Rect, mine: Mine, look: Look, say: Catalogue) -> None:
    assert mine.knobs is not None
    lines = (
        say("class.knob_batch_size", value=mine.knobs[0]),
        say("class.knob_momentum", value=number(mine.knobs[1])),
    )
    for row, line in enumerate(lines):
        here = row == mine.row
        y = area.y + 2 * row
        if here:
            grid.fill(area.x, y, area.w, 1, look.select)
        grid.text(area.x, y, look.cursor if here else " ", look.accent, bold=True)
        grid.text(area.x + 2, y, line, look.you if here else look.text, bold=here, width=area.w - 2)
