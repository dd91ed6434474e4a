"""What a player can do while a race goes on: fork it, copy the line that replays it, call a standstill."""

from __future__ import annotations

import asyncio
import json
import shlex
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from driving import LANGUAGES, SIZES, playing

from batchgame.scenarios.playables import find_race
from batchgame.scenarios.reading.library import find, load, names
from batchgame.scenarios.text.numbers import number, percent
from batchgame.sim.hyperparameters import Hyperparameters
from batchgame.sim.race import Lane, Race
from batchgame.sim.schedule import Batches
from batchgame.tui.command import run
from batchgame.tui.command.main import main
from batchgame.tui.command.play import parser
from batchgame.tui.maps.best import WAYS, best_on_map
from batchgame.tui.race.options import PlayOptions
from batchgame.tui.race.replay import line
from batchgame.tui.race.round import Round
from batchgame.tui.score.stars import chance_points, points

BOTH = (("run", run.parser), ("play", parser))
STAGES = [f"{name}/{stage.name}" for name in names() for stage in load(name).stages]


@pytest.mark.parametrize("words", STAGES)
def test_the_replay_line_is_the_race(words: str) -> None:
    scenario, stage = find(words)
    ladders, schedules = stage.ladders, [schedule.name for schedule in stage.schedules]
    options = PlayOptions(scenario=words.rstrip("/"), seed=17, trajectories=50, parallel=ladders.parallel[-1])
    round_ = Round(scenario, stage, options)
    round_.batch_size, round_.momentum = ladders.batch_size[-1], ladders.momentum[-1]
    round_.schedule = schedules[-1] if schedules else None
    typed = shlex.split(line(round_))
    assert typed[:2] == ["batchgame", "play"]
    again = Round(scenario, stage, PlayOptions(**vars(parser().read(typed[2:]))))
    assert line(again) == line(round_)
    assert (again.lanes(), again.parallel, again.options.seed) == (round_.lanes(), round_.parallel, 17)
    ran, played = (vars(each().read(shlex.split(line(round_, how))[2:])) for how, each in BOTH)
    assert ran.items() >= {word: value for word, value in played.items() if word in ran}.items()


def test_both_commands_take_every_word_that_a_line_can_hold(capsys: pytest.CaptureFixture[str]) -> None:
    name = f"daily-{date(2026, 11, 24).isoformat()}"
    options = PlayOptions(scenario=name, seed=4, trajectories=60, learning_rate=0.03, parallel=7, engine="numpy")
    race = find_race(name, "play")
    round_ = Round(race.scenario, race.stage, options)
    typed = line(round_, "run")
    for word in ("batch-size", "momentum", "learning-rate", "parallel", "seed", "trajectories", "engine"):
        assert f" --{word} " in typed
    assert main([*shlex.split(typed)[1:], "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["scenario"], told["learning_rate"], told["parallel"]) == (name, 0.03, 7)
    again = Race(round_.problem, round_.lanes(), parallel=7, seed=4, trajectories=60, engine="numpy")
    again.advance(again.duration)
    outcome = again.outcomes()["you"]
    assert (told["solved"], told["final_loss"]) == (outcome.probability, outcome.final_loss)


def test_run_takes_the_same_words_and_gives_the_same_numbers(capsys: pytest.CaptureFixture[str]) -> None:
    scenario, stage = find("shuffle")
    round_ = Round(scenario, stage, PlayOptions(seed=5, trajectories=200))
    round_.batch_size, round_.schedule = 4, "replacement"
    race = Race(round_.problem, round_.lanes(), parallel=round_.parallel, seed=5, trajectories=200)
    race.advance(race.duration)
    words = shlex.split(line(round_, "run"))[1:]
    assert main([*words, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["tool"] == "replacement"
    assert told["solved"] == race.outcomes()["you"].probability > 0


@pytest.mark.share(2)
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_fork_in_the_game(lang: str, size: tuple[int, int], tmp_path: Path) -> None:
    async def play() -> None:
        async with playing(tmp_path, size=size, scenario="ravine", lang=lang, trajectories=50) as player:
            await player.to("run")
            await player.press("full_stop", "full_stop")
            # Two updates, and more if the race went on before the first key.
            fired = player.page.conductor.frame.lanes[0].updates
            assert fired >= 2
            await player.press("f")
            assert player.step == "fork"
            await player.press("enter")
            assert player.step == "fork", "nothing is changed yet"
            await player.press("right", "down", "right", "right", "right")
            assert player.page.round.batch_size == player.page.race.batch_size, "one knob at a time"
            assert player.grid().clipped == []
            await player.press("enter")
            assert player.step == "forkrun"
            since = player.page.since
            await player.press("enter")
            await player.until("race")
            same, turned = player.page.conductor.frame.lanes
            assert (same.lane.name, turned.lane.name, since) == ("you", "fork", fired)
            assert turned.solved > same.solved
            assert player.grid().clipped == []
            await player.press("enter")
            assert player.step == "run"
            assert player.page.conductor.frame.lanes[0].updates == since, "the race has waited"
            await player.to("result")
            assert not player.app.session.progress.records["ravine"].goal, "a fork earns nothing"

    asyncio.run(play())


def test_branches_share_state_and_batches() -> None:
    scenario, stage = find("canyon")
    options = PlayOptions(seed=3, trajectories=20)
    round_ = Round(scenario, stage, options)
    words = Hyperparameters(4, 0.0, stage.learning_rate)

    def race() -> Race:
        return Race(round_.problem, (Lane("you", words),), parallel=20, seed=3, trajectories=20)

    first, whole = race(), race()
    first.advance(7_000_000)
    batches = Batches(20, 4)
    unchanged = first.fork("you", words)
    slower = first.fork("you", Hyperparameters(4, 0.9, stage.learning_rate))
    larger = first.fork("you", Hyperparameters(4, 0.0, stage.learning_rate, batches.turned(7, 10)))
    for twin in (unchanged, slower, larger, whole):
        twin.advance(12_000_000)
    reached = [lane.markers for lane in unchanged.frame().lanes]
    assert (reached[0] == reached[1]).all(), "the same words, the same way"
    assert (reached[0] == whole.frame().lanes[0].markers).all(), "a fork does not disturb"
    assert not np.allclose(slower.frame().lanes[1].markers, reached[0])
    assert (larger.frame().lanes[0].markers == reached[0]).all()
    assert [lane.batch_size for lane in larger.frame().lanes] == [4, 10]
    assert first.time == 7_000_000


def test_calling_a_standstill(tmp_path: Path) -> None:
    async def play() -> None:
        async with playing(tmp_path, scenario="saddle", lang="en", trajectories=50, motion="reduced") as player:
            await player.to("run")
            await player.press("space", "c")
            assert "Not yet" in player.text()
            assert player.page.round.called is None
            for _ in range(40):
                await player.press("full_stop")
            await player.press("c")
            assert player.page.round.called == "full", player.text()
            assert "AT REST" in player.text()
            await player.press("y")
            assert "batchgame play saddle --batch-size" in player.text()
            await player.press("left")
            assert "batchgame play" not in player.text()
            await player.to("result")
            assert player.app.session.progress.records["saddle"].points == points(player.page.round.right, True) + 1

    asyncio.run(play())


def test_several_ways_to_be_best(tmp_path: Path) -> None:
    async def play() -> None:
        words = {"scenario": "epoch", "lang": "en", "batch_size": 1, "momentum": 0.0, "trajectories": 100}
        async with playing(tmp_path, size=(120, 40), **words) as player:
            await player.to("result")
            await player.until("map")
            await player.press("b")
            page = player.page
            for way in WAYS:
                best = best_on_map(page.map, way)
                assert best is not None
                solving = [cell for cell in page.map.cells.values() if cell.probability >= 0.8]
                assert best.median == min(
                    value for cell in solving if (value := getattr(cell, f"median_{way}")) is not None
                )
            record = player.app.session.progress.records["epoch"]
            for value in (record.best_updates, record.best_epochs, record.best_time):
                assert value is not None
                assert number(value) in player.text()
            assert len({best_on_map(page.map, way)[:2] for way in WAYS}) > 1, "one pick is not best in all"

    asyncio.run(play())


@pytest.mark.share(2)
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_from_the_second_race_on_the_chance_to_solve_is_asked(lang: str, size: tuple[int, int], tmp_path: Path) -> None:
    async def play() -> None:
        words = {"scenario": "saddle", "batch_size": 4, "momentum": 0.9, "trajectories": 100}
        async with playing(tmp_path, size=size, lang=lang, **words) as player:
            await player.to("aim")
            assert "chance" not in player.page.knobs.rows
            await player.to("result")
            before = player.app.session.progress.records["saddle"].points
            await player.press("r")
            assert player.page.knobs.rows[-1] == "chance"
            assert player.grid().clipped == []
            await player.press("up", "right", "right")
            assert player.page.round.chance == 1.0
            await player.to("result")
            came = player.page.result.outcomes["you"].probability
            earned = player.app.session.progress.records["saddle"].points - before
            assert earned == chance_points(1.0, came)
            assert percent(round(came * 100), 100) in player.text()
            assert player.grid().clipped == []

    asyncio.run(play())


@pytest.mark.parametrize(("said", "came", "points"), [(1.0, 0.9, 2), (0.5, 0.7, 1), (0.75, 0.3, 0), (1.0, 0.0, -1)])
def test_a_chance_is_scored_by_distance(said: float, came: float, points: int) -> None:
    assert chance_points(said, came) == points
