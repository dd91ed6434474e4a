"""A grid of cells on the terminal: one line-API widget as large as the window, which sends only what has changed."""

from functools import lru_cache
from itertools import groupby

from rich.segment import Segment
from rich.style import Style as RichStyle
from textual import events
from textual.app import ComposeResult
from textual.geometry import Region
from textual.message import Message
from textual.screen import Screen
from textual.strip import Strip
from textual.widget import Widget

from batchgame.tui.grid import Grid, Style
from batchgame.tui.widgets.patch import Patch, PatchCompositor


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
        self._sent: Grid | None = None  # what the terminal shows; a grid replaced before it was sent is skipped

    def show(self, grid: Grid) -> None:
        """Replace what is shown; only the cells that differ are sent."""
        self._grid = grid
        if self._sent is None or (self._sent.width, self._sent.height) != (grid.width, grid.height):
            self.refresh()
        else:
            self.refresh(Region(0, 0, 1, 1))  # asks for a frame; the patch says what is in it

    def patch(self) -> Patch | None:
        """What changed since the last frame; None when nothing did."""
        if self._grid is None or self._sent is None:
            return None
        spans = self._grid.spans(self._sent)
        self._sent = self._grid
        return Patch(self._grid, spans) if spans else None

    def shown(self) -> None:
        """All of the grid is on its way; Textual's own copy of its lines may be of an older one."""
        self._styles_cache.clear()
        self._sent = self._grid

    def render_line(self, y: int) -> Strip:
        """Row y as runs of one style."""
        grid = self._grid
        if grid is None or y >= grid.height:
            return Strip.blank(self.size.width)
        runs = groupby(grid.cells[y], key=lambda cell: cell[1])
        segments = [Segment("".join(glyph for glyph, _ in run), rich_style(style)) for style, run in runs]
        return Strip(segments, grid.width)

    def on_click(self, event: events.Click) -> None:
        """Do what the cell under the pointer does."""
        action = self._grid.action_at(event.x, event.y) if self._grid else None
        if action:
            self.post_message(self.Clicked(action))


class OneCanvas(Screen[None]):
    """A screen that is one canvas."""

    def __init__(self, canvas: Canvas) -> None:
        super().__init__()
        self._canvas = canvas
        self._compositor = PatchCompositor(canvas.patch, canvas.shown)

    def compose(self) -> ComposeResult:
        """The canvas, as large as the window."""
        yield self._canvas
