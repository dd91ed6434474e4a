"""No cell of a picture flickers: at most three reversals of its luminance in any second (WCAG 2.2, 2.3.1).

A trajectory of batch size 1 jumps in and out of a cell at every frame, at any speed and frame rate. A cell that has
turned from dark to bright and back three times within a second keeps what it shows until it may change again. Figures
and words are never kept: an old digit beside new ones would be another number.
"""

from __future__ import annotations

from functools import lru_cache

from batchgame.tui.draw.colours import rgb
from batchgame.tui.draw.grid import Grid

MOST = 3  # reversals a second
SECOND = 1.05  # with a frame's jitter
FLASH = 0.1  # of full luminance: less is no flash
DEFAULT_INK, DEFAULT_PAPER = "#e5e5e5", "#000000"  # of a terminal that does not say
BRAILLE = 0x2800
DOTS, LETTER, SIGN, LINE = 0.5, 0.3, 0.4, 0.12  # of a cell that is inked: by eight dots, a letter, a marker, a line
BLOCKS = {"█": 1.0, "▀": 0.5, "▄": 0.5, "▌": 0.5, "▐": 0.5, "░": 0.25, "▒": 0.5, "▓": 0.75}
BLOCKS |= {glyph: (n + 1) / 8 for n, glyph in enumerate("▁▂▃▄▅▆▇")} | {
    glyph: (7 - n) / 8 for n, glyph in enumerate("▉▊▋▌▍▎▏")
}
SIGNS, LINES, SMALL = "●◆▲○◇△★☆×", "─│┌┐└┘├┤┬┴═╭╮╰╯━╸╺", "·.:,'−-"


class FlickerLimit:
    """What each cell has done lately; hands on grids with the cells kept that have turned too often."""

    def __init__(self) -> None:
        self._shown: Grid | None = None
        self._cells: dict[tuple[int, int], _History] = {}
        self.holding = False  # a cell is kept back: ask again, though nothing moves any more

    def settle(self, grid: Grid, at: float, pressed: bool = False) -> Grid:
        """The same grid, with cells of the last one where it would flicker.

        at: seconds; pressed: a key asked for what is new, and nothing of it is kept back.
        """
        shown, self._shown, self.holding = self._shown, grid, False
        if shown is None or shown.size != grid.size:
            self._cells.clear()
            return grid
        for y, (now, before) in enumerate(zip(grid.cells, shown.cells, strict=True)):
            if now == before:
                continue
            for x, (new, old) in enumerate(zip(now, before, strict=True)):
                if new is old or new == old:
                    continue
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
    """The luminance of one cell in time."""

    __slots__ = ("extreme", "rising", "turns")

    def __init__(self, level: float) -> None:
        self.extreme = level
        self.rising: bool | None = None
        self.turns: list[float] = []

    def flickers(self, level: float, at: float) -> bool:
        """To go on to that level would be one reversal too many."""
        if not self._turns_at(level):
            return False
        self.turns = [turned for turned in self.turns if at - turned < SECOND]
        return len(self.turns) >= MOST

    def go(self, level: float, at: float) -> None:
        """Go on to that level."""
        change = level - self.extreme
        if self._turns_at(level):
            self.turns.append(at)
        if abs(change) >= FLASH or (self.rising is not None and (change > 0) == self.rising):
            self.rising, self.extreme = change > 0, level

    def _turns_at(self, level: float) -> bool:
        change = level - self.extreme
        return self.rising is not None and (change > 0) != self.rising and abs(change) >= FLASH


def _is_picture(grid: Grid, x: int, y: int, *glyphs: str) -> bool:
    """Not part of a word or a figure."""
    drawn = all(glyph == " " or "\u2500" <= glyph <= "\u28ff" for glyph in glyphs)
    return drawn or any(left <= x < left + w and top <= y < top + h for left, top, w, h in grid.pictures)


@lru_cache(maxsize=8192)
def luminance(glyph: str, style: tuple[str | None, str | None, bool]) -> float:
    """Relative luminance of a cell, 0 to 1: ink and paper by the share of the cell that each covers."""
    covered = coverage(glyph)
    return covered * _of(style[0] or DEFAULT_INK) + (1 - covered) * _of(style[1] or DEFAULT_PAPER)


def coverage(glyph: str) -> float:
    """The share of its cell that a glyph inks; for letters and markers a common one, a little high."""
    if not glyph or glyph == " ":
        return 0.0
    if BRAILLE <= ord(glyph) <= BRAILLE + 0xFF:
        return DOTS * (ord(glyph) - BRAILLE).bit_count() / 8
    if glyph in BLOCKS:
        return BLOCKS[glyph]
    return SIGN if glyph in SIGNS else LINE if glyph in LINES else LINE / 2 if glyph in SMALL else LETTER


@lru_cache(maxsize=512)
def _of(colour: str) -> float:
    """Relative luminance of a colour, as WCAG 2.2 defines it."""
    if colour == "default":
        return _of(DEFAULT_PAPER)
    parts = (part / 255 for part in rgb(colour))
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return sum(share * c for share, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
