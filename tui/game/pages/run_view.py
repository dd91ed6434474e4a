"""The run page: the landscape with the swarms, the two plots, a row a lane, and what just happened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from batchgame.scenarios.text.numbers import grouped, number, running, units
from batchgame.tui.draw.grid import Grid, measure
from batchgame.tui.draw.layout import Rect, body, roomy
from batchgame.tui.draw.width import Folds
from batchgame.tui.game.parts import chrome
from batchgame.tui.game.parts.charts import paint_charts
from batchgame.tui.game.parts.lanes import paint_lanes
from batchgame.tui.game.parts.scene import paint_scene
from batchgame.tui.text.captions import caption

if TYPE_CHECKING:
    from batchgame.tui.game.pages.run import RunPage

FRAMES_A_SECOND = 15  # what a race is made to be shown at
TABLE = 5  # rows: the clock, the column heads, three lanes


def paint_run(grid: Grid, page: RunPage) -> None:
    """All of it, from the conductor's frame."""
    look, say = page.session.look, page.session.say
    frame = page.conductor.frame
    area = body(grid.width, grid.height)
    big = roomy(grid.width, grid.height)
    table = TABLE + (1 if big else 0)
    upper, half = area.top(area.h - table), grid.width // 2
    scene = upper.left(half)
    if big:
        title = grid.frame(scene.x, scene.y, scene.w, scene.h, look.faint, say("scene.title"), look.text)
        grid.text(title, scene.y, say("scene.darker") + " ", look.dim)
        scene = scene.inset()
    paint_scene(grid, scene, page, frame=frame)
    paint_charts(grid, upper.right_of(half, 0 if big else 1), page, frame, page.x_axis, framed=big)
    lanes = area.below(area.h - table)
    _clock_line(grid, page, lanes.top(1))
    paint_lanes(grid, lanes.below(1), page, frame)
    notice = slow_notice(page, grid.width - 2, grid.folds)
    chrome.message(grid, notice or _message(page), look.accent if notice else look.text)


def _clock_line(grid: Grid, page: RunPage, area: Rect) -> None:
    look, say, frame = page.session.look, page.session.say, page.conductor.frame
    key = "run.over" if frame.over else "run.clock"
    time = units(frame.time) if frame.over else running(frame.time, frame.duration)
    x = grid.text(area.x + 1, area.y, say(key, time=time, of=units(frame.duration)), look.text, bold=True)
    budget = page.round.stage.budget
    conditions = say(
        "run.conditions_epochs" if budget.epochs is not None else "run.conditions_updates",
        learning_rate=number(page.round.learning_rate),
        parallel=page.round.parallel,
        budget=budget.epochs if budget.epochs is not None else budget.updates,
    )
    x = grid.text(x + 3, area.y, conditions, look.soft, width=area.w - 1 - x - 3)
    speed = say("run.paused") if page.conductor.paused else say("run.speed", speed=number(page.conductor.speed))
    right = f"{say('run.trajectories', count=grouped(frame.lanes[0].trajectories))}   {speed}"
    room = area.w - 1 - x - 2
    if measure(right, grid.folds) > room:
        right = speed
    if measure(right, grid.folds) <= room:
        grid.text(x + 2, area.y, right, look.soft, width=room, align="right")


def slow_notice(page: RunPage, room: int, folds: Folds) -> str:
    """Where this machine does not keep the frame rate: what it keeps, with how many it would, and how long it takes."""
    say, conductor, options = page.session.say, page.conductor, page.session.options
    wanted = min(options.fps, FRAMES_A_SECOND, 2 if options.motion == "reduced" else FRAMES_A_SECOND)
    rate = conductor.frames_a_second
    if page.fresh_news or conductor.over or rate is None or rate >= wanted:
        return ""
    count = conductor.frame.lanes[0].trajectories
    fitting = float(f"{count * rate / wanted:.0e}")
    words = {
        "count": grouped(count), "fps": number(rate, 1 if rate < 1 else 2), "wanted": wanted,
        "fitting": grouped(int(fitting)),
    }  # fmt: skip
    short = say("run.slow", **words)
    left = conductor.seconds_left
    if left is None:
        return short
    time = say("run.minutes", count=round(left / 60)) if left >= 90 else say("run.seconds", count=max(1, round(left)))
    long = say("run.slow_left", **words, left=time)
    return long if measure(long, folds) <= room else short


def _message(page: RunPage) -> str:
    say = page.session.say
    if page.said:
        return page.said
    if page.event is None:
        return say("run.start")
    return caption(page.event, page.conductor.frame, say)
