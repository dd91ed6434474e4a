"""The cell of a map: the outcome of one setting of batch size, momentum and learning rate."""

from __future__ import annotations

from typing import NamedTuple

from batchgame.sim.outcome import Status


class Cell(NamedTuple):
    """The outcome of `trajectories` runs: counts, medians to solve (None: fewer than half solved), and the status.

    status is the value of a `sim.outcome.Status`, as it comes through JSON.
    """

    trajectories: int
    solved: int
    diverged: int
    median_updates: float | None
    median_epochs: float | None
    median_time: float | None
    status: str

    @property
    def probability(self) -> float:
        """Return the fraction of the trajectories that solved."""
        return self.solved / self.trajectories

    @property
    def blown_up(self) -> bool:
        """Return whether half of the trajectories or more have diverged."""
        return self.status == Status.BLOWN_UP


def share(cell: Cell) -> str:
    """Write the per cent that solved in three characters: 100 and 0 only for all and none, 99 and <1 for nearly."""
    if cell.solved == cell.trajectories:
        return "100"
    if cell.solved == 0:
        return "0"
    per_cent = 100 * cell.solved / cell.trajectories
    return "<1" if per_cent < 1 else str(min(99, int(per_cent + 0.5)))
