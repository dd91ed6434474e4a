"""How many cells a text takes, how it is folded to ASCII, and where its lines break."""

import unicodedata
from functools import lru_cache
from typing import Literal

from batchgame.scenarios.text.clean import glyph_width

Folds = Literal["", "ambiguous", "ascii"]  # which signs are replaced: none, those of unsure width, all beyond ASCII
# Never first in a line of Chinese; never last in one.
NOT_FIRST = "，。：；？！、」』）》…—%"
NOT_LAST = "「『（《"

FOLDED = {
    "λ": "m", "θ": "theta", "η": "lr", "×": "x", "−": "-", "–": "-", "—": "-", "→": ">", "←": "<", "↑": "^", "↓": "v",
    "█": "#", "▀": "#", "▄": ":", "▌": "#", "▐": "#", "░": ".", "▒": "%", "▓": "#", "·": ".",
    "●": "Y", "◆": "F", "▲": "1", "━": "-", "╸": "-", "╺": "-",
    "○": "o", "★": "*", "☆": ".", "≤": "<=", "≥": ">=", "…": "...", "“": '"', "”": '"', "‘": "'", "’": "'", "‖": "|",
    "─": "-", "│": "|", "┌": "+", "┐": "+", "└": "+", "┘": "+", "├": "+", "┤": "+", "┬": "+", "┴": "+", "═": "=",
    "╭": "+", "╮": "+", "╰": "+", "╯": "+", "▸": ">", "▶": ">", "∞": "inf", "½": "1/2", "²": "^2", "³": "^3", "⁴": "^4",
    "√": "sqrt", "±": "+-", "Σ": "sum", "é": "e", "ę": "e", "\u00a0": " ", "⁰": "^0", "¹": "^1", "°": " deg",
    "▁": ".", "▂": ".", "▃": ":", "▅": "+", "▆": "+", "▇": "#", "▏": "|", "▎": "|", "▍": "|",
    "▋": "#", "▊": "#", "▉": "#",
}  # fmt: skip


@lru_cache(maxsize=8192)
def narrow(text: str) -> bool:
    """Every character takes exactly one cell."""
    return (text.isascii() and text.isprintable()) or all(glyph_width(glyph) == 1 for glyph in text)


@lru_cache(maxsize=4096)
def fold(text: str, folds: Folds = "ascii") -> str:
    """The text without the signs that can't be drawn: Greek letters as words, signs as their nearest, else "?"."""
    if not folds or (text.isascii() and text.isprintable()):
        return text
    return "".join(c if c == "\n" or " " <= c <= "~" or _kept(c, folds) else FOLDED.get(c, "?") for c in text)


def _kept(glyph: str, folds: Folds) -> bool:
    return folds == "ambiguous" and unicodedata.east_asian_width(glyph) != "A"


@lru_cache(maxsize=8192)
def measure(text: str, folds: Folds = "") -> int:
    """Cells that a text takes."""
    text = fold(text, folds)
    return len(text) if text.isascii() and text.isprintable() else sum(map(glyph_width, text))


@lru_cache(maxsize=2048)
def wrap(text: str, width: int, folds: Folds = "") -> list[str]:
    """Lines of at most `width` cells: Latin broken at spaces, Chinese between characters, no stop first in a line."""
    text = fold(text, folds)
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
    return lines


def _head(text: str, width: int) -> str:
    taken = ""
    for glyph in text:
        if taken and measure(taken + glyph) > width:
            break
        taken += glyph
    return taken


def _pieces(text: str) -> list[str]:
    """What a line may be broken between: words with the spaces after them, and Chinese characters with their stops."""
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
