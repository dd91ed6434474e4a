"""The menu page: scenarios and stages with their stars at left, the chosen one at right."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from batchgame.scenarios.text.numbers import number
from batchgame.tui.draw.grid import Grid, measure
from batchgame.tui.draw.layout import Rect, body, roomy
from batchgame.tui.game.entries import Drill, Entry
from batchgame.tui.game.parts import chrome
from batchgame.tui.game.parts.scene import paint_preview

if TYPE_CHECKING:
    from batchgame.tui.game.pages.menu import MenuPage
    from batchgame.tui.score.progress import Record

DIGITS = 9  # scenarios that a key leads to; the arrows lead to all of them


class Row(NamedTuple):
    """A row of the list: which entry it opens, its digit and title; head: of a scenario, None: of an exercise."""

    entry: int | None
    digit: str
    title: str
    head: bool | None = False
    gap: bool = False  # an empty row above it, where there is room


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
        chrome.notice(grid, say(key, **values), look.bad, look.ground)
    elif sure[1] or unsure[1]:
        words = say("menu.calibration", sure=sure[0], sure_of=sure[1], unsure=unsure[0], unsure_of=unsure[1])
        chrome.message(grid, words, look.soft)
    else:
        chrome.message(grid, say("menu.order"), look.dim)


def _rows(page: MenuPage, big: bool) -> list[Row]:
    """A row a scenario of one stage; a heading over more; the exercises under a heading of their own."""
    say, rows = page.session.say, list[Row]()
    numbers: dict[str, int] = {}
    for index, entry in enumerate(page.entries):
        if isinstance(entry, Entry):
            scenario, first = entry.scenario, entry.scenario.name not in numbers
            number_ = numbers.setdefault(scenario.name, len(numbers) + 1)
            digit = str(number_) if number_ <= DIGITS else ""
            if len(scenario.stages) == 1:
                rows += [Row(index, digit, say.of(scenario.title), head=True, gap=True)]
                continue
            if first:
                rows += [Row(None, digit, say.of(scenario.title), head=True, gap=True)]
            rows += [Row(index, "", say.of(entry.stage.title), gap=big and not first)]
        else:
            if not rows or rows[-1].head is not None:
                rows += [Row(None, "", say("menu.exercises"), head=True, gap=True)]
            rows += [Row(index, "", say.of(entry.title), head=None, gap=big)]
    return rows


def _list(grid: Grid, page: MenuPage, area: Rect, big: bool) -> None:
    """As much of the list as fits around the chosen row, an arrow where it goes on."""
    look, rows = page.session.look, _rows(page, big)
    lines: list[Row | None] = [line for row in rows for line in ((None, row) if row.gap else (row,))]
    lines = lines if len(lines) <= area.h else list(rows)
    chosen = next(n for n, row in enumerate(lines) if row is not None and row.entry == page.chosen)
    first = max(0, min(chosen - area.h // 2, len(lines) - area.h))
    for n, row in enumerate(lines[first : first + area.h]):
        if row is not None:
            _row(grid, page, Rect(area.x, area.y + n, area.w, 1), row)
    if first:
        grid.text(area.x, area.y, "↑", look.accent)
    if first + area.h < len(lines):
        grid.text(area.x, area.y + area.h - 1, "↓", look.accent)


def _row(grid: Grid, page: MenuPage, area: Rect, row: Row) -> None:
    look, say = page.session.look, page.session.say
    lit = row.entry is not None and row.entry == page.chosen
    if lit:
        grid.fill(area.x, area.y, area.w, 1, look.select)
        grid.text(area.x + 1, area.y, look.cursor, look.accent, bold=True)
    grid.text(area.x + 3, area.y, row.digit, look.accent, bold=True)
    left = area.x + (5 if row.head else 7)
    ink = look.text if lit or row.head else look.soft
    next_word = say("menu.next")
    right = area.x + area.w - 1 - measure(next_word, grid.folds)
    if row.entry is None:
        grid.text(left, area.y, row.title, ink, bold=True, width=area.x + area.w - left)
        grid.hot(area.x, area.y, area.w, 1, f"digit:{row.digit}" if row.digit else "redraw")
        return
    grid.text(left, area.y, row.title, ink, bold=lit or bool(row.head), width=right - 5 - left)
    record = page.session.progress.records.get(page.entries[row.entry].name)
    chrome.star_row(grid, right - 4, area.y, look, _stars(record))
    if row.entry == page.next:
        grid.text(right, area.y, next_word, look.accent, bold=True)
    grid.hot(area.x, area.y, area.w, 1, f"entry:{row.entry}")


def _stars(record: Record | None) -> tuple[bool, bool, bool]:
    return (record.goal, record.predicted, record.par) if record else (False, False, False)


def _chosen(grid: Grid, page: MenuPage, area: Rect, big: bool) -> None:
    look, say, entry = page.session.look, page.session.say, page.entry
    inner = area.inset(1, 1)
    if isinstance(entry, Drill):
        y = grid.paragraph(inner.x, inner.y, inner.w, 2, say.of(entry.title), look.text, bold=True) + 1
        y = grid.paragraph(inner.x, y, inner.w, inner.h, say.of(entry.exercise.summary), look.soft) + 1
        record = page.session.progress.records.get(entry.name)
        grid.text(inner.x, y, say("menu.unplayed" if record is None else "menu.played"), look.dim)
        return
    stage = entry.stage
    picture = inner.top(max(5, inner.h * 3 // 5 if big else inner.h // 2))
    paint_preview(grid, picture, page.session, entry)
    text = inner.below(picture.h, 1)
    title = f"{say.of(entry.scenario.title)}{say('colon')}{say.of(stage.title)}"
    y = grid.paragraph(text.x, text.y, text.w, 2, title, look.text, bold=True)
    facts = _facts(page, entry)
    y = grid.paragraph(text.x, y, text.w, text.h - (y - text.y) - len(facts), say.of(stage.summary), look.soft)
    y = max(y, min(y + 1, text.y + text.h - len(facts)))
    width = max(measure(key, grid.folds) for key, _ in facts) + 2
    for key, value in facts:
        grid.text(text.x, y, key, look.dim)
        grid.text(text.x + width, y, value, look.text, width=text.w - width)
        y += 1


def _facts(page: MenuPage, entry: Entry) -> list[tuple[str, str]]:
    """Which knobs turn, how long the race is, and the player's best."""
    say, stage = page.session.say, entry.stage
    budget = stage.budget
    length = (
        say("menu.epochs", count=budget.epochs)
        if budget.epochs is not None
        else say("menu.updates", count=budget.updates)
    )
    both = len(stage.ladders.batch_size) > 1
    record = page.session.progress.records.get(entry.name)
    best = None
    if record:
        best = record.best_epochs if budget.epochs is not None else record.best_updates
    unit = say("unit.epochs" if budget.epochs is not None else "unit.updates")
    words = say("menu.unsolved") if record else say("menu.unplayed")
    if best is not None:
        words = f"{number(best)} {unit}"
    return [
        (say("menu.turn"), say("menu.tool" if stage.schedules else "menu.both" if both else "menu.only_momentum")),
        (say("menu.budget"), length),
        (say("menu.best"), words),
    ]
