"""The reload exercise: four points, a curve that is measured, whole screens, its race, and a process that dies."""

from __future__ import annotations

import asyncio
import json
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest
from driving import LANGUAGES, Player, playing

from batchgame.scenarios.exercises import reload as exercise
from batchgame.scenarios.playables import RaceStage, find
from batchgame.scenarios.proving.exercise import check
from batchgame.scenarios.reading.exercise import load
from batchgame.sim.hardware import Measured
from batchgame.sim.timing import measure
from batchgame.sim.timing.times import SIZES, Times, point_of
from batchgame.tui.command.argument_types import UsageError
from batchgame.tui.command.main import main
from batchgame.tui.command.play import parser
from batchgame.tui.game.workshops import reload, reload_plain, reload_work
from batchgame.tui.game.workshops.reload_work import RACE, Measurement, score, work_of
from batchgame.tui.race.options import PlayOptions
from batchgame.tui.race.practice import Practice
from batchgame.tui.race.replay import line
from batchgame.tui.race.round import Round
from batchgame.tui.race.trainer import Step

SCREENS = [(80, 24, False), (120, 40, False), (60, 18, False), (100, 32, False), (80, 24, True)]
FIT = Measured(80.0, 1.5)
POINTS = tuple(point_of(size, [1e-6 * (80 + 1.5 * size) * by for by in (0.9, 1, 1, 1.2)]) for size in SIZES)
WHOLE = Times(SIZES, POINTS, 4.7, "", True)
CARD = Times(SIZES, tuple(point_of(size, [1e-4 + 1e-9 * size]) for size in SIZES), 3.0, "", True)
DIED = Times(SIZES, POINTS[:3], 1.2, "signal 9")


def known(monkeypatch: pytest.MonkeyPatch, *values: Measurement) -> None:
    """Let the page find these values, one after the other."""

    def work() -> Iterator[Step[Measurement]]:
        for n, value in enumerate(values):
            yield Step((n + 1) / len(values), value)

    for module in (reload, reload_plain):
        monkeypatch.setattr(module, "work_of", lambda kiosk: work)


async def answer_right(player: Player) -> None:
    """Answer the card on the screen right, and sure."""
    question = player.page.question
    await player.press(str(question.order.index(question.right) + 1), "9")


async def to_points(player: Player) -> None:
    await answer_right(player)
    assert player.step == "reload"
    assert player.grid().clipped == []


async def measured_(player: Player) -> None:
    await player.press("enter")
    await player.wait(lambda: player.page.over, "the machine is still being measured")
    assert player.grid().clipped == []


@pytest.mark.share(2)
@pytest.mark.parametrize("card", [False, True])
@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(("width", "height", "ascii"), SCREENS)
def test_the_page_is_whole(
    width: int, height: int, ascii: bool, lang: str, card: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    known(monkeypatch, Measurement(WHOLE, CARD if card else None))

    async def play() -> None:
        async with playing(tmp_path, size=(width, height), ascii=ascii, scenario="reload", lang=lang) as player:
            await to_points(player)
            for _ in range(3):
                await player.press("h")
                assert player.grid().clipped == []
            assert player.page.trainer is None
            assert "1577" not in player.text(), "nobody copies the lecture's figure"
            await measured_(player)
            assert player.page.complete
            assert "1577" in player.text()
            for key in ("s", "s", "p"):
                await player.press(key)
                assert player.grid().clipped == []
            await player.press("enter")
            for _ in range(3):
                assert player.step == "card"
                await answer_right(player)
                assert player.page.question.is_right
                assert player.grid().clipped == []
                await player.press("enter")
            assert player.step == "lesson"
            assert player.grid().clipped == []

    asyncio.run(play())


def test_the_points_are_moved_and_scored(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    known(monkeypatch, Measurement(WHOLE))

    async def play() -> None:
        async with playing(tmp_path, scenario="reload") as player:
            await to_points(player)
            for times in (7, 6, 3, 1):  # down from 10^(7/3): to 1, 2.2, 22 and 100
                await player.press(*["down"] * times, "right")
            assert player.page.at == 3
            assert list(player.page.marks.values()) == [0, 1, 4, 6]
            assert not player.page.animated
            await measured_(player)
            practice = player.page.practice
            assert (practice.goal, practice.par) == (True, True)
            await player.press("r")
            await player.wait(lambda: player.page.over, "it is not measured again")
            assert player.page.complete

    asyncio.run(play())


def test_three_of_four_reach_the_goal() -> None:
    practice = Practice(load("reload"))
    said = {size: WHOLE.ratio(size) or 0.0 for size in exercise.ASKED}
    score(practice, said, WHOLE)
    assert (practice.goal, practice.par) == (True, True)
    score(practice, said | {10: 5.0}, WHOLE)
    assert (practice.goal, practice.par) == (True, False)
    score(practice, said | {10: 5.0, 100: 1000.0}, WHOLE)
    assert (practice.goal, practice.par) == (False, False)
    start = dict.fromkeys(exercise.ASKED, exercise.mark(exercise.MIDDLE))
    assert exercise.hits(start, WHOLE) < exercise.ENOUGH, "who moves nothing does not reach it"


def test_the_machine_is_measured_while_one_looks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reload_work, "SECONDS", 1.0)

    async def play() -> None:
        async with playing(tmp_path, scenario="reload") as player:
            await to_points(player)
            await player.press("enter", "space")
            assert player.page.trainer.paused
            assert not player.page.animated
            await player.press("space")
            await player.wait(lambda: player.page.found and player.page.found.here.points, "no point")
            await player.wait(lambda: player.page.over, "the machine is still being measured")
            assert player.page.complete
            here = player.page.found.here
            assert [point.batch_size for point in here.points] == list(SIZES)
            assert here.points[0].epoch > here.points[3].epoch
            assert player.grid().clipped == []

    asyncio.run(play())


def test_a_page_that_is_left_ends_its_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    started = []
    start = measure.subprocess.Popen
    monkeypatch.setattr(
        measure.subprocess, "Popen", lambda *words, **how: started.append(start(*words, **how)) or started[-1]
    )

    async def play() -> None:
        async with playing(tmp_path, scenario="reload") as player:
            await to_points(player)
            await player.press("enter")
            await player.wait(lambda: started, "no process")
            await player.press("escape")
            assert player.step == "menu"
            await player.wait(lambda: started[0].poll() is not None, "the process goes on")

    asyncio.run(play())


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_process_that_dies_is_told_and_survived(lang: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    known(monkeypatch, Measurement(DIED))

    async def play() -> None:
        async with playing(tmp_path, scenario="reload", lang=lang) as player:
            await to_points(player)
            await measured_(player)
            assert not player.page.complete
            assert "signal 9" in player.text()
            assert "1577" not in player.text()
            assert not player.page.practice.goal
            known(monkeypatch, Measurement(WHOLE))
            await player.press("r")
            await player.wait(lambda: player.page.complete, "it is not measured again")
            await player.press("enter")
            assert player.step == "card"

    asyncio.run(play())


def test_a_race_by_the_measured_clock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    known(monkeypatch, Measurement(WHOLE))

    async def play() -> None:
        async with playing(tmp_path, scenario="reload") as player:
            await to_points(player)
            await measured_(player)
            await player.press("p")
            assert player.step == "reload"
            await player.press("p")
            assert player.step == "predict"
            assert player.app.session.progress.records["reload"].predicted, "what was earned is kept"
            round_ = player.page.round
            assert (round_.name, round_.parallel) == (RACE, FIT)
            await player.to("aim")
            assert player.grid().clipped == []
            assert "measured" in player.text()
            await player.to("run")
            assert player.page.conductor.race.clock.parallel == FIT
            assert player.grid().clipped == []
            await player.to("result")
            assert player.grid().clipped == []
            assert RACE not in player.app.session.progress.records, "another clock is another task"

    asyncio.run(play())


def round_by(clock: Measured | None) -> Round:
    race = find(RACE)
    assert isinstance(race, RaceStage)
    return Round(race.scenario, race.stage, PlayOptions(clock=clock))


def test_the_replay_line_carries_the_clock() -> None:
    round_ = round_by(FIT)
    assert not round_.counts
    assert round_by(None).counts
    words = shlex.split(line(round_))
    assert "--clock" in words
    options = PlayOptions(**vars(parser().read(words[2:])))
    assert Round(round_.scenario, round_.stage, options).parallel == FIT
    assert round_by(FIT).map_key() != round_by(None).map_key()


def test_run_takes_the_clock(capsys: pytest.CaptureFixture[str]) -> None:
    words = ["run", RACE, "--batch-size", "20", "--momentum", "0", "--trajectories", "20", "--json"]
    assert main([*words, "--clock", "80:1.5"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["parallel"], found["clock"]) == (None, {"fixed": 80.0, "each": 1.5})
    assert found["median_time"] == pytest.approx(found["median_updates"] * FIT.cost(20))


@pytest.mark.parametrize("clock", ["1", "1:", "0:1", "1:0", "-1:2", "1:2:3", "a:b", "1e3:2", "nan:1"])
def test_a_wrong_clock_is_refused_in_one_line(clock: str) -> None:
    with pytest.raises(UsageError, match="FIXED:EACH is needed"):
        parser().read(["saddle", "--clock", clock])


def test_one_clock_is_enough(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["play", "saddle", "--clock", "80:1.5", "--parallel", "4"]) == 2
    assert main(["play", "quiz", "--clock", "80:1.5"]) == 2
    told = capsys.readouterr().err
    assert "a race has one clock" in told
    assert "--clock: quiz is no race" in told


def test_a_kiosk_measures_less_and_looks_for_no_card(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reload_work, "KIOSK_SECONDS", 0.6)
    monkeypatch.setattr(reload_work, "has_card", lambda: pytest.fail("it looks for a card"))
    values = [step.value for step in work_of(kiosk=True)()]
    assert values[-1].here.sizes == SIZES[:-1]
    assert values[-1].here.complete
    assert set(exercise.ASKED) <= set(SIZES[:-1]), "what is asked is measured"


def test_in_plain_lines(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    known(monkeypatch, Measurement(WHOLE, CARD))
    typed = iter(["2", "9", "1", "1", "4", "5", "1", "9", "3", "9", "2", "9", "q"])
    monkeypatch.setattr("batchgame.tui.plain.table._answer", lambda: next(typed, "q"))
    monkeypatch.setenv("BATCHGAME_DATA", str(tmp_path))
    assert main(["play", "reload", "--plain", "--lang", "en"]) == 0
    told = capsys.readouterr().out
    assert "B = 1000: you said 30, here" in told
    assert "4 of 4 points" in told
    assert f"--clock {FIT}" in told


def test_run_reload_gives_medians_and_quantiles(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["run", "reload", "--seconds", "1", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert [point["batch_size"] for point in found["points"]] == list(SIZES)
    assert found["points"][0]["ratio"] == 1
    assert found["busy"] == any(point["busy"] for point in found["points"])
    for point in found["points"]:
        assert 0 < point["quantile_20"] <= point["median"] <= point["quantile_90"]
    assert found["card"] is None
    assert main(["run", "reload", "--seconds", "0"]) == 2
    assert "--seconds 0: a number from 1 to 600 is needed" in capsys.readouterr().err


def test_check_leaves_what_a_busy_machine_cannot_prove(monkeypatch: pytest.MonkeyPatch) -> None:
    shaken = Times(SIZES, tuple(point_of(size, [1e-6 * size] * 5 + [1.0] * 5) for size in SIZES), 4.7, "", True)
    monkeypatch.setattr(exercise, "here", lambda: shaken)
    findings = check(load("reload"))
    assert len(findings) == 1
    assert "the machine is busy, not proved now: " in findings[0].what
    assert "one_longest" in findings[0].what
    assert main(["check", "reload"]) == 0
    monkeypatch.setattr(exercise, "here", lambda: WHOLE)
    assert check(load("reload")) == []
    serial = Times(SIZES, tuple(point_of(size, [1e-6 * size] * 3) for size in SIZES), 4.7, "", True)
    monkeypatch.setattr(exercise, "here", lambda: serial)
    assert any("far_less" in finding.what for finding in check(load("reload"))), "a machine for which it is not true"
