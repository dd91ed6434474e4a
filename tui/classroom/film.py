"""A race as a small table: where every dot is in every frame. The server plays it without computing a race itself."""

from __future__ import annotations

from typing import NamedTuple

from batchgame.tui.draw.grid import Cell


class FilmLane(NamedTuple):
    """A lane of a race. share: solved of its trajectories at the end. median: updates to solve, None if too few did."""

    name: str
    batch_size: int
    momentum: float
    share: float
    median: float | None
    status: str


class Film(NamedTuple):
    """A race in frames. dots[frame][lane]: places (x, y) as thousandths of the map, y upward; None for one outside.

    updates[frame][lane]: how far the lane is. seats: whose dot is which, for a race of picks: seat, lane, dot.
    batch_sizes, momenta: the values that could be picked.
    """

    lanes: list[FilmLane]
    dots: list[list[list[tuple[int, int] | None]]]
    updates: list[list[int]]
    seats: dict[str, tuple[int, int]]
    batch_sizes: list[int]
    momenta: list[float]

    @property
    def frames(self) -> int:
        """Return how many frames there are."""
        return len(self.dots)

    def best(self) -> list[tuple[FilmLane, int]]:
        """Return the lanes that solved in most runs, the quickest first, and how many dots each has."""
        count = [0] * len(self.lanes)
        for lane, _ in self.seats.values():
            count[lane] += 1
        solved = [i for i, lane in enumerate(self.lanes) if lane.share > 0.5 and lane.median is not None]
        return [(self.lanes[i], count[i]) for i in sorted(solved, key=lambda i: self.lanes[i].median or 0.0)]


Picture = list[list[Cell]]  # rows of cells: the landscape of a race, painted for one size, look and language


def read_film(found: dict) -> Film:  # type: ignore[type-arg]
    """Read a film as the worker has written it in JSON."""
    return Film(
        [FilmLane(*lane) for lane in found["lanes"]],
        [[[None if dot is None else (dot[0], dot[1]) for dot in lane] for lane in frame] for frame in found["dots"]],
        found["updates"],
        {seat: (lane, dot) for seat, lane, dot in found["seats"]},
        found["batch_sizes"],
        found["momenta"],
    )


def read_picture(found: list) -> Picture:  # type: ignore[type-arg]
    """Read a picture as the worker has written it in JSON."""
    return [[(glyph, (ink, paper, bold)) for glyph, ink, paper, bold in row] for row in found]
