"""The page that asks what was to be seen: the last frame at left, the question at right, the lanes below."""

from __future__ import annotations

from batchgame.sim.race import Frame, LaneFrame
from batchgame.tui.draw.layout import body, roomy
from batchgame.tui.draw.pen import Pen
from batchgame.tui.game.parts import chrome
from batchgame.tui.game.parts.lanes import paint_standings
from batchgame.tui.game.parts.question import paint_question
from batchgame.tui.game.parts.scene import paint_scene
from batchgame.tui.race.figures import told
from batchgame.tui.race.round import Round


def paint_see(pen: Pen, round_: Round, frame: Frame, grey: LaneFrame | None = None) -> None:
    """Draw the question; everything that the race showed stays in sight while the player answers."""
    grid, look, say = pen.grid, pen.look, pen.say
    area = body(grid.width, grid.height)
    rows = 5 if grey is None else 6
    upper, half = area.top(area.h - rows), grid.width // 2
    paint_scene(pen, upper.left(half), round_, frame=frame, grey=grey)
    text = area.right_of(half).inset(2, 1)
    grid.text(text.x, text.y, say("see.before"), look.soft, width=text.w)
    asked, seen = round_.stage.observed, round_.observation
    answers = [told(round_, option.text, say) for option in asked.options]
    room = text.below(1 + roomy(grid.width, grid.height))
    y = paint_question(pen, room, told(round_, asked.prompt, say), answers, seen.chosen, order=seen.order, spread=True)
    if y + 1 < text.y + text.h:
        grid.text(text.x, y + 1, say("see.press", count=len(answers)), look.accent, width=text.w)
    paint_standings(pen, area.below(area.h - rows), round_, frame, grey)
    chrome.message(grid, say("see.no_stars"), look.soft)
