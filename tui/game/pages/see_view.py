"""The page that asks what was to be seen: the last frame at left, the question at right, the lanes below."""

from __future__ import annotations

from typing import TYPE_CHECKING

from batchgame.tui.draw.grid import Grid
from batchgame.tui.draw.layout import body, roomy
from batchgame.tui.game.parts import chrome
from batchgame.tui.game.parts.lanes import paint_standings
from batchgame.tui.game.parts.question import question
from batchgame.tui.game.parts.scene import paint_scene

if TYPE_CHECKING:
    from batchgame.tui.game.pages.see import SeePage


def paint_see(grid: Grid, page: SeePage) -> None:
    """Everything the race showed stays in sight while the player answers."""
    look, say, round_ = page.session.look, page.session.say, page.round
    frame = page.conductor.frame
    area = body(grid.width, grid.height)
    upper, half = area.top(area.h - 5), grid.width // 2
    paint_scene(grid, upper.left(half), page, frame=frame)
    text = upper.right_of(half).inset(2, 1)
    grid.text(text.x, text.y, say("see.before"), look.soft, width=text.w)
    asked = round_.stage.observed
    answers = [page.text(option.text) for option in asked.options]
    big = roomy(grid.width, grid.height)
    y = question(grid, look, text.below(1 + big), page.text(asked.prompt), answers, round_.observed, spread=True)
    if y + 1 < text.y + text.h:
        grid.text(text.x, y + 1, say("see.press", count=len(answers)), look.accent, width=text.w)
    paint_standings(grid, area.below(area.h - 5), page, frame)
    chrome.message(grid, say("see.no_stars"), look.soft)
