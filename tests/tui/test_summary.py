"""`summary`, played to its end: whole on every screen, and worth what was done."""

from __future__ import annotations

import asyncio
from functools import cache
from pathlib import Path

import pytest
from driving import LANGUAGES, playing
from workshops import SCREENS, leave_by_the_lesson, predict

from batchgame.scenarios.exercises import dimension, summary
from batchgame.scenarios.exercises.summary import BUDGETS, ROWS
from batchgame.scenarios.reading import exercise
from batchgame.scenarios.text.numbers import percent
from batchgame.tui.game.workshops.summary import told
from batchgame.tui.score.progress import Progress

# The right answers of two exercises take a tenth of a second each, and are the same on every screen.
right_mark, good_sizes = cache(dimension.answer), cache(summary.good)


@pytest.mark.share(2)
@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(("width", "height", "ascii"), SCREENS)
def test_summary(width: int, height: int, ascii: bool, lang: str, tmp_path: Path) -> None:
    async def play() -> None:
        async with playing(tmp_path, size=(width, height), ascii=ascii, scenario="summary", lang=lang) as player:
            await predict(player, 3)
            page = player.page
            for row in ROWS.values():
                assert player.grid().clipped == []
                page.press(f"digit:{row + 1}")
                assert player.grid().clipped == []
                page.press("down")
            page.press("next")
            for budget in BUDGETS:
                assert page.budget == budget
                for key in (*["left"] * 6, *["right"] * sorted((1, 2, 4, 5, 10, 20)).index(min(good_sizes(budget)))):
                    page.press(key)
                assert player.grid().clipped == []
                page.press("next")
                assert player.grid().clipped == []
                await player.press("enter")
            await leave_by_the_lesson(player, 1)
            record = player.app.session.progress.records["summary"]
            assert (record.goal, record.predicted, record.par) == (True, True, True)

    asyncio.run(play())


def test_the_players_own_race_is_the_evidence(tmp_path: Path) -> None:
    async def play() -> None:
        words = {"scenario": "canyon", "lang": "en", "batch_size": 4, "momentum": 0.0, "trajectories": 100}
        async with playing(tmp_path, **words) as player:
            await player.to("result")
            outcomes = player.page.result.outcomes
            words = exercise.load("summary").words
            say = player.app.session.say.with_words("summary", words)
            races = Progress.open(tmp_path).races  # as a later sitting finds them
            found = {row: told(row, races, say) for row in ROWS}
            share = percent(outcomes["one"].solved, outcomes["one"].trajectories)
            assert f"in your race canyon batch size 1 solved {share}, the full batch 0%" in found["optimisation"]
            assert say("summary.other_side") in found["optimisation"]
            assert found["parallel"] == found["epoch"] == say("summary.no_parallel_race"), "this race was at P = 1"
            assert "P = 1 an update of B = 1 took 1, one of B = 20 took 20 units" in found["serial"]
            assert told("optimisation", (), say) == say("summary.no_race")

    asyncio.run(play())
