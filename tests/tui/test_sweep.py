"""`batchgame sweep`: its words, its files, and what a kill costs."""

from __future__ import annotations

import csv
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from batchgame.tui.cli import main
from batchgame.tui.ladder import ladder
from batchgame.tui.words import UsageError, real, whole

WORDS = ["sweep", "canyon", "--batch-size", "1,4,20", "--momentum", "0:0.9:4", "--trajectories", "40", "--epochs", "3"]
MOMENTUM = ladder("--momentum", real("--momentum", "from 0 to below 1", lambda value: 0 <= value < 1))
RATE = ladder("--learning-rate", real("--learning-rate", "above 0", lambda value: value > 0))
SIZE = ladder("--batch-size", whole("--batch-size", 1))


def test_ladders() -> None:
    assert SIZE("1,2,4,2") == (1, 2, 4)
    assert SIZE("1:20:20") == tuple(range(1, 21))
    assert SIZE("20:0001:20")[-1] == 1
    assert MOMENTUM("0:0.9:4") == (0.0, 0.3, 0.6, 0.9)
    assert MOMENTUM("0,0.5:0.9:5") == (0.0, 0.5, 0.6, 0.7, 0.8, 0.9)
    assert RATE("0.01:1:3log") == (0.01, pytest.approx(0.1), 1.0)


NONE = ["", ",", "1:2", "1:2:1", "1:2:3:4", "1:2:x", "0:5:6", "1:20:7", "1:4:2log", "1:2:99999", "::", "1:2:-3"]


@pytest.mark.parametrize("text", NONE)
def test_ladders_that_are_none(text: str) -> None:
    with pytest.raises(UsageError, match=r"--batch-size .*(is|are) needed|whole numbers|allowed") as refused:
        SIZE(text)
    assert "\n" not in str(refused.value)


@given(st.text(max_size=40) | st.text("0123456789:,.elog-", max_size=30))
def test_any_text_is_a_ladder_or_one_line(text: str) -> None:
    for read in (MOMENTUM, RATE, SIZE):
        try:
            values = read(text)
        except UsageError as refused:
            said = str(refused)
            assert said.count("\n") == 0
        else:
            assert len(set(values)) == len(values) > 0


@given(st.floats(0, 0.99), st.floats(0, 0.99), st.integers(2, 200))
def test_a_range_has_its_ends(low: float, high: float, count: int) -> None:
    values = MOMENTUM(f"{low!r}:{high!r}:{count}")
    assert values[0] == low
    assert low == high or values[-1] == high
    assert all(min(low, high) <= value <= max(low, high) for value in values)


def read(path: Path) -> list[dict[str, str]]:
    with open(path, newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture
def swept(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., Path]:
    def run(name: str, *words: str) -> Path:
        path = tmp_path / name
        assert main([*WORDS, "--out", str(path), *words]) == 0
        assert capsys.readouterr().out == f"{path}: 12 cells\n"
        assert sorted(file.name for file in tmp_path.iterdir() if file.name.startswith(f"{name}.")) == []
        return path

    return run


def test_three_kinds_of_files_hold_the_same(swept: Callable[..., Path]) -> None:
    pyarrow = pytest.importorskip("pyarrow.parquet", reason="needs pyarrow")
    rows = read(swept("a.csv"))
    arrays = np.load(swept("a.npz"))
    table = pyarrow.read_table(swept("a.parquet")).to_pydict()
    assert set(arrays) == set(table) == set(rows[0])
    assert [float(row["momentum"]) for row in rows] == [0.0, 0.3, 0.6, 0.9] * 3
    for name in ("batch_size", "momentum", "solved", "probability", "final_loss", "median_updates"):
        column = [float(row[name]) if row[name] else float("nan") for row in rows]
        assert np.array_equal(column, arrays[name].astype(float), equal_nan=True)
        assert np.array_equal(column, [np.nan if v is None else v for v in table[name]], equal_nan=True)


@pytest.mark.parametrize("name", ["x.csv", "x.npz", "x.parquet"])
def test_the_same_words_make_the_same_bytes(name: str, swept: Callable[..., Path]) -> None:
    if name.endswith("parquet"):
        pytest.importorskip("pyarrow", reason="needs pyarrow")
    first = swept(name).read_bytes()
    time.sleep(2.1)  # dates in an archive count two seconds
    assert swept(name, "--restart").read_bytes() == first


def test_what_is_there_is_left_alone(swept: Callable[..., Path], capsys: pytest.CaptureFixture[str]) -> None:
    path = swept("a.csv")
    before = path.read_bytes()
    assert main([*WORDS, "--out", str(path)]) == 2
    assert "--restart" in capsys.readouterr().err
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--out", "a.txt"], ".csv, .npz, .parquet"),
        (["--out", "nowhere/a.csv"], "no folder nowhere"),
        (["--out", "folder.csv"], "not a file"),
        (["--batch-size", "1,21"], "20 examples"),
        (["--momentum", "0:1:3"], "from 0 to below 1"),
        (["--engine", "cuppy"], "did you mean cupy"),
        (["--trajectories", "1e14"], "memory"),
        (["--momentum", "0:0.99:9999", "--learning-rate", "0.1:1:999"], "at most 1000000"),
        (["--tool", "x"], "no such knob"),
    ],
)
def test_refusals(
    words: list[str], says: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "folder.csv").mkdir()
    assert main([*WORDS, "--out", "a.csv", *words]) == 2
    err = capsys.readouterr().err
    assert says in err
    assert err.count("\n") == 1
    assert [file.name for file in tmp_path.iterdir()] == ["folder.csv"]


def test_a_journal_of_other_words_and_a_second_sweep_are_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from filelock import FileLock

    path = tmp_path / "a.csv"
    (tmp_path / "a.csv.part").write_bytes(b"something else\n")
    assert main([*WORDS, "--out", str(path)]) == 2
    assert "other words" in capsys.readouterr().err
    with FileLock(tmp_path / "a.csv.lock"):
        assert main([*WORDS, "--out", str(path), "--restart"]) == 2
    assert "another sweep" in capsys.readouterr().err
    assert main([*WORDS, "--out", str(path), "--restart"]) == 0


LADDERS = ["--batch-size", "1,2,4", "--momentum", "0:0.9:20"]
LONG = ["sweep", "canyon", *LADDERS, "--dtype", "float32", "--trajectories", "16000"]


@pytest.mark.skipif(os.name == "nt", reason="kills as POSIX does")
def test_a_kill_loses_no_part_and_computes_none_twice(tmp_path: Path) -> None:
    """Killed in mid-run, again and again: the bytes are those of a run that was left alone."""
    command = [sys.executable, "-m", "batchgame.tui.cli", *LONG, "--out"]
    subprocess.run([*command, tmp_path / "whole.csv"], check=True, capture_output=True)
    part, seen = tmp_path / "killed.csv.part", b""
    for _ in range(2):
        program = subprocess.Popen([*command, tmp_path / "killed.csv"], stderr=subprocess.DEVNULL)
        while program.poll() is None and (not part.exists() or part.stat().st_size <= len(seen) + 100):
            time.sleep(0.01)
        program.send_signal(signal.SIGKILL)
        program.wait()
        now = part.read_bytes() if part.exists() else b""
        assert now.startswith(seen)  # what was finished is still there, and nothing before it has been written again
        seen = now[: now.rindex(b"\n") + 1] if b"\n" in now else b""
    assert seen.count(b"\n") > 1
    subprocess.run([*command, tmp_path / "killed.csv"], check=True, capture_output=True)
    assert (tmp_path / "killed.csv").read_bytes() == (tmp_path / "whole.csv").read_bytes()
    assert sorted(file.name for file in tmp_path.iterdir()) == ["killed.csv", "whole.csv"]


@pytest.mark.skipif(os.name == "nt", reason="interrupts as POSIX does")
def test_an_interrupt_says_how_to_go_on(tmp_path: Path) -> None:
    words = [*LONG[:-1], "200000", "--out", tmp_path / "a.csv"]
    program = subprocess.Popen(
        [sys.executable, "-m", "batchgame.tui.cli", *words], stderr=subprocess.PIPE, text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )  # fmt: skip
    while not (tmp_path / "a.csv.part").exists():
        time.sleep(0.05)
    program.send_signal(signal.SIGINT)
    _, err = program.communicate(timeout=60)
    assert program.returncode == 130
    assert "the same words go on from here" in err
    assert "Traceback" not in err
