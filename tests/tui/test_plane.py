"""The full-screen map: its page with made-up cells, what it paints, and the way into a game and back."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from cells import glyph_rows
from driving import LANGUAGES, WAIT_SECONDS, Player, playing

from batchgame.scenarios.reading.library import find
from batchgame.tui.draw.grid import Grid
from batchgame.tui.draw.look import look
from batchgame.tui.game.pages.plane import PlanePage
from batchgame.tui.game.pages.plane_view import PANEL, paint_plane
from batchgame.tui.game.session import Session
from batchgame.tui.maps.axes import Place
from batchgame.tui.maps.cell import Cell
from batchgame.tui.maps.map import Map, State
from batchgame.tui.maps.plane import PLANES, axis, passes
from batchgame.tui.maps.size import BLOCK_HEAD
from batchgame.tui.race.options import MapOptions, PlayOptions
from batchgame.tui.race.round import Round
from batchgame.tui.score.progress import Progress
from batchgame.tui.text.choices import Colors

SIZES = [(80, 24), (120, 40), (60, 18), (100, 32), (200, 60)]
FEW = MapOptions(trajectories=8)


def cell(solved: int, diverged: int = 0, trajectories: int = 16, status: str = "MOVING") -> Cell:
    return Cell(trajectories, solved, diverged, 3.0, 1.5, 2.0, status)


def paging(folder: Path, colors: Colors = "true", folds: str = "", **words: object) -> PlanePage:
    """Make a page that computes nothing, with a slope of made-up cells."""
    options = PlayOptions(scenario="canyon", lang="en", **words)  # type: ignore[arg-type]
    session = Session(options, look(colors, folds), Progress.open(folder))  # type: ignore[arg-type]
    page = PlanePage(session, Round(*find("canyon"), options), MapOptions())
    page.resized(80, 24)
    return page


def given(page: PlanePage, stage: int = 5, cells: Mapping[Place, Cell] | None = None) -> Map:
    """Make a map that is computed no further."""
    rows, columns = len(page.rows), len(page.columns)
    if cells is None:
        cells = {
            (row, column): cell(16 * column // columns, 16 if row == 0 else 0)
            for row in range(rows) for column in range(columns)
        }  # fmt: skip
    map_ = Map(page.axes, passes(256), in_epochs=True)
    map_.state = State(cells, stage, page.axes.size if stage == 5 else 7)
    map_.version, map_.over = 1, map_.complete
    return map_


@pytest.mark.share(4)
@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("folds", ["", "ambiguous", "ascii"])
@pytest.mark.parametrize("colors", ["true", "256", "16", "mono"])
def test_it_is_whole_on_every_screen(
    colors: Colors, folds: str, size: tuple[int, int], lang: str, tmp_path: Path
) -> None:
    page = paging(tmp_path, colors, folds)
    page.session.set_language(lang)
    for x, y in PLANES:
        page.x, page.y, page.shape = x, y, (0, 0)
        page.resized(*size)
        for computed_ in (False, True):
            grid = Grid(*size, folds=page.session.look.folds)
            page.map = given(page) if computed_ else None
            page.paint(grid)
            assert grid.clipped == []
            if folds == "ascii":
                assert all(line.isascii() for line in glyph_rows(grid))
            assert grid.action_at(BLOCK_HEAD, 2) == "cell:0:0"
            assert page.columns == axis(x, len(page.columns), page.start[x], 20), "no cell between the values"
    at_most = 2 * size[1] if not folds and colors != "mono" else size[1]
    assert len(page.rows) <= at_most


def test_a_large_window_shows_64_by_64(tmp_path: Path) -> None:
    page = paging(tmp_path)
    page.x, page.y = PLANES[1]
    page.resized(120, 40)
    assert (len(page.columns), len(page.rows)) == (64, 64)
    page.resized(80, 24)
    assert (len(page.columns), len(page.rows)) == (64, 32)
    assert page.session.fold_ambiguous()
    page.resized(80, 24)
    assert (len(page.columns), len(page.rows)) == (64, 16), "no half blocks any more"
    page.resized(20, 5)
    assert (len(page.columns), len(page.rows)) == (64, 16), "the page is covered"


def test_the_first_frame_needs_no_arrays(tmp_path: Path) -> None:
    code = """
import sys
from pathlib import Path
from batchgame.tui.draw.grid import Grid
from batchgame.tui.draw.look import look
from batchgame.tui.game.desk import Desk
from batchgame.tui.game.order import first_route
from batchgame.tui.game.session import Session
from batchgame.tui.race.options import MapOptions, PlayOptions
from batchgame.tui.score.progress import Progress
session = Session(PlayOptions(scenario="saddle", plane=MapOptions()), look("true"), Progress.open(Path(sys.argv[1])))
page = Desk(session, first_route(session)).page
page.resized(80, 24)
page.paint(Grid(80, 24))
sys.exit("numpy" in sys.modules)
"""
    assert subprocess.run([sys.executable, "-c", code, str(tmp_path)], check=False).returncode == 0


def test_heat_shows_only_in_cells_that_are_computed(tmp_path: Path) -> None:
    """Half blocks: the upper cell is the ink, the lower one the paper; what is unknown is a dot."""
    page = paging(tmp_path)
    page.press("digit:2")
    grid = Grid(80, 24)
    page.map = given(page, 0, {(0, 0): cell(16), (8, 0): cell(0, 16, status="BLOWN UP")})
    page.at[page.x], page.at[page.y] = page.columns[-1], page.rows[-1]
    page.paint(grid)
    seen = page.session.look
    assert grid.cells[2][BLOCK_HEAD] == ("▀", (seen.heats[-1][0], seen.heats[-1][0], False))
    assert grid.cells[2][BLOCK_HEAD + 7] == grid.cells[2][BLOCK_HEAD], "stands for its block until the others are there"
    assert grid.cells[2][BLOCK_HEAD + 8][0] == "·"
    assert grid.cells[6][BLOCK_HEAD][1][0] == seen.bad


def test_the_last_cells_are_shown(tmp_path: Path) -> None:
    """A map that becomes complete between two ticks is painted once more."""
    page = paging(tmp_path)
    page.map = given(page)
    page._begun_for = page.axes
    assert page.animated
    assert page.tick(0.1)
    assert not page.animated
    page.map.version += 1
    assert page.animated


def test_keys_move_the_point(tmp_path: Path) -> None:
    page = paging(tmp_path)
    start = dict(page.at)
    row, column = page.cursor
    for key in ("up", "right", "right"):
        page.press(key)
    assert page.cursor == (row - 1, column + 2)
    page.press("cell:3:5")
    assert page.cursor == (3, 5)
    assert page.at["learning_rate"] == start["learning_rate"]
    held = page.at["momentum"]
    page.press("digit:3")
    assert (page.x, page.y, page.at["momentum"]) == ("learning_rate", "batch_size", held)
    page.press("faster")
    assert page.at["momentum"] > held
    for _ in range(40):
        page.press("slower")
    assert page.at["momentum"] == 0
    for key in ["left"] * 80 + ["up"] * 80:
        page.press(key)
    assert page.cursor == (0, 0)
    page.press("digit:9")
    assert page.x == "learning_rate"


def test_a_cell_is_explained_in_words(tmp_path: Path) -> None:
    page = paging(tmp_path, batch_size=1, momentum=0.99)
    page.session.warm = True
    page.map = given(page, 5, {page.cursor: Cell(256, 250, 3, 31.0, 1.55, 31.0, "ARRIVED")})
    grid = Grid(80, 24)
    page.paint(grid)
    words = " ".join("\n".join(glyph_rows(grid)).split())
    for told in (
        "B 1, λ 0.99, η 0.2: 98% of 256 runs solve it (95%: 95.0–98.9%), 1% blow up: ARRIVED.",
        "Median to solve: 31 updates, 1.55 epochs, time 31.",
        "Noise T = 20.",
        "ηh/(1−λ) =",
    ):
        assert told in words
    page.press("left")
    page.paint(grid := Grid(80, 24))
    assert "not computed yet." in "\n".join(glyph_rows(grid))


@pytest.mark.parametrize("size", SIZES)
def test_painting_changes_nothing(size: tuple[int, int], tmp_path: Path) -> None:
    """A page is painted as it is laid out, into a grid of any size: the map under the cursor goes on."""
    page = paging(tmp_path)
    page.map = map_ = given(page)
    before, grid = dict(vars(page)), Grid(*size)
    paint_plane(page.pen(grid), page.view())
    assert page.map is map_
    assert vars(page) == before
    assert page.axes == map_.axes
    row, column = page.cursor
    clicks = {grid.action_at(x, y) for x in range(size[0]) for y in range(size[1])}
    assert clicks & {f"cell:{row}:{column}", f"cell:{row - 1}:{column}"}, "of two cells in a character, the upper one"


async def computed(player: Player) -> None:
    async with asyncio.timeout(WAIT_SECONDS):
        while not (player.page.map and player.page.map.complete):
            await player.pilot.pause(0.02)


def test_enter_plays_the_cell_and_escape_comes_back(tmp_path: Path) -> None:
    async def play() -> None:
        words = {"scenario": "saddle", "lang": "en", "trajectories": 50, "plane": FEW}
        async with playing(tmp_path, **words) as player:
            page = player.page
            await computed(player)
            assert {cell.trajectories for cell in page.map.cells.values()} == {8}
            page.press("cell:3:20")
            cells = page.map.cells
            await player.press("enter")
            assert player.step == "aim"
            round_ = player.page.round
            assert (round_.batch_size, round_.momentum) == (page.rows[3], page.columns[20])
            assert round_.counts
            assert player.grid().clipped == []
            await player.press("escape")
            assert player.page is page
            assert page.map.cells is cells, "nothing is computed twice"
            await player.press("2", "up", "enter")
            assert player.step == "aim"
            round_ = player.page.round
            assert round_.learning_rate == page.at["learning_rate"] != round_.stage.learning_rate
            assert not round_.counts
            await player.press("enter", "enter")
            await player.until("race")
            await player.press("enter")
            await player.press("1")
            assert player.step == "result"
            assert player.grid().clipped == []
            assert "no prediction" in player.text()
            await player.press("r", "escape")
            assert player.page is page
            await player.press("escape")
            assert player.step == "menu"

    asyncio.run(play())


def test_other_axes_and_leaving_stop_the_work(tmp_path: Path) -> None:
    async def play() -> None:
        words = {"scenario": "canyon", "lang": "en", "plane": MapOptions(trajectories=100_000)}
        async with playing(tmp_path, **words) as player:
            page, seen = player.page, []
            for key in ("2", "3", "plus"):
                async with asyncio.timeout(WAIT_SECONDS):
                    while not (page.map and page.map.cells):
                        await player.pilot.pause(0.02)
                seen.append(page.map)
                await player.press(key)
                assert seen[-1]._process.poll() is not None
                assert page.map is not seen[-1]
            async with asyncio.timeout(WAIT_SECONDS):
                while not (page.map and page.map.cells):
                    await player.pilot.pause(0.02)
            seen.append(page.map)
            await player.press("enter")
            assert player.step == "aim"
            assert seen[-1]._process.poll() is not None
            await player.press("escape")
            async with asyncio.timeout(WAIT_SECONDS):
                while page.map is seen[-1]:
                    await player.pilot.pause(0.02)
            assert page.map.cells, "what was known is shown again at once"
            seen.append(page.map)
        assert seen[-1]._process.poll() is not None, "left by quitting"

    asyncio.run(play())


@pytest.mark.parametrize("size", [(80, 24), (20, 5)])
def test_a_window_that_shrinks_and_grows(size: tuple[int, int], tmp_path: Path) -> None:
    async def play() -> None:
        words = {"scenario": "saddle", "lang": "en", "plane": FEW}
        async with playing(tmp_path, size=(120, 40), **words) as player:
            await computed(player)
            await player.pilot.resize_terminal(*size)
            await player.pilot.resize_terminal(100, 40)
            await player.pilot.pause(0.3)
            await computed(player)
            assert len(player.page.columns) == 100 - BLOCK_HEAD - PANEL - 2
            assert len(player.page.map.cells) == len(player.page.columns) * len(player.page.rows)

    asyncio.run(play())


def test_the_result_opens_it_with_its_own_pick(tmp_path: Path) -> None:
    async def play() -> None:
        words = {"scenario": "saddle", "lang": "en", "trajectories": 50, "batch_size": 1, "momentum": 0.9}
        async with playing(tmp_path, **words) as player:
            await player.to("result")
            result = player.page
            await player.press("m")
            assert "full screen" in player.text()
            await player.press("m")
            assert player.step == "plane"
            assert player.page.at == {"batch_size": 1, "momentum": 0.9, "learning_rate": 0.05}
            await player.press("escape")
            assert player.page is result

    asyncio.run(play())


def test_the_fog_stays_where_the_goal_was_not_reached(tmp_path: Path) -> None:
    async def play() -> None:
        words = {"scenario": "saddle", "lang": "en", "trajectories": 50, "batch_size": 20, "momentum": 0.0}
        async with playing(tmp_path, **words) as player:
            await player.to("result")
            await player.press("m")
            assert "full screen" not in player.text()
            await player.press("m")
            assert player.step == "result"

    asyncio.run(play())
