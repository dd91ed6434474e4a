"""The choice of a language."""

from __future__ import annotations

from batchgame.tui.draw.pen import Pen
from batchgame.tui.game.parts import chrome


def paint_languages(pen: Pen) -> None:
    """Draw both languages at once: nobody has to read the other one."""
    grid, look = pen.grid, pen.look
    chrome.header(grid, look, "")
    middle, x = grid.height // 2, grid.width // 2 - 10
    for row, (digit, name) in enumerate((("1", "English"), ("2", "中文"))):
        y = middle - 2 + 2 * row
        grid.text(x, y, digit, look.accent, bold=True)
        grid.text(x + 4, y, name, look.text, bold=True)
        grid.hot(x, y, 20, 1, f"digit:{digit}")
