"""The best pick on a map, counted in several ways."""

from __future__ import annotations

from batchgame.sim.outcome import SOLVED
from batchgame.tui.maps.computed import OutcomeMap, Square

WAYS = ("updates", "epochs", "time")


def best_on_map(map_: OutcomeMap, way: str) -> Square | None:
    """Return the pick of the map that solves soonest, counted that way; None while the map is being computed."""
    if not map_.complete:
        return None
    solving = [square for square in map_.squares.values() if square.probability >= SOLVED]
    timed = [square for square in solving if getattr(square, f"median_{way}") is not None]
    return min(timed, key=lambda square: float(getattr(square, f"median_{way}")), default=None)
