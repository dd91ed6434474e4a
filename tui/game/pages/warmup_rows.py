"""Rows of a wall: what a step says, broken for a wall of 40 columns, and turned over in pages where it is long."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from batchgame.classroom import wall
from batchgame.classroom.tally import Counts
from batchgame.tui.draw.grid import measure, wrap
from batchgame.tui.draw.look import Colour, Look

EIGHTHS = " ▏▎▍▌▋▊▉"
NUMBER = 4  # cells for a count of hands


class Piece(NamedTuple):
    """A piece of a row, from a column on."""

    x: int
    text: str
    ink: Colour
    bold: bool = False


class Row(NamedTuple):
    """A row of the wall. lit: the cursor stands on it. action: what a click on it does."""

    pieces: tuple[Piece, ...] = ()
    lit: bool = False
    action: str = ""


EMPTY = Row()


class Rows:
    """The rows of one step, as they are written one after the other."""

    def __init__(self, look: Look, width: int) -> None:
        self.look, self.width = look, width
        self.rows: list[Row] = []

    def words(self, text: str, ink: Colour, bold: bool = False, indent: int = 0) -> None:
        """Add a paragraph, broken into rows."""
        for line in wrap(text, self.width - indent, self.look.folds):
            self.rows.append(Row((Piece(indent, line, ink, bold),)))

    def gap(self) -> None:
        """Add an empty row."""
        self.rows.append(EMPTY)

    def option(self, number: int, text: str, count: str = "", *, lit: bool = False, mark: bool = False) -> None:
        """Add an option under its digit. count: what stands behind it. mark: it is the right one."""
        look, sign = self.look, ""
        if mark:
            sign = "*" if look.folds else "✓"
        elif lit:
            sign = look.cursor
        lines = wrap(text, option_width(self.width), look.folds)
        for n, line in enumerate(lines):
            ink = look.good if mark else look.text
            pieces = [Piece(4, line, ink, mark)]
            if n == 0:
                pieces = [Piece(0, sign, look.good if mark else look.accent, True), *pieces]
                pieces.append(Piece(2, str(number), look.accent, True))
                if count:
                    pieces.append(Piece(self.width - measure(count, look.folds), count, look.accent, True))
            self.rows.append(Row(tuple(pieces), lit, f"digit:{number}" if not lit else ""))

    def bars(self, first: Counts, second: Counts | None, heads: Sequence[str], right: int | None) -> None:
        """Add a bar for each option, side by side for both votes, on one scale."""
        look, columns = self.look, [first] if second is None else [first, second]
        each = (self.width - 3) // len(columns)
        most = max((count for column in columns for count in column.votes), default=0)
        if len(columns) > 1:
            self.rows.append(Row(tuple(Piece(3 + n * each, head, look.soft) for n, head in enumerate(heads))))
        for option in range(len(first.votes)):
            sign = ("*" if look.folds else "✓") if option == right else ""
            pieces = [Piece(0, str(option + 1), look.accent, True), Piece(1, sign, look.good, True)]
            for n, column in enumerate(columns):
                count = column.votes[option]
                bar = _bar(count, most, each - NUMBER - 2, look)
                ink = look.good if option == right else look.you
                pieces += [
                    Piece(3 + n * each, bar, ink),
                    Piece(3 + n * each + measure(bar, look.folds) + bool(bar), str(count), look.text, True),
                ]
            self.rows.append(Row(tuple(pieces)))


def option_width(width: int) -> int:
    """Return how many cells a line of an option may have: before it stands its digit, behind it a count of hands."""
    return width - wall.WORDS[0] + wall.OPTION


def _bar(count: int, most: int, room: int, look: Look) -> str:
    eighths = round(8 * room * count / most) if most else 0
    if count and not eighths:
        eighths = 1
    whole, rest = divmod(eighths, 8)
    if look.folds:
        return "#" * (whole + (rest >= 4) or bool(eighths))
    return "█" * whole + (EIGHTHS[rest] if rest else "")


def pages(rows: Sequence[Row], height: int) -> list[Sequence[Row]]:
    """Cut rows into pages of at most `height` rows. A page that is not the last leaves a row for `more`."""
    found: list[Sequence[Row]] = []
    rest = list(rows)
    while len(rest) > height:
        found.append(rest[: height - 1])
        rest = rest[height - 1 :]
        while rest and rest[0] == EMPTY:
            rest = rest[1:]
    return [*found, rest]
