"""The page of the published table: its rows, and under them what the large batch has more or less, as bars."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from batchgame.scenarios.exercises.gap import LARGE_SHARE, MISSING, SMALL, TABLE, Published
from batchgame.tui.draw.grid import measure
from batchgame.tui.draw.layout import Rect, body, narrow
from batchgame.tui.draw.pen import Pen
from batchgame.tui.game.parts import chrome
from batchgame.tui.game.workshops.gap_sayings import OPTIMISATION, right_mark, signed

FIGURES = ("train_small", "train_large", "test_small", "test_large")
ENDS, NARROW_ENDS = (37, 48, 58, 69), (22, 31, 40, 49)  # columns where the figures end
DECIMALS = 2
VALUE = 6  # columns of a difference beside its bar


class TableView(NamedTuple):
    """What the page shows. asks: the missing number is still asked for. judged: the marks have been checked.

    told: the sentence under the bars. over: a text that is laid over the foot of the page.
    """

    guess: float
    row: int
    marks: Sequence[int | None]
    asks: bool
    judged: bool
    told: str
    over: str
    message: str


def paint_table(pen: Pen, view: TableView) -> None:
    """Draw the table above and the differences below; in a small window those of the row under the cursor."""
    grid, look = pen.grid, pen.look
    small = narrow(grid.width, grid.height)
    area = body(grid.width, grid.height).inset(1, 0)
    if not small:
        caption = pen.say("gap.caption", small=SMALL, tenth=LARGE_SHARE)
        grid.text(area.x, area.y, caption, look.soft, width=area.w)
        area = area.below(1)
    _heads(pen, area, small=small)
    for n in range(len(TABLE)):
        _row(pen, view, area.below(2 + n), n, small=small)
    low = area.below(len(TABLE) + 2)
    grid.hline(low.x, low.y, low.w, look.faint)
    shown = [view.row] if small else list(range(len(TABLE)))
    half = (low.w - 2) // 2
    for kind, rect in (("train", low.below(1).left(half)), ("test", low.below(1).right_of(half, 2))):
        _bars(pen, view, rect, kind, shown)
    words = low.below(len(shown) + 2, 0 if small else 1)
    if view.told:
        grid.paragraph(words.x, words.y, words.w, words.h, view.told, look.text)
    if view.over:
        chrome.hint(grid, look, view.over, grid.height - 2)
    chrome.message(grid, view.message, look.accent)


def _heads(pen: Pen, area: Rect, *, small: bool) -> None:
    grid, look, say = pen.grid, pen.look, pen.say
    ends = NARROW_ENDS if small else ENDS
    for end, key in ((ends[1], "training"), (ends[3], "test")):
        _right(pen, area.x + end, area.y, say(f"gap.{key}"), look.soft, bold=True)
    grid.text(area.x + 2, area.y + 1, say("gap.network"), look.dim, width=14 if small else 24)
    for end, key in zip(ends, ("small", "large") * 2, strict=True):
        _right(pen, area.x + end, area.y + 1, say(f"gap.{key}"), look.dim)
    _right(pen, area.x + (58 if small else 78), area.y + 1, say("gap.mark"), look.dim)


def _row(pen: Pen, view: TableView, area: Rect, n: int, *, small: bool) -> None:
    """Draw a network: its figures, with their deviations where the cursor is, and its mark."""
    grid, look, row, lit = pen.grid, pen.look, TABLE[n], n == view.row
    if lit:
        grid.fill(area.x, area.y, area.w, 1, look.select)
        grid.text(area.x, area.y, look.cursor, look.accent, bold=True)
    name = f"{row.name} {row.data}" if small else f"{row.name} {row.kind} {row.data}"
    grid.text(area.x + 2, area.y, name, look.text if lit else look.soft, bold=lit)
    for end, key in zip(NARROW_ENDS if small else ENDS, FIGURES, strict=True):
        figure = getattr(row, key)
        if view.asks and n == MISSING and key == "test_large":
            _right(pen, area.x + end, area.y, f"[{view.guess:.1f}]", look.accent, bold=True)
        else:
            _right(pen, area.x + end, area.y, _written(figure, spread=lit and not small), look.text)
    mark = view.marks[n]
    if mark is None:
        _right(pen, area.x + area.w, area.y, "·", look.dim)
        return
    word = pen.say("gap.optimisation" if mark == OPTIMISATION else "gap.generalisation")
    ink = look.full if mark == OPTIMISATION else look.accent
    end = area.x + area.w
    if view.judged:
        right = mark == right_mark(row)
        ink = look.good if right else look.bad
        if not right:  # shown by a sign, too, where there is no colour
            word = f"{look.cross}{word}" if measure(word) < 8 else word[:-1] + look.cross
    _right(pen, end, area.y, word, ink, bold=True)


def _written(figure: Published, *, spread: bool) -> str:
    deviation = f"{figure.deviation:.{DECIMALS}f}".removeprefix("0")
    return f"{figure.mean:.{DECIMALS}f}±{deviation}" if spread else f"{figure.mean:.{DECIMALS}f}"


def _gap(view: TableView, n: int, kind: str) -> float:
    """Return the large batch minus the small one in points, with the guess in the place of the missing number."""
    row = TABLE[n]
    if view.asks and n == MISSING and kind == "test":
        return view.guess - row.test_small.mean
    return row.train_gap if kind == "train" else row.test_gap


def _bars(pen: Pen, view: TableView, area: Rect, kind: str, shown: Sequence[int]) -> None:
    """Draw a bar per network from a line at 0, on one scale for training and test."""
    grid, look = pen.grid, pen.look
    grid.text(
        area.x,
        area.y,
        pen.say(f"gap.bars_{'training' if kind == 'train' else 'test'}"),
        look.soft,
        bold=True,
        width=area.w,
    )
    every = [_gap(view, n, each) for n in range(len(TABLE)) for each in ("train", "test")]
    low, high = min(every), max(*every, 1.0)
    left, room = area.x + 3, area.w - 3 - VALUE - 1
    zero = left + round(room * -low / (high - low))
    for index, n in enumerate(shown):
        y, value = area.y + 1 + index, _gap(view, n, kind)
        grid.text(area.x, y, TABLE[n].name, look.text if n == view.row else look.soft, bold=n == view.row)
        grid.put(zero, y, "│", look.dim)
        ink = look.good if value > 0 else look.one
        cells = abs(value) / (high - low) * room
        whole, rest = int(cells), cells % 1
        for cell in range(whole + (rest >= 0.25)):
            block = "█" if cell < whole or rest >= 0.75 else "▌" if value > 0 else "▐"
            grid.put(zero + 1 + cell if value > 0 else zero - 1 - cell, y, "#" if look.folds else block, ink)
        _right(pen, area.x + area.w, y, signed(value, DECIMALS), look.text)


def _right(pen: Pen, end: int, y: int, words: str, ink: str | None, *, bold: bool = False) -> None:
    pen.grid.text(end - measure(words, pen.grid.folds), y, words, ink, bold=bold)
