"""What changed on the screen as the fewest bytes: jumps over what stayed, and of a style only what differs.

Textual sends each dirty span from the edge of its widget on, and every run of a style with all its codes and a reset
(Textualize/textual#5625): more than twice the bytes. So the compositor of the game's one screen is asked for a patch.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache

from rich.color import Color, ColorSystem
from rich.console import Console
from textual._compositor import Compositor, CompositorUpdate, LayoutUpdate

from batchgame.tui.grid import Grid, Style

SYSTEMS = {
    "standard": ColorSystem.STANDARD,
    "256": ColorSystem.EIGHT_BIT,
    "truecolor": ColorSystem.TRUECOLOR,
    "windows": ColorSystem.WINDOWS,
}
Span = tuple[int, int, int]


class Patch(CompositorUpdate):
    """The changed spans of a grid."""

    def __init__(self, grid: Grid, spans: Sequence[Span]) -> None:
        self.grid, self.spans = grid, spans

    def render_segments(self, console: Console) -> str:
        """Cursor moves, style changes and glyphs; ends with the plain style."""
        system = None if console.no_color else SYSTEMS.get(console.color_system or "")
        return encode(self.grid, self.spans, system)


def encode(grid: Grid, spans: Sequence[Span], system: ColorSystem | None) -> str:
    """The bytes that bring a terminal from what it shows to these spans of a grid. system None: no colours at all."""
    parts: list[str] = []
    style: Style | None = None
    at = (-1, -1)
    for y, start, end in spans:
        jump = start - at[1]
        parts.append(f"\x1b[{jump}C" if y == at[0] and jump > 0 else f"\x1b[{y + 1};{start + 1}H")
        for glyph, wanted in grid.cells[y][start:end]:
            if wanted != style:
                parts.append(turn(style, wanted, system))
                style = wanted
            parts.append(glyph)
        at = (y, end)
    if style is not None:
        parts.append("\x1b[m")
    return "".join(parts)


@lru_cache(maxsize=8192)
def turn(before: Style | None, after: Style, system: ColorSystem | None) -> str:
    """From one style to another, naming only what differs."""
    codes: list[str] = []
    ink, paper, bold = before or (None, None, False)
    if after[2] != bold:
        codes.append("1" if after[2] else "22")
    if after[0] != ink:
        codes += _colour(after[0], system, foreground=True)
    if after[1] != paper:
        codes += _colour(after[1], system, foreground=False)
    return f"\x1b[{';'.join(codes)}m" if codes else ""


def _colour(name: str | None, system: ColorSystem | None, *, foreground: bool) -> list[str]:
    if system is None:
        return []
    if name is None:
        return ["39" if foreground else "49"]
    return list(Color.parse(name).downgrade(system).get_ansi_codes(foreground))


class PatchCompositor(Compositor):
    """Textual's compositor for a screen that holds one canvas: partial updates are patches."""

    def __init__(self, patch: Callable[[], Patch | None], shown: Callable[[], None]) -> None:
        super().__init__()
        self._patch, self._shown = patch, shown

    def render_full_update(self, simplify: bool = False) -> LayoutUpdate:
        """Everything, as Textual does it; from here on patches are against this."""
        self._shown()
        return super().render_full_update(simplify)

    def render_partial_update(self) -> Patch | None:  # type: ignore[override]
        """Only what differs from what was sent last."""
        self._dirty_regions.clear()
        return self._patch()
