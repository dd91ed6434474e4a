"""The room that each text has on a screen of 80x24, so that `check` finds a text that does not fit."""

from __future__ import annotations

from fnmatch import fnmatch

from batchgame.scenarios.text.lines import wrap

# The path of a text inside its scenario or stage, its columns, its lines.
_ROOM = (
    ("title", 30, 1),
    ("landmarks*.label", 10, 1),
    ("stage.title", 20, 1),
    ("stage.summary", 36, 3),
    ("stage.story", 36, 7),
    ("stage.prediction.prompt", 36, 3),
    ("stage.prediction.options*.text", 32, 2),
    ("stage.*.betrays", 36, 4),
    ("stage.saw.prompt", 36, 2),
    ("stage.saw.options*.text", 32, 2),
    ("stage.transfer.prompt", 36, 4),
    ("stage.transfer.options*.text", 32, 2),
    ("stage.hints*", 78, 2),
    ("stage.lesson", 36, 8),
    ("stage.claims*.statement", 72, 3),
    ("stage.next", 76, 1),
)


def line_count(text: str, width: int) -> int:
    """Return the number of lines that the screen breaks a text into."""
    return len(wrap(text, width))


def limit(path: str) -> tuple[int, int] | None:
    """Return the columns and lines that the screen has for the text at a path; None if it has no limit."""
    return next(((width, most) for pattern, width, most in _ROOM if fnmatch(path, pattern)), None)


def too_long(path: str, text: str) -> str | None:
    """Say by how much a text exceeds its limit; None if it fits."""
    found = limit(path)
    if found is None:
        return None
    width, most = found
    count = line_count(text, width)
    return f"{count} lines of {width} columns, {most} fit" if count > most else None
