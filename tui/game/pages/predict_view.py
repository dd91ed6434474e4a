"""The predict page: the landscape at left, the story and the question at right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from batchgame.scenarios.daily.names import is_daily
from batchgame.tui.draw.grid import Grid, wrap
from batchgame.tui.draw.layout import Rect, body, narrow, roomy
from batchgame.tui.game.parts import chrome
from batchgame.tui.game.parts.question import question
from batchgame.tui.game.parts.scene import paint_scene

if TYPE_CHECKING:
    from batchgame.tui.game.pages.predict import PredictPage


def paint_predict(grid: Grid, page: PredictPage) -> None:
    """Nothing moves until both questions are answered."""
    look, say, round_ = page.session.look, page.session.say, page.round
    area = body(grid.width, grid.height)
    half = grid.width // 2
    if narrow(grid.width, grid.height):
        text = area.inset(1, 0)
    else:
        paint_scene(grid, area.left(half), page)
        text = area.right_of(half).inset(2 if roomy(grid.width, grid.height) else 1, 1)

    y = grid.paragraph(text.x, text.y, text.w, text.h, page.text(round_.stage.story), look.soft) + 1
    asked = round_.stage.prediction
    answers = [page.text(option.text) for option in asked.options]
    y = question(grid, look, text.below(y - text.y), page.text(asked.prompt), answers, round_.answer)
    _how_sure(grid, page, text.below(y - text.y, 1))

    hint = page.hint()
    if hint:
        _hint_box(grid, page, area, half, hint)
    if not page.asks_sure:
        words = say("predict.still", count=len(answers))
        if page.session.warm and is_daily(round_.scenario.name):
            from batchgame.scenarios.daily.race import difficulty

            share = f"{100 * difficulty(round_.scenario):.0f}"
            words = say("daily.difficulty", share=share, count=len(answers))
        chrome.message(grid, words, look.accent)
    elif round_.sure is None:
        chrome.message(grid, say("predict.how_sure"), look.accent)
    else:
        chrome.message(grid, say("predict.ready"), look.accent)


def _how_sure(grid: Grid, page: PredictPage, area: Rect) -> None:
    look, say, round_ = page.session.look, page.session.say, page.round
    ink = look.text if page.asks_sure else look.dim
    grid.text(area.x, area.y, say("predict.sure"), ink, bold=page.asks_sure, width=area.w)
    x = area.x
    for digit, key, value in ((8, "predict.guess", False), (9, "predict.certain", True)):
        chosen = page.asks_sure and round_.sure is value
        words = f"{digit} {say(key)}"
        words = f"{look.cursor} {words} " if chosen else f"  {words} "
        start = x
        x = grid.text(x, area.y + 1, words, look.text if chosen else ink, bg=look.select if chosen else None)
        if page.asks_sure:
            grid.hot(start, area.y + 1, x - start, 1, f"digit:{digit}")
        x += 1


def _hint_box(grid: Grid, page: PredictPage, area: Rect, half: int, hint: str) -> None:
    """Over the lower left of the landscape, where no goal is lost for long."""
    look = page.session.look
    lines = wrap(hint, half - 4, grid.folds)
    top = area.y + area.h - len(lines) - 1
    grid.fill(area.x, top, half, len(lines) + 1, look.select)
    grid.text(area.x + 1, top, page.session.say("hint.title", number=page.round.hints), look.accent, bold=True)
    for n, line in enumerate(lines):
        grid.text(area.x + 1, top + 1 + n, line, look.text)
