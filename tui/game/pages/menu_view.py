"""The menu page: the path at left, one chapter of it unfolded; the chosen stop and the table at right."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from batchgame.scenarios.path import path
from batchgame.scenarios.playables import RaceStage
from batchgame.scenarios.text.numbers import number
from batchgame.tui.draw.grid import measure
from batchgame.tui.draw.layout import Rect, body, narrow, roomy
from batchgame.tui.draw.pen import Pen
from batchgame.tui.game.pages.trophy_view import paint_small_table
from batchgame.tui.game.parts import chrome
from batchgame.tui.game.parts.scene import paint_scene
from batchgame.tui.race.options import PlayOptions
from batchgame.tui.race.round import Round
from batchgame.tui.score.listing import Entry, file_name, full_title
from batchgame.tui.score.saved import Record
from batchgame.tui.score.share import ChapterStars
from batchgame.tui.score.trophy import TrophyRow
from batchgame.tui.text.catalogue import Catalogue

KINDS = {"exercise": "menu.drill"}  # the mark of a playable that is no race, by its kind
TABLE_ROWS = 8  # of the table beside the path: a heading, six rows, and what its signs mean


class MenuView(NamedTuple):
    """What the menu shows.

    chosen, next: indices of entries. chapters: the stars of each. table: None where it is not shown. due: how many
    cards of the deck wait. sure, unsure: predictions that were right, and all.
    """

    entries: Sequence[Entry]
    chosen: int
    next: int
    records: Mapping[str, Record]
    chapters: Sequence[ChapterStars]
    table: Sequence[TrophyRow] | None
    due: int
    sure: tuple[int, int]
    unsure: tuple[int, int]
    notice: tuple[str, Mapping[str, str]] | None


class Row(NamedTuple):
    """A row of the list. entry: the index of the entry that it opens; None for a chapter. chapter: its index."""

    entry: int | None
    chapter: int
    title: str


def paint_menu(pen: Pen, view: MenuView) -> None:
    """Draw the menu. It is complete without NumPy; the landscape comes with the second frame."""
    grid, look, say = pen.grid, pen.look, pen.say
    earned = sum(record.goal + record.predicted + record.par for record in view.records.values())
    playable = sum(entry.plays for entry in view.entries)
    chrome.header(grid, look, say("menu.title"), right=say("menu.stars", earned=earned, of=3 * playable))
    area = body(grid.width, grid.height)
    big, small = roomy(grid.width, grid.height), narrow(grid.width, grid.height)
    split = grid.width if small else 43 if grid.width < 100 else grid.width * 2 // 5
    _list(pen, view, area.left(split))
    if not small:
        _right(pen, view, area.right_of(split, 1).inset(1, 0), big)
    _message(pen, view)


def _message(pen: Pen, view: MenuView) -> None:
    grid, look, say = pen.grid, pen.look, pen.say
    if view.notice:
        key, values = view.notice
        chrome.notice(grid, say(key, **values), look.bad, look.background)
        return
    told = say("menu.due", count=view.due) if view.due else ""
    if view.sure[1] or view.unsure[1]:
        (sure, sure_of), (unsure, unsure_of) = view.sure, view.unsure
        key = "menu.calibration_short" if told or grid.width < 80 else "menu.calibration"
        right = say(key, sure=sure, sure_of=sure_of, unsure=unsure, unsure_of=unsure_of)
        chrome.message(grid, f"{told}   {right}".strip(), look.soft)
    else:
        chrome.message(grid, told or say("menu.order"), look.soft if told else look.dim)


def _rows(say: Catalogue, view: MenuView) -> list[Row]:
    """Return one row per chapter, and under the one with the cursor one row per stop."""
    chapters, unfolded = path().chapters, view.entries[view.chosen].chapter
    rows: list[Row] = []
    for chapter in sorted({entry.chapter for entry in view.entries}):
        title = say.of(chapters[chapter].title) if chapter < len(chapters) else say("menu.own")
        rows.append(Row(None, chapter, title))
        if chapter == unfolded:
            rows += [
                Row(index, chapter, _title(say, entry))
                for index, entry in enumerate(view.entries)
                if entry.chapter == chapter
            ]
    return rows


def _title(say: Catalogue, entry: Entry) -> str:
    """Return the title of a stop: the first stage of a race has that of the race."""
    playable = entry.playable
    if playable is None:
        return say("menu.ending") if entry.page else file_name(entry.name)
    first = isinstance(playable, RaceStage) and not entry.own and not playable.stage.name
    return say.of(playable.scenario.title if isinstance(playable, RaceStage) and first else playable.title)


def _list(pen: Pen, view: MenuView, area: Rect) -> None:
    """Draw the path. In a window that is too low for it, as much as fits around the cursor, with arrows."""
    grid, look, rows = pen.grid, pen.look, _rows(pen.say, view)
    chosen = next(n for n, row in enumerate(rows) if row.entry == view.chosen)
    first = max(0, min(chosen - area.h // 2, len(rows) - area.h))
    for n, row in enumerate(rows[first : first + area.h]):
        where = Rect(area.x, area.y + n, area.w, 1)
        _chapter(pen, view, where, row) if row.entry is None else _stop(pen, view, where, row.entry, row.title)
    if first:
        grid.text(area.x, area.y, "↑", look.accent)
    if first + area.h < len(rows):
        grid.text(area.x, area.y + area.h - 1, "↓", look.accent)


def _chapter(pen: Pen, view: MenuView, area: Rect, row: Row) -> None:
    """Draw the digit, the title and the stars of a chapter."""
    grid, look, say = pen.grid, pen.look, pen.say
    unfolded = view.entries[view.chosen].chapter == row.chapter
    grid.text(area.x + 1, area.y, str(row.chapter + 1), look.accent, bold=True)
    grid.text(area.x + 3, area.y, row.title, look.text if unfolded else look.soft, bold=True)
    grid.hot(area.x, area.y, area.w, 1, f"digit:{row.chapter + 1}")
    if row.chapter < len(view.chapters):
        stars = view.chapters[row.chapter]
        told = f"{look.star if stars.earned else look.no_star} {say('menu.of', earned=stars.earned, of=stars.most)}"
        grid.text(area.x, area.y, told, look.accent if stars.earned else look.dim, width=area.w - 7, align="right")
        if stars.done:
            grid.text(area.x + area.w - 6, area.y, say("menu.done"), look.good, width=6)


def _stop(pen: Pen, view: MenuView, area: Rect, index: int, title: str) -> None:
    """Draw the title of a stop, its stars, and which kind it is if it is no race."""
    grid, look, say, entry, lit = pen.grid, pen.look, pen.say, view.entries[index], index == view.chosen
    if lit:
        grid.fill(area.x, area.y, area.w, 1, look.select)
    sign = look.cursor if lit else "·"
    grid.text(area.x + 3, area.y, sign, look.accent if lit or index == view.next else look.dim, bold=True)
    grid.hot(area.x, area.y, area.w, 1, f"entry:{index}")
    end = area.x + area.w - 10  # of the title
    ink = look.dim if entry.playable is None and not entry.page else look.text if lit else look.soft
    title = _shortened(title, end - 1 - area.x - 5) if entry.own else title
    grid.text(area.x + 5, area.y, title, ink, bold=lit, width=end - 1 - area.x - 5)
    if entry.playable is None:
        return
    chrome.star_row(grid, end, area.y, look, _stars(view.records.get(entry.key)))
    mark = KINDS.get(entry.playable.kind)
    if index == view.next:
        grid.text(end + 4, area.y, say("menu.next"), look.accent, width=6, bold=True)
    elif mark:
        grid.text(end + 4, area.y, say(mark), look.dim, width=6)


def _shortened(title: str, room: int) -> str:
    """Return a player's own title, cut with a sign where it is longer than the row."""
    if measure(title) <= room:
        return title
    while measure(title + "…") > room:
        title = title[:-1]
    return title + "…"


def _stars(record: Record | None) -> tuple[bool, bool, bool]:
    return (record.goal, record.predicted, record.par) if record else (False, False, False)


def _right(pen: Pen, view: MenuView, area: Rect, big: bool) -> None:
    """Draw what is known about the stop under the cursor, and under it the table."""
    if view.table is not None:
        rows = TABLE_ROWS
        paint_small_table(pen, Rect(area.x, area.y + area.h - rows, min(area.w, 60), rows), view.table)
    _chosen(pen, view, area.top(area.h - TABLE_ROWS - 1), big)


def _chosen(pen: Pen, view: MenuView, inner: Rect, big: bool) -> None:
    """Draw what is known about the entry under the cursor."""
    grid, look, say, entry = pen.grid, pen.look, pen.say, view.entries[view.chosen]
    record = view.records.get(entry.key)
    if isinstance(entry.playable, RaceStage):
        _race(pen, inner, entry.playable, record, big)
        return
    if entry.page is not None:
        y = grid.paragraph(inner.x, inner.y, inner.w, 2, say("menu.ending"), look.text, bold=True) + 1
        grid.paragraph(inner.x, y, inner.w, inner.h - 2, say("menu.ending_is"), look.soft)
        return
    if entry.playable is None:
        y = grid.paragraph(inner.x, inner.y, inner.w, inner.h // 2, entry.name, look.dim) + 1
        grid.paragraph(inner.x, y, inner.w, inner.h // 2, say(entry.trouble or "menu.file_unreadable"), look.bad)
        return
    y = grid.paragraph(inner.x, inner.y, inner.w, 2, say.of(entry.playable.title), look.text, bold=True) + 1
    y = grid.paragraph(inner.x, y, inner.w, inner.h, say.of(entry.playable.summary), look.soft) + 1
    grid.text(inner.x, y, say("menu.unplayed" if record is None else "menu.played"), look.dim)


def _race(pen: Pen, inner: Rect, playable: RaceStage, record: Record | None, big: bool) -> None:
    """Draw the landscape of a stage, its summary, and its facts as far as there is room."""
    grid, look, say, stage = pen.grid, pen.look, pen.say, playable.stage
    picture = inner.top(inner.h * 3 // 5 if big else inner.h // 2)
    paint_scene(pen, picture, Round(playable.scenario, stage, PlayOptions()))
    text = inner.below(picture.h)
    y = grid.paragraph(text.x, text.y, text.w, 2, full_title(playable, say), look.text, bold=True)
    y = grid.paragraph(text.x, y, text.w, text.y + text.h - y, say.of(stage.summary), look.soft)
    facts = _facts(say, playable, record)[-max(0, text.y + text.h - y) :] if y < text.y + text.h else []
    width = max((measure(key, grid.folds) for key, _ in facts), default=0) + 2
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
