"""Textual's compositor, replaced for a screen with one canvas: each update is a frame of the game's own bytes."""

from __future__ import annotations

from collections.abc import Callable

from rich.console import Console
from textual._compositor import Compositor, CompositorUpdate

from batchgame.tui.draw.colours import Depth

DEPTHS: dict[str | None, Depth] = {"standard": "16", "256": "256", "truecolor": "true", "windows": "windows"}


class Patch(CompositorUpdate):
    """A frame that is made only when it is written, since a frame that is never written is not on the terminal."""

    def __init__(self, write: Callable[[Depth], str]) -> None:
        self._write = write

    def render_segments(self, console: Console) -> str:
        """Make the frame, in as many colours as Textual's console is set to."""
        return self._write("mono" if console.no_color else DEPTHS.get(console.color_system, "mono"))


class PatchCompositor(Compositor):
    """A compositor that knows no widgets: it asks the canvas for a patch, whatever Textual wants to draw."""

    def __init__(self, patch: Callable[[], Patch | None]) -> None:
        super().__init__()
        self._patch = patch

    def render_full_update(self, simplify: bool = False) -> Patch | None:  # type: ignore[override]
        """Return what differs: only the canvas knows when the terminal's content can't be trusted any more."""
        return self.render_partial_update()

    def render_partial_update(self) -> Patch | None:  # type: ignore[override]
        """Return what differs from the bytes that were sent so far; None if nothing does, or nothing may be sent."""
        self._dirty_regions.clear()
        return self._patch()
