"""Windows of every size: small ones, tiny ones, and a storm of them in mid-race."""

from __future__ import annotations

import asyncio
import random
from pathlib import Path

import pytest
from driving import playing

from batchgame.tui.screen.size import TALLEST, WIDEST


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (60, 18), (200, 60)])
def test_a_round_is_played_at_every_size_that_is_promised(size: tuple[int, int], tmp_path: Path) -> None:
    async def play() -> None:
        async with playing(tmp_path, size=size, scenario="saddle", trajectories=50) as player:
            for step in ("predict", "aim", "run", "see", "result", "transfer"):
                await player.to(step)
                assert len(player.text().splitlines()) == size[1]

    asyncio.run(play())


@pytest.mark.parametrize("size", [(20, 5), (59, 24), (80, 17), (1, 1), (5, 2)])
def test_a_window_that_is_too_small_says_what_is_needed_and_the_round_waits(
    size: tuple[int, int], tmp_path: Path
) -> None:
    async def play() -> None:
        async with playing(tmp_path, scenario="saddle", trajectories=50, lang="en") as player:
            await player.to("run")
            await player.resize(*size)
            if size[0] >= 5:
                assert "60x18" in player.text()
            time = player.page.conductor.race.time
            await player.pilot.pause(0.3)
            await player.press("enter")  # no player can see what it would do
            assert player.page.conductor.race.time == time
            await player.resize(80, 24)
            await player.wait(lambda: player.page.conductor.race.time > time, "the race stands still")
            assert "LOSS" in player.text()

    asyncio.run(play())


def test_a_window_beyond_all_screens_is_drawn_in_part(tmp_path: Path) -> None:
    """Claim such a size of a driver that is not the game's own, as on Windows: no page is painted for it."""

    async def play() -> None:
        async with playing(tmp_path, scenario="saddle", trajectories=50) as player:
            for step in ("predict", "aim", "run"):
                await player.to(step)
                await player.resize(65535, 65535)
                shown = player.app.canvas._grid
                assert shown is not None
                assert shown.size == (WIDEST, TALLEST)
                await player.resize(80, 24)

    asyncio.run(play())


def test_a_storm_of_sizes_breaks_nothing(tmp_path: Path) -> None:
    async def play() -> None:
        dice = random.Random(5)
        async with playing(tmp_path, scenario="canyon", trajectories=50) as player:
            for step in ("predict", "aim", "run", "see", "result", "transfer"):
                await player.to(step)
                for _ in range(12):
                    await player.resize(dice.randint(1, 200), dice.randint(1, 60))
                await player.resize(80, 24)
                assert len(player.text().splitlines()) == 24

    asyncio.run(play())
