"""Bars of one row: a charge that fills and fires, a tape that rolls, a result."""

from batchgame.tui.grid import Grid, measure
from batchgame.tui.look import Look

EIGHTHS = " ▏▎▍▌▋▊▉█"


def result_bar(grid: Grid, x: int, y: int, w: int, fraction: float, colour: str | None, look: Look) -> None:
    """A filled share of w cells, to an eighth of a cell."""
    full, rest = divmod(max(0, min(w * 8, round(fraction * w * 8))), 8)
    for column in range(w):
        if look.ascii:
            grid.put(x + column, y, "#" if column < full + (rest >= 4) else ".", colour if column < full else look.dim)
        elif look.mono or look.track in (None, "default"):
            glyph = "█" if column < full else EIGHTHS[rest] if column == full and rest else "·"
            grid.put(x + column, y, glyph, colour if glyph != "·" else look.dim)
        else:
            glyph = "█" if column < full else EIGHTHS[rest] if column == full else " "
            grid.put(x + column, y, glyph, colour, look.track)


def charge_bar(grid: Grid, x: int, y: int, w: int, fraction: float, word: str, colour: str | None, look: Look) -> None:
    """How full the next batch is; full and with a word in it at the moment it fires."""
    result_bar(grid, x, y, w, fraction, colour, look)
    if word:
        length = measure(word, grid.ascii)
        left = x + (w - length) // 2
        if look.ascii or look.mono:
            grid.text(left - 1, y, f"[{word}]", look.text, bold=True, width=length + 2)
        else:
            grid.text(left, y, word, look.on_accent, bg=colour, bold=True, width=length)


def tape(grid: Grid, x: int, y: int, w: int, phase: int, colour: str | None, look: Look) -> None:
    """A dash every other cell, rolling: shots too many to be counted, without a flicker."""
    for column in range(w):
        dash = (column + phase) % 3 == 0
        grid.put(x + column, y, "-" if look.ascii else "╍" if dash else " ", colour) if dash else grid.put(
            x + column, y, " ", None
        )


def shots_side_by_side(
    grid: Grid, x: int, y: int, w: int, batch_size: int, colour: str | None, look: Look, *, beat: int
) -> None:
    """The examples that are handled at once: every lane fires at every beat, only how many it looks at differs."""
    shown = min(batch_size, w)
    for column in range(w):
        if column < shown:
            lit = (column + beat) % 4 != 0
            grid.put(x + column, y, ("|" if look.ascii else "▌") if lit or shown < 4 else "|", colour)
        else:
            grid.put(x + column, y, "." if look.ascii else "·", look.faint)
