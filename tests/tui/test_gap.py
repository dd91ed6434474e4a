"""The gap exercise, played to its end with few networks; and its sentences for everything that may come out."""

from __future__ import annotations

import asyncio
from pathlib import Path

import numpy as np
import pytest
from driving import LANGUAGES, SIZES, Player, playing

from batchgame.scenarios.exercises import gap as exercise
from batchgame.scenarios.exercises.gap import MISSING, TABLE
from batchgame.scenarios.reading import exercise as exercises
from batchgame.sim.networks.equal_loss import AT, Between, Found
from batchgame.tui.draw.grid import measure
from batchgame.tui.game.workshops import gap, gap_sayings, gap_view
from batchgame.tui.score.progress import Progress
from batchgame.tui.score.saved import SavedGap
from batchgame.tui.score.trophy import GAPS, figures, says, table
from batchgame.tui.text.catalogue import Catalogue

SCREENS = [(*SIZES[0], False), (*SIZES[1], False), (60, 18, False), (80, 24, True)]
RIGHT = [str(gap_sayings.right_mark(row) + 1) for row in TABLE]


@pytest.fixture(autouse=True)
def _few_networks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gap_sayings, "plan_of", lambda options: gap_sayings.Plan((3, 4), 1))
    quick = {name: plan.__class__(plan.setup, (30, 100), 0.5, 0.3) for name, plan in exercise.PLANS.items()}
    monkeypatch.setattr(gap_sayings, "PLANS", quick)
    for module in (gap, gap_sayings, gap_view):
        monkeypatch.setattr(module, "SIZES", (30, 100))


def found_with(differences: list[float], sharper: bool = True) -> Found:
    """Make up networks with these differences in points."""
    count = len(differences)
    test = np.array([np.full(count, 0.5), 0.5 + np.array(differences) / 100])
    sharpness = np.array([np.ones(count), np.full(count, 2.0 if sharper else 0.5)])
    line = Between(np.ones((len(AT), count)), np.ones((len(AT), count)))
    return Found(np.ones((2, count)), test, sharpness, line, line, count)


def say(lang: str) -> Catalogue:
    return Catalogue(lang).with_words("gap", exercises.load("gap").words)


OUTCOMES = {
    "few": ([-1.0], "it takes"),
    "worse": ([-3.0, -3.1, -2.9, -3.0], "is worse"),
    "better": ([3.0, 3.1, 2.9, 3.0], "is better"),
    "open": ([5.0, -5.0, 1.0, -1.0], "no difference is seen"),
    "reopened": ([-3.0, -3.1, -2.9, 9.0], "inside again"),
}


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("outcome", OUTCOMES)
def test_whatever_comes_out_is_said(outcome: str, lang: str) -> None:
    differences, words = OUTCOMES[outcome]
    told = gap_sayings.verdict_said(say(lang), found_with(differences))
    assert "{" not in told
    assert measure(told) <= 76, "a line has 78 cells, and a figure may be longer than here"
    if lang == "en":
        assert words in told
    assert "{" not in gap_sayings.first_said(say(lang), found_with(differences))


def test_the_counter_example_is_called_one_only_where_it_is() -> None:
    worse, level, better = OUTCOMES["worse"][0], OUTCOMES["open"][0], OUTCOMES["better"][0]
    words = say("en")
    assert "counter-example" in gap_sayings.sharpness_said(words, found_with(level), "clean")
    assert "counter-example" in gap_sayings.sharpness_said(words, found_with(better), "clean")
    assert "go together" in gap_sayings.sharpness_said(words, found_with(worse), "clean")
    assert "counter-example" not in gap_sayings.sharpness_said(words, found_with(level, sharper=False), "clean")
    assert "counter-example" not in gap_sayings.sharpness_said(words, found_with(level), "wrong")


@pytest.mark.parametrize(("full", "better"), [(0.74, "small"), (0.79, "large"), (0.765, "same")])
def test_the_table_of_the_path_shows_who_was_better(full: float, better: str) -> None:
    gap = SavedGap(networks=100, small=8, full=300, test_small=0.77, test_full=full, half=0.01)
    row = next(row for row in table((), {"wrong": gap}) if row.name == "test_wrong")
    assert row.better == better
    assert figures(say("en"), row)[0] == "77%"


async def to_the_table(player: Player) -> None:
    await player.press(player.digit(2), "9")
    assert player.step == "gap"


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(("width", "height", "ascii"), SCREENS)
def test_gap(width: int, height: int, ascii: bool, lang: str, tmp_path: Path) -> None:
    async def play() -> None:
        async with playing(tmp_path, size=(width, height), ascii=ascii, scenario="gap", lang=lang) as player:
            await to_the_table(player)
            page = player.page

            def whole() -> None:
                assert player.grid().clipped == [], player.text()

            for key in ("h", "h", "h", "s", "s"):
                await player.press(key)
                whole()
            while page.guess > TABLE[MISSING].test_large.mean + 1:
                page.press("left")
                whole()
            await player.press("enter")
            for digit in RIGHT:
                whole()
                await player.press(digit)
            whole()
            await player.press("enter")
            assert page.at == "told"
            for _ in TABLE:
                whole()
                await player.press("down")
            await player.press("enter")
            for stage in ("wrong", "clean"):
                assert page.at == stage
                whole()
                await player.press("1")
                whole()
                await player.press("enter")
                await player.press("space")
                await player.wait(lambda: page.trainer.paused, "no pause")
                whole()
                await player.press("space")
                for _ in range(3):
                    await player.press("right")
                    whole()
                await player.wait(lambda: not page.animated, "the networks are not trained")
                for _ in range(3):
                    whole()
                    await player.press("right", "s")
                whole()
                assert page.found.networks == 4
                await player.press("enter")
            assert player.step == "card"
            await player.press(player.digit(2), "8", "enter")
            assert player.step == "lesson"
            whole()
            record = player.app.session.progress.records["gap"]
            assert (record.goal, record.predicted, record.par) == (True, True, True)
            kept = Progress.open(tmp_path)
            assert {gap.networks for gap in kept.gaps.values()} == {4}
            rows = {row.name: row for row in table(kept.races, kept.gaps)}
            for name, stage in GAPS.items():
                assert rows[name].gap == kept.gaps[stage]
                assert "{" not in says(player.page.say, rows[name])

    asyncio.run(play())


def test_leaving_ends_the_training(tmp_path: Path) -> None:
    async def play() -> None:
        async with playing(tmp_path, scenario="gap", lang="en") as player:
            await to_the_table(player)
            page = player.page
            page._begin("wrong")
            await player.press("1", "enter")
            assert page.running
            await player.press("escape")
            assert player.step == "menu"
            assert not page.running

    asyncio.run(play())


def test_marks_that_are_wrong_are_not_worth_the_goal(tmp_path: Path) -> None:
    async def play() -> None:
        async with playing(tmp_path, scenario="gap", lang="en") as player:
            await to_the_table(player)
            await player.press("enter", *["1"] * len(TABLE), "enter")
            assert player.page.at == "told"
            assert not player.page.practice.goal
            assert "is level" in player.text()

    asyncio.run(play())
