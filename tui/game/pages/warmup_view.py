"""The wall of a warm-up: one column of large words, beside or under the landscape where there is room for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from batchgame.scenarios.text.numbers import number, percent
from batchgame.sim.race import Frame
from batchgame.tui.draw.layout import Rect
from batchgame.tui.draw.pen import Pen
from batchgame.tui.game.pages.run_view import RunView, paint_run
from batchgame.tui.game.pages.warmup_rows import Row
from batchgame.tui.game.parts.scene import paint_scene
from batchgame.tui.race.round import Round
from batchgame.tui.text.keys import status_key

WIDEST = 48  # columns of words: a longer line is no larger
BESIDE = (80, 20)  # the window from which the landscape stands beside the words
GAME = (80, 24)  # the window from which a race looks as in the game
LANES = 4  # rows: three lanes, and what is to say of them


@dataclass(frozen=True)
class Wall:
    """What the wall shows. rows: of the page that is turned up. more: others follow. picture: the landscape is wanted.

    run: the race while it is shown. frame: how it stands.
    """

    name: str
    place: str
    rows: Sequence[Row] = ()
    more: str = ""
    round: Round | None = None
    picture: bool = False
    run: RunView | None = None
    frame: Frame | None = None
    note: str = ""


def words_area(width: int, height: int, picture: bool) -> Rect:
    """Return where the words stand: at the left of the landscape, or in the middle."""
    room = height - 2
    if picture and width >= BESIDE[0] and height >= BESIDE[1]:
        w = min(WIDEST, width // 2 - 2)
        return Rect(1, 2, w, room - 1)
    w = min(WIDEST, width - 1)
    top = 1 if height < BESIDE[1] else 2
    return Rect((width - w + 1) // 2, top, w, height - 1 - top)


def picture_area(width: int, height: int) -> Rect | None:
    """Return where the landscape stands beside the words; None where it would have to stand in their place."""
    if width < BESIDE[0] or height < BESIDE[1]:
        return None
    left = words_area(width, height, True)
    return Rect(left.x + left.w + 2, 2, width - left.x - left.w - 3, height - 4)


def paint_wall(pen: Pen, wall: Wall) -> None:
    """Draw one page of the wall. The last row is left for the keys."""
    grid, look = pen.grid, pen.look
    grid.fill(0, 0, grid.width, 1, look.bar)
    grid.text(1, 0, wall.name, look.accent, bold=True)
    grid.text(0, 0, wall.place, look.soft, width=grid.width - 1, align="right")
    if wall.run is not None:
        _race(pen, wall)
        return
    area = words_area(grid.width, grid.height, wall.picture)
    if wall.picture and wall.round is not None:
        beside = picture_area(grid.width, grid.height)
        if beside is not None:
            paint_scene(pen, beside, wall.round, frame=wall.frame)
        elif not wall.rows:  # the landscape has a page of its own
            paint_scene(pen, Rect(0, 1, grid.width, grid.height - 2), wall.round, frame=wall.frame)
    for y, row in enumerate(wall.rows, area.y):
        if row.lit:
            grid.fill(area.x, y, area.w, 1, look.select)
        for piece in row.pieces:
            grid.text(area.x + piece.x, y, piece.text, piece.ink, bold=piece.bold)
        if row.action:
            grid.hot(area.x, y, area.w, 1, row.action)
    if wall.more:
        grid.text(area.x, area.y + len(wall.rows), wall.more, look.accent, width=area.w, align="right")


def _race(pen: Pen, wall: Wall) -> None:
    grid = pen.grid
    assert wall.run is not None
    if grid.width >= GAME[0] and grid.height >= GAME[1]:
        paint_run(pen, wall.run)
        return
    height = grid.height - 2
    paint_scene(pen, Rect(0, 1, grid.width, height - LANES), wall.run.round, frame=wall.run.frame)
    left = max(0, (grid.width - 39) // 2)
    for n, lane in enumerate(wall.run.frame.lanes):
        y = 1 + height - LANES + n
        ink, sign = pen.look.lane(lane.lane.name)
        grid.put(left, y, sign, ink)
        grid.text(left + 2, y, pen.say(f"lane.{lane.lane.name}"), ink, bold=True)
        momentum = number(lane.lane.hyperparameters.momentum)
        grid.text(left + 9, y, f"B {lane.batch_size} λ {momentum}", pen.look.soft)
        grid.text(left + 20, y, percent(lane.solved, lane.trajectories), pen.look.text, width=5, align="right")
        status = pen.say(f"status.{status_key(lane.status.value)}")
        grid.text(left + 26, y, status, pen.look.good if lane.status.value == "ARRIVED" else pen.look.text, bold=True)
    grid.text(left, grid.height - 2, wall.note, pen.look.soft)
