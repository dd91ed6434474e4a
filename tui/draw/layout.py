"""Where things go: rectangles of cells, and how a window is cut into them."""

from typing import NamedTuple

SMALLEST = (60, 18)
ROOMY = (100, 32)


class Rect(NamedTuple):
    """Cells from (x, y), w wide and h high."""

    x: int
    y: int
    w: int
    h: int

    def left(self, w: int) -> "Rect":
        """The w leftmost columns."""
        return Rect(self.x, self.y, min(w, self.w), self.h)

    def right_of(self, w: int, gap: int = 0) -> "Rect":
        """What is left when w columns and a gap are taken off the left."""
        return Rect(self.x + w + gap, self.y, max(0, self.w - w - gap), self.h)

    def top(self, h: int) -> "Rect":
        """The h topmost rows."""
        return Rect(self.x, self.y, self.w, min(h, self.h))

    def below(self, h: int, gap: int = 0) -> "Rect":
        """What is left when h rows and a gap are taken off the top."""
        return Rect(self.x, self.y + h + gap, self.w, max(0, self.h - h - gap))

    def inset(self, x: int = 1, y: int = 1) -> "Rect":
        """The rectangle inside a frame of that thickness."""
        return Rect(self.x + x, self.y + y, max(0, self.w - 2 * x), max(0, self.h - 2 * y))


def too_small(width: int, height: int) -> bool:
    """A window in which the round cannot be played."""
    return width < SMALLEST[0] or height < SMALLEST[1]


def roomy(width: int, height: int) -> bool:
    """A window with room for frames and for panels side by side."""
    return width >= ROOMY[0] and height >= ROOMY[1]


def narrow(width: int, height: int) -> bool:
    """A window smaller than 80x24: one thing at a time."""
    return width < 80 or height < 24


def body(width: int, height: int) -> Rect:
    """Between the header (row 0) and the message line and footer (the last two rows)."""
    return Rect(0, 1, width, height - 3)
