"""Pages that are made of words: a column that is easy to read, and scrolls where it does not fit."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from batchgame.tui.draw.grid import wrap
from batchgame.tui.draw.layout import Rect, body, narrow
from batchgame.tui.draw.look import Colour, Look
from batchgame.tui.draw.pen import Pen
from batchgame.tui.draw.width import Folds
from batchgame.tui.text.claims import Claim

LINE = 76  # cells: longer lines are hard to read


class Part(NamedTuple):
    """A paragraph of such a page."""

    words: str
    ink: Colour
    bold: bool = False


EMPTY = Part("", None)


def column(width: int, height: int) -> Rect:
    """Return where the words stand in a window."""
    area = body(width, height)
    wide = min(LINE, area.w - 4)
    gap = 0 if narrow(width, height) else 1
    return Rect((area.w - wide) // 2, area.y + gap, wide, area.h - gap)


def overflow(parts: Sequence[Part], width: int, height: int, folds: Folds) -> int:
    """Return how many rows of the parts do not fit into a window."""
    text = column(width, height)
    return max(0, len(_lines(parts, text.w, folds)) - text.h)


def paint_scrolled(pen: Pen, parts: Sequence[Part], scroll: int) -> bool:
    """Draw as many rows as there is room for, after those scrolled away. Returns True while more are to come."""
    grid = pen.grid
    text = column(grid.width, grid.height)
    lines = _lines(parts, text.w, grid.folds)
    over = max(0, len(lines) - text.h)
    first = min(scroll, over)
    for n, (words, ink, bold) in enumerate(lines[first : first + text.h]):
        grid.text(text.x, text.y + n, words, ink, bold=bold)
    return over > first


def of_claims(claims: Iterable[Claim], look: Look) -> list[Part]:
    """Return each claim under its badge, then its sources."""
    parts: list[Part] = []
    for claim in claims:
        parts += [EMPTY, Part(claim.sentence, look.text)]
        if claim.sources:
            parts.append(Part(claim.sources, look.dim))
    return parts


def _lines(parts: Sequence[Part], width: int, folds: Folds) -> list[Part]:
    return [part._replace(words=line) for part in parts for line in wrap(part.words, width, folds) or [""]]
