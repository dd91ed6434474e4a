"""A limit on flicker: the luminance of a picture's cell reverses at most three times per second (WCAG 2.2, 2.3.1).

A trajectory of batch size 1 jumps in and out of a cell at every frame, at any speed and frame rate. A cell whose
luminance has reversed three times within a second keeps its glyph and colours until it may change again. Numbers and
words are never kept back, because an old digit beside new ones would make a wrong number.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import compress
from operator import ne

from batchgame.tui.draw.colours import rgb
from batchgame.tui.draw.grid import Grid

MOST = 3  # reversals per second
SECOND = 1.05  # seconds: a little longer than one, because frames do not come at exact intervals
FLASH = 0.1  # of full luminance: a smaller change does not count as a flash
DEFAULT_INK, DEFAULT_PAPER = "#e5e5e5", "#000000"  # assumed, since terminals do not tell their own colours
BRAILLE = 0x2800  # the code point of the braille cell without dots
DOTS, LETTER, SIGN, LINE = 0.5, 0.3, 0.4, 0.12  # the inked share of a cell: of eight dots, a letter, a marker, a line
BLOCKS = {"█": 1.0, "▀": 0.5, "▄": 0.5, "▌": 0.5, "▐": 0.5, "░": 0.25, "▒": 0.5, "▓": 0.75}
BLOCKS |= {glyph: (n + 1) / 8 for n, glyph in enumerate("▁▂▃▄▅▆▇")} | {
    glyph: (7 - n) / 8 for n, glyph in enumerate("▉▊▋▌▍▎▏")
}
SIGNS, LINES, SMALL = "●◆▲○◇△◌★☆×", "─│┌┐└┘├┤┬┴═╭╮╰╯━╸╺", "·.:,'−-"


class FlickerLimit:
    """The recent luminance of each cell, and the cells that must not change now.

    holding: the last grid has a cell that was kept back, so it has to be settled again, even if the page stands still.
    """

    def __init__(self) -> None:
        self._shown: Grid | None = None
        self._cells: dict[tuple[int, int], _History] = {}
        self.holding = False

    def settle(self, grid: Grid, at: float, pressed: bool = False) -> Grid:
        """Return the same grid, with cells of the last grid put back where it would flicker.

        at: the time in seconds. pressed: a key asked for the new grid, and nothing is kept back.
        """
        shown, self._shown, self.holding = self._shown, grid, False
        if shown is None or shown.size != grid.size:
            self._cells.clear()
            return grid
        for y, (now, before) in enumerate(zip(grid.cells, shown.cells, strict=True)):
            if now == before:
                continue
            for x in compress(range(grid.width), map(ne, now, before)):
                new, old = now[x], before[x]
                history = self._cells.get((x, y))
                if history is None:
                    history = self._cells[x, y] = _History(luminance(*old))
                level = luminance(*new)
                if history.flickers(level, at) and not pressed and _is_picture(grid, x, y, old[0], new[0]):
                    now[x] = old
                    self.holding = True
                else:
                    history.go(level, at)
        return grid


class _History:
    """The luminance of one cell over time: its last extreme, its direction, and the times of its reversals."""

    __slots__ = ("extreme", "rising", "turns")

    def __init__(self, level: float) -> None:
        self.extreme = level
        self.rising: bool | None = None
        self.turns: list[float] = []

    def flickers(self, level: float, at: float) -> bool:
        """Return whether the change to `level` would be one reversal too many."""
        if not self._turns_at(level):
            return False
        self.turns = [turned for turned in self.turns if at - turned < SECOND]
        return len(self.turns) >= MOST

    def go(self, level: float, at: float) -> None:
        """Record the change to `level`."""
        change = level - self.extreme
        if self._turns_at(level):
            self.turns.append(at)
        if abs(change) >= FLASH or (self.rising is not None and (change > 0) == self.rising):
            self.rising, self.extreme = change > 0, level

    def _turns_at(self, level: float) -> bool:
        change = level - self.extreme
        return self.rising is not None and (change > 0) != self.rising and abs(change) >= FLASH


def _is_picture(grid: Grid, x: int, y: int, *glyphs: str) -> bool:
    """Return whether the cell belongs to a picture: both glyphs are drawings, or the page has marked the area so."""
    drawn = all(glyph == " " or "\u2500" <= glyph <= "\u28ff" for glyph in glyphs)
    return drawn or any(left <= x < left + w and top <= y < top + h for left, top, w, h in grid.pictures)


@lru_cache(maxsize=8192)
def luminance(glyph: str, style: tuple[str | None, str | None, bool]) -> float:
    """Return the relative luminance of a cell, 0 to 1: that of ink and paper, weighted by the area of each."""
    covered = coverage(glyph)
    return covered * _relative_luminance(style[0] or DEFAULT_INK) + (1 - covered) * _relative_luminance(
        style[1] or DEFAULT_PAPER
    )


def coverage(glyph: str) -> float:
    """Return the share of its cell that a glyph inks; for letters, lines and markers a rough mean."""
    if not glyph or glyph == " ":
        return 0.0
    if BRAILLE <= ord(glyph) <= BRAILLE + 0xFF:
        return DOTS * (ord(glyph) - BRAILLE).bit_count() / 8
    if glyph in BLOCKS:
        return BLOCKS[glyph]
    return SIGN if glyph in SIGNS else LINE if glyph in LINES else LINE / 2 if glyph in SMALL else LETTER


@lru_cache(maxsize=512)
def _relative_luminance(colour: str) -> float:
    """Return the relative luminance of a colour, as WCAG 2.2 defines it."""
    if colour == "default":
        return _relative_luminance(DEFAULT_PAPER)
    parts = (part / 255 for part in rgb(colour))
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return sum(share * c for share, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
