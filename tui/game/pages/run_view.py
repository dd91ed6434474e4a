"""The run page: the landscape with the swarms, the two plots, one row per lane, and what just happened."""

from __future__ import annotations

from dataclasses import dataclass

from batchgame.scenarios.text.numbers import grouped, number, percent, running, units
from batchgame.sim.race import Frame, LaneFrame
from batchgame.tui.draw.grid import measure
from batchgame.tui.draw.layout import Rect, body, roomy
from batchgame.tui.draw.pen import Pen
from batchgame.tui.draw.width import Folds
from batchgame.tui.game.parts import chrome
from batchgame.tui.game.parts.charts import paint_charts
from batchgame.tui.game.parts.lanes import Shots, paint_lanes
from batchgame.tui.game.parts.scene import paint_scene
from batchgame.tui.game.parts.strip import paint_strip, split
from batchgame.tui.race.batch_slice import BatchSlice
from batchgame.tui.race.round import Result, Round
from batchgame.tui.text.captions import caption
from batchgame.tui.text.catalogue import Catalogue
from batchgame.tui.text.clock_name import clock_name

FRAMES_PER_SECOND = 15  # what a race is made to be shown at
TABLE = 5  # rows: the clock, the column heads, three lanes


@dataclass(frozen=True)
class RunView:
    """What the run page shows.

    event: the last change of a lane's status, as (lane, status). said: the answer to a call. wanted: frames per second.
    grey: the lane beside the race. slice, every: the batch in the strip, and how many shots come to one that is shown.
    frames_per_second: what this machine computes; None: as many as are wanted. seconds_left: until the end of the race.
    ahead: whether every lane has settled, so that the rest is shown faster.
    """

    round: Round
    frame: Frame
    axis: str
    shots: Shots
    event: tuple[str, str] | None
    said: str
    fresh_news: bool
    paused: bool
    speed: float
    wanted: int
    frames_per_second: float | None
    seconds_left: float | None
    grey: LaneFrame | None = None
    slice: BatchSlice | None = None
    every: int = 1
    ahead: bool = False


def paint_run(pen: Pen, view: RunView) -> None:
    """Draw one frame of the race."""
    grid, look, say, frame = pen.grid, pen.look, pen.say, view.frame
    area = body(grid.width, grid.height)
    big = roomy(grid.width, grid.height)
    table = TABLE + (1 if big else 0) + (1 if view.grey else 0)
    upper, half = area.top(area.h - table), grid.width // 2
    scene = upper.left(half)
    if big:
        title = grid.frame(scene.x, scene.y, scene.w, scene.h, look.faint, say("scene.title"), look.text)
        grid.text(title, scene.y, say("scene.darker") + " ", look.dim)
        scene = scene.inset()
    if view.slice is not None:
        scene, strip = split(scene, view.round.stage.batch_slice, grid.width, grid.height)
        if strip is not None:
            paint_strip(pen, strip, view.round, view.slice, view.every)
    paint_scene(pen, scene, view.round, frame=frame, grey=view.grey)
    paint_charts(pen, upper.right_of(half, 0 if big else 1), view.round, frame, view.axis, framed=big)
    lanes = area.below(area.h - table)
    _clock_line(pen, lanes.top(1), view)
    paint_lanes(pen, lanes.below(1), view.round, frame, view.shots, view.grey)
    notice = slow_notice(view, say, grid.width - 2, grid.folds)
    chrome.message(grid, notice or _message(view, say), look.accent if notice else look.text)


def _clock_line(pen: Pen, area: Rect, view: RunView) -> None:
    grid, look, say, frame = pen.grid, pen.look, pen.say, view.frame
    key = "run.over" if frame.over else "run.clock"
    time = units(frame.time) if frame.over else running(frame.time, frame.duration)
    x = grid.text(area.x + 1, area.y, say(key, time=time, of=units(frame.duration)), look.text, bold=True)
    you = next(lane for lane in frame.lanes if lane.lane.name == "you")
    shot = say("run.shot", shot=you.updates, of=you.budget_updates)
    x = grid.text(x + 3, area.y, shot, look.lane("you")[0], width=area.w - 1 - x - 3)
    key = "run.paused" if view.paused else "run.ahead" if view.ahead else "run.speed"
    speed = say(key, speed=number(view.speed))
    if conditions := _conditions(pen, view, area.w - 1 - x - 5 - measure(speed, grid.folds)):
        x = grid.text(x + 3, area.y, conditions, look.soft)
    right = f"{say('run.trajectories', count=grouped(frame.lanes[0].trajectories))}   {speed}"
    room = area.w - 1 - x - 2
    if measure(right, grid.folds) > room:
        right = speed
    if measure(right, grid.folds) <= room:
        grid.text(x + 2, area.y, right, look.soft, width=room, align="right")


def _conditions(pen: Pen, view: RunView, room: int) -> str:
    """Return the conditions of the race: as many of them as fit, none of them before somebody's first race."""
    if pen.newcomer:
        return ""
    budget, say = view.round.stage.budget, pen.say
    conditions = [
        say(
            f"run.conditions_{unit}",
            learning_rate=number(view.round.learning_rate),
            parallel=clock_name(say, view.round.parallel),
            budget=budget.epochs if budget.epochs is not None else budget.updates,
        )
        for unit in ("epochs" if budget.epochs is not None else "updates", "short")
    ]
    return next((words for words in conditions if measure(words, pen.grid.folds) <= room), "")


def slow_notice(view: RunView, say: Catalogue, room: int, folds: Folds) -> str:
    """Return what this machine keeps of the frame rate, with how many trajectories it would keep it, and the time left.

    Empty where it keeps the rate, or where something has just happened. room: columns.
    """
    wanted, rate = min(view.wanted, FRAMES_PER_SECOND), view.frames_per_second
    if view.fresh_news or rate is None or rate >= wanted:
        return ""
    count = view.frame.lanes[0].trajectories
    fitting = grouped(int(float(f"{count * rate / wanted:.0e}")))
    values = {"count": grouped(count), "fps": number(rate, 1 if rate < 1 else 2), "wanted": wanted, "fitting": fitting}
    short, left = say("run.slow", **values), view.seconds_left
    if left is None:
        return short
    time = say("run.minutes", count=round(left / 60)) if left >= 90 else say("run.seconds", count=max(1, round(left)))
    long = say("run.slow_left", **values, left=time)
    return long if measure(long, folds) <= room else short


def _message(view: RunView, say: Catalogue) -> str:
    if view.said:
        return view.said
    if view.event is not None:
        return caption(view.event, view.frame, say, view.round.stage)
    before = view.round.previous
    return say("run.start") if before is None else _before(before, say)


def _before(before: Result, say: Catalogue) -> str:
    """Tell how the last try ended, until something happens in this one."""
    outcome = before.outcomes["you"]
    median = "–" if outcome.median_time is None else number(outcome.median_time, 4)
    solved = percent(outcome.solved, outcome.trajectories)
    knobs = {"batch_size": before.batch_size, "momentum": number(before.momentum)}
    return say("result.before", **knobs, solved=solved, time=median)
