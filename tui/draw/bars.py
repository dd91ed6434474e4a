"""Bars of one row: a result, a batch that fills and fires, a tape of shots, and shots side by side."""

from batchgame.tui.draw.grid import Grid, measure
from batchgame.tui.draw.look import Look

EIGHTHS = " ▏▎▍▌▋▊▉█"
BRAILLE = 0x2800  # the code point of a braille cell is this plus the mask of its dots
LEFT_DOTS, RIGHT_DOTS = (0x40, 0x04, 0x02, 0x01), (0x80, 0x20, 0x10, 0x08)  # the two columns, from the lowest dot up
LEFT, RIGHT = sum(LEFT_DOTS), sum(RIGHT_DOTS)


def result_bar(grid: Grid, x: int, y: int, w: int, fraction: float, colour: str | None, look: Look) -> None:
    """Draw a bar of `w` cells that is filled up to `fraction`.

    Its end is exact to an eighth of a cell, or to a whole cell where blocks can't be drawn.
    """
    full, rest = divmod(max(0, min(w * 8, round(fraction * w * 8))), 8)
    for column in range(w):
        if look.folds:
            grid.put(x + column, y, "#" if column < full + (rest >= 4) else ".", colour if column < full else look.dim)
        elif look.mono or look.track in (None, "default"):
            glyph = "█" if column < full else EIGHTHS[rest] if column == full and rest else "·"
            grid.put(x + column, y, glyph, colour if glyph != "·" else look.dim)
        else:
            glyph = "█" if column < full else EIGHTHS[rest] if column == full else " "
            grid.put(x + column, y, glyph, colour, look.track)


def charge_bar(grid: Grid, x: int, y: int, w: int, fraction: float, word: str, colour: str | None, look: Look) -> None:
    """Draw how full the next batch is, with a word in the middle at the moment when it fires ("": no word)."""
    result_bar(grid, x, y, w, fraction, colour, look)
    if word:
        length = measure(word, grid.folds)
        left = x + (w - length) // 2
        if look.folds or look.mono:
            grid.text(left - 1, y, f"[{word}]", look.text, bold=True, width=length + 2)
        else:
            grid.text(left, y, word, look.on_accent, bg=colour, bold=True, width=length)


def tape(
    grid: Grid, x: int, y: int, w: int, phase: int, colour: str | None, look: Look, *, batch_size: int = 1
) -> None:
    """Draw shots that are too many to count as dashes, longer for a larger batch; each phase moves them half a cell."""
    dash = 2 + 2 * (batch_size - 1).bit_length()  # half cells
    period = dash + 3
    for column in range(w):
        left, right = ((2 * column + half - phase) % period < dash for half in (0, 1))
        if look.folds:
            grid.put(x + column, y, "-" if left else " ", colour)
        else:
            grid.put(x + column, y, "━" if left and right else "╸" if left else "╺" if right else " ", colour)


def shots_side_by_side(
    grid: Grid, x: int, y: int, w: int, batch_size: int, colour: str | None, look: Look, *, beat: int,
    parallel: int | None = None,
) -> None:  # fmt: skip
    """Draw the examples that are handled at once, one column of dots for each; a gap in the dots moves at each beat.

    Every lane fires at every beat, and a larger batch only uses more of the columns. parallel: the number of examples
    that can be handled at once; None draws as many as fit.
    """
    slots = parallel or 2 * w
    letters = grid.folds == "ascii"
    if slots <= w or letters:
        each = max(1, -(-slots // w))  # in ASCII a letter can't be halved, so that several examples share one
        for column in range(min(w, -(-slots // each))):
            used = column * each < batch_size
            letter = "|:"[beat % 4 == 3] if letters else chr(BRAILLE + LEFT - LEFT_DOTS[beat % 4])
            grid.put(x + column, y, letter if used else "·", colour if used else look.faint)
        return
    for column in range(min(w, -(-slots // 2))):
        taken = max(0, min(2, batch_size - 2 * column))
        mask = (LEFT - LEFT_DOTS[beat % 4]) * (taken > 0) + (RIGHT - RIGHT_DOTS[beat % 4]) * (taken > 1)
        grid.put(x + column, y, chr(BRAILLE + mask) if taken else "·", colour if taken else look.faint)
