"""The race and the clock of the present step, as pages show them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from batchgame.tui.classroom.film import Film, Picture
from batchgame.tui.draw.grid import Grid
from batchgame.tui.draw.layout import Rect
from batchgame.tui.draw.look import Look

BRAILLE = 0x2800
DOT = ((0x01, 0x08), (0x02, 0x10), (0x04, 0x20), (0x40, 0x80))  # of a braille cell: rows from the top, two columns
THOUSAND = 1000


class Scene(NamedTuple):
    """What a step shows besides its numbers.

    texts: of the race, by language, with their figures. left: seconds of the step's clock. clock: their share of all of
    them. since: seconds that the step is open. hint: the teacher shows the first hint of the race.
    """

    kind: str = ""
    address: str = ""
    texts: Mapping[str, Mapping[str, Any]] | None = None
    film: Film | None = None
    frame: int = 0
    left: int | None = None
    clock: float = 0.0
    since: int = 0
    paused: bool = False
    hint: bool = False

    @property
    def state(self) -> tuple[object, ...]:
        """Return everything that makes a page another one, apart from the board: what there is, and what it shows."""
        return self.frame, self.left, self.paused, self.hint, self.texts is not None, self.film is not None

    @property
    def over(self) -> bool:
        """Return whether the race has been shown to its end."""
        return self.film is not None and self.frame >= self.film.frames - 1


def paint_picture(grid: Grid, area: Rect, picture: Picture | None) -> None:
    """Copy a painted landscape into an area."""
    grid.pictures.append((area.x, area.y, area.w, area.h))
    for y, row in enumerate(picture or ()):
        if y < area.h and area.y + y < grid.height:
            grid.cells[area.y + y][area.x : area.x + area.w] = row[: area.w]


def paint_dots(grid: Grid, area: Rect, scene: Scene, look: Look) -> None:
    """Draw the dots of the present frame: lanes in their colours, picks in one colour."""
    if scene.film is None:
        return
    masks: dict[tuple[int, int], list[int]] = {}
    inks = lane_inks(scene.film, look)
    for lane, dots in enumerate(scene.film.dots[scene.frame]):
        for dot in dots:
            if dot is not None:
                x, y, mask = _cell(area, dot)
                cell = masks.setdefault((x, y), [0, lane])
                cell[0] |= mask
    for (x, y), (mask, lane) in masks.items():
        ink, letter = inks[lane]
        grid.put(x, y, letter if look.ascii or look.mono else chr(BRAILLE + mask), ink)


def paint_own(grid: Grid, area: Rect, scene: Scene, seat: str, look: Look) -> None:
    """Mark the dot of one seat. It moves with every third frame only, because a mark that jumps would flicker."""
    film = scene.film
    if film is None or seat not in film.seats:
        return
    lane, number = film.seats[seat]
    dot = film.dots[scene.frame if scene.over else scene.frame - scene.frame % 3][lane][number]
    if dot is not None:
        x, y, _ = _cell(area, dot)
        grid.put(x, y, look.glyphs[0], look.you, bold=True)


def lane_inks(film: Film, look: Look) -> list[tuple[str | None, str]]:
    """Return the colour of each lane, and the sign for terminals without braille."""
    return [look.lane(lane.name) if lane.name in ("you", "full", "one") else (look.full, "o") for lane in film.lanes]


def _cell(area: Rect, dot: tuple[int, int]) -> tuple[int, int, int]:
    across = min(dot[0] * area.w * 2 // THOUSAND, area.w * 2 - 1)
    down = area.h * 4 - 1 - min(dot[1] * area.h * 4 // THOUSAND, area.h * 4 - 1)
    return area.x + across // 2, area.y + down // 4, DOT[down % 4][across % 2]
