"""`hessian`, played to its end: whole on every screen, and worth what was done."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from driving import LANGUAGES, playing
from workshops import SCREENS, leave_by_the_lesson, point, predict

from batchgame.scenarios.exercises.hessian import AGAIN, CLUES, PLACES, PLAYED, downhill, others
from batchgame.scenarios.reading import exercise
from batchgame.tui.game.workshops import hessian, hessian_view
from batchgame.tui.score.progress import Progress, Record


@pytest.mark.share(2)
@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(("width", "height", "ascii"), SCREENS)
@pytest.mark.parametrize("shapes", [PLAYED, AGAIN])
def test_hessian(shapes: tuple[str, ...], width: int, height: int, ascii: bool, lang: str, tmp_path: Path) -> None:
    if shapes == AGAIN:  # these come once the first three have been named
        Progress.open(tmp_path).record("hessian", Record(goal=True))

    async def play() -> None:
        async with playing(tmp_path, size=(width, height), ascii=ascii, scenario="hessian", lang=lang) as player:
            await predict(player, 2)
            for shape in shapes:
                assert player.step == "hessian"
                await player.press("enter")
                assert "|g|" in player.page.message, "the cursor begins elsewhere"
                point(player, player.page.point.at, hessian.CURSOR)
                await player.press("h")
                assert player.grid().clipped == []
                await player.press("enter")
                assert player.page.step == "name"
                assert player.grid().clipped == []
                await player.press(str(PLACES[shape].answer + 1))
                assert player.grid().clipped == []
                await player.press(str(min(PLACES[shape].leaves, 2) + 1))
                assert player.page.step == "see"
                assert player.grid().clipped == []
                await player.press("enter")
                assert player.step != "hessian" or player.page.named == [True] * player.page.number
            await leave_by_the_lesson(player, 3)
            record = player.app.session.progress.records["hessian"]
            assert (record.goal, record.predicted, record.par) == (True, True, True)

    asyncio.run(play())


def test_another_critical_point_is_named_and_stays_marked(tmp_path: Path) -> None:
    async def play() -> None:
        async with playing(tmp_path, scenario="hessian", lang="en") as player:
            await predict(player, 2)
            minima = others("saddle")
            assert [seen.kind for seen in minima] == ["minimum", "minimum"]
            point(player, minima[1].at, hessian.CURSOR)
            await player.press("enter")
            assert player.page.step == "find", "another one is asked for"
            assert "That is a minimum" in player.page.message
            assert "minimum 2" in player.text()
            await player.press("h", "h", "h", *["left"] * 4, "enter")
            assert player.page.step == "name", "the last hint puts the cursor beside the point"
            assert "minimum 2" in player.text(), "what was found keeps its mark"
            assert player.page.hint() is None, "a hint for another step is gone"

    asyncio.run(play())


def test_the_arrow_gets_shorter_where_it_gets_flatter() -> None:
    lengths = [hessian_view.arrow(slope) for slope in (0.0, 0.029, 0.03, 0.1, 1.0, 4.0, 40.0)]
    assert lengths[:3] == [0, 0, 1]
    assert lengths == sorted(lengths)
    assert lengths[-2:] == [12, 12]


def test_no_hint_sends_anybody_downhill_to_a_saddle_or_a_dome() -> None:
    assert {shape: downhill(shape) for shape in ("saddle", "dome")} == {"saddle": "none", "dome": "none"}
    words = exercise.load("hessian").words
    for shape in ("saddle", "dome"):
        assert "leads away" in words[f"clue_{CLUES[shape]}"].en
