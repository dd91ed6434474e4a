"""The accuracy exercise: bets, networks that train behind the page, whole screens, stars, and a way out at any time."""

from __future__ import annotations

import asyncio
import threading
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from driving import LANGUAGES, Player, playing

from batchgame.scenarios.exercises import accuracy as exercise
from batchgame.scenarios.playables import ExercisePlayable, find
from batchgame.sim.networks.side_by_side import Lane, Lanes
from batchgame.tui.game.workshops import accuracy, accuracy_bets
from batchgame.tui.game.workshops.accuracy_bets import IS_LEVEL, OVERFITS, WORST, both_fall, hits_of, score, verdict
from batchgame.tui.race.options import PlayOptions
from batchgame.tui.race.practice import Practice

SCREENS = [(80, 24, False), (120, 40, False), (60, 18, False), (100, 32, False), (80, 24, True)]


@pytest.fixture(autouse=True)
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Train few networks; the full batch with equal updates is dear, and gets fewer of them."""
    quick = exercise.COMPARISONS | {"updates": replace(exercise.COMPARISONS["updates"], updates=100)}
    monkeypatch.setattr(accuracy, "COMPARISONS", quick)
    monkeypatch.setattr(accuracy, "first_count", lambda stage, options: 2)
    monkeypatch.setattr(accuracy, "COUNTS", (2, 4))


def ended(test: np.ndarray | list[float], train: list[float] | None = None) -> Lanes:
    """Return lanes of two networks with these accuracies at their end."""
    sizes = exercise.SIZES
    both = (np.array([[0.1, 0.1], [value, value]]) for value in (*test, *(train or test)))
    values = list(both)
    return tuple(Lane(size, 1, np.array([0.0, 1.0]), values[len(sizes) + n], values[n]) for n, size in enumerate(sizes))


FALLING = ended([0.97, 0.96, 0.95, 0.94, 0.88, 0.55])


async def to_training(player: Player, *order: str) -> None:
    await player.press(player.digit(1), "9")
    assert player.step == "accuracy"
    await player.press(*order)
    assert player.page.asking == "order"
    assert player.grid().clipped == []
    await player.press("enter")


def bet(player: Player) -> str:
    """Return the key of the right answer to the second bet."""
    return str(player.page.question.order.index(IS_LEVEL) + 1)


async def trained(player: Player) -> None:
    await player.wait(lambda: not player.page.running, "the networks are still in training")
    assert player.grid().clipped == []


@pytest.mark.share(2)
@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(("width", "height", "ascii"), SCREENS)
def test_every_stage_is_played_and_whole(width: int, height: int, ascii: bool, lang: str, tmp_path: Path) -> None:
    async def play() -> None:
        async with playing(tmp_path, size=(width, height), ascii=ascii, scenario="accuracy", lang=lang) as player:
            await to_training(player, *"12345")
            await trained(player)
            assert [lane.updates for lane in player.page.lanes] == [24_000, 6000, 1500, 380, 100, 20]
            await player.press("i", "up")
            assert player.grid().clipped == []
            await player.press("i", "n")
            await trained(player)
            assert player.page.lanes[0].networks == 4
            await player.press("u", "h")
            assert player.grid().clipped == []
            await player.press(bet(player), "enter")
            await trained(player)
            assert {lane.updates for lane in player.page.lanes} == {100}
            await player.press("enter")
            await trained(player)
            assert player.page.stage == "spirals"
            await player.press("i", "up")
            assert player.grid().clipped == []
            await player.press("enter")
            await player.press(player.digit(2), "9", "enter")
            assert player.step == "lesson"
            assert player.grid().clipped == []
            record = player.app.session.progress.records["accuracy"]
            assert (record.goal, record.predicted) == (True, True)

    asyncio.run(play())


def test_the_training_pauses_and_ends_with_the_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(accuracy, "first_count", lambda stage, options: 2000)

    async def play() -> None:
        async with playing(tmp_path, scenario="accuracy", lang="en") as player:
            await to_training(player, *"12345")
            await player.wait(lambda: player.page.lanes, "nothing is seen while networks train")
            await player.press("space")
            assert not player.page.animated
            await player.press("enter")
            assert player.page.stage == "epochs", "the bet needs the end of the training"
            await player.press("space")
            assert player.page.animated
            await player.press("escape")
            assert player.step == "menu"
            threads = threading.enumerate
            await player.wait(lambda: "trainer" not in [each.name for each in threads()], "the training goes on")

    asyncio.run(play())


def test_later_stages_can_be_skipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def play() -> None:
        async with playing(tmp_path, scenario="accuracy", lang="en") as player:
            await to_training(player, *"65432")
            await trained(player)
            monkeypatch.setattr(accuracy, "first_count", lambda stage, options: 2000)
            await player.press("enter", bet(player), "enter", "enter")
            assert player.page.stage == "spirals"
            await player.press("enter")
            assert player.step == "card"
            assert not player.page.practice.goal

    asyncio.run(play())


def test_the_order_is_judged_by_the_networks() -> None:
    assert hits_of([0, 1, 2, 3, 4, 5], FALLING) == [True] * 6
    assert hits_of([1, 0, 2, 3, 4, 5], FALLING) == [False, False, True, True, True, True]
    assert both_fall(FALLING)
    assert not both_fall(ended([0.97, 0.96, 0.95, 0.94, 0.88, 0.55], train=[0.99] * 6))


def test_the_networks_answer_the_second_bet() -> None:
    assert verdict(FALLING) == WORST
    assert verdict(ended([0.9, 0.95, 0.96, 0.96, 0.96, 0.96])) == IS_LEVEL
    assert verdict(ended([0.97, 0.96, 0.95, 0.94, 0.88, 0.55], train=[0.99] * 6)) == OVERFITS


def test_four_places_are_the_goal_and_par_needs_both_bets() -> None:
    level = ended([0.9, 0.95, 0.96, 0.96, 0.96, 0.96])
    cases = [
        ([0, 1, 2, 3, 4, 5], IS_LEVEL, level, (True, True)),
        ([0, 1, 2, 3, 4, 5], WORST, level, (True, False)),
        ([0, 1, 2, 3, 4, 5], IS_LEVEL, None, (True, False)),
        ([1, 0, 2, 3, 4, 5], IS_LEVEL, level, (True, False)),
        ([5, 4, 3, 2, 1, 0], IS_LEVEL, level, (False, False)),
    ]
    playable = find("accuracy")
    assert isinstance(playable, ExercisePlayable)
    for order, said, updates, stars in cases:
        practice = Practice(playable.exercise)
        score(practice, order, FALLING, said, updates)
        assert (practice.goal, practice.par) == stars


def test_a_kiosk_trains_few_networks_on_one_processor() -> None:
    counts = [accuracy_bets.first_count(stage, PlayOptions(kiosk=True)) for stage in exercise.COMPARISONS]
    assert max(counts) <= accuracy_bets.KIOSK_MOST
    assert getattr(accuracy_bets.engine_of(PlayOptions(kiosk=True)), "threads", 1) == 1


def test_without_c_the_proofs_that_train_are_left_to_a_check_of_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    from batchgame.scenarios.proving import exercise as proofs
    from batchgame.scenarios.proving import trained as proving

    real = proofs.network_engine
    monkeypatch.setattr(proofs, "network_engine", lambda name="auto": real("numpy"))
    monkeypatch.setattr(proving, "run", None)  # nothing is trained
    playable = find("accuracy")
    assert playable.slow() == sorted(exercise.PROOFS)
    assert playable.findings(quick=True) == []
