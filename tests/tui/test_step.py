"""`step`, played to its end: whole on every screen, and worth what was done."""

from __future__ import annotations

import asyncio
from pathlib import Path

import numpy as np
import pytest
from driving import LANGUAGES, Player, playing
from workshops import SCREENS, leave_by_the_lesson, point, predict

from batchgame.tui.game.workshops import step


async def rebuild_and_roll(player: Player) -> None:
    """Hand in wrong weights and then the right ones; then guess that it stays in the hollow, and see it leave."""
    page = player.page
    assert page.phase == "rebuild"
    await player.press("right", "enter")
    assert not page.rebuilt
    assert player.grid().clipped == []
    await player.press("h", "right", "down", *["right"] * 3, "down", *["right"] * 4)
    assert player.grid().clipped == []
    await player.press("enter")
    assert page.rebuilt
    assert player.grid().clipped == []
    await player.press("enter")
    assert page.phase == "hollow"
    assert np.abs(page.walker.pull).max() < 1e-12, "the gradient is 0 at the bottom"
    await player.press("h")
    assert player.grid().clipped == []
    await player.press("enter")
    assert page.walker.theta[0] > 0.5, "it moves all the same"
    assert player.grid().clipped == []
    await player.press("enter")


@pytest.mark.share(2)
@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(("width", "height", "ascii"), SCREENS)
def test_step(width: int, height: int, ascii: bool, lang: str, tmp_path: Path) -> None:
    async def play() -> None:
        async with playing(tmp_path, size=(width, height), ascii=ascii, scenario="step", lang=lang) as player:
            await predict(player, 3)
            for number in range(step.ROUNDS):
                assert player.step == "step"
                assert player.grid().clipped == []
                walker = player.page.walker
                hidden = "?" in player.text()
                assert hidden, "the end is not told beforehand"
                assert player.page.sum_shown == (number < step.SHOWN)
                point(player, walker.theta + walker.next_movement, step.CURSOR)
                await player.press("enter")
                assert player.grid().clipped == []
                assert player.page.misses[-1] < step.HIT
                assert np.allclose(walker.remembered(), walker.movement)
                await player.press("enter")
            await rebuild_and_roll(player)
            await leave_by_the_lesson(player, 2)
            record = player.app.session.progress.records["step"]
            assert (record.goal, record.predicted, record.par) == (True, True, True)

    asyncio.run(play())


def test_a_guess_that_does_not_move_is_a_miss(tmp_path: Path) -> None:
    async def play() -> None:
        async with playing(tmp_path, scenario="step", lang="en") as player:
            await predict(player, 1)
            await player.press(*["enter"] * 2 * step.ROUNDS)
            await rebuild_and_roll(player)
            await leave_by_the_lesson(player, 2)
            record = player.app.session.progress.records["step"]
            assert (record.goal, record.predicted, record.par) == (False, False, False)

    asyncio.run(play())
