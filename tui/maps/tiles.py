"""The colours and signs of a map's cells, with and without numbers."""

from __future__ import annotations

from typing import NamedTuple

from batchgame.tui.draw.look import Colour, Look
from batchgame.tui.draw.pen import Pen
from batchgame.tui.maps.axes import Place
from batchgame.tui.maps.cell import Cell, share
from batchgame.tui.maps.size import Size
from batchgame.tui.maps.view import MapView

TENTHS = ".:-~=*o%#@"  # without colours: how much of a cell has solved
BLOWN_UP, CURSOR, PICK, UNKNOWN = "x", "+", "P", " "


class Tile(NamedTuple):
    """How one cell without a number is drawn: its colours, and the sign for terminals without colours."""

    paper: Colour
    ink: Colour
    sign: str
    hidden: bool = False


def mark(look: Look, view: MapView, place: Place) -> tuple[Colour, Colour] | None:
    """Return paper and ink of the pick and of the cursor: the accent is the pick's, without a pick the cursor's."""
    if place == (view.pick or view.cursor):
        return look.accent, look.on_accent
    return (look.text, look.background) if place == view.cursor else None


def sign(cell: Cell | None) -> str:
    """Return how much of a cell has solved as a character, for terminals without colours."""
    if cell is None:
        return UNKNOWN
    if cell.blown_up:
        return BLOWN_UP
    return TENTHS[min(len(TENTHS) - 1, 10 * cell.solved // cell.trajectories)]


def tile(look: Look, view: MapView, place: Place) -> Tile:
    """Return the tile of a cell: heat by the share that solved, another hue where half or more have blown up."""
    marked = mark(look, view, place)
    if marked:
        paper, ink = marked
        return Tile(paper, ink or look.text, CURSOR if place == view.cursor else PICK)
    if view.hidden(place):
        return Tile(look.background, look.fog_ink, look.fog, hidden=True)
    cell = view.cells.get(place)
    if cell is None:
        return Tile(look.background, look.text, UNKNOWN)
    if cell.blown_up:
        return Tile(look.bad, look.on_accent or look.text, BLOWN_UP)
    return Tile(*look.heat(cell.solved / cell.trajectories), sign(cell))


def paint_blocks(pen: Pen, size: Size, view: MapView) -> None:
    """Draw cells without numbers, two above each other in a character where the terminal can show that."""
    grid, look, halves = pen.grid, pen.look, size.halves
    tiles = [[tile(look, view, (row, column)) for column in size.columns] for row in size.rows]
    beyond = [Tile(look.background, look.text, UNKNOWN)] * len(size.columns)
    cursor = (view.cursor or view.pick) if halves == 1 else None
    for line in range(size.lines):
        at = [(line * halves + half) // size.h for half in range(halves)]
        upper, lower = (tiles[n] if n < len(tiles) else beyond for n in (at[0], at[-1]))
        for n, (top, bottom) in enumerate(zip(upper, lower, strict=True)):
            glyph, ink, paper = _glyph(look, halves, top, bottom)
            bold = (size.rows[at[0]], size.columns[n]) == cursor
            for x in range(size.left + n * size.w, size.left + (n + 1) * size.w):
                grid.put(x, size.y + line, glyph, ink, paper, bold)
    grid.pictures.append((size.left, size.y, size.w * len(size.columns), size.lines))


def _glyph(look: Look, halves: int, top: Tile, bottom: Tile) -> tuple[str, Colour, Colour]:
    """Return sign, ink and paper of one character of a map without numbers."""
    if halves == 1:
        shown = look.mono or look.ascii or top.hidden
        return top.sign if shown else " ", top.ink, top.paper
    if top.sign == bottom.sign == UNKNOWN:
        return "·", look.faint, bottom.paper
    if top.hidden and bottom.hidden:
        return look.fog, top.ink, bottom.paper
    return "▀", top.paper, bottom.paper


def paint_numbers(pen: Pen, size: Size, view: MapView) -> None:
    """Draw cells with the per cent that solved in them; ~ where more trajectories are to come, ·· where none came."""
    for row in size.rows:
        for column in size.columns:
            _number(pen, size, view, (row, column))
    for place in (view.pick, view.cursor):
        if place:
            _signs(pen, size, view, place)


def _number(pen: Pen, size: Size, view: MapView, place: Place) -> None:
    grid, look = pen.grid, pen.look
    x, y = size.left + place[1] * size.w, size.y + place[0] * size.h
    cell = view.cells.get(place)
    if view.hidden(place):
        words, paper, ink = "", None, look.fog_ink
        for line in range(size.h):
            for at in range(size.w):
                grid.put(x + at, y + line, look.fog, ink)
    elif cell is None:
        words, (paper, ink) = "··", look.heat(0)
    else:
        words, (paper, ink) = share(cell), look.heat(cell.probability)
        if cell.trajectories < view.wanted and words not in ("100", "0") and size.w > len(words):
            words = f"~{words}"
    marked = mark(look, view, place)
    paper, ink = marked or (paper, ink)
    if paper:
        grid.fill(x, y, size.w, size.h, paper)
    pad = 0 if size.w < 5 else 1  # a column between the number and the next cell, where cells are wide enough
    middle = y + (size.h - 1) // 2
    grid.text(x, middle, words, ink, bold=marked is not None, width=size.w - pad, align="right")


def _signs(pen: Pen, size: Size, view: MapView, place: Place) -> None:
    """Draw an arrow at the cursor, and brackets around a pick that no paper marks.

    In narrow cells the right bracket leans on the next cell, whose first column is always free.
    """
    grid, look, colourless = pen.grid, pen.look, pen.look.mono or pen.look.ascii
    x, y = size.left + place[1] * size.w, size.y + place[0] * size.h + (size.h - 1) // 2
    if place == view.pick and colourless:
        grid.put(x + max(0, size.w - 5), y, "[", look.text, bold=True)
        grid.put(x + size.w - (size.w >= 5), y, "]", look.text, bold=True)
    if place == view.cursor:
        _, ink = mark(look, view, place) or (None, look.text)
        grid.put(x, y, look.cursor, look.text if colourless else ink, bold=True)
