"""A grid of cells on the terminal: one line-API widget as large as the window, which sends only what has changed."""

from textual import events
from textual.app import ComposeResult
from textual.geometry import Region
from textual.message import Message
from textual.screen import Screen
from textual.strip import Strip
from textual.widget import Widget

from batchgame.tui.draw.colours import Depth
from batchgame.tui.draw.grid import Grid
from batchgame.tui.screen.compositor import Patch, PatchCompositor
from batchgame.tui.screen.flow import Line
from batchgame.tui.screen.shown import Shown


class Canvas(Widget):
    """Shows a grid; tells where it was clicked."""

    DEFAULT_CSS = "Canvas { width: 100%; height: 100%; background: ansi_default; color: ansi_default; }"

    class Clicked(Message):
        """A cell that does something was clicked."""

        def __init__(self, action: str) -> None:
            super().__init__()
            self.action = action

    def __init__(self, line: Line) -> None:
        super().__init__()
        self._line = line
        self._shown = Shown()
        self._grid: Grid | None = None
        self._before: Grid | None = None  # what was painted until a key was pressed whose answer is not yet out
        self.behind = False  # the terminal may not show all of the grid yet

    def show(self, grid: Grid, pressed: bool = False) -> None:
        """Replace what is shown; only the cells that differ are sent, what a key has changed first."""
        if pressed and self._before is None and self._grid and self._grid.size == grid.size:
            self._before = self._grid
        self._grid = grid
        self.behind = True
        self.send()

    def send(self) -> None:
        """Ask for a frame; what is in it is decided when it is written."""
        self.refresh(Region(0, 0, 1, 1))

    def forget(self) -> None:
        """The terminal may show anything: send all of it."""
        self._shown.forget()
        self._before = None
        self.behind = True
        self.send()

    def patch(self) -> Patch | None:
        """The next frame, when there is something to send and the line is free for it."""
        if self._grid is None or not self.behind:
            return None
        self.behind = bool(self._shown.differs(self._grid))
        return Patch(self._write) if self.behind and self._line.free(self._before is not None) else None

    def _write(self, depth: Depth) -> str:
        assert self._grid is not None
        if self._before and self._before.size != self._grid.size:
            self._before = None
        text = self._shown.patch(self._grid, depth, self._line.room, self._line.urgent_room, self._before)
        self.behind = self._shown.owes
        if not self._shown.owes_key:
            self._before = None
        return text + self._line.question(len(text))

    def render_line(self, y: int) -> Strip:
        """Return a blank row: cells are sent by patches, and Textual asks only for the style under the pointer."""
        return Strip.blank(self.size.width)

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
        self._compositor = PatchCompositor(canvas.patch)

    def compose(self) -> ComposeResult:
        """The canvas, as large as the window."""
        yield self._canvas
