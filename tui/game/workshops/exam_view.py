"""The exam page: the map without names, what is given, two knobs, and the grade."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from batchgame.scenarios.text.numbers import number
from batchgame.tui.draw.grid import Grid, wrap
from batchgame.tui.draw.layout import Rect, body, narrow
from batchgame.tui.game.parts import chrome
from batchgame.tui.game.parts.knobs import paint_knobs
from batchgame.tui.game.parts.scene import paint_scene
from batchgame.tui.game.workshops.card_view import paint_header

if TYPE_CHECKING:
    from batchgame.tui.game.workshops.exam import ExamPage


def paint_exam(grid: Grid, page: ExamPage) -> None:
    """The map at left, what is known at right, the knobs below."""
    from batchgame.scenarios.exercises.exam import TASKS

    look, say, stage = page.session.look, page.session.say, page.round.stage
    number_ = len(page.grades) + (page.told is None)
    paint_header(grid, page, say("card.of", number=number_, cards=len(TASKS)))
    area = body(grid.width, grid.height)
    upper, half = area.top(area.h - 3), grid.width // 2
    # The map, the start and the knobs are drawn as in a round: both pages have a session and a round.
    as_round = cast(Any, page)
    paint_scene(grid, upper.left(half), as_round)
    small = narrow(grid.width, grid.height)
    text = upper.right_of(half).inset(1 if small else 2, 0 if small else 1)
    y = text.y
    budget = stage.budget
    count = budget.epochs if budget.epochs is not None else budget.updates
    given = (
        ("η", number(stage.learning_rate)),
        (say("menu.budget"), say("menu.epochs" if budget.epochs is not None else "menu.updates", count=count)),
        (say("exam.hold"), say("menu.updates", count=stage.goal.hold)),
        (say("exam.slope"), _slope(page)),
    )
    for key, value in given:
        grid.text(text.x, y, key, look.dim)
        grid.text(text.x + 14, y, value, look.text, width=text.w - 14)
        y += 1
    hint = page.hint()
    if page.told is not None:
        mine, best = page.told
        words = say("exam.graded", mine=f"{100 * mine:.0f}", best=f"{100 * best:.0f}")
        ink = look.good if mine >= 0.8 * best else look.bad
        grid.paragraph(text.x, y + 1, text.w, text.h - (y + 1 - text.y), words, ink, bold=True)
    elif hint:
        for n, line in enumerate(wrap(hint, text.w, grid.folds)[: text.h - (y + 1 - text.y)]):
            grid.text(text.x, y + 1 + n, line, look.accent)
    grid.hline(1, upper.y + upper.h, grid.width - 2, look.faint)
    paint_knobs(grid, as_round, Rect(0, upper.y + upper.h + 1, grid.width, 2))
    chrome.message(grid, say("card.next" if page.told is not None else "exam.turn"), look.accent)


def _slope(page: ExamPage) -> str:
    """‖gradient‖ at the start, of all examples."""
    if not page.session.warm:
        return ""
    gradient = page.round.problem.landscape.gradient(page.round.stage.start)
    return number(float((gradient @ gradient) ** 0.5)) if abs(gradient).max() > 1e-5 else number(0.0)
