"""How many cells a text takes, how it is folded to ASCII, and where its lines break."""

from functools import lru_cache

from batchgame.scenarios.clean import glyph_width

__all__ = ["FOLDED", "NOT_FIRST", "NOT_LAST", "fold", "glyph_width", "measure", "narrow", "wrap"]

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
def fold(text: str) -> str:
    """The text in bytes up to 126: Greek letters as words, signs as their nearest, the unknown as "?"."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(c if c == "\n" or " " <= c <= "~" else FOLDED.get(c, "?") for c in text)


@lru_cache(maxsize=8192)
def measure(text: str, ascii: bool = False) -> int:
    """Cells that a text takes."""
    if ascii:
        text = fold(text)
    return len(text) if text.isascii() and text.isprintable() else sum(map(glyph_width, text))


@lru_cache(maxsize=2048)
def wrap(text: str, width: int, ascii: bool = False) -> list[str]:
    """Lines of at most `width` cells: Latin broken at spaces, Chinese between characters, no stop first in a line."""
    if ascii:
        text = fold(text)
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
