"""The predict page: the landscape at left, the story and the question at right."""

from __future__ import annotations

from batchgame.scenarios.daily.names import is_daily
from batchgame.scenarios.text.numbers import whole_percent
from batchgame.tui.draw.grid import wrap
from batchgame.tui.draw.layout import Rect, body, narrow, roomy
from batchgame.tui.draw.pen import Pen
from batchgame.tui.game.parts import chrome
from batchgame.tui.game.parts.question import paint_question, paint_sure
from batchgame.tui.game.parts.scene import paint_scene
from batchgame.tui.race.figures import told
from batchgame.tui.race.round import Round


def paint_predict(pen: Pen, round_: Round, hint: str | None) -> None:
    """Draw the start, the story and the prediction. Nothing moves until both questions are answered."""
    grid, look, say, stage = pen.grid, pen.look, pen.say, round_.stage
    area = body(grid.width, grid.height)
    half = grid.width // 2
    if narrow(grid.width, grid.height):
        text = area.inset(1, 0)
    else:
        paint_scene(pen, area.left(half), round_)
        text = area.right_of(half).inset(2 if roomy(grid.width, grid.height) else 1, 1)
    story = told(round_, stage.story, say, pen.warm)
    y = grid.paragraph(text.x, text.y, text.w, text.h, story, look.soft) + 1
    answers = [told(round_, option.text, say, pen.warm) for option in stage.prediction.options]
    prompt = told(round_, stage.prediction.prompt, say, pen.warm)
    y = paint_question(
        pen, text.below(y - text.y), prompt, answers, round_.prediction.chosen, order=round_.prediction.order
    )
    paint_sure(pen, text.below(y - text.y, 1), round_.prediction, stacked=True)
    if hint:
        _hint_box(pen, area, half, hint, round_.hints)
    chrome.message(grid, _message(pen, round_, len(answers)), look.accent)


def _message(pen: Pen, round_: Round, answers: int) -> str:
    if round_.prediction.asking_sure:
        return pen.say("predict.how_sure")
    if pen.warm and is_daily(round_.scenario.name):
        from batchgame.scenarios.daily.race import difficulty

        return pen.say("daily.difficulty", share=whole_percent(difficulty(round_.scenario)), count=answers)
    only = round_.scenario.languages
    if pen.say.language not in only:
        return pen.say(f"written_in.{only[0]}", count=answers)
    return pen.say("predict.still", count=answers)


def _hint_box(pen: Pen, area: Rect, half: int, hint: str, number: int) -> None:
    """Draw the hint over the lower left of the landscape, where no goal is lost for long."""
    grid, look = pen.grid, pen.look
    lines = wrap(hint, half - 4, grid.folds)
    top = area.y + area.h - len(lines) - 1
    grid.fill(area.x, top, half, len(lines) + 1, look.select)
    grid.text(area.x + 1, top, pen.say("hint.title", number=number), look.accent, bold=True)
    for n, line in enumerate(lines):
        grid.text(area.x + 1, top + 1 + n, line, look.text)
