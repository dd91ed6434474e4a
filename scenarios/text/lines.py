"""How many cells a text takes in a terminal, and where its lines break. Checker and screen both ask here."""

from __future__ import annotations

from functools import lru_cache

from batchgame.scenarios.text.clean import glyph_width

NOT_FIRST = "，。：；？！、」』）》…—%"  # never the first sign of a line
NOT_LAST = "「『（《"  # never the last sign of a line


@lru_cache(maxsize=8192)
def measure(text: str) -> int:
    """Return the number of cells that a text takes; a Chinese character takes two."""
    return len(text) if text.isascii() and text.isprintable() else sum(map(glyph_width, text))


@lru_cache(maxsize=4096)
def wrap(text: str, width: int) -> tuple[str, ...]:
    """Break a text into lines of at most `width` cells: Latin at spaces, Chinese between characters.

    A closing mark stays with the character before it, an opening one with the character after it.
    """
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line = ""
        for piece in _pieces(paragraph):
            if measure(line + piece.rstrip()) <= width:
                line += piece
                continue
            if line.strip():
                lines.append(line.rstrip())
            line = piece.lstrip()
            while measure(line.rstrip()) > width:  # a word longer than the line
                head = _head(line, width)
                lines.append(head)
                line = line[len(head) :]
        lines.append(line.rstrip())
    return tuple(lines)


def _head(text: str, width: int) -> str:
    """As many characters as fit, and at least one."""
    taken = ""
    for glyph in text:
        if taken and measure(taken + glyph) > width:
            break
        taken += glyph
    return taken


def _pieces(text: str) -> list[str]:
    """Split a text where a line may be broken: after the spaces of a word, and between Chinese characters."""
    pieces: list[str] = []
    for glyph in text:
        wide = glyph_width(glyph) == 2
        glued = pieces and (
            glyph == " "
            or glyph in NOT_FIRST
            or pieces[-1][-1] in NOT_LAST
            or not (wide or pieces[-1][-1] == " " or glyph_width(pieces[-1][-1]) == 2)
        )
        if glued:
            pieces[-1] += glyph
        else:
            pieces.append(glyph)
    return pieces
