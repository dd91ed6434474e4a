"""What changed on the screen as the fewest bytes: jumps over what stayed, and of a style only what differs.

Textual sends each dirty span from the edge of its widget on, and every run of a style with all its codes and a reset
(Textualize/textual#5625): more than twice the bytes. So the compositor of the game's one screen is asked for a patch.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache

from rich.color import Color, ColorSystem
from rich.console import Console
from textual._compositor import Compositor, CompositorUpdate

from batchgame.tui.draw.grid import Grid, Style

SYSTEMS = {
    "standard": ColorSystem.STANDARD,
    "256": ColorSystem.EIGHT_BIT,
    "truecolor": ColorSystem.TRUECOLOR,
    "windows": ColorSystem.WINDOWS,
}
Span = tuple[int, int, int]


class Patch(CompositorUpdate):
    """A frame that is made when it is written: what was never written has not been shown either."""

    def __init__(self, write: Callable[[ColorSystem | None], str]) -> None:
        self._write = write

    def render_segments(self, console: Console) -> str:
        """Cursor moves, style changes and glyphs; ends with the plain style."""
        return self._write(None if console.no_color else SYSTEMS.get(console.color_system or ""))


class Shown:
    """What the terminal shows, cell by cell, and the bytes that bring it nearer to a grid."""

    def __init__(self) -> None:
        self._grid: Grid | None = None
        self._row = 0  # where the next patch goes on, when the last one had no room for all
        self._fresh = False  # the terminal has not yet been told all of it
        self.owes = self.owes_key = False  # the last patch left something out; something that a key had changed

    def forget(self) -> None:
        """Nothing is known of the terminal any more: all of it has to be sent."""
        self._grid = None
        self._row = 0

    def differs(self, grid: Grid) -> list[Span]:
        """The spans of a grid that the terminal does not show yet."""
        if self._grid is None or (self._grid.width, self._grid.height) != (grid.width, grid.height):
            self._grid = Grid(grid.width, grid.height, ink=("unknown", "unknown", False))
            self._row = 0
            self._fresh = True
        return grid.spans(self._grid)

    def patch(
        self,
        grid: Grid,
        system: ColorSystem | None,
        room: int | None = None,
        urgent_room: int | None = None,
        before: Grid | None = None,
    ) -> str:
        """The bytes for as many differing spans as there is room for, at least one.

        First, and with room of their own, those that a key has changed (before: the grid as it was painted until then),
        or all while the terminal shows nothing yet; the others from where the last patch ended, so that none waits for
        ever. Room None: for all of them.
        """
        spans = self.differs(grid)
        assert self._grid is not None
        pressed = set(spans) if self._fresh else _touching(spans, grid.spans(before) if before else ())
        spans.sort(key=lambda span: (span not in pressed, span[0] < self._row))
        text, sent = encode(grid, spans, system, lambda at: urgent_room if spans[at] in pressed else room)
        for y, start, end in spans[:sent]:
            self._grid.cells[y][start:end] = grid.cells[y][start:end]
        self._row = spans[sent][0] if sent < len(spans) else 0
        self.owes_key = sent < len(spans) and spans[sent] in pressed
        self.owes = sent < len(spans)
        self._fresh &= self.owes
        return text


def _touching(spans: Sequence[Span], areas: Sequence[Span]) -> set[Span]:
    """The spans that share a cell with one of the areas."""
    return {s for s in spans if any(s[0] == a[0] and s[1] < a[2] and a[1] < s[2] for a in areas)}


def encode(
    grid: Grid, spans: Sequence[Span], system: ColorSystem | None, room: Callable[[int], int | None] = lambda _: None
) -> tuple[str, int]:
    """The bytes that show these spans of a grid, and how many of the spans are in them.

    system None: no colours at all; room: bytes that the n-th span must not go beyond, unless it is the first.
    """
    parts: list[str] = []
    style: Style | None = None
    at = (-1, -1)
    length = sent = 0
    for y, start, end in spans:
        jump = start - at[1]
        span = [f"\x1b[{jump}C" if y == at[0] and jump > 0 else f"\x1b[{y + 1};{start + 1}H"]
        turned = style
        for glyph, wanted in grid.cells[y][start:end]:
            if wanted != turned:
                span.append(turn(turned, wanted, system))
                turned = wanted
            span.append(glyph)
        text = "".join(span)
        most = room(sent)
        if most is not None:
            length += len(text.encode())
            if sent and length > most:
                break
        parts.append(text)
        style, at = turned, (y, end)
        sent += 1
    if style is not None:
        parts.append("\x1b[m")
    return "".join(parts), sent


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
    """Textual's compositor for a screen that holds one canvas: every update is a patch."""

    def __init__(self, patch: Callable[[], Patch | None]) -> None:
        super().__init__()
        self._patch = patch

    def render_full_update(self, simplify: bool = False) -> Patch | None:  # type: ignore[override]
        """What differs: only the canvas knows when nothing on the terminal can be trusted any more."""
        return self.render_partial_update()

    def render_partial_update(self) -> Patch | None:  # type: ignore[override]
        """Only what differs from what was sent."""
        self._dirty_regions.clear()
        return self._patch()
