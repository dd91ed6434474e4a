"""Exercises: every card in both languages and sizes, what they earn, and what proves them."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from driving import LANGUAGES, SIZES, playing

from batchgame.scenarios.proving.exercise import check
from batchgame.scenarios.proving.finding import Unproved
from batchgame.scenarios.reading import exercise
from batchgame.tui.command.main import main
from batchgame.tui.score.progress import Progress

CARDS_ALONE = [name for name in exercise.names() if exercise.load(name).page is None]


LONG = {"gap": [pytest.mark.slow]}  # thirty-two pairs of networks


@pytest.mark.parametrize("name", [pytest.param(name, marks=LONG.get(name, [])) for name in exercise.names()])
def test_every_answer_and_claim_is_proved(name: str) -> None:
    """A busy machine leaves open what it measures, and says so."""
    assert [found for found in check(exercise.load(name)) if not isinstance(found, Unproved)] == []


@pytest.mark.parametrize("name", exercise.names())
def test_a_wrong_answer_called_right_is_found(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    drill = exercise.load(name)
    known = exercise.proofs(name)
    turned = {proof: (lambda: True) for proof in known.proofs}
    monkeypatch.setattr(exercise, "proofs", lambda name: known._replace(proofs=turned))
    found = check(drill)
    if any(isinstance(each, Unproved) for each in found):
        pytest.skip("this machine is too busy to be measured")
    wrong = sum(not option.right for card in drill.cards for option in card.options)
    assert sum("says that this answer is right" in each.what for each in found) == wrong


@pytest.mark.parametrize("size", [*SIZES, (60, 18)])
@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", CARDS_ALONE)
def test_every_card_fits(name: str, lang: str, size: tuple[int, int], tmp_path: Path) -> None:
    async def play() -> None:
        async with playing(tmp_path, size=size, scenario=name, lang=lang) as player:
            for card in exercise.load(name).cards:
                assert player.step == "card"
                wrong = next(n for n, option in enumerate(card.options) if not option.right)
                await player.press("h", player.digit(wrong))
                assert player.grid().clipped == [], card.name
                await player.press("8")
                assert player.grid().clipped == [], card.name
                await player.press("enter")
            assert player.step == "lesson"
            assert player.grid().clipped == []
            record = player.app.session.progress.records[name]
            assert (record.goal, record.predicted, record.par, record.plays) == (True, False, False, 1)
            await player.press("escape")
            assert player.step == "menu"
            await player.press(*["down"] * (len(player.page.entries) - 1 - player.page.chosen))
            assert player.page.entry.name == "ending"
            assert player.grid().clipped == []

    asyncio.run(play())


def test_what_is_answered_is_kept_at_once(tmp_path: Path) -> None:
    async def play() -> None:
        async with playing(tmp_path, scenario="quiz", lang="en") as player:
            await player.press(player.digit(1), "9")
            state = Progress.open(tmp_path)
            assert (state.records["quiz"].points, state.sure) == (2, (1, 1))
            await player.press("escape")
            assert player.step == "menu"

    asyncio.run(play())


def test_an_exercise_has_no_knobs(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["play", "quiz", "--batch-size", "4"]) == 2
    assert "--batch-size: quiz is no race" in capsys.readouterr().err
    assert main(["check", "quiz"]) == 0
    assert "quiz: sound, 17 cards" in capsys.readouterr().out
