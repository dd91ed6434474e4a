"""The diagnose exercise on the screen and in plain lines."""

from __future__ import annotations

import asyncio
import os
import subprocess
from pathlib import Path

import pytest
from driving import Player, playing
from terminal_of import COMMAND

from batchgame.scenarios.exercises.diagnose import CASES, OPTIONS
from batchgame.sim.networks.diagnosis import ILLNESSES
from batchgame.tui.game.workshops import diagnose_said

FEW = 4  # networks of a case: quick, and the rule is the same
SCREENS = [(80, 24, False, "en"), (60, 18, False, "zh-TW"), (80, 24, True, "en"), (120, 40, False, "zh-TW")]


@pytest.fixture(autouse=True)
def _few_networks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(diagnose_said, "NETWORKS", FEW)


def whole(player: Player) -> None:
    assert player.grid().clipped == []


async def to_the_case(player: Player) -> None:
    whole(player)
    await player.wait(lambda: player.page.step == "name", "the case is not trained")
    whole(player)


async def name(player: Player, *, right: bool) -> None:
    """Name the illness, or another; nothing of the card is on the screen before."""
    page = player.page
    answer = ILLNESSES.index(page.case.illness)
    assert f"B {page.case.run.experiment.batch_size} " not in player.text()
    await player.press(str((answer if right else (answer + 1) % len(ILLNESSES)) + 1))
    whole(player)
    assert page.step == "name"
    await player.press("9")
    assert page.step == "change"
    assert f"B {page.case.run.experiment.batch_size} " in player.text()
    whole(player)


async def change(player: Player, index: int) -> None:
    await player.press(str(index + 1))
    whole(player)
    await player.wait(lambda: player.page.step == "change", "the change does not end")
    whole(player)


def cure(player: Player) -> int:
    """Return the index of the change that meets the illness."""
    kinds = {"few": "batch_size epochs learning_rate", "overfit": "examples", "healthy": "nothing"}
    meets = kinds.get(player.page.case.illness, "learning_rate").split()
    return next(n for n, dealt in enumerate(player.page.case.changes) if dealt.kind in meets)


@pytest.mark.parametrize(("width", "height", "ascii", "lang"), SCREENS)
@pytest.mark.share(2)
def test_five_cases(width: int, height: int, ascii: bool, lang: str, tmp_path: Path) -> None:
    async def play() -> None:
        async with playing(tmp_path, size=(width, height), ascii=ascii, scenario="diagnose", lang=lang) as player:
            await player.press(player.digit(1), "9")
            for n in range(CASES):
                await to_the_case(player)
                if n == 0:
                    await player.press("h", "h", "h", "i")
                    whole(player)
                await name(player, right=n > 0)
                await player.press("enter")
                assert len(player.page.answers) == n, "no case is left without a change"
                await change(player, cure(player))
                for other in range(OPTIONS if n == 0 else 0):
                    if other not in player.page.tried:
                        await change(player, other)
                await player.press("enter")
            assert player.page.step == "grade"
            whole(player)
            answers = player.page.answers
            assert [answer.right for answer in answers] == [n > 0 for n in range(CASES)]
            assert sum(answer.then == "healthy" for answer in answers) >= CASES - 1
            await player.press("enter")
            await player.press(player.digit(2), "8", "enter")
            assert player.step == "lesson"
            whole(player)
            record = player.app.session.progress.records["diagnose"]
            assert (record.goal, record.predicted, record.par) == (True, True, False)

    asyncio.run(play())


def test_a_change_interrupts_what_is_trained_ahead_and_leaving_ends_it(tmp_path: Path) -> None:
    async def play() -> None:
        async with playing(tmp_path, scenario="diagnose", lang="en", kiosk=True) as player:
            await player.press(player.digit(1), "9")
            await to_the_case(player)
            await name(player, right=True)
            await player.press("1")
            page = player.page
            assert (page.step, page.drawing) == ("run", None)
            await player.wait(lambda: page.step == "change", "the change does not end")
            assert page.drawing is not None or len(page.cases) == CASES, "the next case is trained ahead"
            await player.press("escape")
            assert player.step == "menu"
            assert player.app.session._trainer is None

    asyncio.run(play())


def test_five_other_cases_keep_what_was_reached(tmp_path: Path) -> None:
    async def play() -> None:
        async with playing(tmp_path, scenario="diagnose", lang="en") as player:
            await player.press(player.digit(1), "9")
            seen = []
            for _ in range(CASES):
                await to_the_case(player)
                seen.append(player.page.case.run.experiment)
                await name(player, right=True)
                await change(player, cure(player))
                await player.press("enter")
            assert player.page.practice.goal
            await player.press("n")
            await to_the_case(player)
            assert player.page.practice.goal
            assert player.page.case.run.experiment not in seen

    asyncio.run(play())


def test_plain_lines(tmp_path: Path) -> None:
    answers = "2\n9\n" + "1\n8\n1\n\n" * CASES + "3\n9\n"
    done = subprocess.run(
        [*COMMAND, "play", "diagnose", "--plain", "--lang", "en"], input=answers, capture_output=True, check=True,
        encoding="utf-8", env={**os.environ, "BATCHGAME_DATA": str(tmp_path), "PYTHONUTF8": "1"},
    )  # fmt: skip
    assert done.stdout.count("THE CARD") == CASES
    assert done.stdout.count("as it was") == CASES
    assert f"of {CASES} named right" in done.stdout
