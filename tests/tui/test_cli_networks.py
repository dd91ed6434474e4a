"""`batchgame run accuracy` and `batchgame sweep accuracy`: what they print, what they refuse, how they end."""

from __future__ import annotations

import csv
import json
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from batchgame.sim.networks.networks import Networks, Setup
from batchgame.tui.command.main import main
from batchgame.tui.plain import meter

FIELDS = [
    "scenario", "data", "examples", "wrong_labels", "batch_size", "momentum", "learning_rate", "networks", "seed",
    "engine", "updates", "epochs", "train_accuracy", "test_accuracy", "train_loss", "test_loss", "seconds",
    "examples_per_second",
]  # fmt: skip


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Any:
    """Return a function that runs the command and returns its JSON object, which is all that is printed."""
    monkeypatch.setattr(meter, "FIRST_AFTER", threading.TIMEOUT_MAX)

    def run(*words: str) -> dict[str, Any]:
        assert main(["run", "accuracy", *words, "--json"]) == 0
        out, err = capsys.readouterr()
        assert err == ""
        assert out.count("\n") == 1
        found: dict[str, Any] = json.loads(out)
        return found

    return run


def test_the_fields_and_what_is_usual(run: Any) -> None:
    found = run("--batch-size", "64", "--networks", "5")
    assert list(found) == FIELDS
    usual = {name: found[name] for name in FIELDS[:9]}
    assert usual == {
        "scenario": "accuracy", "data": "digits", "examples": 1200, "wrong_labels": 0.0, "batch_size": 64,
        "momentum": 0.0, "learning_rate": 0.1, "networks": 5, "seed": 0,
    }  # fmt: skip
    assert (found["updates"], found["epochs"]) == (380, 20)
    networks = Networks(Setup(), 5, batch_size=64)
    networks.advance(380)
    for name, values in networks.measure()._asdict().items():
        assert found[name] == pytest.approx({"mean": values.mean(), "standard_error": values.std(ddof=1) / 5**0.5})
    assert found["examples_per_second"] == pytest.approx(5 * 20 * 1200 / found["seconds"], rel=0.01)


def test_options_reach_the_networks(run: Any) -> None:
    words = "--data spirals --examples 500 --wrong-labels 0.1 --momentum 0.5 --learning-rate 0.2 --seed 7 --updates 90"
    found = run("--batch-size", "100", "--networks", "3", "--engine", "numpy", *words.split())
    setup = Setup("spirals", examples=500, wrong_labels=0.1)
    networks = Networks(setup, 3, seed=7, batch_size=100, learning_rate=0.2, momentum=0.5, engine="numpy")
    networks.advance(90)
    assert found["engine"] == "numpy"
    assert found["epochs"] == 18
    assert found["test_loss"]["mean"] == networks.measure().test_loss.mean()


def test_until_a_loss(run: Any) -> None:
    found = run(
        "--batch-size", "10", "--networks", "3", "--examples", "50", "--learning-rate", "0.5", "--until-loss", "0.1"
    )
    assert found["reached"] == 1
    assert found["train_loss"]["mean"] <= 0.1
    assert found["updates"] == found["epochs"] * 5
    found = run("--batch-size", "50", "--networks", "3", "--examples", "50", "--until-loss", "0.1", "--epochs", "4")
    assert (found["reached"], found["updates"], found["epochs"]) == (0, 4, 4)


def test_curves_and_sharpness(run: Any) -> None:
    words = ("--batch-size", "50", "--networks", "3", "--examples", "120", "--epochs", "4")
    found = run(*words, "--curves", "--sharpness")
    curves = found["curves"]
    assert curves["updates"] == [0, 3, 6, 9, 12]
    assert curves["epochs"] == [0, 1, 2, 3, 4]
    for name in ("train_accuracy", "test_accuracy", "train_loss", "test_loss"):
        assert len(curves[name]["mean"]) == 5
        assert curves[name]["mean"][-1] == found[name]["mean"]
        assert curves[name]["standard_error"][-1] == found[name]["standard_error"]
    assert found["sharpness"]["mean"] > 0
    assert found["train_loss"] == run(*words)["train_loss"]


def test_what_does_not_exist_is_null(run: Any) -> None:
    assert run("--batch-size", "60", "--networks", "1", "--epochs", "1")["test_accuracy"]["standard_error"] is None
    found = run("--batch-size", "60", "--networks", "2", "--epochs", "2", "--learning-rate", "1e38")
    assert found["train_loss"] == {"mean": None, "standard_error": None}


def test_the_table_says_the_same(capsys: pytest.CaptureFixture[str]) -> None:
    words = ["run", "accuracy", "--batch-size", "60", "--networks", "2", "--epochs", "2", "--curves", "--sharpness"]
    assert main(words) == 0
    table = capsys.readouterr().out
    assert main([*words, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    for name in ("train_accuracy", "test_accuracy", "train_loss", "test_loss"):
        assert f"{found[name]['mean']:.4f} ± {found[name]['standard_error']:.4f}" in table
    assert max(map(len, table.splitlines())) < 100


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("--batch-size 1201", "--batch-size 1201: there are 1200 training examples, 1 to that is allowed (--examples)"),
        ("--batch-size 1025 --data spirals", "1024 training examples"),
        (
            "--batch-size 9 --examples 1797",
            "--examples 1797: digits has 1797 examples, and one at least is for the test",
        ),
        ("--batch-size 9 --examples 1", "--examples 1: a whole number from 2 up is needed"),
        ("--batch-size 0", "--batch-size 0: a whole number from 1 to the number of examples is needed"),
        ("--batch-size 9 --wrong-labels 1.1", "--wrong-labels 1.1: a number from 0 to 1 is needed"),
        ("--batch-size 9 --until-loss 0", "--until-loss 0: a number above 0 is needed"),
        ("--batch-size 9 --networks 0", "--networks 0: a whole number from 1 to 1000000 is needed"),
        ("--batch-size 9 --data mnist", "--data mnist: one of digits, spirals is needed"),
        ("--batch-size 9 --momentum 1", "--momentum 1: a number from 0 to below 1 is needed"),
        ("--batch-size 1 --epochs 1e9", "at most 1000000000 can be run"),
        ("--batch-size 9 --trajectories 5", "run accuracy has no option --trajectories"),
        ("--networks 9", "--batch-size"),
    ],
)
def test_refusals_are_one_line(words: str, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["run", "accuracy", *words.split()]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("batchgame: ")
    assert err.count("\n") == 1
    assert said in err


def test_the_name_may_come_last_and_other_races_keep_their_options(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["run", "--batch-size", "60", "--epochs", "1", "--networks", "2", "accuracy"]) == 0
    assert "test accuracy" in capsys.readouterr().out
    assert main(["run", "saddle", "--batch-size", "1", "--momentum", "0", "--tool", "accuracy"]) == 2
    assert "--tool accuracy" in capsys.readouterr().err


def test_ctrl_c_ends_it_with_one_line() -> None:
    words = ["run", "accuracy", "--batch-size", "1", "--networks", "5000", "--json"]
    code = "import sys; from batchgame.tui.command.main import main; sys.exit(main(sys.argv[1:]))"
    child = subprocess.Popen(
        [sys.executable, "-c", code, *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert child.stderr
    first = child.stderr.readline()  # progress: the work has begun
    os.kill(child.pid, signal.SIGINT)
    out, err = child.communicate(timeout=60)
    assert first.startswith("accuracy: ")
    assert child.returncode == 130
    assert out == ""
    assert "Traceback" not in err
    assert err.splitlines()[-1].startswith("batchgame: interrupted")


def test_a_sweep_is_the_same_as_its_runs_and_goes_on(
    run: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "found.csv"
    words = ["sweep", "accuracy", "--batch-size", "30,60", "--momentum", "0,0.5", "--networks", "3", "--epochs", "2"]
    assert main([*words, "--out", str(out)]) == 0
    assert "4 cells" in capsys.readouterr().out
    rows = list(csv.DictReader(out.open(encoding="utf-8")))
    assert [(row["batch_size"], row["momentum"]) for row in rows] == [
        ("30", "0.0"), ("30", "0.5"), ("60", "0.0"), ("60", "0.5"),
    ]  # fmt: skip
    one = run("--batch-size", "60", "--momentum", "0.5", "--networks", "3", "--epochs", "2")
    assert float(rows[3]["test_accuracy"]) == one["test_accuracy"]["mean"]
    assert float(rows[3]["train_loss_standard_error"]) == one["train_loss"]["standard_error"]
    assert main([*words, "--out", str(out)]) == 2
    assert "is there already" in capsys.readouterr().err


def test_a_stopped_sweep_goes_on(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: Any) -> None:
    from batchgame.tui.command import accuracy_table

    whole, cut = tmp_path / "whole.npz", tmp_path / "cut.npz"
    words = ["sweep", "accuracy", "--batch-size", "30,40,60", "--networks", "3", "--epochs", "1", "--out"]
    assert main([*words, str(whole)]) == 0
    own, calls = accuracy_table.run, []

    def stopping(*arguments: Any) -> Any:
        calls.append(arguments)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return own(*arguments)

    monkeypatch.setattr(accuracy_table, "run", stopping)
    assert main([*words, str(cut)]) == 130
    assert "the same words go on" in capsys.readouterr().err
    assert (
        main(["sweep", "accuracy", "--batch-size", "30,40", "--networks", "3", "--epochs", "1", "--out", str(cut)]) == 2
    )
    assert "another --batch-size" in capsys.readouterr().err
    assert main([*words, str(cut)]) == 0
    assert len(calls) == 4
    assert whole.read_bytes() == cut.read_bytes()
    with np.load(whole) as table:
        assert table["batch_size"].tolist() == [30, 40, 60]
        assert np.isnan(table["reached"]).all()


def test_doctor_names_the_licence_of_the_data(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["doctor"]) == 0
    assert "Alpaydin and C. Kaynak, 1998, UCI Machine Learning Repository; CC BY 4.0" in capsys.readouterr().out
