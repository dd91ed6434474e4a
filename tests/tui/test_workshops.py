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
from batchgame.scenarios.exercises.exam import TASKS, best_pick, chances, outcomes
from batchgame.scenarios.exercises.hessian import AGAIN, CLUES, PLACES, PLAYED, downhill, others
from batchgame.scenarios.exercises.summary import BUDGETS, ROWS
from batchgame.scenarios.reading import exercise
from batchgame.scenarios.text.numbers import percent
from batchgame.sim.dimension import LEVELS
from batchgame.tui.game.session import Session
from batchgame.tui.game.workshops import hessian, hessian_view, step
from batchgame.tui.game.workshops.summary import told
from batchgame.tui.score.progress import Progress, Record

# The right answers of two exercises take a tenth of a second each, and are the same on every screen.
right_mark, good_sizes = cache(dimension.answer), cache(summary.good)
SCREENS = [(*SIZES[0], False), (*SIZES[1], False), (60, 18, False), (80, 24, True)]

# For what takes ten seconds: each size and each language once.
SOME_SCREENS = [(80, 24, False, "zh-TW"), (60, 18, False, "zh-TW"), (80, 24, True, "en"), (120, 40, False, "en")]


async def predict(player: Player, option: int) -> None:
    await player.press(player.digit(option - 1), "9")


async def leave_by_the_lesson(player: Player, option: int) -> None:
    """Answer the last card and read the lesson, and leave it for the menu."""
    assert player.step == "card"
    await player.press(player.digit(option - 1), "8", "enter")
    assert player.step == "lesson"
    assert player.grid().clipped == []
    await player.press("escape")
    assert player.step == "menu"


def point(player: Player, target: np.ndarray, stride: float) -> None:
    """Move the cursor as near to a place as its strides allow."""
    for axis, (low, high) in enumerate((("left", "right"), ("down", "up"))):
        length = stride * (axis + 1)
        count = round((target[axis] - player.page.cursor[axis]) / length)
        for _ in range(abs(count)):  # not as keys: a page would be painted for each of a hundred
            player.page.press(high if count > 0 else low)


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
