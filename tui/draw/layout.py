"""Rectangles of cells, and the sizes of a window at which the layout changes."""

from typing import NamedTuple

SMALLEST = (60, 18)  # columns and rows of the smallest window that the game can be played in
ROOMY = (100, 32)  # columns and rows from which panels stand side by side


class Rect(NamedTuple):
    """A rectangle of cells: its top left corner (x, y), its width and its height."""

    x: int
    y: int
    w: int
    h: int

    def left(self, w: int) -> "Rect":
        """Return the `w` leftmost columns."""
        return Rect(self.x, self.y, min(w, self.w), self.h)

    def right_of(self, w: int, gap: int = 0) -> "Rect":
        """Return the rest of the rectangle to the right of `w` columns and a gap."""
        return Rect(self.x + w + gap, self.y, max(0, self.w - w - gap), self.h)

    def top(self, h: int) -> "Rect":
        """Return the `h` topmost rows."""
        return Rect(self.x, self.y, self.w, min(h, self.h))

    def below(self, h: int, gap: int = 0) -> "Rect":
        """Return the rest of the rectangle below `h` rows and a gap."""
        return Rect(self.x, self.y + h + gap, self.w, max(0, self.h - h - gap))

    def inset(self, x: int = 1, y: int = 1) -> "Rect":
        """Return the rectangle inside a frame that is `x` columns and `y` rows thick."""
        return Rect(self.x + x, self.y + y, max(0, self.w - 2 * x), max(0, self.h - 2 * y))


def too_small(width: int, height: int, smallest: tuple[int, int] = SMALLEST) -> bool:
    """Return whether a window is too small for the game, or for a page that is made for smaller ones."""
    return width < smallest[0] or height < smallest[1]


def roomy(width: int, height: int) -> bool:
    """Return whether a window has room for frames, and for panels side by side."""
    return width >= ROOMY[0] and height >= ROOMY[1]


def narrow(width: int, height: int) -> bool:
    """Return whether a window is smaller than 80x24, so that a page shows one panel at a time."""
    return width < 80 or height < 24


def body(width: int, height: int) -> Rect:
    """Return the area between the header (row 0) and the last two rows (the message line and the footer)."""
    return Rect(0, 1, width, height - 3)
