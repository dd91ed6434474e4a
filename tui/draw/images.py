"""Small pictures in half blocks, two pixels in a cell: grey images, and fields of two classes with their points."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from batchgame.tui.draw.grid import Grid
from batchgame.tui.draw.layout import Rect
from batchgame.tui.draw.look import Look, mix

HALF = 0.5
BLOCKS = " ▄▀█"  # by the upper pixel (2) and the lower one (1)
LETTERS = " .'#"
CLASSES = ("full", "one")  # the lanes whose colours the two classes have
FIELD = 0.3  # the share of a class's colour behind its points
NO_POINT = -1


def paint_grey(grid: Grid, x: int, y: int, pixels: NDArray[np.float32], look: Look) -> None:
    """Paint an image (2h, w) from 0 (paper) to 1 (ink) into h rows; in black and white where there are few colours."""
    grey = look.text is not None and look.text.startswith("#") and not look.folds
    grid.pictures.append((x, y, pixels.shape[1], len(pixels) // 2))
    for row in range(len(pixels) // 2):
        for column in range(pixels.shape[1]):
            upper, lower = (float(pixels[2 * row + half, column]) for half in (0, 1))
            if grey:
                ink, paper = (mix(look.background, look.text, value) for value in (upper, lower))
                grid.put(x + column, y + row, "▀", ink, paper)
            else:
                dark = 2 * (upper >= HALF) + (lower >= HALF)
                grid.put(x + column, y + row, (LETTERS if look.folds else BLOCKS)[dark], look.text)


def paint_classes(
    grid: Grid, area: Rect, sure: NDArray[np.float32], points: NDArray[np.float32], labels: NDArray[np.uint8],
    reach: float, look: Look,
) -> None:  # fmt: skip
    """Paint which of two classes a network sees in each place, and the points of the classes over it.

    sure: how sure it is of class 1, (rows, columns) with y upward, over the square from −reach to reach. points (K, 2).
    Half blocks have four colours; without them a cell shows the class of its points as a letter.
    """
    blocks = not look.folds and not look.mono
    rows = area.h * (2 if blocks else 1)
    down = ((np.arange(rows)[::-1] + 0.5) / rows * len(sure)).astype(int)
    across = ((np.arange(area.w) + 0.5) / area.w * sure.shape[1]).astype(int)
    classes = (sure[np.ix_(down, across)] > HALF).astype(int)
    places = np.full((rows, area.w), NO_POINT)
    at = (points + reach) / (2 * reach)
    columns, ups = (np.clip((at[:, axis] * size).astype(int), 0, size - 1) for axis, size in ((0, area.w), (1, rows)))
    places[rows - 1 - ups, columns] = labels
    grid.pictures.append((area.x, area.y, area.w, area.h))
    for row in range(area.h):
        for column in range(area.w):
            if blocks:
                upper, lower = (_pixel(places, classes, 2 * row + half, column, look) for half in (0, 1))
                grid.put(area.x + column, area.y + row, "▀", upper, lower)
            else:
                point, own = int(places[row, column]), int(classes[row, column])
                letter = ("." if own else " ") if point == NO_POINT else "ox"[point]
                grid.put(area.x + column, area.y + row, letter, look.text if point != NO_POINT else look.dim)


def _pixel(places: NDArray[np.int_], classes: NDArray[np.int_], row: int, column: int, look: Look) -> str | None:
    point = int(places[row, column])
    if point != NO_POINT:
        return look.lane(CLASSES[point])[0]
    ink = look.lane(CLASSES[int(classes[row, column])])[0]
    if look.background and look.background.startswith("#"):
        return mix(look.background, ink, FIELD)
    return look.track if classes[row, column] else look.background
