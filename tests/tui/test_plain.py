"""The game in plain lines: a whole round through pipes, with the numbers that `batchgame run` gives.

Most games here are played inside the test's own process: a new one takes half a second, and most tests ask nothing of
it. `through_pipes` starts a real one.
"""

import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

from batchgame.scenarios.daily.race import daily, difficulty
from batchgame.scenarios.reading import exercise
from batchgame.scenarios.reading.library import find, load, names
from batchgame.scenarios.reading.sources import shown
from batchgame.scenarios.reading.text import Text
from batchgame.scenarios.text.prose import fill
from batchgame.tui.command.main import main
from batchgame.tui.race.figures import values
from batchgame.tui.race.options import PlayOptions
from batchgame.tui.race.practice import Practice
from batchgame.tui.race.question import Question
from batchgame.tui.race.round import Round
from batchgame.tui.score.progress import Progress
from batchgame.tui.text.catalogue import Catalogue

BATCHGAME = [sys.executable, "-m", "batchgame.tui.cli"]
STAGES = [f"{name}/{stage.name}".rstrip("/") for name in names() for stage in load(name).stages]
ROUND = ["1", "9", "4", "0.5", "", "2", "2", "q"]  # predict, sure, batch size, momentum, clock, saw, transfer, leave


class Game(NamedTuple):
    """The end of a game in plain lines: its exit status and all it has written."""

    returncode: int
    stdout: str
    stderr: str


def plain(folder: Path, lines: list[str], *words: str) -> Game:
    """Play in this process, with `lines` as the whole input and progress in `folder`."""
    typed = "".join(f"{line}\n" for line in lines).encode()
    streams = [io.TextIOWrapper(io.BytesIO(data), encoding="utf-8", newline="\n") for data in (typed, b"", b"")]
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("BATCHGAME_DATA", str(folder))
        for name, stream in zip(("stdin", "stdout", "stderr"), streams, strict=True):
            patch.setattr(sys, name, stream)
        status = main(["play", "--plain", *words])
    said = []
    for stream in streams[1:]:
        stream.flush()
        said.append(stream.buffer.getvalue().decode())  # type: ignore[attr-defined]
    return Game(status, *said)


def through_pipes(folder: Path, lines: list[str], *words: str) -> Game:
    """Play in a process of its own, whose three streams are pipes."""
    done = subprocess.run(
        [*BATCHGAME, "play", "--plain", *words],
        input="".join(f"{line}\n" for line in lines),
        env=os.environ | {"BATCHGAME_DATA": str(folder), "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    return Game(done.returncode, done.stdout, done.stderr)


@pytest.mark.parametrize("lang", ["en", "zh-TW"])
def test_a_round_through_pipes(tmp_path: Path, lang: str) -> None:
    game = through_pipes(tmp_path, ROUND, "saddle", "--lang", lang, "--seed", "3", "--trajectories", "300")
    assert (game.returncode, game.stderr) == (0, "")
    _, stage = load("saddle"), load("saddle").stage()
    for option in (*stage.prediction.options, *stage.observed.options, *stage.transfer.options):
        assert option.text[lang] in game.stdout
    assert not re.search(r"\{[a-z_]*\}", game.stdout), "an unfilled place"
    assert "\x1b" not in game.stdout
    words = ["--batch-size", "4", "--momentum", "0.5", "--seed", "3", "--trajectories", "300", "--json"]
    run = subprocess.run([*BATCHGAME, "run", "saddle", *words], capture_output=True, text=True, check=True)
    expected = json.loads(run.stdout)
    solved = round(expected["solved"] * 300)
    share = "100%" if solved == 300 else f"{100 * expected['solved']:.{1 if solved > 297 else 0}f}%"
    assert share in game.stdout
    assert f"{expected['median_updates']:g} " in game.stdout
    record = Progress.open(tmp_path).records["saddle"]
    assert record.goal == (expected["solved"] >= 0.8)
    assert record.best_updates == expected["median_updates"]
    assert record.plays == 1


def test_the_menu_and_another_race(tmp_path: Path) -> None:
    stages = sum(len(load(name).stages) for name in names())
    game = plain(tmp_path, ["99", "1", *ROUND[:-1], "", "hill", *ROUND], "--trajectories", "100")
    assert (game.returncode, game.stderr) == (0, "")
    assert f"  {stages + len(exercise.names())}  " in game.stdout
    assert "Not understood" in game.stdout
    assert set(Progress.open(tmp_path).records) == {"epoch", "hill"}


def test_again_with_other_knobs(tmp_path: Path) -> None:
    game = plain(tmp_path, [*ROUND[:-1], "r", *ROUND[:5], "50", *ROUND[5:]], "saddle", "--trajectories", "100")
    assert game.returncode == 0
    assert Progress.open(tmp_path).records["saddle"].plays == 2


def test_the_input_may_end_anywhere(tmp_path: Path) -> None:
    for typed in range(len(ROUND)):
        game = plain(tmp_path, ROUND[:typed], "saddle", "--trajectories", "50")
        assert (game.returncode, game.stderr) == (0, ""), f"after {typed} lines"
        assert game.stdout.endswith("Good bye.\n"), f"after {typed} lines"


def test_a_pipe_that_ends_early_is_a_good_bye(tmp_path: Path) -> None:
    game = through_pipes(tmp_path, ROUND[:4], "saddle", "--trajectories", "50")
    assert (game.returncode, game.stderr) == (0, "")
    assert game.stdout.endswith("Good bye.\n")


def test_nonsense_is_asked_again(tmp_path: Path) -> None:
    lines = ["5", "", "one", "1", "1", "9", "21", "0.5", "4", "2", "0.5", "7", "1", "0", "2", "x", "2", "q"]
    game = plain(tmp_path, lines, "saddle", "--trajectories", "50")
    assert (game.returncode, game.stderr) == (0, "")
    assert game.stdout.count("Not understood") >= 7


def test_ascii(tmp_path: Path) -> None:
    game = plain(tmp_path, ROUND, "saddle", "--ascii", "--trajectories", "50")
    assert game.returncode == 0
    assert game.stdout.isascii()


@pytest.mark.share(2)
@pytest.mark.parametrize("lang", ["en", "zh-TW"])
@pytest.mark.parametrize("stage", STAGES)
def test_the_transcript_of_every_stage(stage: str, lang: str, tmp_path: Path) -> None:
    """Find all texts of the screen in its order: story, hints, questions, lesson, claims, sources, the next stage.

    The second race and the one that is ten times longer say no text of the stage: one stage plays them in Chinese too.
    """
    whole = lang == "en" or stage == "saddle"
    scenario, task = find(stage)
    say, opened = Catalogue(lang), Round(scenario, task, PlayOptions())
    ladders = task.ladders
    turning = (
        len(ladders.batch_size) > 1,
        len(ladders.momentum) > 1,
        len(task.schedules) > 0,
        len(ladders.parallel) > 1,
    )
    interval = say("plain.lane", lane="", batch_size="", momentum="", solved="|", interval="|", status="").split("|")[1]
    other = ["t"] if task.batch_losses or task.test_shift else []
    typed = ["h", "h", "h", "2", "8", *[""] * sum(turning), "1", "1", "m", "b", *["+"] * whole, *other]
    typed += ["r", "1", "9", *[""] * sum(turning), "25", "1", "1"] if whole else []
    game = plain(tmp_path, [*typed, "q"], stage, "--lang", lang, "--trajectories", "20")
    assert (game.returncode, game.stderr) == (0, "")
    assert game.stdout.endswith(say("plain.bye") + "\n")
    assert not re.search(r"\{[a-z_]*\}", game.stdout), "an unfilled place"
    at = 0
    for text in _told(opened):
        for part in re.split("[…—]", fill(text[lang], _Known(values(opened, lang, ready=False)))):
            assert part in game.stdout[at:], text[lang]
            at = game.stdout.index(part, at)
    for source in (source for claim in task.claims for source in claim.sources):
        assert shown(source, {}, lang, say("claim.against")) in game.stdout
    assert game.stdout.count(interval) == (9 if whole else 3), "three lanes, twice, and once for ten times longer"
    start, end = (game.stdout.index(say(key)) for key in ("map.title", "bests.title"))
    assert "?" not in game.stdout[start:end], "three hints have opened the map"


class _Known(dict[str, str]):
    """Values that need no simulation, with a dash for those of a race."""

    def __missing__(self, name: str) -> str:
        return "—"


def _told(round_: Round) -> list[Text]:
    """Return the texts of a stage in the order of a round; the hints are asked for at the first question."""
    task = round_.stage
    asked, observed, last = task.prediction, task.observed, task.transfer
    return [
        *(task.story, asked.prompt, *(asked.options[n].text for n in round_.prediction.order), *task.hints),
        *(observed.prompt, *(observed.options[n].text for n in round_.observation.order), task.lesson),
        *(claim.statement for claim in task.claims),
        *(last.prompt, *(last.options[n].text for n in round_.transfer.order), task.next),
    ]


@pytest.mark.parametrize("name", ["quiz", "step"])
def test_a_hint_in_an_exercise(name: str, tmp_path: Path) -> None:
    drill = exercise.load(name)
    game = plain(tmp_path, ["h", "h", "h", "h", "1", "q"], name, "--lang", "en")
    assert game.returncode == 0
    for hint in drill.hints:
        assert exercise.say(drill, hint, "en") in game.stdout


def test_the_race_of_the_day_says_how_hard_it_is(tmp_path: Path) -> None:
    name = "daily-2026-11-24"
    game = plain(tmp_path, ["1", "q"], name, "--lang", "en")
    assert game.returncode == 0
    share = f"{100 * difficulty(daily(name)):.0f}%"
    assert Catalogue("en")("plain.difficulty", share=share) in game.stdout


ALONE = ("reload", "diagnose")  # they measure or train; their own files play them in plain lines
LONG = {"gap": [pytest.mark.slow]}  # a hundred pairs of networks


@pytest.mark.share(2)
@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=LONG.get(name, [])) for name in exercise.names() if name not in ALONE]
)
@pytest.mark.parametrize("lang", ["en", "zh-TW"])
def test_every_exercise(name: str, lang: str, tmp_path: Path) -> None:
    drill = exercise.load(name)
    questions = Practice(drill).questions
    lines = [line for card in drill.cards for line in (right_digit(questions[card.name]), "9")]
    lines[2:2] = in_the_middle(name)
    game = plain(tmp_path, [*lines, "q"], name, "--lang", lang)
    progress = r".*: +\d+%, \d+ s\n"  # of networks in training
    assert (game.returncode, re.sub(progress, "", game.stderr)) == (0, "")
    for card in drill.cards:
        assert exercise.say(drill, card.prompt, lang) in game.stdout
        assert exercise.say(drill, card.because, lang) in game.stdout
    for text in (drill.story, drill.lesson, *(claim.statement for claim in drill.claims)):
        assert exercise.say(drill, text, lang) in game.stdout
    for source in (source for told in (*drill.cards, *drill.claims) for source in told.sources):
        assert shown(source, {}, lang, Catalogue(lang)("claim.against")) in game.stdout
    assert not re.search(r"\{[a-z_]*\}", game.stdout), "an unfilled place"
    record = Progress.open(tmp_path).records[name]
    assert (record.goal, record.predicted, record.par, record.points) == (True, True, True, 2 * len(drill.cards))


def right_digit(question: Question) -> str:
    """Return what is typed for the right answer of a question as it was dealt."""
    assert question.right is not None
    return str(question.order.index(question.right) + 1)


def in_the_middle(name: str) -> list[str]:
    """Return the right answers to all that is asked between the first card and the lesson."""
    if name == "step":
        from batchgame.tui.game.workshops.step import ROUNDS, choices, walker

        manual, lines = walker(), []
        for _ in range(ROUNDS):
            lines.append(str(choices(manual)[1].index(2) + 1))
            manual.update()
        return [*lines, "2", "2"]  # the weights of the sum, and the movement in the hollow
    if name == "hessian":
        from batchgame.scenarios.exercises.hessian import PLACES, PLAYED

        return [line for kind in PLAYED for line in (str(PLACES[kind].answer + 1), str(PLACES[kind].leaves + 1))]
    if name == "summary":
        from batchgame.scenarios.exercises.summary import BUDGETS, ROWS, good

        return [*(str(better + 1) for better in ROWS.values()), *(str(min(good(budget))) for budget in BUDGETS)]
    if name == "exam":
        from batchgame.scenarios.exercises.exam import TASKS, chances

        best = [max(chances(words), key=lambda pick: chances(words)[pick]) for words in TASKS]
        return [line for batch_size, momentum in best for line in (str(batch_size), f"{momentum:g}")]
    if name == "gap":
        from batchgame.scenarios.exercises.gap import MISSING, TABLE
        from batchgame.tui.game.workshops.gap_sayings import right_mark

        return [f"{TABLE[MISSING].test_large.mean:.0f}", *(str(right_mark(row) + 1) for row in TABLE), "1", "2"]
    if name == "accuracy":
        from batchgame.scenarios.exercises.accuracy import SIZES
        from batchgame.tui.game.workshops.accuracy_bets import IS_LEVEL, answers_dealt

        return [*map(str, SIZES[:-1]), str(answers_dealt(0).index(IS_LEVEL) + 1)]
    if name == "rescue-network":
        return ["1", "3", "2", "3", "1", "1", "2"]
    if name == "dimension":
        from batchgame.scenarios.exercises.dimension import ASKED, answer

        return [str(answer(d) + 1) for d in ASKED]
    return []


def test_the_players_own_race_answers_the_summary(tmp_path: Path) -> None:
    lines = [*ROUND[:-1], "", "summary", "1", "9", *in_the_middle("summary"), "q"]
    game = plain(tmp_path, lines, "saddle", "--lang", "en", "--trajectories", "50")
    assert game.returncode == 0
    assert "in your race saddle batch size 1 solved 100%, the full batch 0%" in game.stdout


def test_no_terminal_library_is_loaded(tmp_path: Path) -> None:
    code = """
import io, sys
from batchgame.tui.command.main import main
sys.stdin = io.StringIO("1\\n9\\n4\\n0.5\\n\\n2\\n2\\n")
main(["play", "saddle", "--plain", "--trajectories", "10"])
sys.exit(bool({"textual", "rich"} & sys.modules.keys()))
"""
    environ = os.environ | {"BATCHGAME_DATA": str(tmp_path)}
    assert subprocess.run([sys.executable, "-c", code], env=environ, capture_output=True, check=False).returncode == 0
