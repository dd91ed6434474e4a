"""How much room a text has on a screen of 80x24: a text that does not fit is found before a player finds it."""

from __future__ import annotations

import re
import unicodedata
from fnmatch import fnmatch

# path of a text inside its scenario or stage -> columns, lines
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
    ("stage.hints*", 36, 5),
    ("stage.lesson", 36, 8),
    ("stage.claims*.statement", 72, 3),
    ("stage.next", 76, 1),
)
_WORD = re.compile(r"[\u2e80-\uffef]|[^\s\u2e80-\uffef]+|\s+")
_NOT_FIRST = "，。：？！、；」』）"


def columns(text: str) -> int:
    """The cells a text takes in a terminal; Chinese signs take two."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)


def lines(text: str, width: int) -> int:
    """The number of lines of a text wrapped at words, Chinese at signs, none of which starts with a closing mark."""
    count, used = 1, 0
    for word in _WORD.findall(text):
        size = columns(word)
        if word.isspace():
            used += size if used else 0
        elif used + size <= width or not used or (word in _NOT_FIRST and used + size <= width + 2):
            used += size
        else:
            count, used = count + 1, size + (2 if word in _NOT_FIRST else 0)
    return count


def too_long(path: str, text: str) -> str | None:
    """What is wrong with the length of a text, if anything."""
    for pattern, width, most in _ROOM:
        if fnmatch(path, pattern):
            found = lines(text, width)
            return f"{found} lines of {width} columns, {most} fit" if found > most else None
    return None
