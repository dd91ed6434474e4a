"""The size of the terminal's window: what the terminal itself says, within bounds.

COLUMNS and LINES are not read. They say how large some window was when a shell exported them, and a program that
believes them draws for that window for ever. A size costs memory for each cell, and whoever sits at the terminal may
claim any: so every size passes `bounded` before anything is made of it.
"""

from __future__ import annotations

import os
from typing import NamedTuple

WIDEST, TALLEST = 500, 200  # more than a screen of 3840 x 2160 pixels shows; the game then needs 130 MB in all
DEFAULT = (80, 24)  # of a terminal that does not know its size, as on a serial line
STREAMS = (2, 0, 1)  # the game draws on stderr


class WindowSize(NamedTuple):
    """Columns and rows of a window."""

    columns: int
    rows: int


def bounded(columns: int, rows: int) -> WindowSize:
    """Return a size within the bounds. Zero, which stands for an unknown size, becomes that of a usual window."""
    return WindowSize(
        min(columns, WIDEST) if columns > 0 else DEFAULT[0], min(rows, TALLEST) if rows > 0 else DEFAULT[1]
    )


def claimed(streams: tuple[int, ...] = STREAMS) -> WindowSize | None:
    """Return what the first of these streams that is a terminal says of its size; None if there is none.

    A terminal may claim anything up to 65535, and zero where it does not know.
    """
    for stream in streams:
        try:
            return WindowSize(*os.get_terminal_size(stream))
        except (OSError, ValueError):
            continue
    return None


def window(streams: tuple[int, ...] = STREAMS) -> WindowSize:
    """Return the size to draw for, as the terminal says it now."""
    return bounded(*(claimed(streams) or DEFAULT))
