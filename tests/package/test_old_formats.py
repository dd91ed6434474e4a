"""What version 0.1 has written is read on: scenario files, command lines, tables, journals and progress files."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path

import pytest

from batchgame.scenarios.playables import find_race
from batchgame.scenarios.reading import library
from batchgame.sim.sweep import Found, Part, Sweep, compute
from batchgame.tui.command.main import main
from batchgame.tui.command.play import parser
from batchgame.tui.race.options import PlayOptions
from batchgame.tui.race.replay import line
from batchgame.tui.race.round import Round
from batchgame.tui.score.progress import Progress
from batchgame.tui.score.saved import Record

DATA = Path(__file__).parent / "data"
SWEEP = shlex.split(
    "sweep rescue --batch-size 1,5,20 --momentum 0,0.5 --trajectories 40 --updates 30"
    " --engine numpy --tool linear --seed 3"
)
RUN = shlex.split(
    "run saddle --batch-size 4 --momentum 0.5 --trajectories 20 --updates 30 --engine numpy --seed 3 --json"
)
RUN_0_1 = {
    "scenario": "saddle", "batch_size": 4, "momentum": 0.5, "learning_rate": 0.05, "trajectories": 20, "seed": 3,
    "engine": "numpy", "dtype": "float64", "parallel": 1, "updates": 30, "epochs": None, "solved": 0.0, "diverged": 0.0,
    "median_updates": None, "median_epochs": None, "median_time": None, "final_loss": -0.0004485661071104418,
    "status": "OUT OF BUDGET",
}  # fmt: skip
REPLAY_0_1 = "batchgame play boss --batch-size 4 --momentum 0.5 --tool to-all-8 --seed 7 --trajectories 50"
PROGRESS_0_1 = """{"version": 1, "language": "en", "theme": "dark", "sure": [1, 2], "unsure": [0, 1], "records":
 {"saddle": {"goal": true, "predicted": true, "par": false, "best_updates": 12.0, "best_time": 40.0, "plays": 3,
  "points": 4}}}"""


def test_a_scenario_file_of_format_1(tmp_path: Path) -> None:
    for name, keys in {
        "boss": ("format = 1", "[[stages.tools]]", "[stages.saw]"),
        "ravine": ("[stages.ground]",),
    }.items():
        text = library.path_of(name).read_text("utf-8")
        assert all(key in text for key in keys)
        (tmp_path / "my.toml").write_text(text, "utf-8")
        assert library.load(tmp_path / "my.toml") == library.load(name)
    boss = find_race("boss", "run").stage
    assert boss.observed.options
    assert boss.schedules
    assert boss.solution.schedule == "to-all-8"


def test_the_json_of_a_run(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(RUN) == 0
    said = json.loads(capsys.readouterr().out)
    assert [*said] == [*RUN_0_1, "seconds", "trajectory_steps_per_second"]
    assert {name: said[name] for name in RUN_0_1} == RUN_0_1


def test_a_table_and_the_journal_of_one_that_was_interrupted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The journal holds the first two parts of three; they are not computed again, and the table is what it was.

    Only a final loss is left out where the median trajectory diverged: 0.1 wrote the loss where it was stopped.
    """
    monkeypatch.setattr("batchgame.tui.command.sweep_table.version", lambda package: "0.1.0")
    out, computed = tmp_path / "rescue.csv", []
    (tmp_path / "rescue.csv.part").write_bytes((DATA / "journal-0.1.part").read_bytes())

    def counted(sweep: Sweep, part: Part) -> Found:
        computed.append(part)
        return compute(sweep, part)

    monkeypatch.setattr("batchgame.sim.sweep.compute", counted)
    assert main([*SWEEP, "--out", str(out)]) == 0
    was = (DATA / "sweep-0.1.csv").read_text("utf-8")
    assert out.read_text("utf-8") == re.sub(r",[^,]+,BLOWN UP$", ",,BLOWN UP", was, flags=re.MULTILINE)
    assert [part.batch_size for part in computed] == [20]


def test_a_replay_line() -> None:
    options = PlayOptions(**vars(parser().read(REPLAY_0_1.split()[2:])))
    race = find_race(options.scenario or "", "play")
    assert line(Round(race.scenario, race.stage, options)) == REPLAY_0_1


def test_a_progress_file_is_read_on(tmp_path: Path) -> None:
    (tmp_path / "progress.json").write_text(PROGRESS_0_1, "utf-8")
    progress = Progress.open(tmp_path)
    assert progress.notice is None
    assert (progress.language, progress.theme, progress.sure, progress.unsure) == ("en", "dark", (1, 2), (0, 1))
    old = Record(goal=True, predicted=True, best_updates=12.0, best_time=40.0, plays=3, points=4)
    assert progress.records == {"saddle": old}
    progress.record("hill", Record(goal=True))
    written = json.loads((tmp_path / "progress.json").read_text("utf-8"))
    assert written["version"] == 2
    assert set(written["records"]) == {"saddle", "hill"}
