"""`batchgame run`, `list`, `check` and `doctor`: what they print and how they end."""

import json
import re
import threading
from pathlib import Path

import pytest

from batchgame.scenarios.playables import all_playables
from batchgame.scenarios.proving.opened import most_solved
from batchgame.scenarios.reading.library import find, load, names
from batchgame.scenarios.text.numbers import percentage
from batchgame.sim.engine import available
from batchgame.tui.command.main import main
from batchgame.tui.plain import meter

FIELDS = [
    "scenario",
    "batch_size",
    "momentum",
    "learning_rate",
    "trajectories",
    "seed",
    "engine",
    "dtype",
    "parallel",
    "updates",
    "epochs",
    "solved",
    "diverged",
    "median_updates",
    "median_epochs",
    "median_time",
    "final_loss",
    "status",
    "seconds",
    "trajectory_steps_per_second",
]
NAMES = [f"{name}/{stage.name}" if stage.name else name for name in names() for stage in load(name).stages]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch):  # type: ignore[no-untyped-def]
    """Return a function that runs an experiment and returns its JSON object, which is all that is printed.

    Progress would be printed after a second, which a busy machine may need: it never comes here.
    """
    monkeypatch.setattr(meter, "FIRST_AFTER", threading.TIMEOUT_MAX)

    def run(scenario: str, batch_size: int, momentum: float, *words: str) -> dict[str, object]:
        knobs = ["--batch-size", str(batch_size), "--momentum", str(momentum)]
        assert main(["run", scenario, *knobs, *words, "--json"]) == 0
        out, err = capsys.readouterr()
        assert err == ""
        assert out.count("\n") == 1
        found: dict[str, object] = json.loads(out)
        return found

    return run


def steady(result: dict[str, object]) -> dict[str, object]:
    """Return the fields that do not depend on the speed of the machine."""
    return {name: value for name, value in result.items() if name not in FIELDS[-2:]}


def test_the_fields(run) -> None:  # type: ignore[no-untyped-def]
    result = run("saddle", 4, 0.5)
    assert list(result) == FIELDS
    _, stage = find("saddle")
    assert result["learning_rate"] == stage.learning_rate
    assert result["parallel"] == stage.parallel
    assert (result["updates"], result["epochs"]) == (stage.budget.updates, stage.budget.epochs)
    assert (result["trajectories"], result["seed"], result["dtype"]) == (1000, 0, "float64")
    assert result["engine"] in ("numpy", "native")
    assert result["seconds"] > 0


@pytest.mark.parametrize("name", NAMES)
def test_every_stage_runs_and_its_solution_solves(run, name: str) -> None:  # type: ignore[no-untyped-def]
    _, stage = find(name)
    ends = []
    for pick in (stage.solution, stage.default_pick):
        words = ("--tool", pick.schedule) if pick.schedule else ()
        result = run(name, pick.batch_size, pick.momentum, *words)
        assert (result["scenario"], result.get("tool")) == (name, pick.schedule)
        ends.append(result["solved"])
    assert ends[0] >= 0.9
    assert ends[1] <= (1.0 if stage.knobs else most_solved(stage)), "check looks at the stages with knobs of their own"


def test_the_same_words_give_the_same_numbers(run) -> None:  # type: ignore[no-untyped-def]
    words = ("canyon", 4, 0.9, "--seed", "4294967295", "--trajectories", "50")
    assert steady(run(*words)) == steady(run(*words))
    assert steady(run(*words)) != steady(run(*words[:4], "7", *words[5:]))


def test_options_reach_the_experiment(run) -> None:  # type: ignore[no-untyped-def]
    words = ("--learning-rate", "0.01", "--parallel", "20", "--epochs", "3", "--dtype", "float32", "--engine", "numpy")
    result = run("canyon", 19, 0.0, "--trajectories", "7", "--seed", "5", *words)
    expected = {"batch_size": 19, "momentum": 0.0, "learning_rate": 0.01, "parallel": 20, "epochs": 3, "updates": None}
    expected |= {"dtype": "float32", "engine": "numpy", "trajectories": 7, "seed": 5}
    assert {name: result[name] for name in expected} == expected


def test_at_rest_on_the_saddle(run) -> None:  # type: ignore[no-untyped-def]
    result = run("saddle", 20, 0.9)
    assert (result["solved"], result["status"]) == (0.0, "AT REST")
    assert [result[name] for name in ("median_updates", "median_epochs", "median_time")] == [None] * 3


def test_divergence_is_a_result(run, capsys) -> None:  # type: ignore[no-untyped-def]
    result = run("canyon", 1, 0.99, "--learning-rate", "1e300")
    assert result["diverged"] == 1.0
    assert result["status"] == "BLOWN UP"
    assert result["final_loss"] is None
    main(["run", "canyon", "--batch-size", "1", "--momentum", "0.99", "--learning-rate", "1e300"])
    assert re.search(r"^final loss +none: the median trajectory diverged$", capsys.readouterr().out, re.MULTILINE)


def test_the_table_says_the_same(run, capsys) -> None:  # type: ignore[no-untyped-def]
    result = run("saddle", 4, 0.5)
    main(["run", "saddle", "--batch-size", "4", "--momentum", "0.5"])
    out = capsys.readouterr().out
    assert percentage(result["solved"]) in out
    assert f"{result['median_updates']:g} updates" in out
    main(["run", "saddle", "--batch-size", "20", "--momentum", "0.5"])
    assert "no more than half" in capsys.readouterr().out


def test_an_engine_that_is_not_there(capsys) -> None:  # type: ignore[no-untyped-def]
    missing = [name for name, there, _ in available() if not there]
    if not missing:
        pytest.skip("every engine is there")
    offenders = []
    for command, engine in [(command, engine) for command in ("run", "play") for engine in missing]:
        status = main([command, "saddle", "--batch-size", "4", "--momentum", "0", "--engine", engine])
        out, err = capsys.readouterr()
        if (status, out) != (2, "") or f"--engine {engine}" not in err:
            offenders.append(f"{command} {engine}: {status}, {out!r}, {err!r}")
    assert not offenders, "\n".join(offenders)


def test_list(capsys) -> None:  # type: ignore[no-untyped-def]
    names = [playable.name for playable in all_playables()]
    assert main(["list"]) == 0
    out = capsys.readouterr().out
    assert [line.split()[0] for line in out.splitlines()] == names
    assert main(["list", "--lang", "zh-TW"]) == 0
    assert "鞍點" in capsys.readouterr().out
    assert main(["list", "--json"]) == 0
    assert [entry["name"] for entry in json.loads(capsys.readouterr().out)] == names


def test_doctor(capsys, tmp_path: Path, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setenv("BATCHGAME_DATA", str(tmp_path))
    monkeypatch.setenv("TERM", "xterm\x1b[31m")
    assert main(["doctor"]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    for fact in ("numpy", "textual", "cupy", "native", str(tmp_path), "not a terminal", "auto"):
        assert fact in out
    assert "\x1b" not in out
    assert not list(tmp_path.iterdir()), "looking must not write"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (
            b'{"version": 1, "language": "en", "records": {"hill": {"goal": true, "par": true}}}',
            "stages played: 1, stars: 2",
        ),
        (b'{"version": 9}', "later version"),
        (b"broken", "will be set aside"),
    ],
)
def test_doctor_reads_progress_and_leaves_it(capsys, tmp_path: Path, monkeypatch, content: bytes, said: str) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setenv("BATCHGAME_DATA", str(tmp_path))
    (tmp_path / "progress.json").write_bytes(content)
    assert main(["doctor"]) == 0
    assert said in capsys.readouterr().out
    assert [file.read_bytes() for file in tmp_path.iterdir()] == [content]


def test_check_finds_a_false_claim(capsys, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    text = (Path(__file__).parents[2] / "scenarios" / "races" / "hill.toml").read_text(encoding="utf-8")
    ours = tmp_path / "ours.toml"
    ours.write_text(re.sub(r"hold = \d+", "hold = 9000", text), encoding="utf-8")
    assert main(["check", str(ours)]) == 1
    out, _ = capsys.readouterr()
    assert "solution" in out


@pytest.mark.slow
def test_check_finds_nothing_in_the_bundled_ones(capsys) -> None:  # type: ignore[no-untyped-def]
    assert main(["check"]) == 0
    out = capsys.readouterr().out
    assert not [name for name in names() if f"{name}: sound" not in out]
