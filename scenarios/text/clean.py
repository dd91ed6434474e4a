"""Strings from outside made safe for a terminal: texts of files, paths, arguments, variables, errors."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

# Categories of characters that a terminal obeys, that are invisible, or whose width is unknown.
UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
MOST_MARKS = 2  # combining marks on one letter; Vietnamese needs two
# Characters that are looked at for each cell that there is room for: to normalise a megabyte would take too long.
_SIGNS_PER_CELL = 16


@lru_cache(maxsize=4096)
def glyph_width(glyph: str) -> int:
    """Return the number of cells of one character: 0, 1 or 2. A character that must not be shown has none."""
    if " " <= glyph <= "~":
        return 1
    category = unicodedata.category(glyph)
    if category in UNSEEN or category in ("Mn", "Me") or unicodedata.combining(glyph):
        return 0
    return 2 if unicodedata.east_asian_width(glyph) in "WF" else 1


def clean(text: object, width: int = 60) -> str:
    """Return the text as one line of at most `width` cells, cut with "…".

    Characters that a terminal obeys are dropped, and marks on a letter after the second; the rest is composed (NFC).
    Markup is not escaped, because the result is only shown where no markup is read.
    """
    string = str(text)
    if string.isascii() and string.isprintable() and len(string) <= width:
        return string
    looked_at = string[: _SIGNS_PER_CELL * width]
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
    """Shorten the characters until one cell is left for the "…"."""
    used = sum(map(glyph_width, kept))
    while kept and used > width - 1:
        used -= glyph_width(kept.pop())
    return "".join(kept) + "…" * (width > 0)


def flaw(text: str) -> str | None:
    """Name the first character of a text that `clean` would drop; None if the text can be shown as it is."""
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
