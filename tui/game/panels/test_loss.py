"""The slider of the test landscape: the training landscape moved, and what that does to where everybody stands."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from batchgame.scenarios.text.numbers import measured, number
from batchgame.tui.draw.grid import Grid
from batchgame.tui.draw.layout import Rect
from batchgame.tui.draw.plot import paint_profile

if TYPE_CHECKING:
    from batchgame.tui.game.pages.result import ResultPage
    from batchgame.tui.race.round import Round


def paint_test_loss(grid: Grid, page: ResultPage, area: Rect, *, titled: bool) -> None:
    """A cut through the landscape, before and after the move; train and test loss of each lane side by side."""
    look, say, shift = page.session.look, page.session.say, page.round.stage.test_shift
    assert shift is not None
    distance = shift.distances[page.shift]
    y = area.y
    if titled:
        grid.text(area.x, y, say("test.title"), look.text, bold=True)
        y += 1
    x = grid.text(area.x, y, say("test.moved"), look.soft) + 1
    for index, step in enumerate(shift.distances):
        chosen = index == page.shift
        label = f"[{number(step)}]" if chosen and (look.mono or look.ascii) else f" {number(step)} "
        if x + len(label) > area.x + area.w:
            break
        ink = look.on_accent if chosen else look.soft
        x = grid.text(x, y, label, ink, bg=look.accent if chosen else None, bold=chosen)
    table = 5
    profile = Rect(area.x, y + 1, area.w, area.h - (y + 1 - area.y) - table)
    if profile.h >= 3:
        line, train, moved = profiles(page, distance)
        paint_profile(
            grid,
            profile.x,
            profile.y,
            profile.w,
            profile.h,
            line,
            [(train, look.soft), (moved, look.accent)],
            marks=[(lane.hero[-1][0], look.lane(lane.lane.name)) for lane in reversed(page.result.frame.lanes)],
            look=look,
        )
    _lane_losses(grid, page, Rect(area.x, area.y + area.h - table, area.w, table), distance)


def profiles(page: ResultPage, distance: float) -> tuple[Any, Any, Any]:
    """Positions along the move through the goal, the loss there, and the loss of the moved landscape there."""
    return _profiles(page.round.problem, page.round.stage.test_shift.direction, distance)  # type: ignore[union-attr]


@lru_cache(maxsize=32)
def _profiles(problem: Any, direction: tuple[float, float], distance: float) -> tuple[Any, Any, Any]:
    import numpy as np

    x0, x1, _, _ = problem.region
    centre = problem.goal.ellipses[0][:2]
    line = np.linspace(x0, x1, 240)
    along = np.stack([line, np.full_like(line, centre[1])], axis=-1)
    moved = problem.landscape.shifted((direction[0] * distance, direction[1] * distance))
    return line, problem.landscape.loss(along), moved.loss(along)


def lane_losses(round_: Round, distance: float) -> list[tuple[str, float, float]]:
    """Each lane of the last race with its median training and test loss, the test landscape moved by ± distance."""
    import numpy as np

    problem, shift = round_.problem, round_.stage.test_shift
    assert shift is not None
    assert round_.result is not None
    moved = [
        problem.landscape.shifted((sign * shift.direction[0] * distance, sign * shift.direction[1] * distance))
        for sign in (1, -1)
    ]
    found = []
    for lane in round_.result.frame.lanes:
        places = np.asarray(lane.markers)
        train = float(np.median(problem.landscape.loss(places)))
        test = float(np.median(sum(landscape.loss(places) for landscape in moved) / 2))
        found.append((lane.lane.name, train, test))
    return found


def _lane_losses(grid: Grid, page: ResultPage, area: Rect, distance: float) -> None:
    look, say = page.session.look, page.session.say
    ends = (area.x + 20, area.x + 32)
    for end, key in zip(ends, ("test.train", "test.test"), strict=True):
        grid.text(0, area.y, say(key), look.dim, width=end, align="right")
    for row, (name, train, test) in enumerate(lane_losses(page.round, distance)):
        y = area.y + 1 + row
        colour, glyph = look.lane(name)
        grid.put(area.x, y, glyph, colour)
        grid.text(area.x + 2, y, say(f"lane.{name}"), colour, bold=True)
        grid.text(0, y, measured(train), look.text, width=ends[0], align="right")
        grid.text(0, y, measured(test), look.bad if test > train + 0.1 else look.text, width=ends[1], align="right",
                  bold=True)  # fmt: skip
    grid.text(area.x, area.y + 4, say("test.assumed"), look.dim, width=area.w)
