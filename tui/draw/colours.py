"""Colours by name, as red, green and blue and as the SGR parameters that a terminal obeys.

A name is one of the 16 ANSI colours, "color(n)" from the palette of 256, "#rrggbb", or "default" for the terminal's own
colour. A terminal with fewer colours gets the nearest one. The rules for that are those of Rich, so that the game sends
the same bytes as Textual would.
"""

from __future__ import annotations

from collections.abc import Sequence
from colorsys import rgb_to_hls
from typing import Literal

from batchgame.tui.text.choices import Colors

Depth = Colors | Literal["windows"]  # how many colours a terminal has; "windows" is an old console with 16
RGB = tuple[int, int, int]  # red, green and blue, each from 0 to 255

HUES = ("black", "red", "green", "yellow", "blue", "magenta", "cyan", "white")
NAMES = (*HUES, *(f"bright_{hue}" for hue in HUES))
GREY = 0.15  # the saturation below which a colour counts as a shade of grey

_STEPS = (0, 95, 135, 175, 215, 255)
PALETTE: tuple[RGB, ...] = (
    (0, 0, 0), (128, 0, 0), (0, 128, 0), (128, 128, 0), (0, 0, 128), (128, 0, 128), (0, 128, 128), (192, 192, 192),
    (128, 128, 128), (255, 0, 0), (0, 255, 0), (255, 255, 0), (0, 0, 255), (255, 0, 255), (0, 255, 255),
    (255, 255, 255),
    *((red, green, blue) for red in _STEPS for green in _STEPS for blue in _STEPS),
    *((8 + 10 * n, 8 + 10 * n, 8 + 10 * n) for n in range(24)),
)  # fmt: skip
SIXTEEN: tuple[RGB, ...] = (
    (0, 0, 0), (170, 0, 0), (0, 170, 0), (170, 85, 0), (0, 0, 170), (170, 0, 170), (0, 170, 170), (170, 170, 170),
    (85, 85, 85), (255, 85, 85), (85, 255, 85), (255, 255, 85), (85, 85, 255), (255, 85, 255), (85, 255, 255),
    (255, 255, 255),
)  # fmt: skip
WINDOWS: tuple[RGB, ...] = (
    (12, 12, 12), (197, 15, 31), (19, 161, 14), (193, 156, 0), (0, 55, 218), (136, 23, 152), (58, 150, 221),
    (204, 204, 204), (118, 118, 118), (231, 72, 86), (22, 198, 12), (249, 241, 165), (59, 120, 255), (180, 0, 158),
    (97, 214, 214), (242, 242, 242),
)  # fmt: skip


def rgb(name: str) -> RGB:
    """Return a colour's red, green and blue, with xterm's values for the 256 colours.

    Raises ValueError for a name that is not known, and for "default", whose value only the terminal knows.
    """
    colour = _parse(name)
    return PALETTE[colour] if isinstance(colour, int) else colour


def sgr(name: str | None, depth: Depth, *, foreground: bool) -> str:
    """Return the SGR parameters that select a colour, such as "38;5;81", or "" for a terminal without colours.

    None means the terminal's own colour, as "default" does. Raises ValueError for a name that is not known.
    """
    if depth == "mono":
        return ""
    if name is None or name == "default":
        return "39" if foreground else "49"
    colour = _nearest(_parse(name), depth)
    if isinstance(colour, tuple):
        return f"{38 if foreground else 48};2;{';'.join(map(str, colour))}"
    if colour >= 16:
        return f"{38 if foreground else 48};5;{colour}"
    return str(colour + (30 if colour < 8 else 82) + (0 if foreground else 10))


def _parse(name: str) -> int | RGB:
    """Return a colour's number in the palette of 256, or its red, green and blue."""
    if name in NAMES:
        return NAMES.index(name)
    if name.startswith("color("):
        return int(name[6:-1])
    if name.startswith("#"):
        return int(name[1:3], 16), int(name[3:5], 16), int(name[5:7], 16)
    raise ValueError(f"{name!r} is no colour")


def _nearest(colour: int | RGB, depth: Depth) -> int | RGB:
    """Return the colour that a terminal of this depth shows instead, or the same one where it can show it."""
    if depth == "true" or (isinstance(colour, int) and (depth == "256" or colour < 16)):
        return colour
    red, green, blue = PALETTE[colour] if isinstance(colour, int) else colour
    if depth == "256":
        return _in_256(red, green, blue)
    return _match((red, green, blue), WINDOWS if depth == "windows" else SIXTEEN)


def _in_256(red: int, green: int, blue: int) -> int:
    """Return the number of the nearest grey (16, 232 to 255, or 231), or of the nearest colour of the 6x6x6 cube."""
    _, lightness, saturation = rgb_to_hls(red / 255, green / 255, blue / 255)
    if saturation < GREY:
        grey = round(lightness * 25)
        return 16 if grey == 0 else 231 if grey == 25 else 231 + grey
    r, g, b = (round(part / 95 if part < 95 else 1 + (part - 95) / 40) for part in (red, green, blue))
    return 16 + 36 * r + 6 * g + b


def _match(colour: RGB, palette: Sequence[RGB]) -> int:
    """Return the number of the nearest colour of a palette, by the "redmean" distance (compuphase.com/cmetric.htm)."""

    def distance(number: int) -> int:
        red, green, blue = (a - b for a, b in zip(colour, palette[number], strict=True))
        mean = (colour[0] + palette[number][0]) // 2
        return (((512 + mean) * red * red) >> 8) + 4 * green * green + (((767 - mean) * blue * blue) >> 8)

    return min(range(len(palette)), key=distance)
