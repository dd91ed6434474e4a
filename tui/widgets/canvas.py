"""A grid of cells on the terminal: one line-API widget as large as the window, which sends only what has changed."""

from functools import lru_cache
from itertools import groupby

from rich.segment import Segment
from rich.style import Style as RichStyle
from textual import events
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from batchgame.tui.grid import Grid, Style


@lru_cache(maxsize=4096)
def rich_style(style: Style) -> RichStyle:
    """A cell's colours as Rich has them; None is the terminal's own."""
    ink, paper, bold = style
    return RichStyle(color=ink, bgcolor=paper, bold=bold)


class Canvas(Widget):
    """Shows a grid; tells where it was clicked."""

    DEFAULT_CSS = "Canvas { width: 100%; height: 100%; background: ansi_default; color: ansi_default; }"

    class Clicked(Message):
        """A cell that does something was clicked."""

        def __init__(self, action: str) -> None:
            super().__init__()
            self.action = action

    def __init__(self) -> None:
        super().__init__()
        self._grid: Grid | None = None
        self._strips: dict[int, Strip] = {}

    def show(self, grid: Grid) -> None:
        """Replace what is shown; only the cells that differ are sent."""
        old, self._grid = self._grid, grid
        if old is None or (old.width, old.height) != (grid.width, grid.height):
            self._strips.clear()
            self.refresh()
            return
        spans = grid.spans(old)
        for y, _, _ in spans:
            self._strips.pop(y, None)
        if spans:
            self.refresh(*(Region(x0, y, x1 - x0, 1) for y, x0, x1 in spans))

    def render_line(self, y: int) -> Strip:
        """Row y as runs of one style."""
        grid = self._grid
        if grid is None or y >= grid.height:
            return Strip.blank(self.size.width)
        if y not in self._strips:
            runs = groupby(grid.cells[y], key=lambda cell: cell[1])
            segments = [Segment("".join(glyph for glyph, _ in run), rich_style(style)) for style, run in runs]
            self._strips[y] = Strip(segments, grid.width)
        return self._strips[y]

    def on_click(self, event: events.Click) -> None:
        """Do what the cell under the pointer does."""
        action = self._grid.action_at(event.x, event.y) if self._grid else None
        if action:
            self.post_message(self.Clicked(action))
