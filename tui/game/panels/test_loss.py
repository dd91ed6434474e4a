"""The slider of the test landscape: a cut before and after the move, and what each lane loses by it."""

from __future__ import annotations

from batchgame.scenarios.text.numbers import measured, number
from batchgame.tui.draw.layout import Rect
from batchgame.tui.draw.pen import Pen
from batchgame.tui.draw.plot import paint_profile
from batchgame.tui.game.panels.result_values import ResultView
from batchgame.tui.race.test_loss import lane_losses, profiles
from batchgame.tui.text.lane_names import lane_name


def paint_test_loss(pen: Pen, area: Rect, view: ResultView, *, titled: bool) -> None:
    """Draw a cut through the landscape before and after the move, and the training and test loss of each lane."""
    grid, look, say, shift = pen.grid, pen.look, pen.say, view.round.stage.test_shift
    assert shift is not None
    distance = shift.distances[view.shift]
    y = area.y
    if titled:
        grid.text(area.x, y, say("test.title"), look.text, bold=True)
        y += 1
    x = grid.text(area.x, y, say("test.moved"), look.soft) + 1
    steps = [number(step) for step in shift.distances]
    gap = 2 if sum(len(step) + 2 for step in steps) <= area.x + area.w - x else 1  # one space serves two steps
    for index, step in enumerate(steps):
        chosen = index == view.shift
        if chosen:
            label = f"[{step}]" if look.mono or look.ascii else f" {step} "
            grid.text(x, y, label, look.on_accent, bg=look.accent, bold=True)
        else:
            grid.text(x + 1, y, step, look.soft)
        x += len(step) + gap
    table = 5
    profile = Rect(area.x, y + 1, area.w, area.h - (y + 1 - area.y) - table)
    if profile.h >= 3:
        found = profiles(view.round.problem, shift.direction, distance)
        paint_profile(
            grid,
            profile.x,
            profile.y,
            profile.w,
            profile.h,
            found.line,
            [(found.train, look.soft), (found.moved, look.accent)],
            marks=[(lane.hero[-1][0], look.lane(lane.lane.name)) for lane in reversed(view.result.frame.lanes)],
            look=look,
        )
    _lane_losses(pen, Rect(area.x, area.y + area.h - table, area.w, table), view, distance)


def _lane_losses(pen: Pen, area: Rect, view: ResultView, distance: float) -> None:
    grid, look, say = pen.grid, pen.look, pen.say
    ends = (area.x + 20, area.x + 32)
    for end, key in zip(ends, ("test.train", "test.test"), strict=True):
        grid.text(0, area.y, say(key), look.dim, width=end, align="right")
    for row, (name, train, test) in enumerate(lane_losses(view.round, distance)):
        y = area.y + 1 + row
        colour, glyph = look.lane(name)
        grid.put(area.x, y, glyph, colour)
        grid.text(area.x + 2, y, lane_name(view.round.stage, name, say), colour, bold=True)
        grid.text(0, y, measured(train), look.text, width=ends[0], align="right")
        grid.text(0, y, measured(test), look.bad if test > train + 0.1 else look.text, width=ends[1], align="right",
                  bold=True)  # fmt: skip
    grid.text(area.x, area.y + 4, say("test.assumed"), look.dim, width=area.w)
