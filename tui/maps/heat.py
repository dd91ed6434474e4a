"""The map of outcomes as cells: batch size down, momentum across, per cent solved inside."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Protocol

from batchgame.scenarios.text.numbers import number
from batchgame.tui.draw.grid import Grid
from batchgame.tui.draw.look import Look

Key = tuple[int, float]


class Counted(Protocol):
    """A cell: how many of its trajectories solved."""

    @property
    def solved(self) -> int: ...  # noqa: D102
    @property
    def trajectories(self) -> int: ...  # noqa: D102


def share(square: Counted) -> str:
    """Per cent in three characters: 100 and 0 only for all and none, 99 and <1 for nearly."""
    if square.solved == square.trajectories:
        return "100"
    if square.solved == 0:
        return "0"
    per_cent = 100 * square.solved / square.trajectories
    return "<1" if per_cent < 1 else str(min(99, int(per_cent + 0.5)))


def paint_map(
    grid: Grid, x: int, y: int, w: int, h: int, squares: Mapping[Key, Counted], batch_sizes: Sequence[int],
    momenta: Sequence[float], *, pick: Key, known: Collection[Key] | None, cursor: Key | None, wanted: int, look: Look,
) -> None:  # fmt: skip
    """Rows and columns as large as the room allows. known: cells out of the fog, None for all of them."""
    head = 5
    cell_w = max(3, min(9, (w - head) // len(momenta)))
    cell_h = max(1, min(3, (h - 1) // len(batch_sizes)))
    lit_row, lit_column = (cursor or pick)[0], (cursor or pick)[1]
    for row, batch_size in enumerate(batch_sizes):
        top = y + row * cell_h
        middle = top + (cell_h - 1) // 2
        lit = batch_size == lit_row
        grid.text(x, middle, f"B{batch_size:>3}", look.text if lit else look.soft, bold=lit)
        for column, momentum in enumerate(momenta):
            left = x + head + column * cell_w
            key = (batch_size, momentum)
            for line in range(cell_h):
                grid.hot(left, top + line, cell_w, 1, f"cell:{row}:{column}")
            hidden = known is not None and key not in known
            square = None if hidden else squares.get(key)
            _cell(grid, left, top, cell_w, cell_h, square, hidden, key, pick, cursor, wanted, look)
    for mark in (pick, cursor):
        if mark and mark[0] in batch_sizes and mark[1] in momenta:
            left = x + head + momenta.index(mark[1]) * cell_w
            middle = y + batch_sizes.index(mark[0]) * cell_h + (cell_h - 1) // 2
            _signs(grid, left, middle, cell_w, mark == pick, mark == cursor, look)
    foot = y + len(batch_sizes) * cell_h
    grid.text(x, foot, "λ", look.soft, width=head - 1, align="right")
    for column, momentum in enumerate(momenta):
        words = number(momentum)
        words = words.removeprefix("0") if cell_w < 5 and momentum else words
        words = words if len(words) <= cell_w else number(momentum, 2).removeprefix("0")
        lit = momentum == lit_column
        left = x + head + column * cell_w
        grid.text(left, foot, words, look.text if lit else look.soft, bold=lit, width=cell_w, align="right")


def _cell(
    grid: Grid, x: int, y: int, w: int, h: int, square: Counted | None, hidden: bool, key: Key, pick: Key,
    cursor: Key | None, wanted: int, look: Look,
) -> None:  # fmt: skip
    if hidden:
        words, paper, ink = "", None, look.fog_ink
        for line in range(h):
            for column in range(w):
                grid.put(x + column, y + line, look.fog, ink)
    elif square is None:
        words, (paper, ink) = "··", look.heat(0)
    else:
        words, (paper, ink) = share(square), look.heat(square.solved / square.trajectories)
        if square.trajectories < wanted and words not in ("100", "0"):
            words = f"~{words}" if w > len(words) else words
    bold = key in (pick, cursor)
    if key == pick:
        paper, ink = look.accent, look.on_accent
    elif key == cursor:
        paper, ink = look.text, look.ground
    if not hidden or key in (pick, cursor):
        grid.fill(x, y, w, h, paper) if paper else None
    middle = y + (h - 1) // 2
    if words:
        pad = 0 if w < 5 else 1
        grid.text(x, middle, words, ink, bold=bold, width=w - pad, align="right")


def _signs(grid: Grid, x: int, y: int, w: int, picked: bool, under_cursor: bool, look: Look) -> None:
    """An arrow at the cursor; brackets around the pick where no paper marks it. In narrow cells the right one leans
    on the next cell, whose first column is always free.
    """
    if picked and (look.mono or look.ascii):
        grid.put(x + max(0, w - 5), y, "[", look.text, bold=True)
        grid.put(x + w - (w >= 5), y, "]", look.text, bold=True)
    if under_cursor:
        ink = look.on_accent if picked else look.ground
        grid.put(x, y, look.cursor, ink if not (look.mono or look.ascii) else look.text, bold=True)
