"""The transfer question: what was learned, asked with other numbers, and what each answer shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from batchgame.tui.draw.grid import Grid, wrap
from batchgame.tui.draw.layout import body, roomy
from batchgame.tui.game.panels.lesson import badge_colour
from batchgame.tui.game.parts import chrome
from batchgame.tui.game.parts.question import question
from batchgame.tui.game.parts.scene import paint_scene

if TYPE_CHECKING:
    from batchgame.tui.game.pages.transfer import TransferPage


def paint_transfer(grid: Grid, page: TransferPage) -> None:
    """Where everyone ended stays at left; the question and what the answer shows at right."""
    look, say, round_ = page.session.look, page.session.say, page.round
    area = body(grid.width, grid.height)
    half = grid.width // 2
    frame = round_.result.frame if round_.result else None
    paint_scene(grid, area.left(half), page, frame=frame)
    text = area.right_of(half).inset(2 if roomy(grid.width, grid.height) else 1, 1)
    grid.text(text.x, text.y, say("transfer.title"), look.soft, width=text.w)
    asked = round_.stage.transfer
    answers = [page.text(option.text) for option in asked.options]
    y = question(grid, look, text.below(2), page.text(asked.prompt), answers, round_.transfer) + 1
    if round_.transfer is not None:
        chosen = asked.options[round_.transfer]
        verdict, ink = ("transfer.right", look.good) if chosen.right else ("transfer.wrong", look.bad)
        y = grid.paragraph(text.x, y, text.w, text.y + text.h - y, say(verdict), ink, bold=True)
        claim = round_.stage.claims[0]
        if chosen.right or chosen.betrays is None:
            y = grid.paragraph(text.x, y, text.w, text.y + text.h - y, page.text(claim.statement), look.text)
            badge = say("badge." + claim.badge.lower().replace(" ", "_"))
            grid.text(text.x, y, badge, badge_colour(look, claim.badge), bold=True, width=text.w)
            sources = "; ".join(claim.sources)
            room = text.y + text.h - y - 1
            if sources and len(wrap(sources, text.w, grid.folds)) <= room:
                grid.paragraph(text.x, y + 1, text.w, room, sources, look.dim)
        else:
            grid.paragraph(text.x, y, text.w, text.y + text.h - y, page.text(chosen.betrays), look.text)
        chrome.message(grid, page.text(round_.stage.next), look.accent)
    else:
        chrome.message(grid, say("transfer.press", count=len(answers)), look.accent)
