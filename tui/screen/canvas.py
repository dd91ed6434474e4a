"""A grid of cells on the terminal: one widget as large as the window, which sends only the cells that have changed."""

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
from batchgame.tui.screen.flow import Flow
from batchgame.tui.screen.shown import Shown

HOME = "\x1b[H"  # no frame leaves the cursor in the row of the flow's probe, so that no answer is taken for another


class Canvas(Widget, inherit_css=False):
    """The widget that shows a grid, and reports clicks on its cells.

    behind: the terminal may not show the whole grid yet.
    """

    DEFAULT_CSS = "Canvas { width: 100%; height: 100%; background: ansi_default; color: ansi_default; }"

    class Clicked(Message):
        """A click on a cell that has an action."""

        def __init__(self, action: str) -> None:
            super().__init__()
            self.action = action

    def __init__(self, flow: Flow) -> None:
        super().__init__()
        self._flow = flow
        self._shown = Shown()
        self._grid: Grid | None = None
        self._before: Grid | None = None  # as painted until a key was pressed, while its effect is not all sent
        self.behind = False

    def show(self, grid: Grid, pressed: bool = False) -> None:
        """Replace the grid that is shown. If a key was pressed, the cells that it has changed are sent first."""
        if pressed and self._before is None and self._grid and self._grid.size == grid.size:
            self._before = self._grid
        self._grid = grid
        self.behind = True
        self.send()

    def send(self) -> None:
        """Ask Textual for a frame. The cells in it are chosen later, when it is written."""
        self.refresh(Region(0, 0, 1, 1))

    def forget(self, urgent: bool = True) -> None:
        """Send every cell again, because the terminal may show anything. urgent: somebody waits for them."""
        self._shown.forget(urgent)
        self._before = None
        self.behind = True
        self.send()

    def patch(self) -> Patch | None:
        """Return the next frame, or None if nothing differs or the terminal is not ready for a frame."""
        if self._grid is None or not self.behind:
            return None
        self.behind = bool(self._shown.differs(self._grid))
        return Patch(self._write) if self.behind and self._flow.free(self._before is not None) else None

    def _write(self, depth: Depth) -> str:
        assert self._grid is not None
        if self._before and self._before.size != self._grid.size:
            self._before = None
        text = self._shown.patch(self._grid, depth, self._flow.room, self._flow.urgent_room, self._before)
        self.behind = self._shown.owes
        if not self._shown.owes_key:
            self._before = None
        return text + HOME + self._flow.question(len(text))

    def render_line(self, y: int) -> Strip:
        """Return a blank row: cells are sent as patches, and Textual asks only for the style under the pointer."""
        return Strip.blank(self.size.width)

    def on_click(self, event: events.Click) -> None:
        """Post the action of the cell under the pointer, if it has one. Only Textual's own drivers send such events."""
        action = self.action_at(event.x, event.y)
        if action:
            self.post_message(self.Clicked(action))

    def action_at(self, x: int, y: int) -> str | None:
        """Return the action of a cell that is shown, or None."""
        return self._grid.action_at(x, y) if self._grid else None


class OneCanvas(Screen[None], inherit_css=False):
    """A screen whose only widget is a canvas. It inherits no CSS, which takes as long to parse as a frame to draw."""

    DEFAULT_CSS = "OneCanvas { layout: vertical; overflow: hidden; background: ansi_default; }"

    def __init__(self, canvas: Canvas) -> None:
        super().__init__()
        self._canvas = canvas
        self._compositor = PatchCompositor(canvas.patch)

    def compose(self) -> ComposeResult:
        """Yield the canvas, which fills the window."""
        yield self._canvas
