"""The cells of a grid as text."""

from __future__ import annotations

from batchgame.tui.draw.grid import Grid


def glyph_rows(grid: Grid) -> list[str]:
    """Return the glyphs of each row; a wide glyph stands once."""
    return ["".join(glyph for glyph, _ in row) for row in grid.cells]
