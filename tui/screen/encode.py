"""The encoding of cells in few bytes: the cursor jumps over unchanged cells, and only changes of a style are named.

Textual sends each changed span from the edge of its widget, and each run of one style with all its codes and a reset
(Textualize/textual#5625), which is more than twice as many bytes. This module knows no terminal library.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache

from batchgame.tui.draw.colours import Depth, sgr
from batchgame.tui.draw.grid import Grid, Style

Span = tuple[int, int, int]  # row, first column, column after the last


def encode(
    grid: Grid, spans: Sequence[Span], depth: Depth, room: Callable[[int], int | None] = lambda _: None
) -> tuple[str, int]:
    """Return the text that shows these spans of a grid, and how many of the spans are in it.

    room(n) is the most bytes that the text may have with the n-th span, counted from 0. A span whose room is None is
    always sent, and its bytes are not counted. The first span is sent even if it is too long. The text ends with the
    terminal's plain style.
    """
    parts: list[str] = []
    style: Style | None = None
    at = (-1, -1)
    length = sent = 0
    for y, start, end in spans:
        jump = start - at[1]
        span = [f"\x1b[{jump}C" if y == at[0] and jump > 0 else f"\x1b[{y + 1};{start + 1}H"]
        turned = style
        for glyph, wanted in grid.cells[y][start:end]:
            if wanted != turned:
                span.append(turn(turned, wanted, depth))
                turned = wanted
            span.append(glyph)
        text = "".join(span)
        most = room(sent)
        if most is not None:
            length += len(text.encode())
            if sent and length > most:
                break
        parts.append(text)
        style, at = turned, (y, end)
        sent += 1
    if style is not None:
        parts.append("\x1b[m")
    return "".join(parts), sent


@lru_cache(maxsize=8192)
def turn(before: Style | None, after: Style, depth: Depth) -> str:
    """Return the escape sequence from one style to another, which names only what differs; "" if nothing does."""
    ink, paper, bold = before or (None, None, False)
    codes = [
        ("1" if after[2] else "22") if after[2] != bold else "",
        sgr(after[0], depth, foreground=True) if after[0] != ink else "",
        sgr(after[1], depth, foreground=False) if after[1] != paper else "",
    ]
    named = ";".join(filter(None, codes))
    return f"\x1b[{named}m" if named else ""
