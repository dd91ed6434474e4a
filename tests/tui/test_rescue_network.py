"""The rescue of a real network: picks are fired, the goal and par are earned, and the map and the table fill up."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from driving import LANGUAGES, SIZES, Player, playing

from batchgame.sim.networks.rescue import FULL, Reached, UpdateClock, allowed
from batchgame.tui.game.workshops import rescue_network, rescue_network_work
from batchgame.tui.game.workshops.rescue_network_work import Amount, winners

CLOCK = UpdateClock({1: 1e-4, 4: 1e-4, 16: 1e-4, 64: 1.2e-4, 128: 1.5e-4, 256: 2e-4, 512: 3e-4, FULL: 6e-4})
SCREENS = [(*SIZES[0], False, "true"), (*SIZES[1], False, "true"), (60, 18, False, "mono"), (80, 24, True, "true")]


@pytest.fixture(autouse=True)
def _small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Train few networks, and take the clock as measured."""
    monkeypatch.setattr(rescue_network_work, "measured_clock", lambda: CLOCK)
    monkeypatch.setattr(rescue_network_work, "amount", lambda engine, kiosk: Amount(8, 1, 2, 1, 20_000))


async def to_the_page(player: Player) -> None:
    await player.press(player.digit(1), "9")
    assert player.step == "rescuenetwork"
    assert player.grid().clipped == []
    await player.wait(lambda: player.page.ready and not player.page.animated, "the reference is not trained")
    assert player.grid().clipped == []


async def turn(player: Player, **steps: int) -> None:
    """Turn knobs to the right by some steps of their ladders."""
    for knob, count in steps.items():
        while rescue_network.ROWS[player.page.row] != knob:
            await player.press("down")
        await player.press(*["right"] * count)


async def fire(player: Player) -> float:
    await player.press("enter")
    assert player.page.view == "run"
    await player.wait(lambda: player.page.view == "aim", "the run does not end")
    assert player.grid().clipped == []
    end: float = player.page.runs[-1].curve.end
    return end


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(("width", "height", "ascii", "colors"), SCREENS)
def test_the_full_batch_is_rescued(
    width: int, height: int, ascii: bool, colors: str, lang: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def play() -> None:
        if height < 24:  # the whole map and table, where there is the least room
            monkeypatch.setattr(rescue_network_work, "amount", lambda engine, kiosk: Amount(8, 1, 1, 1, 100_000))
        async with playing(
            tmp_path,
            size=(width, height),
            ascii=ascii,
            colors=colors,
            scenario="rescue-network",
            lang=lang,
            motion="none",
        ) as player:
            await to_the_page(player)
            plain = await fire(player)
            await turn(player, scaling=1)
            root = await fire(player)
            assert plain < root < player.page.start.goal
            assert not player.page.practice.goal
            await turn(player, momentum=2, warm_up=1)
            for _ in range(3):
                await player.press("h")
                assert player.grid().clipped == []
            await player.press("left")
            assert await fire(player) >= player.page.start.goal
            await player.press("m")
            await player.wait(lambda: not player.page.animated, "the map does not end")
            assert player.grid().clipped == []
            cells = player.page.maps["epochs", 0.9]
            assert cells.networks.min() == 1
            await player.press("escape", "enter")
            await player.wait(lambda: player.page.found_all, "the table does not end")
            assert player.grid().clipped == []
            best = winners(player.page.found, CLOCK)
            assert best["epochs"] < best["updates"] == FULL
            await player.press("enter")
            for _ in range(2):
                assert player.step == "card"
                await player.press(player.digit(2), "8")
                assert player.grid().clipped == []
                await player.press("enter")
            assert player.step == "lesson"
            assert player.grid().clipped == []
            record = player.app.session.progress.records["rescue-network"]
            assert (record.goal, record.predicted, record.par) == (True, True, True)

    asyncio.run(play())


def test_another_budget_earns_the_goal_but_not_par(tmp_path: Path) -> None:
    async def play() -> None:
        async with playing(tmp_path, scenario="rescue-network", lang="en", motion="none") as player:
            await to_the_page(player)
            await turn(player, kind=2, scaling=1, epochs=2)
            assert await fire(player) >= player.page.start.goal
            assert (player.page.practice.goal, player.page.practice.par) == (True, False)

    asyncio.run(play())


def test_a_map_that_was_closed_goes_on_where_it_was(tmp_path: Path) -> None:
    async def play() -> None:
        async with playing(tmp_path, scenario="rescue-network", lang="en") as player:
            await to_the_page(player)
            await turn(player, kind=1)
            await player.press("m")
            await player.wait(lambda: ("updates", 0.0) in player.page.maps, "no map")
            await player.wait(lambda: player.page.maps["updates", 0.0].networks.max(), "no row")
            await player.press("space")
            assert player.page.trainer.paused
            await player.press("m")
            assert not player.page.trainer.running
            begun = player.page.maps["updates", 0.0]
            assert list(begun.networks) == sorted(begun.networks, reverse=True), "the cheapest rows come first"
            await player.press("m")
            await player.wait(lambda: not player.page.animated, "the map does not end")
            cells = player.page.maps["updates", 0.0]
            kept = begun.networks > 0
            assert (cells.accuracy[kept] == begun.accuracy[kept]).all()
            assert cells.best(0) < cells.best(len(cells.batch_sizes) - 1), "the full batch wants a larger η"
            trainer = player.page.trainer
            await player.press("escape", "escape")
            assert player.step == "menu"
            assert not trainer.running

    asyncio.run(play())


def test_without_a_clock_there_is_no_budget_in_seconds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rescue_network_work, "measured_clock", lambda: None)

    async def play() -> None:
        async with playing(tmp_path, scenario="rescue-network", lang="en") as player:
            await to_the_page(player)
            await turn(player, kind=3)
            assert player.page.kind == "updates"

    asyncio.run(play())


def test_budgets_and_their_best_batch_sizes() -> None:
    assert [allowed("epochs", size, CLOCK) for size in (16, FULL)] == [1500, 20]
    assert allowed("updates", 1, CLOCK) == allowed("updates", FULL, CLOCK)
    assert allowed("seconds", 16, CLOCK) > allowed("seconds", FULL, CLOCK) > allowed("epochs", FULL, CLOCK)
    found = {1: Reached(2400, 2.0, 0.03), 128: Reached(70, 7.0, 0.8), FULL: Reached(45, 45.0, 1.6), 512: None}
    assert winners(found, CLOCK) == {"updates": FULL, "epochs": 1, "seconds": 128}
    assert winners(found, None) == {"updates": FULL, "epochs": 1}
    assert winners({1: None}, CLOCK) == {}
