"""A question with its answers, drawn the same way wherever one is asked."""

from collections.abc import Sequence

from batchgame.tui.draw.grid import Grid, wrap
from batchgame.tui.draw.layout import Rect
from batchgame.tui.draw.look import Look


def question(
    grid: Grid, look: Look, area: Rect, prompt: str, answers: Sequence[str], chosen: int | None, *, spread: bool = False
) -> int:
    """The prompt in bold, the answers under it by their digits; the row after them.

    spread: an empty row between answers, where there is room.
    """
    y = grid.paragraph(area.x, area.y, area.w, area.h, prompt, look.text, bold=True) + 1
    heights = [len(wrap(answer, area.w - 5, grid.folds)) for answer in answers]
    gap = 1 if spread and y + sum(heights) + len(heights) <= area.y + area.h else 0
    for n, (answer, height) in enumerate(zip(answers, heights, strict=True)):
        lit = n == chosen
        if lit:
            grid.fill(area.x, y, area.w, height, look.select)
        mark = f"{look.cursor} " if lit else "  "
        grid.text(area.x, y, mark, look.accent, bold=True)
        grid.text(area.x + 2, y, str(n + 1), look.accent, bold=True)
        grid.paragraph(area.x + 5, y, area.w - 5, height, answer, look.text if lit or chosen is None else look.soft)
        grid.hot(area.x, y, area.w, height, f"digit:{n + 1}")
        y += height + gap
    return y - gap
