"""The ending: the table at left, the calibration curve at right, and below them the stars and what can be shared."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from batchgame.scenarios.path import path
from batchgame.tui.draw.grid import wrap
from batchgame.tui.draw.layout import Rect, body, narrow, roomy
from batchgame.tui.draw.pen import Pen
from batchgame.tui.game.pages.trophy_view import paint_rows
from batchgame.tui.game.parts import chrome
from batchgame.tui.score.share import ChapterStars
from batchgame.tui.score.trophy import TrophyRow, left_open

FEW = 5  # answers, below which a point of the curve is hollow
HEIGHT = 7  # rows of the curve at 80x24


class EndingView(NamedTuple):
    """What the page shows.

    chances: for each chance that was given, in per cent, the per cents that came, added up, and how many. share: the
    text to share. again: the command of the last race. kiosk: the text is there to be photographed, not copied.
    """

    rows: Sequence[TrophyRow]
    chapters: Sequence[ChapterStars]
    chances: Mapping[str, tuple[int, int]]
    sure: tuple[int, int]
    unsure: tuple[int, int]
    share: str
    again: str
    kiosk: bool


def paint_ending(pen: Pen, view: EndingView) -> None:
    """Draw the page. A window smaller than 80x24 has no room for the curve, and has its figures in words."""
    grid, look, say = pen.grid, pen.look, pen.say
    earned, most = sum(each.earned for each in view.chapters), sum(each.most for each in view.chapters)
    chrome.header(grid, look, say("ending.title"), right=f"{look.star} {say('menu.of', earned=earned, of=most)}")
    small, big = narrow(grid.width, grid.height), roomy(grid.width, grid.height)
    area = body(grid.width, grid.height).inset(1, 0)
    left = area.left(area.w if small else 58 if big else 45)
    y = left.y if small else left.y + 1
    labels = [say(f"trophy.{row.name}") for row in view.rows]
    y = paint_rows(pen, Rect(left.x, y, left.w, left.h), view.rows, labels, None)
    if not small:
        point = grid.paragraph(left.x, y + 1, left.w, 3, say("ending.point"), look.text)
        right = area.right_of(left.w, 3)
        height = 14 if big else HEIGHT
        down = _curve(pen, Rect(right.x, area.y + 1, right.w, height + 3), view, height)
        y = max(point, down, y + 4) + (1 if big else 0)
        grid.hline(area.x, y, area.w, look.faint)
        y += 1
    _take_away(pen, Rect(area.x, y, area.w, area.y + area.h - y), view)
    chrome.message(grid, left_open(say, view.rows), look.dim)


def _take_away(pen: Pen, area: Rect, view: EndingView) -> None:
    """Draw the stars of each chapter, the text to share, and the command of the last race."""
    grid, look, say = pen.grid, pen.look, pen.say
    stars = "  ".join(
        f"{say.of(chapter.title)} {each.earned}/{each.most}"
        for chapter, each in zip(path().chapters, view.chapters, strict=True)
    )
    gap = 1 if area.h >= 7 else 0
    y = grid.paragraph(area.x, area.y, area.w, 2, f"{look.star}  {stars}", look.accent) + gap
    for key, text in (
        ("ending.photograph" if view.kiosk else "ending.to_share", view.share),
        ("ending.again", view.again),
    ):
        grid.text(area.x, y, say(key), look.dim, width=11)
        for row in wrap(text, area.w - 12, grid.folds)[: max(0, area.y + area.h - y)]:
            grid.text(area.x + 12, y, row, look.text)
            y += 1


def _curve(pen: Pen, area: Rect, view: EndingView, height: int) -> int:
    """Draw how often a pick solved against the chance that it was given. Returns the row after it."""
    grid, look, say = pen.grid, pen.look, pen.say
    grid.text(area.x, area.y, say("ending.sure_title"), look.accent, bold=True)
    left, wide = area.x + 6, area.w - 8
    for row in range(height):
        y = area.y + 1 + row
        grid.put(left - 1, y, "│", look.faint)
        grid.put(left + round((height - 1 - row) / (height - 1) * (wide - 1)), y, "·", look.dim)
    for row, label in ((0, "100%"), (height - 1, "0%")):
        grid.text(area.x, area.y + 1 + row, label, look.dim, width=4, align="right")
    y = area.y + 1 + height
    grid.hline(left, y, wide, look.faint)
    grid.put(left - 1, y, "└", look.faint)
    for said, (came, answers) in view.chances.items():
        x = left + round(min(100, int(said)) / 100 * (wide - 1))
        row = area.y + 1 + round((1 - came / answers / 100) * (height - 1))
        grid.put(x, row, "o" if look.folds else "●" if answers >= FEW else "○", look.good, bold=True)
    y += 1
    grid.text(left, y, say("ending.you_said"), look.dim, width=wide)
    y += 1
    (sure, sure_of), (unsure, unsure_of) = view.sure, view.unsure
    told = say("menu.calibration_short", sure=sure, sure_of=sure_of, unsure=unsure, unsure_of=unsure_of)
    return grid.paragraph(area.x, y, area.w, 2, told, look.soft)
