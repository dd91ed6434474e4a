"""What the page of the rescue shows, as values."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from batchgame.sim.networks.rescue import Cells, Kind, Pick, UpdateClock
from batchgame.tui.game.workshops.rescue_network_work import Fired, Found, Start


class RescueView(NamedTuple):
    """What the page shows. view: aim, run, map or table. shown: of the newest curve. share, left: of the work behind.

    fired: the newest run is what the knobs say. batch_sizes: of the table. all_found: the table is complete. goal: it
    was reached already.
    """

    view: str
    pick: Pick
    kind: Kind
    row: str
    rows: Sequence[str]
    start: Start | None
    runs: Sequence[Fired]
    shown: float
    cells: Cells | None
    found: Found | None
    batch_sizes: Sequence[int]
    all_found: bool
    share: float
    running: bool
    paused: bool
    left: float | None
    fired: bool
    hint: str | None
    goal: bool

    @property
    def clock(self) -> UpdateClock | None:
        """Return the measured times."""
        return self.start.clock if self.start else None
