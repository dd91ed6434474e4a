"""Every name on every map is whole and stands beside what it names, also under a swarm."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from driving import LANGUAGES, first_page

from batchgame.scenarios.playables import all_playables
from batchgame.sim.race import Frame, Race
from batchgame.tui.draw.grid import Grid, measure
from batchgame.tui.draw.layout import Rect
from batchgame.tui.draw.look import look
from batchgame.tui.draw.place import Place
from batchgame.tui.game.parts.scene import paint_scene
from batchgame.tui.game.round_page import RoundPage
from batchgame.tui.game.session import Session
from batchgame.tui.race.options import PlayOptions
from batchgame.tui.race.round import Round
from batchgame.tui.score.progress import Progress

STAGES = [playable.name for playable in all_playables() if playable.is_race]
AREAS = (Rect(0, 1, 40, 16), Rect(0, 1, 40, 18), Rect(1, 2, 58, 29))  # running and asked at 80x24, and at 120x40
SHARES = (0.0, 0.02, 0.1, 0.3, 1.0)  # of a race


@cache
def frames(name: str) -> tuple[Frame, ...]:
    round_ = _round(name)
    race = Race(round_.problem, round_.lanes(), parallel=round_.parallel, trajectories=64)
    found = []
    for share in SHARES:
        race.advance(max(0, int(race.duration * share) - race.frame().time))
        found.append(race.frame())
    return tuple(found)


def _round(name: str) -> Round:
    playable = next(playable for playable in all_playables() if playable.name == name)
    return Round(playable.scenario, playable.stage, PlayOptions(batch_size=None))  # type: ignore[attr-defined]


def spots(grid: Grid, name: str) -> list[tuple[int, int]]:
    """Return the cells where a name begins."""
    found = []
    for y, row in enumerate(grid.cells):
        for x in range(len(row)):
            if "".join(glyph for glyph, _ in row[x : x + measure(name)]) == name and row[x][0]:
                found.append((x, y))
    return found


def beside(spot: tuple[int, int], name: str, left: int, right: int, y: int) -> bool:
    """Return whether at most one cell lies between a name and the columns from `left` to `right` of row y."""
    x, row = spot
    return abs(row - y) <= 1 and x <= right + 2 and x + measure(name) >= left - 1


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", STAGES)
def test_every_name_is_whole_and_beside_its_mark(name: str, lang: str, tmp_path: Path) -> None:
    chosen = look("true")
    session = Session(PlayOptions(scenario=name, lang=lang), chosen, Progress.open(tmp_path))  # type: ignore[arg-type]
    session.warm = True
    page = first_page(session)
    assert isinstance(page, RoundPage)
    round_, say, missing = page.round, session.say, []
    for area in AREAS:
        place = Place(area, round_.problem.region)
        for share, frame in zip((None, *SHARES), (None, *frames(name)), strict=True):
            grid = Grid(area.x + area.w, area.y + area.h, ink=(chosen.text, chosen.background, False))
            paint_scene(page.pen(grid), area, round_, frame=frame)
            wanted = [(say.of(mark.label), place.cell(mark.at), place.cell(mark.at)) for mark in round_.landmarks]
            for cx, cy, rx, _ in round_.problem.goal.ellipses:
                wanted.append((say("scene.goal"), place.cell((cx - rx, cy)), place.cell((cx + rx, cy))))
            for label, (left, y), (right, _) in wanted:
                inside = [e for e in round_.problem.goal.ellipses if label != say("scene.goal")]
                near = [(left, right, y)]
                for cx, cy, rx, _ in inside:  # a mark inside a goal is named beside the goal
                    a, b = place.cell((cx - rx, cy)), place.cell((cx + rx, cy))
                    if a[0] <= left <= b[0]:
                        near.append((a[0], b[0], a[1] + 1))
                        near.append((a[0], b[0], a[1]))
                if not any(beside(spot, label, *where) for spot in spots(grid, label) for where in near):
                    missing.append((label, area, share, spots(grid, label), (left, right, y)))
    assert not missing, "\n".join(map(str, missing))
