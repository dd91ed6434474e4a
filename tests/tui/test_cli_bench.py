"""`batchgame bench`: the rows of its table, what is computed from them, and how it is interrupted."""

import json
import os
import re
import signal
import subprocess
import sys

import pytest

from batchgame.sim.engine import available
from batchgame.tui.command import whole
from batchgame.tui.command.main import main
from batchgame.tui.command.speeds import BATCH_SIZES, Speed, choices, estimates, table

SHORT = ["bench", "--seconds", "1"]
THERE = [found.name for found in available() if found.ok]


@pytest.fixture(scope="module")
def result() -> dict[str, object]:
    run = subprocess.run(
        [sys.executable, "-m", "batchgame.tui.cli", *SHORT, "--json"],
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    assert run.stdout.count("\n") == 1
    found: dict[str, object] = json.loads(run.stdout)
    return found


def test_every_engine_that_is_there_has_every_row(result) -> None:  # type: ignore[no-untyped-def]
    rows = {(found["engine"], found["dtype"], found["batch_size"]) for found in result["speeds"]}
    assert rows == {(name, dtype, size) for name in THERE for dtype in ("float32", "float64") for size in (1, 4, 20)}
    assert all(found["speed"] > 0 and found["pieces"] >= 1 for found in result["speeds"])
    assert result["auto"] in THERE


def test_whole_commands_have_rows(result) -> None:  # type: ignore[no-untyped-def]
    assert list(result["commands"]) == ["run", "check", "map", "frame"]
    assert all(0 < seconds < 600 for seconds in result["commands"].values())
    rows = whole.table({"run": 1.5, "check": 0.25, "map": 2, "frame": 0.0012})
    assert [re.search(r"  ([\d.]+ m?s)$", row)[1] for row in rows[1:]] == ["1.50 s", "2.00 s", "0.25 s", "1.2 ms"]  # type: ignore[index]


def test_estimates_are_of_the_measured_speeds(result) -> None:  # type: ignore[no-untyped-def]
    speeds = [Speed(**found) for found in result["speeds"]]
    assert estimates(speeds, result["auto"]) == pytest.approx(result["estimates"], rel=1e-3)


def test_an_estimate_by_hand() -> None:
    speeds = [Speed("numpy", 1, "float64", size, 1e6, 5) for size in (1, 4, 20)]
    speeds += [Speed("numpy", 1, "float32", size, 9e9, 5) for size in (1, 4, 20)]
    speeds += [Speed("cupy", 1, "float64", 1, 9e9, 5)]
    found = estimates(speeds, "numpy")
    assert found["sweep"] == pytest.approx(1000)
    assert found["map"] == pytest.approx(48 * 256 / 3 * (60 * 20 + 60 * 5 + 60) / 1e6)


def test_the_table_for_a_reader(capsys) -> None:  # type: ignore[no-untyped-def]
    assert main([*SHORT, "--engine", "numpy"]) == 0
    out = capsys.readouterr().out
    assert re.search(r"^numpy +1 +float32 +[\d.]+ +[\d.]+ +[\d.]+ +1\.00 +1\.00 +1\.00$", out, re.MULTILINE)
    for words in ("auto chooses", "48 cells x 256 trajectories", "10^9 trajectory-updates", "whole commands on canyon"):
        assert words in out
    assert max(map(len, out.splitlines())) <= 80


def test_ratios_are_to_numpy_of_the_same_precision() -> None:
    rows = [("numpy", "float32", 2e6), ("numpy", "float64", 1e6), ("cupy", "float32", 5e6), ("cupy", "float64", 3e6)]
    speeds = [
        {"engine": name, "threads": 1, "dtype": dtype, "batch_size": size, "speed": speed}
        for name, dtype, speed in rows
        for size in BATCH_SIZES
    ]
    shown = {"trajectories": 1, "processors": 1, "auto": "numpy", "speeds": speeds, "estimates": {"map": 1, "sweep": 1}}
    shown["commands"] = {"run": 1, "check": 1, "map": 1, "frame": 0.001}
    lines = table(shown)
    assert re.search(r"cupy +1 +float32 +5.0 +5.0 +5.0 +2.50 +2.50 +2.50", lines)
    assert re.search(r"cupy +1 +float64 +3.0 +3.0 +3.0 +3.00 +3.00 +3.00", lines)


def test_numpy_is_always_measured() -> None:
    assert [choice.engine for choice in choices("numpy")] == ["numpy"]
    for name in (None, *THERE):
        assert choices(name)[0] == ("numpy", 1)
    assert {choice.engine for choice in choices(None)} == set(THERE)


def test_the_table_is_the_json(capsys) -> None:  # type: ignore[no-untyped-def]
    assert main([*SHORT, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert list(found) == [
        "scenario",
        "trajectories",
        "processors",
        "seconds",
        "auto",
        "speeds",
        "estimates",
        "commands",
    ]


@pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX")
def test_interrupted() -> None:
    words = [sys.executable, "-m", "batchgame.tui.cli", "bench", "--seconds", "600"]
    program = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=os.environ)
    assert program.stderr is not None
    assert program.stderr.readline().startswith("bench: ")  # progress: it is at work
    program.send_signal(signal.SIGINT)
    out, err = program.communicate(timeout=120)
    assert (program.returncode, out) == (130, "")
    assert err.endswith("batchgame: interrupted\n")
