"""A question with its answers, and how sure the player is: drawn the same way wherever one is asked."""

from collections.abc import Sequence

from batchgame.tui.draw.grid import wrap
from batchgame.tui.draw.layout import Rect
from batchgame.tui.draw.pen import Pen
from batchgame.tui.race.question import SURE_KEYS, Question


def paint_question(
    pen: Pen,
    area: Rect,
    prompt: str,
    answers: Sequence[str],
    chosen: int | None,
    *,
    order: Sequence[int] = (),
    spread: bool = False,
) -> int:
    """Draw the prompt in bold and the answers under it by their digits. Returns the row after them.

    order: the indices of the answers as they were dealt. spread: an empty row between answers, where there is room.
    """
    grid, look = pen.grid, pen.look
    y = grid.paragraph(area.x, area.y, area.w, area.h, prompt, look.text, bold=True) + 1
    heights = [len(wrap(answer, area.w - 5, grid.folds)) for answer in answers]
    gap = 1 if spread and y + sum(heights) + len(heights) <= area.y + area.h else 0
    for digit, n in enumerate(order or range(len(answers)), 1):
        lit, height = n == chosen, heights[n]
        if lit:
            grid.fill(area.x, y, area.w, height, look.select)
        mark = f"{look.cursor} " if lit else "  "
        grid.text(area.x, y, mark, look.accent, bold=True)
        grid.text(area.x + 2, y, str(digit), look.accent, bold=True)
        grid.paragraph(area.x + 5, y, area.w - 5, height, answers[n], look.text if lit or chosen is None else look.soft)
        grid.hot(area.x, y, area.w, height, f"digit:{digit}")
        y += height + gap
    return y - gap


def paint_sure(pen: Pen, area: Rect, question: Question, *, stacked: bool) -> None:
    """Draw "a guess, or sure?" with its two answers, under the words or beside them."""
    grid, look, say = pen.grid, pen.look, pen.say
    asked = question.asking_sure
    ink = look.text if asked else look.dim
    x = grid.text(area.x, area.y, say("predict.sure"), ink, bold=asked, width=area.w) + 2
    x, y = (area.x, area.y + 1) if stacked else (x, area.y)
    for key, name, value in zip(SURE_KEYS, ("predict.guess", "predict.certain"), (False, True), strict=True):
        chosen = asked and question.sure is value
        words = f"{look.cursor if chosen else ' '} {key[-1]} {say(name)} "
        start = x
        x = grid.text(x, y, words, look.text if chosen else ink, bg=look.select if chosen else None)
        if asked:
            grid.hot(start, y, x - start, 1, key)
        x += 1
