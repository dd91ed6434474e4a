"""The result page: stars, the three lanes with their intervals, the lesson with its badge, the map of outcomes."""

from __future__ import annotations

from batchgame.scenarios.text.numbers import number, percent, whole_percent
from batchgame.tui.draw.grid import measure
from batchgame.tui.draw.layout import Rect, body, narrow, roomy
from batchgame.tui.draw.pen import Pen
from batchgame.tui.game.panels.batch_losses import paint_batch_losses
from batchgame.tui.game.panels.bests import bests_view, paint_bests
from batchgame.tui.game.panels.lesson import paint_lesson
from batchgame.tui.game.panels.outcomes import map_caption, outcomes_view, paint_outcomes
from batchgame.tui.game.panels.result_table import paint_table
from batchgame.tui.game.panels.result_values import ResultView
from batchgame.tui.game.panels.test_loss import paint_test_loss
from batchgame.tui.game.parts import chrome
from batchgame.tui.game.parts.scene import paint_scene
from batchgame.tui.race.figures import told
from batchgame.tui.score.earned import guessed
from batchgame.tui.score.stars import points
from batchgame.tui.text.catalogue import Catalogue
from batchgame.tui.text.clock_name import clock_name


def paint_result(pen: Pen, view: ResultView) -> None:
    """Draw one column with the map beside the lesson at 80x24, and four framed panels from 100x32 up."""
    grid = pen.grid
    area = body(grid.width, grid.height)
    if roomy(grid.width, grid.height):
        _spread_out(pen, view, area)
    else:
        _stacked(pen, view, area)
    chrome.message(grid, _message(pen.say, view), pen.look.accent)


def _stacked(pen: Pen, view: ResultView, area: Rect) -> None:
    grid, look = pen.grid, pen.look
    inner = area.inset(1, 0)
    small = narrow(grid.width, grid.height)
    y = inner.y + _stars(pen, inner.top(2), view)
    table = inner.below(max(y - inner.y, 1 if small else 2))
    rows = paint_table(pen, table, view)
    if small:  # one key apart: there is no room for both
        lower = table.below(rows)
        if view.cursor is not None or view.panel != "map":
            _panel(pen, lower, view)
        else:
            paint_lesson(pen, lower, view)
        return
    grid.hline(1, table.y + rows, grid.width - 2, look.faint)
    lower, left = table.below(rows + 1), min(38, inner.w // 2 - 1)
    paint_lesson(pen, lower.left(left), view)
    _panel(pen, Rect(lower.x + left + 2, lower.y, grid.width - lower.x - left - 3, lower.h), view)


def _spread_out(pen: Pen, view: ResultView, area: Rect) -> None:
    grid, look, say = pen.grid, pen.look, pen.say
    upper, split = area.top(max(area.h // 2 + 2, area.h - 16)), grid.width * 3 // 8
    scene = upper.left(split)
    x = grid.frame(scene.x, scene.y, scene.w, scene.h, look.faint, say("result.where"), look.text)
    grid.text(x, scene.y, _budget(pen.say, view) + " ", look.dim, width=scene.x + scene.w - 1 - x)
    paint_scene(pen, scene.inset(), view.round, frame=view.result.frame)

    words = upper.right_of(split, 1)
    grid.frame(words.x, words.y, words.w, words.h, look.faint, say("result.title"), look.text)
    inside = words.inset(2, 1)
    used = _stars(pen, inside.top(2), view)
    paint_lesson(pen, inside.below(used, 1), view, roomy_=True)

    lower, middle = area.below(upper.h), grid.width // 2
    race = lower.left(middle)
    x = grid.frame(race.x, race.y, race.w, race.h, look.faint, say("result.race"), look.text)
    grid.text(x, race.y, _conditions(pen.say, view) + " ", look.dim, width=race.x + race.w - 2 - x)
    paint_table(pen, race.inset(2, 1), view, spread=True)
    panel = lower.right_of(middle, 1)
    other = "batches.title" if view.round.stage.batch_losses else "test.title"
    key = {"map": "map.title", "bests": "bests.title"}.get(view.panel, other)
    x = grid.frame(panel.x, panel.y, panel.w, panel.h, look.faint, say(key), look.text)
    if view.panel == "map":
        grid.text(x, panel.y, say("map.solved") + " ", look.dim, width=panel.x + panel.w - 1 - x)
    _panel(pen, panel.inset(2, 1), view, titled=False)


def _panel(pen: Pen, area: Rect, view: ResultView, *, titled: bool = True) -> None:
    if view.panel == "map":
        outcomes = outcomes_view(pen.say, view.round, view.result, view.map, view.cursor)
        paint_outcomes(pen, area, outcomes, titled=titled)
    elif view.panel == "bests":
        paint_bests(pen, area, bests_view(view.round, view.map, view.record, view.stars.goal), titled=titled)
    elif view.round.stage.batch_losses:
        paint_batch_losses(pen, area, view, titled=titled)
    else:
        paint_test_loss(pen, area, view, titled=titled)


def _stars(pen: Pen, area: Rect, view: ResultView) -> int:
    """Draw the three stars with what they are for. Returns the number of rows used."""
    grid, look, say, stars = pen.grid, pen.look, pen.say, view.stars
    x, y = area.x, area.y
    sure = say("result.sure" if view.round.prediction.sure else "result.guess")
    won = points(view.round.right, bool(view.round.prediction.sure))
    predicted = say("result.predicted" if stars.predicted else "result.not_predicted", sure=sure, points=_signed(won))
    if view.round.prediction.chosen is None:
        predicted = say("result.unpredicted")
    for star, words in (
        (stars.goal, say("result.goal" if stars.goal else "result.no_goal")),
        (stars.predicted, predicted),
        (stars.par, _par(pen.say, view)),
    ):
        if x + 2 + measure(words, grid.folds) > area.x + area.w and area.h > 1:
            x, y = area.x, y + 1
        x = chrome.star_row(grid, x, y, look, (star,))
        x = grid.text(x + 1, y, words, look.text if star else look.soft, width=area.x + area.w - x - 1) + 3
    return y + 1 - area.y


def _signed(value: int) -> str:
    return f"+{value}" if value > 0 else number(value)


def _par(say: Catalogue, view: ResultView) -> str:
    unit = say("unit.epochs" if view.round.in_epochs else "unit.updates")
    par, mine = view.map.par(), view.round.median
    if not view.map.complete:
        return say("result.par_pending")
    if par is None:
        return say("result.no_par_tool" if view.round.schedules else "result.no_par")
    if mine is None:
        return say("result.par_alone", par=number(par), unit=unit)
    return say("result.par", par=number(par), unit=unit, mine=number(mine))


def _budget(say: Catalogue, view: ResultView) -> str:
    budget = view.round.stage.budget
    stretch = view.round.stretch
    if budget.epochs is not None:
        return say("result.after_epochs", count=budget.epochs * stretch)
    return say("result.after_updates", count=(budget.updates or 0) * stretch)


def _conditions(say: Catalogue, view: ResultView) -> str:
    frame = view.result.frame
    return say(
        "result.conditions",
        learning_rate=number(view.round.learning_rate),
        parallel=clock_name(say, view.result.parallel),
        count=frame.lanes[0].trajectories,
    )


def _message(say: Catalogue, view: ResultView) -> str:
    if view.cursor is not None:
        return map_caption(say, view.round, view.map, view.cursor)
    if view.best_before is not None:
        unit = say("unit.epochs" if view.round.in_epochs else "unit.updates")
        return say("result.new_best", mine=number(view.round.median or 0), before=number(view.best_before), unit=unit)
    chance = view.round.chance
    if chance is not None and view.round.stretch == 1:
        came = view.round.scored["you"]
        shares = {"said": whole_percent(chance), "came": percent(came.solved, came.trajectories)}
        return say("result.chance", **shares, points=_signed(guessed(view.round)))
    if view.round.stretch > 1:
        return say("result.longer", factor=view.round.stretch)
    if not view.round.lesson_open:
        return say("result.try_again")
    if not view.stars.goal:
        return say("result.opened")
    return told(view.round, view.round.stage.next, say)
