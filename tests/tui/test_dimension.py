"""`dimension`, played to its end: whole on every screen, and worth what was done."""

from __future__ import annotations

import asyncio
import copy
from functools import cache
from pathlib import Path

import pytest
from driving import LANGUAGES, Player, playing
from workshops import SCREENS, leave_by_the_lesson, predict

from batchgame.scenarios.exercises import dimension, summary
from batchgame.scenarios.exercises.dimension import ASKED, drawn
from batchgame.sim.dimension import LEVELS

# The right answers of two exercises take a tenth of a second each, and are the same on every screen.
right_mark, good_sizes = cache(dimension.answer), cache(summary.good)


@pytest.mark.share(2)
@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(("width", "height", "ascii"), SCREENS)
def test_dimension(width: int, height: int, ascii: bool, lang: str, tmp_path: Path) -> None:
    async def play() -> None:
        async with playing(tmp_path, size=(width, height), ascii=ascii, scenario="dimension", lang=lang) as player:
            await predict(player, 3)
            assert player.step == "dimension"
            page = player.page
            for number in ASKED:
                assert page.asked == number
                for _ in range(right_mark(number) - page.mark):
                    page.press("right")
                assert player.grid().clipped == []
                page.press("next")
                assert page.watched == number
                drawn_before(player, number)
                assert player.grid().clipped == []
                page.press("next")
                assert page.asked != number
            assert page.hits == [True, True, True]
            for key in ("right",) * 8 + ("up", "down", "down", "down", "down"):
                page.press(key)
                page.tick(0.0)
                assert player.grid().clipped == []
            await player.press("enter")
            await leave_by_the_lesson(player, 2)
            record = player.app.session.progress.records["dimension"]
            assert (record.goal, record.predicted, record.par) == (True, True, True)

    asyncio.run(play())


def drawn_before(player: Player, number: int) -> None:
    """Give the page all matrices but one of a dimension from this process's cache, which saves two seconds each."""
    page = player.page
    page.spectra[number, 0.0] = copy.deepcopy(drawn(number))
    page.spectra[number, 0.0].matrices -= 1
    assert player.grid().clipped == []
    page.tick(0.0)
    assert page.shown.complete


def test_enter_goes_on_while_matrices_are_drawn(tmp_path: Path) -> None:
    async def play() -> None:
        async with playing(tmp_path, scenario="dimension", lang="en") as player:
            await predict(player, 3)
            for number in ASKED:
                assert player.page.asked == number
                await player.press("enter")
                assert player.page.watched == number
                assert any(offer.action == "next" and offer.live for offer in player.page.offers())
                await player.press("enter")
            page = player.page
            assert page.asked is None, "nothing had to be waited for"
            assert page.drawing is not None, "what was left is drawn on"
            await player.press("right", "enter")
            assert player.step == "card"

    asyncio.run(play())


def test_at_a_low_loss_most_critical_points_are_minima(tmp_path: Path) -> None:
    async def play() -> None:
        async with playing(tmp_path, scenario="dimension", lang="en") as player:
            await predict(player, 3)
            await player.press(*["enter"] * 6, *["right"] * 5, *["down"] * 3)
            page = player.page
            assert (page.dimension, LEVELS[page.level]) == (20, -1.2)
            page.tick(0.0)
            assert page.shown.fraction > 0.9
            assert "loss level −1.2" in player.text()
            assert "eigenvalue" in player.text()
            await player.press(*["up"] * 3)
            page.tick(0.0)
            assert page.shown.minima == 0

    asyncio.run(play())
