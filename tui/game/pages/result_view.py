"""The result page: stars, the three lanes with their intervals, the lesson with its badge, the map of outcomes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from batchgame.scenarios.text.numbers import number, percent
from batchgame.tui.draw.grid import Grid, measure
from batchgame.tui.draw.layout import Rect, body, narrow, roomy
from batchgame.tui.game.panels.batch_losses import paint_batch_losses
from batchgame.tui.game.panels.bests import paint_bests
from batchgame.tui.game.panels.lesson import paint_lesson
from batchgame.tui.game.panels.outcomes import map_caption, paint_outcomes
from batchgame.tui.game.panels.result_table import paint_table
from batchgame.tui.game.panels.test_loss import paint_test_loss
from batchgame.tui.game.parts import chrome
from batchgame.tui.game.parts.scene import paint_scene
from batchgame.tui.score.earned import guessed

if TYPE_CHECKING:
    from batchgame.tui.game.pages.result import ResultPage


def paint_result(grid: Grid, page: ResultPage) -> None:
    """At 80x24 all in one column with the map beside the lesson; from 100x32 up four framed panels."""
    area = body(grid.width, grid.height)
    if roomy(grid.width, grid.height):
        _spread_out(grid, page, area)
    else:
        _stacked(grid, page, area)
    chrome.message(grid, _message(page), page.session.look.accent)


def _stacked(grid: Grid, page: ResultPage, area: Rect) -> None:
    look = page.session.look
    inner = area.inset(1, 0)
    small = narrow(grid.width, grid.height)
    y = inner.y + _stars(grid, page, inner.top(2))
    verdict = _verdict(page)
    if verdict and not small:
        y = grid.paragraph(inner.x, y, inner.w, 2, verdict, look.bad)
    table = inner.below(max(y - inner.y, 1 if small else 2))
    rows = paint_table(grid, page, table)
    if small:  # one key apart: there is no room for both
        lower = table.below(rows)
        if page.cursor is not None or page.panel != "map":
            _panel(grid, page, lower)
        else:
            paint_lesson(grid, page, lower)
        return
    grid.hline(1, table.y + rows, grid.width - 2, look.faint)
    lower, left = table.below(rows + 1), min(38, inner.w // 2 - 1)
    paint_lesson(grid, page, lower.left(left))
    _panel(grid, page, Rect(lower.x + left + 2, lower.y, grid.width - lower.x - left - 3, lower.h))


def _spread_out(grid: Grid, page: ResultPage, area: Rect) -> None:
    look, say = page.session.look, page.session.say
    upper, split = area.top(max(area.h // 2 + 2, area.h - 16)), grid.width * 3 // 8
    scene = upper.left(split)
    x = grid.frame(scene.x, scene.y, scene.w, scene.h, look.faint, say("result.where"), look.text)
    grid.text(x, scene.y, _budget(page) + " ", look.dim, width=scene.x + scene.w - 1 - x)
    paint_scene(grid, scene.inset(), page, frame=page.result.frame)

    words = upper.right_of(split, 1)
    grid.frame(words.x, words.y, words.w, words.h, look.faint, say("result.title"), look.text)
    inside = words.inset(2, 1)
    used = _stars(grid, page, inside.top(2))
    verdict = _verdict(page)
    top = inside.below(used, 1)
    if verdict:
        top = top.below(grid.paragraph(top.x, top.y, top.w, 2, verdict, look.bad) - top.y, 1)
    paint_lesson(grid, page, top, roomy_=True)

    lower, middle = area.below(upper.h), grid.width // 2
    race = lower.left(middle)
    x = grid.frame(race.x, race.y, race.w, race.h, look.faint, say("result.race"), look.text)
    grid.text(x, race.y, _conditions(page) + " ", look.dim, width=race.x + race.w - 2 - x)
    paint_table(grid, page, race.inset(2, 1), spread=True)
    panel = lower.right_of(middle, 1)
    other = "batches.title" if page.round.stage.batch_losses else "test.title"
    key = {"map": "map.title", "bests": "bests.title"}.get(page.panel, other)
    x = grid.frame(panel.x, panel.y, panel.w, panel.h, look.faint, say(key), look.text)
    if page.panel == "map":
        grid.text(x, panel.y, say("map.solved") + " ", look.dim, width=panel.x + panel.w - 1 - x)
    _panel(grid, page, panel.inset(2, 1), titled=False)


def _panel(grid: Grid, page: ResultPage, area: Rect, *, titled: bool = True) -> None:
    if page.panel == "map":
        paint_outcomes(grid, page, area, titled=titled)
    elif page.panel == "bests":
        paint_bests(grid, page, area, titled=titled)
    elif page.round.stage.batch_losses:
        paint_batch_losses(grid, page, area, titled=titled)
    else:
        paint_test_loss(grid, page, area, titled=titled)


def _stars(grid: Grid, page: ResultPage, area: Rect) -> int:
    """The three stars with what they are for; the rows used."""
    look, say, stars = page.session.look, page.session.say, page.stars
    x, y = area.x, area.y
    sure = say("result.sure" if page.round.sure else "result.guess")
    predicted = say(
        "result.predicted" if stars.predicted else "result.not_predicted", sure=sure, points=_signed(page.points)
    )
    if page.round.answer is None:
        predicted = say("result.unpredicted")
    for star, words in (
        (stars.goal, say("result.goal" if stars.goal else "result.no_goal")),
        (stars.predicted, predicted),
        (stars.par, _par(page)),
    ):
        if x + 2 + measure(words, grid.folds) > area.x + area.w and area.h > 1:
            x, y = area.x, y + 1
        x = chrome.star_row(grid, x, y, look, (star,))
        x = grid.text(x + 1, y, words, look.text if star else look.soft, width=area.x + area.w - x - 1) + 3
    return y + 1 - area.y


def _signed(value: int) -> str:
    return f"+{value}" if value > 0 else number(value)


def _par(page: ResultPage) -> str:
    say = page.session.say
    unit = say("unit.epochs" if page.round.in_epochs else "unit.updates")
    par, mine = page.map.par(), page.median()
    if not page.map.complete:
        return say("result.par_pending")
    if par is None:
        return say("result.no_par_tool" if page.round.schedules else "result.no_par")
    if mine is None:
        return say("result.par_alone", par=number(par), unit=unit)
    return say("result.par", par=number(par), unit=unit, mine=number(mine))


def _verdict(page: ResultPage) -> str:
    """What a wrong prediction overlooks."""
    round_ = page.round
    if round_.answer is None:
        return ""
    chosen = round_.stage.prediction.options[round_.answer]
    if chosen.right or chosen.betrays is None:
        return ""
    return page.text(chosen.betrays)


def _budget(page: ResultPage) -> str:
    say, budget = page.session.say, page.round.stage.budget
    stretch = page.round.stretch
    if budget.epochs is not None:
        return say("result.after_epochs", count=budget.epochs * stretch)
    return say("result.after_updates", count=(budget.updates or 0) * stretch)


def _conditions(page: ResultPage) -> str:
    frame = page.result.frame
    return page.session.say(
        "result.conditions",
        learning_rate=number(page.round.learning_rate),
        parallel=page.result.parallel,
        count=frame.lanes[0].trajectories,
    )


def _message(page: ResultPage) -> str:
    say = page.session.say
    if page.cursor is not None:
        return map_caption(page)
    if page.celebrating:
        unit = say("unit.epochs" if page.round.in_epochs else "unit.updates")
        return say("result.new_best", mine=number(page.median() or 0), before=number(page.best_before or 0), unit=unit)
    chance = page.round.chance
    if chance is not None and page.round.stretch == 1:
        came = page.round.scored["you"]
        shares = {"said": f"{100 * chance:.0f}", "came": percent(came.solved, came.trajectories)}
        return say("result.chance", **shares, points=_signed(guessed(page.round)))
    if page.round.stretch > 1:
        return say("result.longer", factor=page.round.stretch)
    if not page.stars.goal:
        return say("result.try_again")
    return page.text(page.round.stage.next)
