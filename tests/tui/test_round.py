"""A round played with keys: every step in both sizes and languages, with nothing clipped, empty or untranslated."""

from __future__ import annotations

import asyncio
import json
import re
from pathlib import Path

import pytest
from cells import glyph_rows
from driving import LANGUAGES, SIZES, playing

from batchgame.scenarios.reading import library
from batchgame.scenarios.reading.sources import shown as cite
from batchgame.scenarios.text.numbers import measured, number, percent
from batchgame.tui.command.main import main
from batchgame.tui.draw.grid import Grid
from batchgame.tui.race.figures import told
from batchgame.tui.race.test_loss import lane_losses

STAGES = [
    f"{name}/{stage.name}" if stage.name else name for name in library.names() for stage in library.load(name).stages
]
CJK = re.compile(r"[一-鿿]")


def _panels(grid: Grid) -> list[tuple[int, int, int, int]]:
    """Return the halves of the page, and the inside of every frame, as (x0, y0, x1, y1)."""
    middle, rows = grid.width // 2, glyph_rows(grid)
    found = [(0, 1, middle, grid.height - 2), (middle, 1, grid.width, grid.height - 2)]
    corners = [(x, y) for y, row in enumerate(grid.cells) for x, (glyph, _) in enumerate(row) if glyph == "╭"]
    for x, y in corners:
        right = next(c for c in range(x + 1, grid.width) if grid.cells[y][c][0] == "╮")
        bottom = next(r for r in range(y + 1, len(rows)) if grid.cells[r][x][0] == "╰")
        found.append((x + 1, y + 1, right, bottom))
    return found


def _complaints(grid: Grid, lang: str) -> list[str]:
    """List all that is wrong with a screen: clipped text, empty panels, unfilled places, the other language."""
    text = "\n".join(glyph_rows(grid))
    said = [f"clipped: {words!r}" for words in grid.clipped]
    for x0, y0, x1, y1 in _panels(grid):
        kinds = {cell for row in grid.cells[y0:y1] for cell in row[x0:x1]}
        if len(kinds) < 8:
            said.append(f"empty panel: columns {x0} to {x1}, rows {y0} to {y1}")
    said += [f"unfilled: {place}" for place in re.findall(r"\{[a-z_]*\}", text)]
    if lang == "en":
        said += [f"Chinese: {line}" for line in text.splitlines() if CJK.search(line.replace("中文", ""))]
    elif not CJK.search(text):
        said.append("no Chinese at all")
    return said


def _letters(words: str) -> str:
    """Remove the white space, which depends on where lines break."""
    return "".join(words.split())


SCREENS = [pytest.param(size, lang, id=f"{size[0]}x{size[1]}-{lang}") for size in SIZES for lang in LANGUAGES]


@pytest.mark.share(len(SCREENS))
@pytest.mark.parametrize(("size", "lang"), SCREENS)
@pytest.mark.parametrize("stage", STAGES)
def test_every_screen_of_every_stage_is_whole(stage: str, size: tuple[int, int], lang: str, tmp_path: Path) -> None:
    async def play() -> None:
        async with playing(tmp_path, size=size, scenario=stage, lang=lang, trajectories=100) as player:
            for step in ("predict", "aim", "run", "see", "result", "transfer"):
                await player.to(step)
                if step == "predict":
                    for _ in range(3):
                        assert _complaints(player.grid(), lang) == []
                        await player.press("h")
                if step == "result":
                    await player.until("map")
                    await player.press("b")
                    assert player.grid().clipped == []
                    await player.press("b", "s")
                    assert player.step == "claims"
                    shown = player.text()
                    for _ in range(player.page.hidden_rows):
                        assert _complaints(player.grid(), lang) == []
                        await player.press("down")
                        shown += player.text().splitlines()[-3]
                    claims = player.page.round.stage.claims
                    round_, say = player.page.round, player.app.session.say
                    said = [_letters(told(round_, claim.statement, say)) for claim in claims]
                    assert [words for words in said if words not in _letters(shown)] == []
                    sources = [source for claim in claims for source in claim.sources]
                    cited = [cite(source, {}, lang, say("claim.against")) for source in sources]
                    assert all(_letters(source) in _letters(shown) for source in cited)
                    await player.press("enter")
                    if player.page.round.stage.test_shift:
                        await player.press("t", "right", "right")
                        assert _complaints(player.grid(), lang) == []
                        await player.press("t")
                if step == "transfer":
                    for digit in range(1, len(player.page.round.stage.transfer.options) + 1):
                        await player.press(str(digit))
                        assert _complaints(player.grid(), lang) == []
                assert _complaints(player.grid(), lang) == [], step
                await player.press("question_mark")
                assert player.grid().clipped == [], "help"  # its words stand in both languages
                await player.press("escape")

    asyncio.run(play())


@pytest.mark.parametrize(("batch_size", "momentum"), [(4, 0.9), (2, 0.5)])
def test_the_game_shows_the_numbers_of_batchgame_run(
    batch_size: int, momentum: float, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = f"--batch-size {batch_size} --momentum {momentum} --seed 11 --trajectories 300 --json"
    assert main(["run", "saddle", *words.split()]) == 0
    told = json.loads(capsys.readouterr().out)

    async def play() -> None:
        async with playing(tmp_path, scenario="saddle", seed=11, lang="en", trajectories=300) as player:
            await player.to("aim")
            page = player.page
            while page.round.batch_size != batch_size:
                await player.press("left")
            await player.press("tab")
            while page.round.momentum != momentum:
                await player.press("right")
            await player.to("result")
            row = next(line for line in player.text().splitlines() if "YOU" in line and "%" in line)
            assert f"{batch_size}" in row
            assert number(momentum) in row
            assert percent(round(told["solved"] * 300), 300) in row
            median = "–" if told["median_time"] is None else number(told["median_time"], 4)
            assert f" {median} " in row
            await player.press("escape")

    asyncio.run(play())


def test_the_run_screen_shows_the_loss_that_run_prints(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["run", "canyon", "--batch-size", "20", "--momentum", "0.5", "--trajectories", "100", "--json"]) == 0
    final_loss = json.loads(capsys.readouterr().out)["final_loss"]

    async def play() -> None:
        words = {"scenario": "canyon", "batch_size": 4, "momentum": 0.5, "trajectories": 100}
        async with playing(tmp_path, lang="en", **words) as player:
            await player.to("run")
            await player.press("enter")
            await player.until("race")
            row = next(line for line in player.text().splitlines() if "FULL" in line and "%" in line)
            assert measured(final_loss) in row

    asyncio.run(play())


def test_a_lane_that_blew_up_shows_no_loss(tmp_path: Path) -> None:
    async def play() -> None:
        words = {"scenario": "canyon", "batch_size": 4, "momentum": 0.5, "trajectories": 100, "learning_rate": 1e30}
        async with playing(tmp_path, lang="en", **words) as player:
            await player.to("run")
            await player.press("enter")
            await player.until("race")
            rows = [line for line in player.text().splitlines() if "BLOWN UP" in line]
            assert len(rows) == 3
            assert [row for row in rows if row.split().count("–") != 2] == []  # neither a loss nor a step
            await player.to("result")
            losses = lane_losses(player.page.round, 0.2)
            assert [(measured(train), measured(test)) for _, train, test in losses] == [("–", "–")] * 3

    asyncio.run(play())


def test_the_language_can_be_switched_in_mid_round_and_nothing_is_lost(tmp_path: Path) -> None:
    async def play() -> None:
        async with playing(tmp_path, scenario="saddle", lang="en") as player:
            await player.to("run")
            time = player.page.conductor.race.time
            await player.press("l")
            assert CJK.search(player.text())
            assert player.page.conductor.race.time >= time
            await player.press("l")
            assert "MOVING" in player.text() or "REST" in player.text()

    asyncio.run(play())


def test_enter_on_a_cell_of_the_map_goes_back_to_aim_with_those_knobs(tmp_path: Path) -> None:
    async def play() -> None:
        async with playing(tmp_path, scenario="saddle", lang="en", trajectories=100) as player:
            await player.to("result")
            await player.press("m", "up", "up", "right", "enter")
            assert player.step == "aim"
            assert (player.page.round.batch_size, player.page.round.momentum) == (5, 0.3)
            await player.to("result")
            assert "BEFORE 20" in player.text()

    asyncio.run(play())


def test_ten_times_longer_keeps_the_stars_and_goes_on_from_the_same_state(tmp_path: Path) -> None:
    async def play() -> None:
        async with playing(tmp_path, scenario="saddle", lang="en", trajectories=100) as player:
            await player.to("result")
            before = player.page.stars
            updates = player.page.result.outcomes["full"].updates
            await player.press("plus")
            assert player.step == "run"
            await player.to("result")
            assert player.page.result.outcomes["full"].updates == 10 * updates
            assert player.page.stars[:2] == before[:2]

    asyncio.run(play())


def test_stars_are_kept_on_disk(tmp_path: Path) -> None:
    async def play() -> None:
        async with playing(tmp_path, scenario="saddle", batch_size=1, momentum=0.9, trajectories=100) as player:
            await player.to("result")
            await player.until("map")
            stars = player.page.stars
        saved = json.loads((tmp_path / "progress.json").read_text())
        record = saved["records"]["saddle"]
        assert record["goal"] == stars.goal is True
        assert record.get("par", False) == stars.par

    asyncio.run(play())


def test_an_empty_panel_and_a_clipped_label_are_noticed() -> None:
    grid = Grid(80, 24)
    for row in range(1, 22):
        grid.text(0, row, f"something on the left, row {row}", None, width=39)
    assert any("empty panel" in said for said in _complaints(grid, "en"))
    for row in range(1, 22):
        grid.text(41, row, f"something on the right, row {row}", None)
    assert _complaints(grid, "en") == []
    grid.text(70, 5, "far too long for its place", None)
    grid.text(0, 6, "{left} 跑道", None)
    assert len(_complaints(grid, "en")) == 3


def test_no_greek_letter_before_the_first_race(tmp_path: Path) -> None:
    greek = re.compile(r"[α-ωΑ-Ω]")

    async def play() -> None:
        async with playing(tmp_path, lang="en") as player:
            assert player.step == "firstminute"
            assert not greek.search(player.text())
            await player.press("space", "tab", "enter")
            for step in ("predict", "aim"):
                await player.to(step)
                assert not greek.search(player.text()), step
                await player.press("h", "h", "h")
                assert not greek.search(player.text()), step
            await player.to("run")
            assert "LOSS" in player.text()

    asyncio.run(play())
