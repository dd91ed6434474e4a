"""The menu page: everything that can be played with its stars at left, the chosen one at right."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from batchgame.scenarios.playables import RaceStage
from batchgame.scenarios.text.numbers import number
from batchgame.tui.draw.grid import measure
from batchgame.tui.draw.layout import Rect, body, roomy
from batchgame.tui.draw.pen import Pen
from batchgame.tui.game.parts import chrome
from batchgame.tui.game.parts.scene import paint_scene
from batchgame.tui.race.options import PlayOptions
from batchgame.tui.race.round import Round
from batchgame.tui.score.listing import Entry, file_name, full_title
from batchgame.tui.score.saved import Record
from batchgame.tui.text.catalogue import Catalogue

DIGITS = 9  # scenarios that a key leads to; the arrows lead to all of them


class MenuView(NamedTuple):
    """What the menu shows. chosen, next: indices of entries. sure, unsure: predictions that were right, and all."""

    entries: Sequence[Entry]
    chosen: int
    next: int
    records: Mapping[str, Record]
    sure: tuple[int, int]
    unsure: tuple[int, int]
    notice: tuple[str, Mapping[str, str]] | None


class Row(NamedTuple):
    """A row of the list.

    entry: the index of the entry that it opens; None for a heading. head: it is printed as a heading. gap: an empty row
    stands above it, where there is room.
    """

    entry: int | None
    digit: str
    title: str
    head: bool = False
    gap: bool = False


def paint_menu(pen: Pen, view: MenuView) -> None:
    """Draw the menu. It is complete without NumPy, and the landscape comes with the second frame."""
    grid, look, say = pen.grid, pen.look, pen.say
    earned = sum(record.goal + record.predicted + record.par for record in view.records.values())
    playable = sum(entry.playable is not None for entry in view.entries)
    chrome.header(grid, look, say("menu.title"), right=say("menu.stars", earned=earned, of=3 * playable))
    area = body(grid.width, grid.height)
    big = roomy(grid.width, grid.height)
    split = 43 if grid.width < 100 else grid.width * 2 // 5
    _list(pen, view, area.left(split), big)
    _chosen(pen, view, area.right_of(split, 1), big)
    if view.notice:
        key, values = view.notice
        chrome.notice(grid, say(key, **values), look.bad, look.background)
    elif view.sure[1] or view.unsure[1]:
        (sure, sure_of), (unsure, unsure_of) = view.sure, view.unsure
        text = say("menu.calibration", sure=sure, sure_of=sure_of, unsure=unsure, unsure_of=unsure_of)
        chrome.message(grid, text, look.soft)
    else:
        chrome.message(grid, say("menu.order"), look.dim)


def _rows(say: Catalogue, entries: Sequence[Entry], big: bool) -> list[Row]:
    """Return one row per entry, and headings over races of several stages, over the exercises, and over own files."""
    rows: list[Row] = []
    numbers: dict[str, int] = {}
    headings: set[str] = set()

    def heading(key: str) -> list[Row]:
        told = key in headings
        headings.add(key)
        return [] if told else [Row(None, "", say(key), head=True, gap=True)]

    for index, entry in enumerate(entries):
        playable = entry.playable
        if entry.own:
            title = file_name(entry.name) if playable is None else say.of(playable.title)
            rows += [*heading("menu.own"), Row(index, "", title, gap=big)]
        elif isinstance(playable, RaceStage):
            scenario, first = playable.scenario, playable.scenario.name not in numbers
            place = numbers.setdefault(scenario.name, len(numbers) + 1)
            digit = str(place) if place <= DIGITS else ""
            if len(scenario.stages) == 1:
                rows += [Row(index, digit, say.of(scenario.title), head=True, gap=True)]
                continue
            if first:
                rows += [Row(None, digit, say.of(scenario.title), head=True, gap=True)]
            rows += [Row(index, "", say.of(playable.title), gap=big and not first)]
        elif playable is not None:
            rows += [*heading("menu.exercises"), Row(index, "", say.of(playable.title), gap=big)]
    return rows


def _list(pen: Pen, view: MenuView, area: Rect, big: bool) -> None:
    """Draw as much of the list as fits around the chosen row, with an arrow where it goes on."""
    grid, look, rows = pen.grid, pen.look, _rows(pen.say, view.entries, big)
    lines: list[Row | None] = [line for row in rows for line in ((None, row) if row.gap else (row,))]
    lines = lines if len(lines) <= area.h else list(rows)
    chosen = next(n for n, row in enumerate(lines) if row is not None and row.entry == view.chosen)
    first = max(0, min(chosen - area.h // 2, len(lines) - area.h))
    for n, row in enumerate(lines[first : first + area.h]):
        if row is not None:
            _row(pen, view, Rect(area.x, area.y + n, area.w, 1), row)
    if first:
        grid.text(area.x, area.y, "↑", look.accent)
    if first + area.h < len(lines):
        grid.text(area.x, area.y + area.h - 1, "↓", look.accent)


def _row(pen: Pen, view: MenuView, area: Rect, row: Row) -> None:
    grid, look, say = pen.grid, pen.look, pen.say
    lit = row.entry is not None and row.entry == view.chosen
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
    grid.hot(area.x, area.y, area.w, 1, f"entry:{row.entry}")
    entry = view.entries[row.entry]
    if entry.playable is None:
        grid.text(left, area.y, _shortened(row.title, right - 5 - left), look.dim)
        return
    grid.text(left, area.y, _shortened(row.title, right - 5 - left) if entry.own else row.title, ink,
              bold=lit or row.head, width=right - 5 - left)  # fmt: skip
    chrome.star_row(grid, right - 4, area.y, look, _stars(view.records.get(entry.key)))
    if row.entry == view.next:
        grid.text(right, area.y, next_word, look.accent, bold=True)


def _shortened(title: str, room: int) -> str:
    """Return a player's own title, cut with a sign where it is longer than the row."""
    if measure(title) <= room:
        return title
    while measure(title + "…") > room:
        title = title[:-1]
    return title + "…"


def _stars(record: Record | None) -> tuple[bool, bool, bool]:
    return (record.goal, record.predicted, record.par) if record else (False, False, False)


def _chosen(pen: Pen, view: MenuView, area: Rect, big: bool) -> None:
    """Draw what is known about the entry under the cursor."""
    grid, look, say, entry = pen.grid, pen.look, pen.say, view.entries[view.chosen]
    inner = area.inset(1, 1)
    record = view.records.get(entry.key)
    if isinstance(entry.playable, RaceStage):
        _race(pen, inner, entry.playable, record, big)
        return
    if entry.playable is None:
        y = grid.paragraph(inner.x, inner.y, inner.w, inner.h // 2, entry.name, look.dim) + 1
        grid.paragraph(inner.x, y, inner.w, inner.h // 2, say(entry.trouble or "menu.file_unreadable"), look.bad)
        return
    y = grid.paragraph(inner.x, inner.y, inner.w, 2, say.of(entry.playable.title), look.text, bold=True) + 1
    y = grid.paragraph(inner.x, y, inner.w, inner.h, say.of(entry.playable.summary), look.soft) + 1
    grid.text(inner.x, y, say("menu.unplayed" if record is None else "menu.played"), look.dim)


def _race(pen: Pen, inner: Rect, playable: RaceStage, record: Record | None, big: bool) -> None:
    """Draw the landscape of a stage, its summary, and its facts."""
    grid, look, say, stage = pen.grid, pen.look, pen.say, playable.stage
    picture = inner.top(max(5, inner.h * 3 // 5 if big else inner.h // 2))
    paint_scene(pen, picture, Round(playable.scenario, stage, PlayOptions()))
    text = inner.below(picture.h, 1)
    y = grid.paragraph(text.x, text.y, text.w, 2, full_title(playable, say), look.text, bold=True)
    facts = _facts(say, playable, record)
    y = grid.paragraph(text.x, y, text.w, text.h - (y - text.y) - len(facts), say.of(stage.summary), look.soft)
    y = max(y, min(y + 1, text.y + text.h - len(facts)))
    width = max(measure(key, grid.folds) for key, _ in facts) + 2
    for key, value in facts:
        grid.text(text.x, y, key, look.dim)
        grid.text(text.x + width, y, value, look.text, width=text.w - width)
        y += 1


def _facts(say: Catalogue, playable: RaceStage, record: Record | None) -> list[tuple[str, str]]:
    """Return which knobs turn, how long the race is, and the player's best."""
    stage, budget = playable.stage, playable.stage.budget
    in_epochs = budget.epochs is not None
    length = say("menu.epochs" if in_epochs else "menu.updates", count=budget.epochs if in_epochs else budget.updates)
    both = len(stage.ladders.batch_size) > 1
    best = (record.best_epochs if in_epochs else record.best_updates) if record else None
    told = say("menu.unsolved") if record else say("menu.unplayed")
    if best is not None:
        told = f"{number(best)} {say('unit.epochs' if in_epochs else 'unit.updates')}"
    turns = "menu.tool" if stage.schedules else "menu.both" if both else "menu.only_momentum"
    return [(say("menu.turn"), say(turns)), (say("menu.budget"), length), (say("menu.best"), told)]
