"""`batchgame sweep`: its arguments, its files, and what is lost when it is killed."""

from __future__ import annotations

import csv
import json
import os
import sys
import time
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest
from sweeping import WORDS

from batchgame.sim.sweep import COLUMNS
from batchgame.tui.command.main import main
from batchgame.tui.command.table_file import write


def read(path: Path) -> list[dict[str, str]]:
    with open(path, newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture
def swept(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., Path]:
    def run(name: str, *words: str) -> Path:
        path = tmp_path / name
        assert main([*WORDS, "--out", str(path), *words]) == 0
        assert capsys.readouterr().out.endswith(f"{name}: 12 cells\n")
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
    for name, kind in COLUMNS.items():
        if kind is str:
            assert [row[name] for row in rows] == arrays[name].tolist() == table[name]
            continue
        assert arrays[name].dtype == (np.int64 if kind is int else np.float64)
        column = [float(row[name]) if row[name] else float("nan") for row in rows]
        assert np.array_equal(column, arrays[name], equal_nan=True)
        assert np.array_equal(column, [np.nan if v is None else v for v in table[name]], equal_nan=True)
    assert [row["tool"] for row in rows] == arrays["tool"].tolist() == [""] * 12
    assert table["tool"] == [None] * 12


def test_a_column_has_its_type_even_with_nothing_in_it(tmp_path: Path) -> None:
    pyarrow = pytest.importorskip("pyarrow.parquet", reason="needs pyarrow")
    columns, rows = {"tool": str, "median_updates": float}, [(None, None), (None, None)]
    for name in ("a.parquet", "a.npz"):
        write(tmp_path / name, columns, rows)
    assert [str(one) for one in pyarrow.read_table(tmp_path / "a.parquet").schema.types] == ["string", "double"]
    assert np.isnan(np.load(tmp_path / "a.npz")["median_updates"]).all()


def test_the_lowest_loss_of_a_table_is_of_a_run_that_did_not_diverge(tmp_path: Path) -> None:
    """With this learning rate every trajectory leaves the landscape at once, from a place with the lowest loss."""
    pyarrow = pytest.importorskip("pyarrow.parquet", reason="needs pyarrow")
    words = [*WORDS, "--learning-rate", "0.05,1e30"]
    for name in ("a.csv", "a.npz", "a.parquet"):
        assert main([*words, "--out", str(tmp_path / name)]) == 0
    rows = read(tmp_path / "a.csv")
    blown_up = [row["status"] == "BLOWN UP" for row in rows]
    assert 0 < sum(blown_up) < len(rows)
    assert [row["final_loss"] == "" for row in rows] == blown_up
    assert np.isnan(np.load(tmp_path / "a.npz")["final_loss"]).tolist() == blown_up
    column = pyarrow.read_table(tmp_path / "a.parquet").to_pydict()["final_loss"]
    assert [value is None for value in column] == blown_up


def test_a_row_says_what_run_says(swept: Callable[..., Path], capsys: pytest.CaptureFixture[str]) -> None:
    for row in read(swept("a.csv")):
        words = ["--batch-size", row["batch_size"], "--momentum", row["momentum"], "--trajectories", "40"]
        assert main(["run", "canyon", *words, "--epochs", "3", "--json"]) == 0
        alone = json.loads(capsys.readouterr().out)
        assert float(row["epochs"]) == alone["epochs"]
        for name in set(row) & set(alone) - {"updates", "epochs", "tool"}:
            assert row[name] == ("" if alone[name] is None else str(alone[name])), name


def test_the_same_words_make_the_same_bytes(swept: Callable[..., Path]) -> None:
    names = ["x.csv", "x.npz", *["x.parquet"] * bool(find_spec("pyarrow"))]
    first = {name: swept(name).read_bytes() for name in names}
    time.sleep(2.1)  # dates in an archive count in steps of two seconds
    again = {name: swept(name, "--restart").read_bytes() for name in names}
    assert [name for name in names if again[name] != first[name]] == []


def test_what_is_there_is_left_alone(swept: Callable[..., Path], capsys: pytest.CaptureFixture[str]) -> None:
    path = swept("a.csv")
    before = path.read_bytes()
    assert main([*WORDS, "--out", str(path)]) == 2
    assert "--restart" in capsys.readouterr().err
    assert path.read_bytes() == before
    assert sorted(file.name for file in path.parent.iterdir()) == ["a.csv"]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--out", "a.txt"], ".csv, .npz, .parquet"),
        (["--out", "nowhere/a.csv"], "no folder nowhere"),
        (["--out", "folder.csv"], "not a file"),
        (["--out", "pipe.csv"], "not a file"),
        (["--trajectories", "20000000", "--epochs", "3000", "--momentum", "0:0.99:9999"], "too much for one sweep"),
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
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe.csv")
    else:
        (tmp_path / "pipe.csv").mkdir()
    assert main([*WORDS, "--out", "a.csv", *words]) == 2
    err = capsys.readouterr().err
    assert says in err
    assert err.count("\n") == 1
    assert sorted(file.name for file in tmp_path.iterdir()) == ["folder.csv", "pipe.csv"]


@pytest.mark.skipif(sys.platform == "win32", reason="needs links and pipes")
def test_a_link_stays_and_the_mode_of_its_file_is_kept(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    there = tmp_path / "there"
    there.mkdir()
    (there / "table").write_text("old")
    (there / "table").chmod(0o640)
    out = tmp_path / "a.csv"
    out.symlink_to("there/table")
    os.mkfifo(tmp_path / "a.csv.new")
    os.mkfifo(tmp_path / "a.csv.part.new")
    (tmp_path / "a.csv.part").symlink_to(there / "journal")
    assert main([*WORDS, "--out", str(out), "--restart"]) == 0
    assert out.is_symlink()
    assert (there / "table").read_text().startswith("scenario,")
    assert (there / "table").stat().st_mode & 0o777 == 0o640
    assert sorted(path.name for path in there.iterdir()) == ["table"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.csv", "a.csv.new", "a.csv.part.new", "there"]


@pytest.mark.skipif(sys.platform == "win32", reason="needs links and pipes")
def test_a_link_that_leads_to_no_file_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "victim").write_text("precious")
    for beside, target, reason in (
        ("", "a.csv", "Too many levels of symbolic links"),
        (".part", "a.csv.part", "Too many levels of symbolic links"),
        ("", "missing/a.csv", "which is no folder"),
        (".part", os.devnull, "is there and not a file"),
        ("", os.devnull, "is there and not a file"),
        (".lock", "victim", "is a link, not a file"),
    ):
        link = tmp_path / f"a.csv{beside}"
        link.symlink_to(target)
        assert main([*WORDS, "--out", str(tmp_path / "a.csv")]) == 2
        said = capsys.readouterr().err
        assert said.startswith(f"batchgame: --out a.csv: a.csv{beside}")
        assert reason in said
        assert said.count("\n") == 1
        assert os.readlink(link) == target
        link.unlink()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["victim"]
    assert (tmp_path / "victim").read_text() == "precious"


@pytest.mark.parametrize("kind", ["folder", "pipe", "device"])
def test_what_stands_where_files_beside_it_go_is_refused(
    kind: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for beside in (".part", ".lock"):
        folder = tmp_path / beside
        folder.mkdir()
        place = folder / f"a.csv{beside}"
        if kind == "folder":
            place.mkdir()
        elif not hasattr(os, "mkfifo"):
            pytest.skip(f"no {kind} in a folder here")
        elif kind == "pipe":
            os.mkfifo(place)
        else:
            place.symlink_to(os.devnull)
        assert main([*WORDS, "--out", str(folder / "a.csv"), "--restart"]) == 2
        assert capsys.readouterr().err == f"batchgame: --out a.csv: a.csv{beside} is there and not a file\n"
        assert list(folder.iterdir()) == [place]


@pytest.mark.parametrize("letters", [248, 252, 5000])  # the journal's name is longer than the file's
def test_a_name_that_is_too_long(letters: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*WORDS, "--out", str(tmp_path / ("x" * letters + ".csv"))]) == 2
    err = capsys.readouterr().err
    assert err.startswith("batchgame: --out xxx")
    assert err.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


def test_a_name_obeys_no_terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*WORDS, "--out", str(tmp_path / "a\x1b[31m.csv")]) == 0
    assert "\x1b" not in capsys.readouterr().out


def test_what_is_not_installed_is_said_in_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow.parquet", None)
    assert main([*WORDS, "--out", str(tmp_path / "a.parquet")]) == 2
    assert "pip install 'batchgame[parquet]'" in capsys.readouterr().err
    monkeypatch.setitem(sys.modules, "distributed", None)
    assert main([*WORDS, "--out", str(tmp_path / "a.csv"), "--scheduler", "tcp://127.0.0.1:1"]) == 2
    assert "pip install 'batchgame[cluster]'" in capsys.readouterr().err
