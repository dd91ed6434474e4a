"""The landscape with all that is drawn on it: lanes do not hide each other, names stand still, swarms glow."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from cells import glyph_rows
from driving import first_page

from batchgame.sim.race import Frame, Race
from batchgame.tui.draw.grid import Grid
from batchgame.tui.draw.layout import Rect
from batchgame.tui.draw.look import Look, look
from batchgame.tui.draw.terrain import paint_glow, paint_terrain
from batchgame.tui.game.parts.landscape import OUTLINES
from batchgame.tui.game.parts.scene import paint_scene
from batchgame.tui.game.round_page import RoundPage
from batchgame.tui.game.session import Session
from batchgame.tui.race.first_shots import first_shots
from batchgame.tui.race.options import PlayOptions
from batchgame.tui.score.progress import Progress

LANES = ("you", "full", "one")
SMALL, LARGE = Rect(0, 1, 40, 16), Rect(1, 2, 58, 29)
LOOKS = [look("true"), look("256"), look("16"), look("mono"), look("mono", "ascii"), look("true", "", "light")]
look_of = pytest.mark.parametrize("chosen", LOOKS, ids=lambda c: f"{c.name}-{c.ascii}-{c.background}")


def opened(folder: Path, chosen: Look, scenario: str = "saddle", lang: str = "en") -> RoundPage:
    session = Session(PlayOptions(scenario=scenario, lang=lang, trajectories=200), chosen, Progress.open(folder))
    session.warm = True  # the experiment is imported here already
    page = first_page(session)
    assert isinstance(page, RoundPage)
    return page


def raced(page: RoundPage, share: float) -> Frame:
    page.round.batch_size, page.round.momentum = 4, 0.9
    race = Race(page.round.problem, page.round.lanes(), parallel=page.round.parallel, trajectories=200)
    race.advance(int(race.duration * share))
    return race.frame()


def painted(page: RoundPage, area: Rect, frame: Frame | None = None) -> Grid:
    chosen = page.session.look
    grid = Grid(area.x + area.w, area.y + area.h, ink=(chosen.text, chosen.background, False), folds=chosen.folds)
    paint_scene(page.pen(grid), area, page.round, frame=frame)
    return grid


@look_of
def test_each_lane_is_seen_even_where_all_stand_in_one_cell(chosen: Look, tmp_path: Path) -> None:
    page = opened(tmp_path, chosen)
    for share in (0.0, 0.15, 1.0):
        frame = raced(page, share)
        for area in (SMALL, LARGE):
            grid = painted(page, area, frame)
            bold = [glyph for row in grid.cells for glyph, (_, _, heavy) in row if heavy]
            assert all(chosen.lane(lane)[1] in bold for lane in LANES), (share, area)
            assert grid.clipped == [], (share, area)


@pytest.mark.parametrize("scenario", ["saddle", "canyon", "epoch", "hill"])
@pytest.mark.parametrize("lang", ["en", "zh-TW"])
def test_every_landmark_and_goal_is_named_at_both_sizes(scenario: str, lang: str, tmp_path: Path) -> None:
    page = opened(tmp_path, look("true"), scenario, lang)
    say = page.session.say
    for area in (SMALL, LARGE):
        shown = "\n".join(glyph_rows(painted(page, area)))
        wanted = [say.of(landmark.label) for landmark in page.round.scenario.landmarks]
        for name in (*wanted, say("scene.start")):
            assert name in shown, name
        assert shown.count(say("scene.goal")) == len(page.round.problem.goal.ellipses)


def test_names_stand_still_while_the_swarm_moves(tmp_path: Path) -> None:
    page = opened(tmp_path, look("true"), "canyon")
    rows = []
    for share in (0.05, 0.3, 0.9):
        display = glyph_rows(painted(page, SMALL, raced(page, share)))
        rows.append([(y, row.find("goal")) for y, row in enumerate(display) if "goal" in row])
    assert rows[0]
    assert rows[0] == rows[1] == rows[2]


def test_without_colours_swarms_are_told_by_their_glyphs(tmp_path: Path) -> None:
    page = opened(tmp_path, look("mono"))
    shown = "".join(glyph_rows(painted(page, LARGE, raced(page, 1.0))))
    assert OUTLINES["●"] in shown
    assert OUTLINES["▲"] in shown


def test_the_glow_is_where_the_trajectories_are(tmp_path: Path) -> None:
    chosen = look("true")
    page = opened(tmp_path, chosen)
    lane = raced(page, 1.0).lanes[0]
    for bin_row, bin_column in ((0, 0), (31, 31), (16, 5)):
        density = np.zeros((32, 32), dtype=np.int64)
        density[bin_row, bin_column] = lane.trajectories
        plain, glowing = (Grid(LARGE.x + LARGE.w, LARGE.y + LARGE.h) for _ in range(2))
        for grid in (plain, glowing):
            paint_terrain(grid, LARGE, page.round.problem.landscape, page.round.problem.region, chosen)
        paint_glow(glowing, LARGE, [(chosen.you, replace(lane, density=density))])
        lit = [
            ((x - LARGE.x + 0.5) / LARGE.w, 1 - (y - LARGE.y + 0.5) / LARGE.h)
            for y, row in enumerate(glowing.cells)
            for x, cell in enumerate(row)
            if cell != plain.cells[y][x]
        ]
        assert lit
        across, up = np.mean(lit, axis=0)
        assert abs(across - (bin_column + 0.5) / 32) < 1.5 / 32
        assert abs(up - (bin_row + 0.5) / 32) < 1.5 / 32
        assert len(lit) <= 9


@look_of
def test_the_fan_starts_at_the_start_and_is_in_the_colour_of_you(chosen: Look, tmp_path: Path) -> None:
    page = opened(tmp_path, chosen)
    page.round.batch_size = 1
    grid = Grid(SMALL.w, SMALL.y + SMALL.h, ink=(chosen.text, chosen.background, False), folds=chosen.folds)
    paint_scene(page.pen(grid), SMALL, page.round, first=first_shots(page.round))
    shown = [glyph for row in grid.cells for glyph, style in row if style[0] == chosen.you]
    assert len(shown) >= 4
    assert chosen.glyphs[1] in "".join(glyph_rows(grid))
