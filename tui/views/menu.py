"""The menu page: scenarios and stages with their stars at left, the chosen one at right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from batchgame.tui.grid import Grid, measure, wrap
from batchgame.tui.layout import Rect, body, roomy
from batchgame.tui.numbers import number
from batchgame.tui.views import chrome
from batchgame.tui.views.scene import paint_preview

if TYPE_CHECKING:
    from batchgame.tui.pages.menu import MenuPage


def paint_menu(grid: Grid, page: MenuPage) -> None:
    """Complete without NumPy: the landscape comes with the second frame."""
    look, say, session = page.session.look, page.session.say, page.session
    records = session.progress.records
    earned = sum(record.goal + record.predicted + record.par for record in records.values())
    right = say("menu.stars", earned=earned, of=3 * len(page.entries))
    chrome.header(grid, look, say("menu.title"), right=right)
    area = body(grid.width, grid.height)
    big = roomy(grid.width, grid.height)
    split = 43 if grid.width < 100 else grid.width * 2 // 5
    _list(grid, page, area.left(split), big)
    _chosen(grid, page, area.right_of(split, 1), big)
    sure, unsure = session.progress.sure, session.progress.unsure
    if session.progress.notice:
        key, values = session.progress.notice
        _notice(grid, say(key, **values), look.bad, look.ground)
    elif sure[1] or unsure[1]:
        words = say("menu.calibration", sure=sure[0], sure_of=sure[1], unsure=unsure[0], unsure_of=unsure[1])
        chrome.message(grid, words, look.soft)
    else:
        chrome.message(grid, say("menu.order"), look.dim)


def _notice(grid: Grid, text: str, ink: str | None, paper: str | None) -> None:
    """What became of the progress file, path and all, however long: over what lies above the footer."""
    rows = wrap(text, grid.width - 2, grid.folds)[: grid.height // 3]
    top = grid.height - 1 - len(rows)
    grid.fill(0, top, grid.width, len(rows), paper)
    for n, row in enumerate(rows):
        grid.text(1, top + n, row, ink)


def _list(grid: Grid, page: MenuPage, area: Rect, big: bool) -> None:
    look, say = page.session.look, page.session.say
    rows: list[tuple[str, int]] = []
    scenarios = list(dict.fromkeys(entry.scenario.name for entry in page.entries))
    for name in scenarios:
        if rows:
            rows.append(("gap", 0))
        rows.append(("scenario", scenarios.index(name)))
        for n, entry in enumerate(page.entries):
            if entry.scenario.name == name:
                rows += [("stage", n), ("gap", 0)] if big else [("stage", n)]
    if len(rows) + 1 > area.h:
        rows = [row for row in rows if row[0] != "gap"]
    y = area.y + (1 if len(rows) + 1 <= area.h else 0)
    first = max(0, min(rows.index(("stage", page.chosen)) - area.h // 2, len(rows) - area.h))
    for kind, index in rows[first : first + area.h]:
        if kind == "scenario":
            entry = next(entry for entry in page.entries if entry.scenario.name == scenarios[index])
            grid.text(area.x + 2, y, str(index + 1), look.accent, bold=True)
            grid.text(area.x + 5, y, say.of(entry.scenario.title), look.text, bold=True, width=area.w - 6)
            grid.hot(area.x, y, area.w, 1, f"digit:{index + 1}")
        elif kind == "stage":
            _stage_row(grid, page, Rect(area.x, y, area.w, 1), index)
        y += 1


def _stage_row(grid: Grid, page: MenuPage, area: Rect, index: int) -> None:
    look, say, entry = page.session.look, page.session.say, page.entries[index]
    lit = index == page.chosen
    if lit:
        grid.fill(area.x, area.y, area.w, 1, look.select)
        grid.text(area.x + 2, area.y, look.cursor, look.accent, bold=True)
    record = page.session.progress.records.get(entry.name)
    stars = (record.goal, record.predicted, record.par) if record else (False, False, False)
    next_word = say("menu.next")
    right = area.x + area.w - 1 - measure(next_word, grid.folds)
    grid.text(area.x + 7, area.y, say.of(entry.stage.title), look.text if lit else look.soft, bold=lit,
              width=right - 5 - area.x - 7)  # fmt: skip
    chrome.star_row(grid, right - 4, area.y, look, stars)
    if index == page.next:
        grid.text(right, area.y, next_word, look.accent, bold=True)
    grid.hot(area.x, area.y, area.w, 1, f"entry:{index}")


def _chosen(grid: Grid, page: MenuPage, area: Rect, big: bool) -> None:
    look, say, entry = page.session.look, page.session.say, page.entry
    stage, inner = entry.stage, area.inset(1, 1)
    picture = inner.top(max(5, inner.h * 3 // 5 if big else inner.h // 2))
    paint_preview(grid, picture, page.session, entry)
    text = inner.below(picture.h, 1)
    title = f"{say.of(entry.scenario.title)}{say('colon')}{say.of(stage.title)}"
    y = grid.paragraph(text.x, text.y, text.w, 2, title, look.text, bold=True)
    facts = _facts(page)
    y = grid.paragraph(text.x, y, text.w, text.h - (y - text.y) - len(facts), say.of(stage.summary), look.soft)
    y = max(y, min(y + 1, text.y + text.h - len(facts)))
    width = max(measure(key, grid.folds) for key, _ in facts) + 2
    for key, value in facts:
        grid.text(text.x, y, key, look.dim)
        grid.text(text.x + width, y, value, look.text, width=text.w - width)
        y += 1


def _facts(page: MenuPage) -> list[tuple[str, str]]:
    """Which knobs turn, how long the race is, and the player's best."""
    say, stage = page.session.say, page.entry.stage
    budget = stage.budget
    length = (
        say("menu.epochs", count=budget.epochs)
        if budget.epochs is not None
        else say("menu.updates", count=budget.updates)
    )
    both = len(stage.ladders.batch_size) > 1
    record = page.session.progress.records.get(page.entry.name)
    best = None
    if record:
        best = record.best_epochs if budget.epochs is not None else record.best_updates
    unit = say("unit.epochs" if budget.epochs is not None else "unit.updates")
    words = say("menu.unsolved") if record else say("menu.unplayed")
    if best is not None:
        words = f"{number(best)} {unit}"
    return [
        (say("menu.turn"), say("menu.both" if both else "menu.only_momentum")),
        (say("menu.budget"), length),
        (say("menu.best"), words),
    ]
