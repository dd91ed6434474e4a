"""A page of the class while it is drawn, and the places in it where a guest's own things go."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from batchgame.tui.draw.grid import Grid, measure, wrap
from batchgame.tui.draw.layout import Rect
from batchgame.tui.draw.look import Look
from batchgame.tui.game.parts import chrome
from batchgame.tui.text.catalogue import Catalogue


@dataclass
class Page:
    """A painted grid. spots: areas by name. Pages are shared: a guest's own things go on a copy."""

    grid: Grid
    spots: dict[str, Rect] = field(default_factory=dict)

    def copy(self) -> Grid:
        """Return a grid that may be written on."""
        grid = Grid(1, 1, folds=self.grid.folds)
        grid.width, grid.height = self.grid.size
        grid.cells = [row[:] for row in self.grid.cells]
        return grid


def blank(size: tuple[int, int], look: Look) -> Page:
    """Return an empty page."""
    return Page(Grid(*size, ink=(look.text, look.background, False), folds=look.folds))


SMALLEST = (24, 8)  # columns and rows of the smallest window that a page is drawn for


def cover(size: tuple[int, int], look: Look, say: Catalogue) -> Page | None:
    """Return a page that says what is needed, for a window that is too small; None for any other."""
    if size[0] >= SMALLEST[0] and size[1] >= SMALLEST[1]:
        return None
    page = blank(size, look)
    chrome.cover(page.grid, look, say, SMALLEST)
    return page


def header(page: Page, look: Look, left: str, right: str = "") -> None:
    """Draw the bar at the top."""
    grid = page.grid
    grid.fill(0, 0, grid.width, 1, look.bar)
    room = grid.width - 3 - measure(right, grid.folds)
    grid.text(1, 0, fitting(left, room, grid.folds), look.text, bold=True)
    grid.text(0, 0, right, look.soft, width=grid.width - 1, align="right")


def footer(page: Page, look: Look, offers: Sequence[tuple[str, str]]) -> None:
    """Draw the keys that do something here, as many as fit."""
    grid, x = page.grid, 1
    y = grid.height - 1
    grid.fill(0, y, grid.width, 1, look.bar)
    for key, label in offers:
        if x + measure(f"{key} {label}", grid.folds) >= grid.width:
            break
        x = grid.text(x, y, key, look.accent, bold=True)
        x = grid.text(x + 1, y, label, look.soft) + 2


def fitting(text: str, width: int, folds: str) -> str:
    """Return a text, or its beginning and an ellipsis where it is too long for a line."""
    if measure(text, folds) <= width:  # type: ignore[arg-type]
        return text
    kept = ""
    for glyph in text:
        if measure(kept + glyph + "…", folds) > width:  # type: ignore[arg-type]
            break
        kept += glyph
    return kept + "…"


def options(page: Page, area: Rect, answers: Sequence[str], look: Look, marks: Sequence[str] = ()) -> int:
    """Draw the options by their digits, note where each stands, and return the row after them."""
    grid, y = page.grid, area.y
    heights = [len(wrap(answer, max(2, area.w - 4), grid.folds)) for answer in answers]
    gap = 1 if sum(heights) + len(heights) <= area.h else 0
    for number, (answer, height) in enumerate(zip(answers, heights, strict=True)):
        if y + height > area.y + area.h:
            break
        grid.text(area.x + 2, y, str(number + 1), look.accent, bold=True)
        if number < len(marks) and marks[number]:
            grid.text(area.x, y, marks[number], look.good, bold=True)
        grid.paragraph(area.x + 4, y, area.w - 4, height, answer, look.text)
        page.spots[f"option {number}"] = Rect(area.x, y, area.w, height)
        y += height + gap
    return y
