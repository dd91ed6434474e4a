"""Where a trajectory has to be, and for how long."""

from dataclasses import dataclass
from typing import Any

Ellipse = tuple[float, float, float, float]


@dataclass(frozen=True)
class Goal:
    """Discs to be held: inside any ellipse (x, y, radius in x, radius in y) for `hold` updates in a row.

    level: the full loss at or below it counts as inside, instead of the ellipses. last_epochs: inside for so many
    epochs, and still there at the end; instead of `hold`.
    """

    ellipses: tuple[Ellipse, ...]
    hold: int
    level: float | None = None
    last_epochs: int | None = None

    def inside(self, x: Any, y: Any) -> Any:
        """Which of the points (x, y) lie inside, the edge included, (K,) -> (K,) bool."""
        found = None
        for cx, cy, rx, ry in self.ellipses:
            u, v = (x - cx) * (1 / rx), (y - cy) * (1 / ry)
            u *= u
            v *= v
            u += v
            here = u <= 1
            found = here if found is None else found | here
        return found
