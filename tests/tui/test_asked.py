"""The experiment that was asked about is on show: a grey lane beside the race, or a lane that runs it already."""

from __future__ import annotations

import io
import shlex
from pathlib import Path
from typing import Any

import pytest
from cells import glyph_rows
from driving import first_page, playing

from batchgame.scenarios.reading import library
from batchgame.scenarios.reading.library import find
from batchgame.sim.outcome import Status
from batchgame.tui.command.play import parser
from batchgame.tui.draw.grid import Grid
from batchgame.tui.draw.look import look
from batchgame.tui.game.pages.run import RunPage
from batchgame.tui.game.session import Session
from batchgame.tui.race.asked import MOST, beside, lane_as_said
from batchgame.tui.race.options import PlayOptions
from batchgame.tui.race.question import dealt
from batchgame.tui.race.replay import line
from batchgame.tui.race.round import Round
from batchgame.tui.race.said import said_did
from batchgame.tui.race.threaded import conductor_of
from batchgame.tui.score.progress import Progress
from batchgame.tui.text.catalogue import Catalogue

STAGES = [(name, stage.name) for name in library.names() for stage in library.load(name).stages]


def opened(words: str, answer: int | None, **options: Any) -> Round:
    round_ = Round(*find(words), PlayOptions(scenario=words, **{"trajectories": 100, **options}))
    round_.prediction.chosen, round_.prediction.sure = answer, True
    return round_


@pytest.mark.parametrize(("name", "stage"), STAGES)
def test_every_answer_of_the_bundled_stages_is_shown_by_some_lane(name: str, stage: str) -> None:
    words = f"{name}/{stage}" if stage else name
    for answer in range(len(find(words)[1].prediction.options)):
        round_ = opened(words, answer)
        assert (beside(round_) is None) == (lane_as_said(round_) is not None)


@pytest.mark.parametrize(
    ("words", "answer", "pick"),
    [
        ("gate", 0, (20, 0.95)),  # "the full batch, with enough momentum"
        ("ravine", 1, (4, 0.8)),
        ("saddle", 0, (20, 0.9)),
        ("boss", 1, (10, 0.8)),
    ],
)
def test_the_grey_lane_runs_what_the_answer_names(words: str, answer: int, pick: tuple[int, float]) -> None:
    what = beside(opened(words, answer))
    assert what is not None
    assert (what.lane.hyperparameters.batch_size, what.lane.hyperparameters.momentum) == pick


def test_no_grey_lane_where_the_race_shows_it_already_and_one_as_soon_as_the_knobs_are_turned() -> None:
    round_ = opened("shuffle", 0)
    assert beside(round_) is None
    assert lane_as_said(round_) == "you"
    round_.schedule = "reshuffle"
    assert beside(round_) is not None
    two = opened("two-weights", 0, batch_size=20, momentum=0.5)
    assert lane_as_said(two) == "one"


def test_a_kick_starts_beside_the_saddle() -> None:
    what = beside(opened("saddle", 2))
    assert what is not None
    assert what.start == (0.0, 0.1)
    assert Round(*find("saddle"), PlayOptions()).problem.start == (0.0, 0.0)


def test_from_the_second_try_on_the_grey_lane_is_the_last_try() -> None:
    round_ = opened("gate", 0, batch_size=10)
    conductor = conductor_of(round_)
    conductor.race.advance(conductor.race.duration)
    round_.finish(conductor.outcomes(), conductor.race.frame(), conductor.beside)
    assert round_.result is not None
    assert round_.result.said is not None
    round_.again()
    assert beside(round_) is None, "the knobs are still those of the last try"
    round_.batch_size = 2
    what = beside(round_)
    assert what is not None
    assert what.lane.name == "before"
    assert (what.lane.hyperparameters.batch_size, what.lane.hyperparameters.momentum) == (10, 0.9)
    assert " --asked " not in line(round_)


def test_it_changes_nothing_of_the_race() -> None:
    """Its numbers, its end and its clock are those of the same race without it."""
    plain, other = (conductor_of(opened("gate", answer, batch_size=2, trajectories=300)) for answer in (None, 0))
    assert plain.beside is None
    assert other.grey is not None
    assert other.grey.trajectories == MOST
    for conductor in (plain, other):
        conductor.skip()
        while not conductor.over:
            conductor.tick(0.1)
            assert conductor.grey is None or conductor.grey.time <= conductor.frame.time / 1e6
    assert plain.frame.time == other.frame.time
    assert plain.outcomes() == other.outcomes()


def test_a_fork_has_none_and_ten_times_longer_it_goes_on() -> None:
    conductor = conductor_of(opened("gate", 0, batch_size=20, momentum=0.0))
    conductor.one_update()
    assert conductor.grey is not None
    assert conductor.fork(opened("gate", 1, batch_size=2).lanes()[0].hyperparameters).grey is None
    budget = conductor.grey.budget_updates
    conductor.extend(10)
    assert conductor.grey.budget_updates == 10 * budget


@pytest.mark.parametrize(("words", "answer"), [("gate", 0), ("saddle", 2), ("ravine", 1), ("boss", 1), ("shuffle", 0)])
def test_the_replay_line_runs_it_again(words: str, answer: int) -> None:
    round_ = opened(words, answer, batch_size=4)
    typed = line(round_)
    assert f" --asked {answer + 1} " in typed
    again = Round(*find(words), PlayOptions(**vars(parser().read(shlex.split(typed)[2:]))))
    assert line(again) == typed
    assert beside(again) == beside(round_)
    assert " --asked " not in line(round_, "run")


def test_a_line_without_the_word_replays_as_it_did() -> None:
    words = shlex.split("gate --batch-size 20 --momentum 0.9 --seed 0")
    again = Round(*find("gate"), PlayOptions(**vars(parser().read(words))))
    assert again.prediction.chosen is None
    assert beside(again) is None
    assert " --asked " not in line(again)


@pytest.mark.parametrize("lang", ["en", "zh-TW"])
def test_at_the_end_one_line_says_what_came_of_it(lang: str) -> None:
    say = Catalogue(lang)
    beside_it, shown = opened("gate", 0), opened("two-weights", 2)
    for round_, pick, share in ((beside_it, "B = 20", "0%"), (shown, "B = 1", "100%")):
        conductor = conductor_of(round_)
        conductor.skip()
        while not conductor.over:
            conductor.tick(0.1)
        told = said_did(round_, conductor, say)
        assert pick in told
        assert share in told
    assert said_did(opened("gate", None), conductor_of(opened("gate", None)), say) == ""


def test_reference_lanes_are_those_that_the_stage_names() -> None:
    round_ = opened("ravine", None, momentum=0.5)
    assert [(lane.hyperparameters.batch_size, lane.hyperparameters.momentum) for lane in round_.lanes()] == [
        (4, 0.5), (4, 0.0), (4, 0.99),
    ]  # fmt: skip
    conductor = conductor_of(round_)
    conductor.skip()
    while not conductor.over:
        conductor.tick(0.1)
    solved = [lane.solved for lane in conductor.frame.lanes[1:]]
    assert conductor.frame.lanes[1].status != Status.ARRIVED
    assert solved[0] == 0, "they do not end as the player's own lane does"


@pytest.mark.parametrize(("ascii", "glyph"), [(False, "◌"), (True, "S")])
def test_the_grey_lane_has_a_row_and_a_place_on_the_map(ascii: bool, glyph: str, tmp_path: Path) -> None:
    chosen = look("true", "ascii" if ascii else "")
    session = Session(PlayOptions(scenario="gate", lang="en", trajectories=50), chosen, Progress.open(tmp_path))
    session.warm = True
    round_ = first_page(session).round  # type: ignore[attr-defined]
    round_.prediction.chosen = 1
    page = RunPage(session, round_)
    grid = Grid(80, 24, ink=(chosen.text, chosen.background, False), folds=chosen.folds)
    page.paint(grid)
    rows = glyph_rows(grid)
    assert any(row.startswith(f" {glyph} SAID ") for row in rows)
    assert any(glyph in row[:40] for row in rows[1:17])
    assert [row[3:8].strip() for row in rows[18:22]] == ["YOU", "SAID", "FULL", "B=1"]
    session.drop()


async def _result(folder: Path, lang: str, size: tuple[int, int]) -> tuple[str, list[str]]:
    async with playing(folder, size=size, scenario="gate", lang=lang, trajectories=60) as player:
        await player.to("result")
        return player.text(), player.grid().clipped


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
def test_the_result_has_its_row_and_never_counts_it(size: tuple[int, int], tmp_path: Path) -> None:
    import asyncio

    text, clipped = asyncio.run(_result(tmp_path, "en", size))
    assert "◌ SAID" in text
    assert clipped == []
    kept = (tmp_path / "progress.json").read_text()
    assert "said" not in kept


def test_plain_lines_tell_it_and_each_shot_that_is_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from batchgame.tui.command.main import main

    monkeypatch.setenv("BATCHGAME_DATA", str(tmp_path))
    full_batch = dealt(3, "gate prediction", 0).index(0) + 1
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{full_batch}\n9\n2\n0.5\n\n2\n1\nq\n"))
    words = ["play", "gate", "--plain", "--lang", "en", "--trajectories", "40", "--shots", "3"]
    assert main(words) == 0
    told = capsys.readouterr().out
    assert [f"Shot {n}, 2 examples" in told for n in (1, 2, 3, 4)] == [True, True, True, False]
    assert "You said B = 20, λ = 0.95: 0% solved, AT REST." in told


def test_an_answer_that_the_question_does_not_have_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    from batchgame.tui.command.main import main

    assert main(["play", "gate", "--asked", "4"]) == 2
    assert "--asked 4: the question of this stage has 3 answers" in capsys.readouterr().err
