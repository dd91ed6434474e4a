"""The exercises that are done by hand, played to their end: whole on every screen, and worth what was done."""

from __future__ import annotations

import asyncio
import copy
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from driving import LANGUAGES, SIZES, Player, playing

from batchgame.scenarios.exercises import dimension, summary
from batchgame.scenarios.exercises.dimension import ASKED, drawn
from batchgame.scenarios.exercises.exam import TASKS, chances
from batchgame.scenarios.exercises.hessian import AGAIN, PLACES, PLAYED
from batchgame.scenarios.exercises.summary import BUDGETS, ROWS
from batchgame.scenarios.reading import exercise
from batchgame.scenarios.text.numbers import percent
from batchgame.tui.game.workshops import hessian, step
from batchgame.tui.game.workshops.summary import evidence
from batchgame.tui.score.progress import Progress, Record

# The right answers of two exercises take a tenth of a second each, and are the same on every screen.
right_mark, good_sizes = cache(dimension.answer), cache(summary.good)
SCREENS = [(*SIZES[0], False), (*SIZES[1], False), (60, 18, False), (80, 24, True)]


async def predict(player: Player, option: int) -> None:
    await player.press(player.digit(option - 1), "9")


async def leave_by_the_lesson(player: Player, option: int) -> None:
    """Answer the last card and read the lesson, which leads to the menu."""
    assert player.step == "card"
    await player.press(player.digit(option - 1), "8", "enter")
    assert player.step == "lesson"
    assert player.grid().clipped == []
    await player.press("enter")
    assert player.step == "menu"


def point(player: Player, target: np.ndarray, stride: float) -> None:
    """Move the cursor as near to a place as its strides allow."""
    for axis, (low, high) in enumerate((("left", "right"), ("down", "up"))):
        length = stride * (axis + 1)
        count = round((target[axis] - player.page.cursor[axis]) / length)
        for _ in range(abs(count)):  # not as keys: a page would be painted for each of a hundred
            player.page.press(high if count > 0 else low)


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
            await leave_by_the_lesson(player, 2)
            record = player.app.session.progress.records["step"]
            assert (record.goal, record.predicted, record.par) == (True, True, True)

    asyncio.run(play())


def test_a_guess_that_does_not_move_is_a_miss(tmp_path: Path) -> None:
    async def play() -> None:
        async with playing(tmp_path, scenario="step", lang="en") as player:
            await predict(player, 1)
            await player.press(*["enter"] * 2 * step.ROUNDS)
            await leave_by_the_lesson(player, 2)
            record = player.app.session.progress.records["step"]
            assert (record.goal, record.predicted, record.par) == (False, False, False)

    asyncio.run(play())


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
                assert player.page.far, "the cursor begins elsewhere"
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
                page.guesses[number] = page.mark
                drawn_before(player, number)
                assert player.grid().clipped == []
            assert page.hits == [True, True, True]
            for _ in range(8):
                page.press("right")
                page.tick(0.0)
                assert player.grid().clipped == []
                page.measuring = None
            await player.press("enter")
            await leave_by_the_lesson(player, 2)
            record = player.app.session.progress.records["dimension"]
            assert (record.goal, record.predicted, record.par) == (True, True, True)

    asyncio.run(play())


def drawn_before(player: Player, number: int) -> None:
    """Give the page all matrices but one of a dimension from this process's cache, which saves two seconds each."""
    page = player.page
    page.spectra[number] = copy.deepcopy(drawn(number))
    page.spectra[number].matrices -= 1
    page.measuring = number
    page.tick(0.0)
    assert page.measuring is None


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(("width", "height", "ascii"), SCREENS)
def test_exam(width: int, height: int, ascii: bool, lang: str, tmp_path: Path) -> None:
    async def play() -> None:
        async with playing(tmp_path, size=(width, height), ascii=ascii, scenario="exam", lang=lang) as player:
            await predict(player, 3)
            for words in TASKS:
                assert player.step == "exam"
                page = player.page
                for name in ("canyon", "gate", "hill", "ravine", "峽谷", "山溝"):
                    assert name not in player.text(), "the starts have no name"
                batch_size, momentum = max(chances(words), key=lambda pick: chances(words)[pick])
                page.press(f"set:batch_size:{page.round.batch_sizes.index(batch_size)}")
                page.press(f"set:momentum:{page.round.momenta.index(momentum)}")
                page.press("hint")
                assert player.grid().clipped == []
                page.press("next")
                assert player.grid().clipped == []
                assert page.grades[-1] == 1
                await player.press("enter")
            await leave_by_the_lesson(player, 1)
            record = player.app.session.progress.records["exam"]
            assert (record.goal, record.predicted, record.par) == (True, True, True)

    asyncio.run(play())


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
            races = player.app.session.races
            told = {row: evidence(row, races, say) for row in ROWS}
            share = percent(outcomes["one"].solved, outcomes["one"].trajectories)
            assert f"in your race canyon batch size 1 solved {share}, the full batch 0%" in told["optimisation"]
            assert say("summary.other_side") in told["optimisation"]
            assert told["parallel"] == told["epoch"] == say("summary.no_parallel_race"), "this race was at P = 1"
            assert "P = 1 an update of B = 1 took 1, one of B = 20 took 20 units" in told["serial"]
            assert evidence("optimisation", {}, say) == say("summary.no_race")

    asyncio.run(play())
