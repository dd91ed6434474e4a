"""The exam page: the map without names, what is given, two knobs, and the grade."""

from __future__ import annotations

from batchgame.scenarios.text.numbers import number, whole_percent
from batchgame.tui.draw.layout import Rect, body, narrow
from batchgame.tui.draw.pen import Pen
from batchgame.tui.game.parts import chrome
from batchgame.tui.game.parts.knobs import paint_knobs
from batchgame.tui.game.parts.scene import paint_scene
from batchgame.tui.race.knob_rows import KnobRows
from batchgame.tui.race.round import Round


def paint_exam(pen: Pen, round_: Round, knobs: KnobRows, told: tuple[float, float] | None, hint: str | None) -> None:
    """Draw the map at left, what is given at right, the knobs below.

    told: the chance of the pick that was handed in, and the best one on the map.
    """
    grid, look, say, stage = pen.grid, pen.look, pen.say, round_.stage
    area = body(grid.width, grid.height)
    upper, half = area.top(area.h - 3), grid.width // 2
    paint_scene(pen, upper.left(half), round_)
    small = narrow(grid.width, grid.height)
    text = upper.right_of(half).inset(1 if small else 2, 0 if small else 1)
    y = text.y
    budget = stage.budget
    count = budget.epochs if budget.epochs is not None else budget.updates
    given = (
        ("η", number(stage.learning_rate)),
        (say("menu.budget"), say("menu.epochs" if budget.epochs is not None else "menu.updates", count=count)),
        (say("exam.hold"), say("menu.updates", count=stage.goal.hold)),
        (say("exam.slope"), _slope(pen, round_)),
    )
    for key, value in given:
        grid.text(text.x, y, key, look.dim)
        grid.text(text.x + 14, y, value, look.text, width=text.w - 14)
        y += 1
    if told is not None:
        mine, best = told
        words = say("exam.graded", mine=whole_percent(mine), best=whole_percent(best))
        ink = look.good if mine >= 0.8 * best else look.bad
        grid.paragraph(text.x, y + 1, text.w, text.h - (y + 1 - text.y), words, ink, bold=True)
    elif hint:
        chrome.hint_in(grid, look, hint, text.below(y - text.y, 1))
    grid.hline(1, upper.y + upper.h, grid.width - 2, look.faint)
    paint_knobs(pen, Rect(0, upper.y + upper.h + 1, grid.width, 2), knobs)
    chrome.message(grid, say("card.next" if told is not None else "exam.turn"), look.accent)


def _slope(pen: Pen, round_: Round) -> str:
    """Return the length of the full gradient at the start; empty until the experiment is imported."""
    if not pen.warm:
        return ""
    gradient = round_.problem.landscape.gradient(round_.stage.start)
    return number(float((gradient @ gradient) ** 0.5)) if abs(gradient).max() > 1e-5 else number(0.0)
