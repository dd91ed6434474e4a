"""The landscape with everything on it: goals, landmarks, the start, the swarms, a fan of possible shots."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from batchgame.tui.grid import Grid
from batchgame.tui.labels import Labels
from batchgame.tui.layout import Rect

if TYPE_CHECKING:
    from batchgame.sim.race import Frame, LaneFrame
    from batchgame.tui.fan import Fan
    from batchgame.tui.pages.menu import Entry
    from batchgame.tui.pages.rounds import RoundPage
    from batchgame.tui.round import Round
    from batchgame.tui.session import Session

SWARM = 24  # markers a lane that are drawn
TRAIL = 60  # points of trajectory 0's path that are drawn; batch size 1, which scribbles, a quarter
PRIORITY = ("you", "full", "one")


def paint_scene(grid: Grid, area: Rect, page: RoundPage, *, frame: Frame | None = None, fan: Fan | None = None) -> None:
    """The map of a round: before the race with the start, during and after it with the swarms."""
    _paint(grid, area, page.session, page.round, frame, fan)


def paint_preview(grid: Grid, area: Rect, session: Session, entry: Entry) -> None:
    """The map of a stage on the menu, as soon as the experiment is imported."""
    if session.warm:
        _paint(grid, area, session, session.preview(entry.scenario, entry.stage), None, None)


def _paint(grid: Grid, area: Rect, session: Session, round_: Round, frame: Frame | None, fan: Fan | None) -> None:
    from batchgame.tui.raster import Dots, Layer, composite
    from batchgame.tui.terrain import paint_terrain

    look, say, course = session.look, session.say, round_.course
    place = _Place(area, course.region)
    paint_terrain(grid, area, course.landscape, course.region, look)

    layers = []
    heroes = []
    if frame is not None:
        lanes = {lane.lane.name: lane for lane in frame.lanes}
        for name in PRIORITY:
            lane = lanes[name]
            ink, glyph = look.lane(name)
            if session.options.motion == "full":
                layers.append(Layer(_swarm(area, place, lane), ink, glyph.lower()))
            heroes.append((name, place.cell(lane.hero[-1])))
    if fan is not None:
        dots = Dots(area.w, area.h)
        for shot in fan.shots:
            ends = place.share(_two(course.start, shot, fan.scale))
            dots.line(ends[:, 0], ends[:, 1])
        layers.append(Layer(dots, look.you, "y"))
    goals = Dots(area.w, area.h)
    for ellipse in course.goal.ellipses:
        _ring(goals, place, ellipse)
    layers.append(Layer(goals, look.good, "o"))
    composite(grid, area.x, area.y, layers)

    labels = Labels(area)
    taken = _heroes(grid, area, session, heroes)
    for cell in taken:
        labels.block(*cell)
    if frame is None and fan is None:
        x, y = place.cell(course.start)
        grid.put(x, y, look.glyphs[0], look.you, bold=True)
        labels.block(x, y)
        labels.add(x, y, say("scene.start"), look.accent, left_first=True)
    if fan is not None:
        x, y = place.cell(course.start)
        grid.put(x, y, look.glyphs[1], look.full, bold=True)
        labels.block(x, y)
    for landmark in round_.scenario.landmarks:
        x, y = place.cell(landmark.at)
        if labels.free(x, y, 1):
            grid.put(x, y, look.cross, look.bad, bold=True)
            labels.block(x, y)
        labels.add(x, y, say.of(landmark.label), look.bad)
    for cx, cy, rx, _ in course.goal.ellipses:
        right, y = place.cell((cx + rx, cy))
        left, _ = place.cell((cx - rx, cy))
        labels.add(right, y, say("scene.goal"), look.good, other=left)
    labels.paint(grid)
    grid.text(area.x + 1, area.y, "θ2 ↑", look.soft)
    grid.text(area.x, area.y + area.h - 1, "θ1 →", look.soft, width=area.w - 1, align="right")


class _Place:
    """From positions on the landscape to shares of the area and to cells."""

    def __init__(self, area: Rect, region: tuple[float, float, float, float]) -> None:
        self.area, self.region = area, region

    def share(self, points: Any) -> Any:
        """(..., 2) -> (..., 2), 0 to 1, y upward."""
        import numpy as np

        x0, x1, y0, y1 = self.region
        return (np.asarray(points, dtype=float) - (x0, y0)) / (x1 - x0, y1 - y0)

    def cell(self, point: Any) -> tuple[int, int]:
        """The cell of one point, clamped to the area."""
        x, y = self.share(point)
        column = min(max(int(x * self.area.w), 0), self.area.w - 1)
        row = min(max(int((1 - y) * self.area.h), 0), self.area.h - 1)
        return self.area.x + column, self.area.y + row


def _two(start: Any, shot: Any, scale: float) -> Any:
    import numpy as np

    return np.array([start, np.asarray(start) + scale * shot])


def _ring(dots: Any, place: _Place, ellipse: tuple[float, float, float, float]) -> None:
    import numpy as np

    cx, cy, rx, ry = ellipse
    angles = np.linspace(0, 2 * np.pi, 48, endpoint=False)
    points = place.share(np.stack([cx + rx * np.cos(angles), cy + ry * np.sin(angles)], axis=-1))
    dots.plot(points[:, 0], points[:, 1])


def _swarm(area: Rect, place: _Place, lane: LaneFrame) -> Any:
    from batchgame.tui.raster import Dots

    dots = Dots(area.w, area.h)
    points = place.share(lane.markers[:SWARM])
    dots.plot(points[:, 0], points[:, 1])
    length = TRAIL // 4 if lane.lane.name == "one" else TRAIL
    trail = place.share(lane.hero[-length:])
    if len(trail) > 1:
        dots.line(trail[:, 0], trail[:, 1])
    return dots


def _heroes(
    grid: Grid, area: Rect, session: Session, heroes: list[tuple[str, tuple[int, int]]]
) -> list[tuple[int, int]]:
    """A glyph a lane; one whose cell is taken stands beside it, so that no lane hides another."""
    taken: list[tuple[int, int]] = []
    for name, (x, y) in heroes:
        ink, glyph = session.look.lane(name)
        beside = ((0, 0), (1, 0), (-1, 0), (0, 1), (0, -1), (1, 1), (-1, -1))
        spots = [(x + dx, y + dy) for dx, dy in beside]
        inside = [(a, b) for a, b in spots if area.x <= a < area.x + area.w and area.y <= b < area.y + area.h]
        spot = next(spot for spot in inside if spot not in taken)
        grid.put(*spot, glyph, ink, bold=True)
        taken.append(spot)
    return taken
