"""Texts as a terminal can draw them: folded to characters that it has, then measured and broken into lines."""

import unicodedata
from functools import lru_cache
from typing import Literal

from batchgame.scenarios.text import lines
from batchgame.scenarios.text.clean import glyph_width

# Which characters are replaced: none, those of ambiguous width, or all that are not ASCII.
Folds = Literal["", "ambiguous", "ascii"]

FOLDED = {
    "λ": "m", "θ": "theta", "η": "lr", "×": "x", "−": "-", "–": "-", "—": "-", "→": ">", "←": "<", "↑": "^", "↓": "v",
    "■": "#", "█": "#", "▀": "#", "▄": ":", "▌": "#", "▐": "#", "░": ".", "▒": "%", "▓": "#", "·": ".",
    "●": "Y", "◆": "F", "▲": "1", "━": "-", "╸": "-", "╺": "-",
    "○": "o", "★": "*", "☆": ".", "≤": "<=", "≥": ">=", "…": "...", "“": '"', "”": '"', "‘": "'", "’": "'", "‖": "|",
    "─": "-", "│": "|", "┌": "+", "┐": "+", "└": "+", "┘": "+", "├": "+", "┤": "+", "┬": "+", "┴": "+", "═": "=",
    "╭": "+", "╮": "+", "╰": "+", "╯": "+", "▸": ">", "▶": ">", "∞": "inf", "½": "1/2", "²": "^2", "³": "^3", "⁴": "^4",
    "√": "sqrt", "±": "+-", "Σ": "sum", "é": "e", "ę": "e", "\u00a0": " ", "⁰": "^0", "¹": "^1", "°": " deg",
    "▁": ".", "▂": ".", "▃": ":", "▅": "+", "▆": "+", "▇": "#", "▏": "|", "▎": "|", "▍": "|",
    "÷": "/", "µ": "u", "┄": ".", "◇": "x", "◌": "o", "▮": "|", "┊": "!", "▋": "#", "▊": "#", "▉": "#",
    "✓": "*", "◂": "<",
}  # fmt: skip


@lru_cache(maxsize=8192)
def narrow(text: str) -> bool:
    """Return whether every character takes exactly one cell."""
    return (text.isascii() and text.isprintable()) or all(glyph_width(glyph) == 1 for glyph in text)


@lru_cache(maxsize=4096)
def fold(text: str, folds: Folds = "ascii") -> str:
    """Replace the characters that cannot be drawn by words or similar characters, or else by "?"."""
    if not folds or (text.isascii() and text.isprintable()):
        return text
    return "".join(c if c == "\n" or " " <= c <= "~" or _kept(c, folds) else FOLDED.get(c, "?") for c in text)


def _kept(glyph: str, folds: Folds) -> bool:
    return folds == "ambiguous" and unicodedata.east_asian_width(glyph) != "A"


def measure(text: str, folds: Folds = "") -> int:
    """Return the number of cells that a text takes once it is folded."""
    return lines.measure(fold(text, folds))


def wrap(text: str, width: int, folds: Folds = "") -> list[str]:
    """Fold a text, then break it into lines of at most `width` cells."""
    return list(lines.wrap(fold(text, folds), width))
