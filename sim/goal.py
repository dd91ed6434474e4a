"""The goal of a stage: a place, and how long a trajectory has to stay there."""

from dataclasses import dataclass
from typing import Any

Ellipse = tuple[float, float, float, float]


@dataclass(frozen=True)
class Goal:
    """The condition for solving a stage: inside any of the ellipses for `hold` updates in a row.

    ellipses: x, y, radius in x, radius in y.
    level: if given, a trajectory is inside while its full loss is at most this, and the ellipses do not count.
    last_epochs: if given, the trajectory has to be inside for this many epochs and still be inside at the end of the
    budget; `hold` does not count.
    """

    ellipses: tuple[Ellipse, ...]
    hold: int
    level: float | None = None
    last_epochs: int | None = None

    def updates_to_hold(self, updates_in_epoch: int) -> int:
        """Return the number of updates in a row inside the goal that count as arrival."""
        return self.hold if self.last_epochs is None else self.last_epochs * updates_in_epoch

    def inside(self, x: Any, y: Any) -> Any:
        """Test which points lie inside any ellipse or on its edge, two of (K,) -> (K,) bool."""
        found = None
        for cx, cy, rx, ry in self.ellipses:
            u, v = (x - cx) * (1 / rx), (y - cy) * (1 / ry)
            u *= u
            v *= v
            u += v
            here = u <= 1
            found = here if found is None else found | here
        return found
