"""The landscape with everything on it: goals, landmarks, the start, the swarms, possible first shots."""

from __future__ import annotations

from typing import Any

import numpy as np

from batchgame.sim.goal import Goal
from batchgame.sim.problem import Problem
from batchgame.sim.race import Frame, LaneFrame
from batchgame.tui.draw.grid import Grid
from batchgame.tui.draw.labels import Labels
from batchgame.tui.draw.layout import Rect
from batchgame.tui.draw.look import Look
from batchgame.tui.draw.pen import Pen
from batchgame.tui.draw.place import Place
from batchgame.tui.draw.raster import Dots, Layer, composite, union
from batchgame.tui.draw.terrain import paint_glow, paint_terrain
from batchgame.tui.race.first_shots import FirstShots
from batchgame.tui.race.round import Round

SWARM = 24  # markers a lane that are drawn: what a frame may cost over a slow line
TRAIL = 60  # points of trajectory 0's path that are drawn; batch size 1, which scribbles, a quarter
PRIORITY = ("fork", "you", "best", "full", "one")
OUTLINES = {"●": "○", "◆": "◇", "▲": "△"}  # a swarm without colours: the glyph of its lane, hollow
BESIDE = ((0, 0), (-1, 0), (0, -1), (0, 1), (1, 0), (-1, 1), (1, -1))  # names stand on the right: that side last
FARTHER = sorted(((dx, dy) for dx in range(-12, 13) for dy in range(-3, 4)), key=lambda by: by[0] ** 2 + 4 * by[1] ** 2)


def paint_landscape(
    pen: Pen, area: Rect, round_: Round, frame: Frame | None, first: FirstShots | None, grey: LaneFrame | None = None
) -> None:
    """Draw the landscape with goals and landmarks, and on it the start, the swarms of a frame, or possible shots.

    grey: the lane beside the race, of which only the first trajectory is drawn.
    """
    grid, look, say, problem = pen.grid, pen.look, pen.say, round_.problem
    grid.pictures.append((area.x, area.y, area.w, area.h))
    place = Place(area, problem.region)
    paint_terrain(grid, area, problem.landscape, problem.region, look)

    layers = []
    heroes = []
    if frame is not None:
        lanes = {lane.lane.name: lane for lane in frame.lanes}
        if pen.moving:
            paint_glow(grid, area, [(look.lane(name)[0], lanes[name]) for name in reversed(PRIORITY) if name in lanes])
        for name in (name for name in PRIORITY if name in lanes):
            layers += _swarm(area, place, lanes[name], look) if pen.moving else []
            heroes.append((name, place.cell(lanes[name].hero[-1])))
    if grey is not None:
        heroes.append((grey.lane.name, place.cell(grey.hero[-1])))
    if first is not None:
        dots = Dots(area.w, area.h)
        for shot in first.shots:
            ends = place.share(_two(problem.start, shot, first.scale))
            dots.line(ends[:, 0], ends[:, 1])
        arrow = Dots(area.w, area.h)
        ends = place.share(_two(problem.start, first.full, first.scale))
        if first.full_length:
            arrow.line(ends[:, 0], ends[:, 1])
        fan, full = Layer(dots, look.you, "y"), Layer(arrow, look.full, "f")
        layers += [full, fan] if len(first.shots) > 1 else [fan, full]  # the upper one gives a cell its colour
    goals = Dots(area.w, area.h)
    if problem.goal.level is not None:
        _shore(goals, problem)
    else:
        for ellipse in problem.goal.ellipses:
            _ring(goals, place, ellipse)
    layers.append(Layer(goals, look.good, "o"))
    composite(grid, area.x, area.y, layers)

    rings = {(x + area.x, y + area.y) for y, x in np.argwhere(goals.masks()).tolist()}
    labels = Labels(area)
    still = layers if frame is None else layers[-1:]
    rows, columns = union(still).nonzero()
    labels.keep_off(zip((columns + area.x).tolist(), (rows + area.y).tolist(), strict=True))
    if frame is None:
        x, y = place.cell(problem.start)
        glyph, ink = (look.glyphs[0], look.you) if first is None else (look.glyphs[1], look.full)
        grid.put(x, y, glyph, ink, bold=True)
        labels.block(x, y)
        if first is None:
            labels.add(x, y, say("scene.start"), look.accent, left_first=True)
    for landmark in round_.landmarks:
        x, y = place.cell(landmark.at)
        if (x, y) in rings:  # a goal as small as its mark: the mark would hide it
            labels.block(x, y)
        elif labels.free(x, y, 1):
            grid.put(x, y, look.cross, look.bad, bold=True)
            labels.block(x, y)
        if not problem.goal.inside(*landmark.at):
            labels.add(x, y, say.of(landmark.label), look.bad)
    for ellipse in problem.goal.ellipses:  # its names stand beside it, because the swarm arrives in its middle
        cx, cy, rx, _ = ellipse
        right, y = place.cell((cx + rx, cy))
        left, _ = place.cell((cx - rx, cy))
        inside = [mark for mark in round_.landmarks if Goal((ellipse,), 1).inside(*mark.at)]
        names = [(say("scene.goal"), look.good), *((say.of(mark.label), look.bad) for mark in inside)]
        for row, (name, ink) in enumerate(names):
            labels.add(right, y + row, name, ink, other=left)
    labels.paint(grid)
    if frame is not None or not pen.newcomer:  # no Greek letter before somebody's first race
        grid.text(area.x + 1, area.y, "θ2 ↑", look.soft)
        grid.text(area.x, area.y + area.h - 1, "θ1 →", look.soft, width=area.w - 1, align="right")
    _heroes(grid, area, look, heroes, labels.written)


def _two(start: Any, shot: Any, scale: float) -> Any:
    return np.array([start, np.asarray(start) + scale * shot])


def _ring(dots: Dots, place: Place, ellipse: tuple[float, float, float, float]) -> None:
    """Draw a closed line half a dot inside the ellipse, with a point for every dot that it crosses."""
    cx, cy, rx, ry = ellipse
    x0, x1, y0, y1 = place.region
    dot_x, dot_y = (x1 - x0) / (2 * dots.width), (y1 - y0) / (4 * dots.height)
    rx, ry = rx - dot_x / 2, ry - dot_y / 2
    reach = max(rx / dot_x, ry / dot_y, 1)
    angles = np.linspace(0, 2 * np.pi, max(12, int(2 * np.pi * reach)), endpoint=False)
    points = place.share(np.stack([cx + rx * np.cos(angles), cy + ry * np.sin(angles)], axis=-1))
    dots.plot(points[:, 0], points[:, 1])


def _shore(dots: Dots, problem: Problem) -> None:
    """Draw where the loss crosses the goal's level: the dots inside that have a neighbour outside."""
    x0, x1, y0, y1 = problem.region
    columns, rows = 2 * dots.width, 4 * dots.height
    x, y = (np.arange(columns) + 0.5) / columns, (np.arange(rows) + 0.5) / rows
    points = np.stack(np.meshgrid(x0 + (x1 - x0) * x, y0 + (y1 - y0) * y), axis=-1)
    inside = np.asarray(problem.landscape.loss(points)) <= (problem.goal.level or 0.0)
    padded = np.pad(inside, 1, mode="edge")
    inner = padded[:-2, 1:-1] & padded[2:, 1:-1] & padded[1:-1, :-2] & padded[1:-1, 2:]
    at = np.argwhere(inside & ~inner)
    dots.plot(x[at[:, 1]], y[at[:, 0]])


def _swarm(area: Rect, place: Place, lane: LaneFrame, look: Look) -> list[Layer]:
    """Return the layers of one lane: its trajectories and the recent path of the first one.

    Without colours the swarm is drawn in hollow glyphs.
    """
    ink, glyph = look.lane(lane.lane.name)
    swarm = Dots(area.w, area.h)
    points = place.share(lane.markers[:SWARM])
    swarm.plot(points[:, 0], points[:, 1])
    trail = Dots(area.w, area.h) if look.mono else swarm
    length = TRAIL // 4 if lane.lane.name == "one" else TRAIL
    path = place.share(lane.hero[-length:])
    if len(path) > 1:
        trail.line(path[:, 0], path[:, 1])
    letter = OUTLINES.get(glyph, glyph.lower())
    layers = [Layer(swarm, ink, letter, as_letters=look.mono)]
    return [*layers, Layer(trail, ink, letter)] if look.mono else layers


def _heroes(
    grid: Grid, area: Rect, look: Look, heroes: list[tuple[str, tuple[int, int]]], names: set[tuple[int, int]]
) -> None:
    """Draw one glyph per lane, beside its cell if that is taken, so that no lane hides another one or a name."""
    taken = set(names)
    for name, (x, y) in heroes:
        ink, glyph = look.lane(name)
        spots = [(x + dx, y + dy) for dx, dy in (*BESIDE, *FARTHER)]
        inside = [(a, b) for a, b in spots if area.x <= a < area.x + area.w and area.y <= b < area.y + area.h]
        spot = next(spot for spot in inside if spot not in taken)
        grid.put(*spot, glyph, ink, bold=True)
        taken.add(spot)
