"""Points and lines as braille dots, eight in a cell, in layers that may share a cell; letters replace them in ASCII."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from batchgame.tui.draw.grid import Grid

IN_ORDER = [0, 2, 4, 1, 3, 5, 6, 7]  # for each bit of a cell's mask its dot, with the dots counted row by row
BRAILLE = 0x2800  # the code point of a braille cell is this plus the mask of its dots


def from_top(up: float, rows: int) -> int:
    """Return the row, 0 at the top, of a height from 0 to 1, by the same rule as for dots and the bins of a density."""
    return rows - 1 - min(max(int(up * rows), 0), rows - 1)


class Dots:
    """A field of dots over width x height cells; its coordinates run from 0 to 1, with y upward.

    on: (4 height, 2 width) booleans, with the top row first.
    """

    def __init__(self, width: int, height: int) -> None:
        self.width, self.height = max(1, width), max(1, height)
        self.on = np.zeros((self.height * 4, self.width * 2), dtype=bool)

    def plot(self, xs: ArrayLike, ys: ArrayLike) -> None:
        """Set a dot at each point; points outside are left out."""
        x, y = np.asarray(xs, dtype=float), np.asarray(ys, dtype=float)
        inside = (x >= 0) & (x <= 1) & (y >= 0) & (y <= 1)
        columns = np.minimum((x[inside] * self.width * 2).astype(np.intp), self.width * 2 - 1)
        up = np.minimum((y[inside] * self.height * 4).astype(np.intp), self.height * 4 - 1)
        self.on[self.height * 4 - 1 - up, columns] = True

    def line(self, xs: ArrayLike, ys: ArrayLike) -> None:
        """Join the points by straight lines of at most 400 dots each, so that a point far away costs little."""
        x, y = np.asarray(xs, dtype=float), np.asarray(ys, dtype=float)
        if len(x) < 2:
            self.plot(x, y)
            return
        reach = np.maximum(np.abs(np.diff(x)) * self.width * 2, np.abs(np.diff(y)) * self.height * 4)
        pieces = np.ceil(np.minimum(np.nan_to_num(reach, posinf=400), 399)).astype(np.intp) + 1
        start = np.repeat(np.arange(len(x) - 1), pieces)
        within = np.arange(len(start)) - np.repeat(np.cumsum(pieces) - pieces, pieces)
        s = within / np.repeat(pieces, pieces)
        self.plot(
            np.append(x[start] + (x[start + 1] - x[start]) * s, x[-1]),
            np.append(y[start] + (y[start + 1] - y[start]) * s, y[-1]),
        )

    def masks(self) -> NDArray[np.uint8]:
        """Return the eight dots of each cell as bits, (height, width)."""
        cells = self.on.reshape(self.height, 4, self.width, 2).transpose(0, 2, 1, 3).reshape(self.height, self.width, 8)
        return np.packbits(cells[:, :, IN_ORDER], axis=-1, bitorder="little")[:, :, 0]


class Layer(NamedTuple):
    """A field of dots with its ink, and the letter that stands for a cell with dots in ASCII.

    as_letters: draw the letter in any case, where neither braille nor colour would tell layers apart.
    """

    dots: Dots
    ink: str | None
    letter: str = "."
    as_letters: bool = False


def union(layers: Sequence[Layer]) -> NDArray[np.uint8]:
    """Return the dots of all layers as bits, (height, width). There must be at least one layer."""
    return np.asarray(np.bitwise_or.reduce([layer.dots.masks() for layer in layers]), dtype=np.uint8)


def composite(grid: Grid, x: int, y: int, layers: Sequence[Layer]) -> None:
    """Paint layers over the grid. A cell that layers share shows the dots of all, in the ink of the first of them."""
    if not layers:
        return
    masks = np.stack([layer.dots.masks() for layer in layers])  # (layers, height, width)
    together, first = np.bitwise_or.reduce(masks), (masks != 0).argmax(axis=0)
    rows, columns = together.nonzero()
    found = zip(rows.tolist(), columns.tolist(), together[rows, columns].tolist(), first[rows, columns].tolist(),
                strict=True)  # fmt: skip
    for row, column, mask, number in found:
        layer = layers[number]
        glyph = layer.letter if grid.folds == "ascii" or layer.as_letters else chr(BRAILLE + mask)
        grid.put(x + column, y + row, glyph, layer.ink)
