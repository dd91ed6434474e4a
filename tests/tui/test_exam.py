"""`exam`, passed and failed: whole on every screen, and worth what was done."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from driving import Player, playing
from workshops import SOME_SCREENS, leave_by_the_lesson, predict

from batchgame.scenarios.exercises.exam import TASKS, best_pick, chances, outcomes
from batchgame.tui.game.session import Session


class NoMap:
    """A map whose process has died, so that the picks are computed in this process, once for all screens."""

    complete, failed, done, wanted = False, True, 7, 48


def hand_in(player: Player, pick: tuple[int, float]) -> None:
    """Turn both knobs and hand in."""
    page = player.page
    page.press(f"set:batch_size:{page.round.batch_sizes.index(pick[0])}")
    page.press(f"set:momentum:{page.round.momenta.index(pick[1])}")
    page.press("hint")
    assert player.grid().clipped == []
    page.press("next")


async def finish_race(player: Player) -> None:
    assert player.grid().clipped == []
    await player.press("enter")
    await player.wait(lambda: player.page.step == "told", "the race does not end")
    assert player.grid().clipped == []


@pytest.mark.parametrize(("width", "height", "ascii", "lang"), SOME_SCREENS)
def test_exam(width: int, height: int, ascii: bool, lang: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Session, "map_of", lambda session, round_: NoMap())

    async def play() -> None:
        async with playing(tmp_path, size=(width, height), ascii=ascii, scenario="exam", lang=lang) as player:
            await predict(player, 3)
            for words in TASKS:
                assert player.step == "exam"
                page = player.page
                for name in ("canyon", "gate", "hill", "ravine", "峽谷", "山溝"):
                    assert page.graded or name not in player.text(), "the starts have no name"
                hand_in(player, best_pick(outcomes(words)))
                assert page.step == "run"
                assert [lane.lane.name for lane in page.conductor.frame.lanes] == ["you"], "it is the best one"
                await finish_race(player)
                assert page.grades[-1] == 1
                await player.press("enter")
            assert page.step == "grade"
            assert player.grid().clipped == []
            await player.press("enter")
            await leave_by_the_lesson(player, 1)
            record = player.app.session.progress.records["exam"]
            assert (record.goal, record.predicted, record.par) == (True, True, True)

    asyncio.run(play())


@pytest.mark.parametrize(("width", "height", "ascii", "lang"), SOME_SCREENS[1:3])
def test_exam_failed(
    width: int, height: int, ascii: bool, lang: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Session, "map_of", lambda session, round_: NoMap())

    async def play() -> None:
        async with playing(tmp_path, size=(width, height), ascii=ascii, scenario="exam", lang=lang) as player:
            await predict(player, 3)
            page = player.page
            for words in TASKS:
                hand_in(player, (1, 0.99))
                names = [lane.lane.name for lane in page.conductor.frame.lanes]
                worse = chances(words)[1, 0.99] < max(chances(words).values())
                assert names == ["you", "best"][: 1 + worse]
                await finish_race(player)
                assert page.graded[-1].best == best_pick(outcomes(words))
                await player.press("enter")
            assert page.step == "grade"
            assert player.grid().clipped == []
            await player.press("enter")
            await leave_by_the_lesson(player, 1)
            assert not player.app.session.progress.records["exam"].goal

    asyncio.run(play())


def test_the_map_of_a_start_is_measured_while_every_key_works(tmp_path: Path) -> None:
    async def play() -> None:
        async with playing(tmp_path, scenario="exam", lang="en") as player:
            await predict(player, 3)
            page = player.page
            map_ = page.map
            page.map = NoMap()
            page.map.failed = False  # still at work
            hand_in(player, (1, 0.0))
            assert page.step == "wait"
            assert "7 of 48" in player.text()
            page.map = map_
            await player.wait(lambda: page.step == "run", "the map does not come")
            await player.press("enter")
            await player.wait(lambda: page.step == "told", "the race does not end")
            found = {pick: cell.probability for pick, cell in page.cells.items()}
            assert found == chances(TASKS[0]), "the worker finds what is proved"
            assert page.best == best_pick(outcomes(TASKS[0]))
            await player.press("r")
            assert page.step == "run"
            assert page.graded == []
            await player.press("escape")
            assert player.step == "menu"

    asyncio.run(play())


def test_of_equal_picks_the_one_with_the_fewest_epochs_is_best() -> None:
    for words in TASKS:
        found = outcomes(words)
        best = found[best_pick(found)]
        equal = [other for other in found.values() if other.probability == best.probability]
        assert best.probability == max(chances(words).values())
        assert best.median_epochs == min(other.median_epochs for other in equal if other.median_epochs is not None)
