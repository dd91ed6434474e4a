"""Strings from outside as a terminal may be shown them: a file's words, a path, an argument, a variable, an error."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})  # obeyed by a terminal, invisible, or of unknown width
MOST_MARKS = 2  # on one letter; Vietnamese needs two
_SIGNS_A_CELL = 16  # looked at for each cell that there is room for: a megabyte is not worth normalising


@lru_cache(maxsize=4096)
def glyph_width(glyph: str) -> int:
    """Cells of one character: 0, 1 or 2. What is not to be shown takes none."""
    if " " <= glyph <= "~":
        return 1
    category = unicodedata.category(glyph)
    if category in UNSEEN or category in ("Mn", "Me") or unicodedata.combining(glyph):
        return 0
    return 2 if unicodedata.east_asian_width(glyph) in "WF" else 1


def clean(text: object, width: int = 60) -> str:
    """The string in one line of at most `width` cells, cut with "…": nothing that a terminal obeys, at most two marks
    on a letter, composed (NFC). What is left is text and stays text: it is shown where no markup is read."""
    string = str(text)
    if string.isascii() and string.isprintable() and len(string) <= width:
        return string
    looked_at = string[: _SIGNS_A_CELL * width]
    seen = "".join(sign for sign in looked_at if unicodedata.category(sign) not in UNSEEN)
    kept: list[str] = []
    used = marks = 0
    for sign in unicodedata.normalize("NFC", seen):
        cells = glyph_width(sign)
        marks = 0 if cells else marks + 1
        if marks > MOST_MARKS or not (cells or kept):
            continue
        if used + cells > width:
            return _cut(kept, width)
        kept.append(sign)
        used += cells
    return "".join(kept) if len(looked_at) == len(string) else _cut(kept, width)


def _cut(kept: list[str], width: int) -> str:
    """As much as leaves a cell for the sign that says there was more."""
    used = sum(map(glyph_width, kept))
    while kept and used > width - 1:
        used -= glyph_width(kept.pop())
    return "".join(kept) + "…" * (width > 0)


def flaw(text: str) -> str | None:
    """Why a text that is to be shown as it is cannot be: the first sign that `clean` would drop. None: it can."""
    if text.isascii() and text.isprintable():
        return None
    marks = 0
    for sign in text:
        if unicodedata.category(sign) in UNSEEN:
            return "a line break (end the line with \\)" if sign == "\n" else f"the sign U+{ord(sign):04X}"
        marks = 0 if glyph_width(sign) else marks + 1
        if marks > MOST_MARKS:
            return "more than two marks on one letter"
    return None
