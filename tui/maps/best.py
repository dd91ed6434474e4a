"""The best pick of a map: the one that solves soonest, counted in updates, in epochs, or in time under the clock."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from batchgame.sim.outcome import SOLVED

if TYPE_CHECKING:
    from batchgame.tui.maps.map import Map

WAYS = ("updates", "epochs", "time")


class Best(NamedTuple):
    """A pick that solves the stage, with its median to solve, counted in one of the ways."""

    batch_size: int
    momentum: float
    median: float


def best_on_map(map_: Map, way: str) -> Best | None:
    """Return the pick that solves soonest; None if none solves, and while the map is not complete."""
    if not map_.complete:
        return None
    found = []
    for place, cell in map_.cells.items():
        median = getattr(cell, f"median_{way}")
        if cell.probability >= SOLVED and median is not None:
            values = map_.axes.values(place)
            found.append(Best(int(values["batch_size"]), values["momentum"], median))
    return min(found, key=lambda best: best.median, default=None)
