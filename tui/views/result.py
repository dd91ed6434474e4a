"""The result page: stars, the three lanes with their intervals, the lesson with its badge, the map of outcomes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from batchgame.tui.bars import result_bar
from batchgame.tui.grid import Grid, measure, wrap
from batchgame.tui.layout import Rect, body, roomy
from batchgame.tui.look import Look
from batchgame.tui.numbers import interval, number, percent
from batchgame.tui.views import chrome
from batchgame.tui.views.outcomes import map_caption, paint_outcomes
from batchgame.tui.views.scene import paint_scene
from batchgame.tui.views.test_loss import paint_test_loss

if TYPE_CHECKING:
    from batchgame.tui.pages.result import ResultPage


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
    _stars(grid, page, inner.top(1))
    tight = area.h < 19
    verdict = _verdict(page)
    y = inner.y + 1
    if verdict and not tight:
        y = grid.paragraph(inner.x, y, inner.w, 2, verdict, look.bad)
    table = inner.below(max(y - inner.y, 1 if tight else 2))
    rows = _table(grid, page, table)
    if not tight:
        grid.hline(1, table.y + rows, grid.width - 2, look.faint)
    lower = table.below(rows + (0 if tight else 1))
    left = min(38, inner.w // 2 - 1)
    _lesson(grid, page, lower.left(left))
    panel = Rect(lower.x + left + 2, lower.y, grid.width - lower.x - left - 3, lower.h)
    _panel(grid, page, panel)


def _spread_out(grid: Grid, page: ResultPage, area: Rect) -> None:
    look, say = page.session.look, page.session.say
    upper, split = area.top(area.h // 2 + 2), grid.width * 3 // 8
    scene = upper.left(split)
    x = grid.frame(scene.x, scene.y, scene.w, scene.h, look.faint, say("result.where"), look.text)
    grid.text(x, scene.y, _budget(page), look.dim, width=scene.x + scene.w - 1 - x)
    paint_scene(grid, scene.inset(), page, frame=page.result.frame)

    words = upper.right_of(split, 1)
    grid.frame(words.x, words.y, words.w, words.h, look.faint, say("result.title"), look.text)
    inside = words.inset(2, 1)
    used = _stars(grid, page, inside.top(2))
    verdict = _verdict(page)
    top = inside.below(used, 1)
    if verdict:
        top = top.below(grid.paragraph(top.x, top.y, top.w, 2, verdict, look.bad) - top.y, 1)
    _lesson(grid, page, top, roomy_=True)

    lower, middle = area.below(upper.h), grid.width // 2
    race = lower.left(middle)
    x = grid.frame(race.x, race.y, race.w, race.h, look.faint, say("result.race"), look.text)
    grid.text(x, race.y, _conditions(page), look.dim, width=race.x + race.w - 2 - x)
    _table(grid, page, race.inset(2, 1), spread=True)
    panel = lower.right_of(middle, 1)
    key = "map.title" if page.panel == "map" else "test.title"
    x = grid.frame(panel.x, panel.y, panel.w, panel.h, look.faint, say(key), look.text)
    if page.panel == "map":
        grid.text(x, panel.y, say("map.solved") + " ", look.dim, width=panel.x + panel.w - 1 - x)
    _panel(grid, page, panel.inset(2, 1), titled=False)


def _panel(grid: Grid, page: ResultPage, area: Rect, *, titled: bool = True) -> None:
    if page.panel == "map":
        paint_outcomes(grid, page, area, titled=titled)
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
    for star, words in (
        (stars.goal, say("result.goal" if stars.goal else "result.no_goal")),
        (stars.predicted, predicted),
        (stars.par, _par(page)),
    ):
        if x + 2 + measure(words, grid.ascii) > area.x + area.w and area.h > 1:
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
        return say("result.no_par")
    if mine is None:
        return say("result.par_alone", par=number(par), unit=unit)
    return say("result.par", par=number(par), unit=unit, mine=number(mine))


def _table(grid: Grid, page: ResultPage, area: Rect, *, spread: bool = False) -> int:
    """Heads, a row a lane, and the player's last try; the number of rows used."""
    look, say = page.session.look, page.session.say
    narrow = area.w < 66
    solved, range_, time, status = (area.x + 38, area.x + 50, area.x + 63, area.x + 66)
    bar = Rect(area.x + 17, 0, 16, 1)
    if spread:
        solved, range_, time, status = area.x + 24, area.x + 37, area.x + area.w, area.x + 2
        bar = Rect(area.x + 16, 0, area.w - 16, 1)
    elif narrow:
        solved, range_, time, status = area.x + 28, area.x + 40, area.x + area.w - 12, area.x + area.w - 10
        bar = Rect(area.x + 17, 0, 6, 1)
    y = area.y
    for end, words in ((area.x + 11, "B"), (area.x + 15, "λ"), (range_, "95 %"), (time, say("result.median_time"))):
        grid.text(0, y, words, look.dim, width=end, align="right")
    grid.text(area.x + 2, y, say("table.lane"), look.dim)
    if spread:
        grid.text(0, y, say("table.solved"), look.dim, width=solved, align="right")
    else:
        grid.text(bar.x, y, say("table.solved"), look.dim)
        grid.text(status, y, say("table.status"), look.dim, width=grid.width - status)
    step = (3 if area.h >= 14 else 2) if spread else 1
    for n, (name, outcome) in enumerate(page.result.outcomes.items()):
        y = area.y + 1 + n * step + (1 if spread and area.h >= 14 else 0)
        colour, glyph = look.lane(name)
        grid.put(area.x, y, glyph, colour)
        grid.text(area.x + 2, y, say(f"lane.{name}"), colour, bold=True)
        knobs = outcome.hyperparameters
        grid.text(0, y, str(knobs.batch_size), look.text, width=area.x + 11, align="right")
        grid.text(0, y, number(knobs.momentum), look.text, width=area.x + 15, align="right")
        share = percent(outcome.solved, outcome.trajectories)
        grid.text(0, y, share, look.text, width=solved, align="right", bold=True)
        grid.text(0, y, interval(*outcome.interval()), look.soft, width=range_, align="right")
        median = outcome.median_time
        grid.text(0, y, "–" if median is None else number(median, 4), look.text, width=time, align="right")
        ink = {"ARRIVED": look.good, "BLOWN UP": look.bad, "AT REST": colour}.get(outcome.status.value, look.soft)
        label = say(f"status.{outcome.status.value.lower().replace(' ', '_')}")
        row = y + 1 if spread else y
        grid.text(status, row, label, ink, bold=True, width=grid.width - status)
        result_bar(grid, bar.x, row, bar.w, outcome.probability * page.revealed, colour, look)
    rows = 1 + 3 * step + (1 if spread and area.h >= 14 else 0)
    if page.round.previous and not (narrow and area.h < 16):
        _previous(grid, page, area, area.y + rows)
        rows += 1
    elif not spread:
        rows += 0 if narrow else 1
    if spread and rows < area.h:
        key = "result.clock_serial" if page.result.parallel == 1 else "result.clock"
        words = say(key, parallel=page.result.parallel)
        grid.paragraph(area.x, area.y + rows + (rows < area.h - 2), area.w, 2, words, look.dim)
    return rows


def _previous(grid: Grid, page: ResultPage, area: Rect, y: int) -> None:
    """The last try with other knobs, beside the new one."""
    look, say, before = page.session.look, page.session.say, page.round.previous
    assert before is not None
    outcome = before.outcomes["you"]
    grid.text(area.x, y, "○" if not look.ascii else "o", look.dim)
    median = "–" if outcome.median_time is None else number(outcome.median_time, 4)
    words = say(
        "result.before",
        batch_size=before.batch_size,
        momentum=number(before.momentum),
        solved=percent(outcome.solved, outcome.trajectories),
        time=median,
    )
    grid.text(area.x + 2, y, words, look.soft, width=area.w - 2)


def _lesson(grid: Grid, page: ResultPage, area: Rect, *, roomy_: bool = False) -> None:
    look, say, round_ = page.session.look, page.session.say, page.round
    stage = round_.stage
    y = area.y
    x = grid.text(area.x, y, say("result.lesson"), look.text, bold=True)
    badge = stage.badge
    words = say("badge." + badge.lower().replace(" ", "_"))
    label = f"[{words}]" if look.mono or look.ascii else f" {words} "
    grid.text(x + 1, y, label, look.on_accent, bg=badge_colour(look, badge), bold=True, width=area.x + area.w - x - 1)
    lesson = page.text(stage.lesson)
    y = grid.paragraph(area.x, y + 1 + roomy_, area.w, area.h - 1 - roomy_, lesson, look.text) + 1
    for key, value in _you_said(page):
        rows = _rows(grid, area.w, key, value)
        if y + rows > area.y + area.h:
            break  # the player's own words are the first to give way
        indent = measure(key, grid.ascii) + 1
        grid.text(area.x, y, key, look.dim)
        y = grid.paragraph(area.x + indent, y, area.w - indent, rows, value, look.soft)
    if roomy_:
        _claims(grid, page, area.below(y + 1 - area.y))


def badge_colour(look: Look, badge: str) -> str | None:
    """The colour of how far a claim reaches."""
    return {"FACT": look.badge_fact, "IN THIS MODEL": look.badge_model}.get(badge, look.badge_debated)


def _claims(grid: Grid, page: ResultPage, area: Rect) -> None:
    """Every claim of the stage with its badge and where it comes from, as far as there is room."""
    look, say = page.session.look, page.session.say
    if area.h < 4:
        return
    badges = [say(f"badge.{name}") for name in ("fact", "in_this_model", "debated")]
    indent = max(measure(badge, grid.ascii) for badge in badges) + 2
    y = area.y + 1
    for claim in page.round.stage.claims:
        lines = [(line, look.soft) for line in wrap(page.text(claim.statement), area.w - indent, grid.ascii)]
        if claim.sources:
            sources = f"{say('claim.sources')}{say('colon')}{'; '.join(claim.sources)}"
            lines += [(line, look.dim) for line in wrap(sources, area.w - indent, grid.ascii)]
        if y + len(lines) > area.y + area.h:
            continue
        grid.text(area.x, area.y, say("claim.more"), look.text, bold=True)
        badge = say("badge." + claim.badge.lower().replace(" ", "_"))
        grid.text(area.x, y, badge, badge_colour(look, claim.badge), bold=True)
        for line, ink in lines:
            grid.text(area.x + indent, y, line, ink)
            y += 1


def _verdict(page: ResultPage) -> str:
    """What a wrong prediction overlooks."""
    round_ = page.round
    if round_.answer is None:
        return ""
    chosen = round_.stage.prediction.options[round_.answer]
    if chosen.right or chosen.betrays is None:
        return ""
    return page.text(chosen.betrays)


def _rows(grid: Grid, width: int, key: str, value: str) -> int:
    return len(wrap(value, width - measure(key, grid.ascii) - 1, grid.ascii))


def _you_said(page: ResultPage) -> list[tuple[str, str]]:
    """What there was to see, if the player saw something else; what was seen; what was predicted."""
    say, round_ = page.session.say, page.round
    rows = []
    saw = round_.stage.saw.options
    if round_.saw is not None and page.happened is not None and page.happened != round_.saw:
        rows.append((say("result.race_shows"), page.text(saw[page.happened].text)))
    if round_.saw is not None:
        rows.append((say("result.you_saw"), page.text(saw[round_.saw].text)))
    if round_.answer is not None:
        rows.append((say("result.you_said"), page.text(round_.stage.prediction.options[round_.answer].text)))
    return rows


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
    if page.round.stretch > 1:
        return say("result.longer", factor=page.round.stretch)
    if not page.stars.goal:
        return say("result.try_again")
    return page.text(page.round.stage.next)
