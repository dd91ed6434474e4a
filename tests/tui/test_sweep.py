"""`batchgame sweep`: its arguments, its files, and what is lost when it is killed."""

from __future__ import annotations

import csv
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from random import Random

import numpy as np
import pytest
from filelock import FileLock
from hypothesis import given
from hypothesis import strategies as st

from batchgame.sim import sweep as sweep_module
from batchgame.sim.sweep import COLUMNS, Found, Part, Sweep
from batchgame.tui.command.argument_types import UsageError, real, whole
from batchgame.tui.command.ladder import ladder
from batchgame.tui.command.main import main
from batchgame.tui.command.table_file import write
from batchgame.tui.plain import meter

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
    assert RATE("0.1:0.1:9log") == RATE("0.1:0.1:9") == (0.1,)
    assert RATE("1e307:1.7e308:100")[-2:] == (1.6838383838383838e308, 1.7e308)


def test_a_range_has_the_values_that_one_would_type() -> None:
    assert MOMENTUM("0:0.99:100") == tuple(float(f"0.{k:02}") for k in range(100))
    assert RATE("0.05:0.5:10") == (0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5)


NONE = ["", ",", "1:2", "1:2:1", "1:2:3:4", "1:2:x", "0:5:6", "1:20:7", "1:4:2log", "1:2:99999", "::", "1:2:-3"]


def test_ladders_that_are_none() -> None:
    for text in NONE:
        with pytest.raises(UsageError, match=r"--batch-size .*(is|are) needed|whole numbers|allowed") as refused:
            SIZE(text)
        assert "\n" not in str(refused.value), text


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
            assert all(0 < value < float("inf") for value in values) or read is not RATE


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


def stop_after(parts: int, monkeypatch: pytest.MonkeyPatch) -> list[Part]:
    """Interrupt the next sweep once so many parts have been computed; return a list that grows with those computed."""
    computed: list[Part] = []
    own = sweep_module.compute

    def compute(sweep: Sweep, part: Part) -> Found:
        if len(computed) == parts:
            monkeypatch.setattr(sweep_module, "compute", own)
            raise KeyboardInterrupt
        computed.append(part)
        return own(sweep, part)

    monkeypatch.setattr(sweep_module, "compute", compute)
    return computed


def test_a_journal_of_other_words_and_a_second_sweep_are_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    path, part = tmp_path / "a.csv", tmp_path / "a.csv.part"
    part.write_bytes(b"something else\n")
    assert main([*WORDS, "--out", str(path)]) == 2
    assert "a.csv.part: no journal of a sweep; --restart" in capsys.readouterr().err
    assert part.read_bytes() == b"something else\n"
    with FileLock(tmp_path / "a.csv.lock"):
        assert main([*WORDS, "--out", str(path), "--restart"]) == 2
    assert "another sweep" in capsys.readouterr().err
    computed = stop_after(1, monkeypatch)
    assert main([*WORDS, "--out", str(path), "--restart"]) == 130
    assert "the same words without --restart go on from here" in capsys.readouterr().err
    assert main([*WORDS, "--out", str(path), "--seed", "3"]) == 2
    assert capsys.readouterr().err.endswith("begun with another --seed; --restart throws it away\n")
    assert len(computed) == 1
    assert main([*WORDS, "--out", str(path), "--restart"]) == 0
    assert sorted(file.name for file in tmp_path.iterdir()) == ["a.csv"]


def test_a_disk_that_is_full_at_the_end_is_said_and_loses_nothing(
    swept: Callable[..., Path], tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", full)
        assert main([*WORDS, "--out", str(tmp_path / "a.csv")]) == 1
    assert capsys.readouterr().err == "batchgame: No space left on device\n"
    assert sorted(file.name for file in tmp_path.iterdir()) == ["a.csv.part"]
    stop_after(0, monkeypatch)  # nothing is left to be computed
    assert swept("a.csv").is_file()


def test_what_is_not_installed_is_said_in_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow.parquet", None)
    assert main([*WORDS, "--out", str(tmp_path / "a.parquet")]) == 2
    assert "pip install 'batchgame[parquet]'" in capsys.readouterr().err
    monkeypatch.setitem(sys.modules, "distributed", None)
    assert main([*WORDS, "--out", str(tmp_path / "a.csv"), "--scheduler", "tcp://127.0.0.1:1"]) == 2
    assert "pip install 'batchgame[cluster]'" in capsys.readouterr().err


def broken(content: bytes, dice: Random) -> bytes:
    """Damage a journal by one byte, a cut, or a line that is lost, doubled or moved."""
    lines = content.splitlines(keepends=True)
    n, m, place = dice.randrange(len(lines)), dice.randrange(len(lines)), dice.randrange(len(content))
    way = dice.randrange(6)
    if way == 0:
        return content[:place] + dice.randbytes(1) + content[place + 1 :]
    if way == 1:
        head = dice.randrange(len(lines[0]))
        return content[:head] + dice.randbytes(1) + content[head + 1 :]
    if way == 2:
        return content[:place] if dice.random() < 0.5 else content[place:]
    if way == 3:
        return b"".join(lines[:n] + lines[n + 1 :])
    lines.insert(m, lines[n] if way == 4 else lines.pop(n))
    return b"".join(lines)


@pytest.mark.parametrize("seeds", [range(12), pytest.param(range(12, 500), marks=pytest.mark.slow)])
def test_a_damaged_journal_never_makes_another_table(
    seeds: range, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Damage the journal of an interrupted sweep with whole cells and slices, and go on: the table is the same."""
    monkeypatch.setattr(meter, "FIRST_AFTER", threading.TIMEOUT_MAX)
    monkeypatch.setattr(sweep_module, "WORK", 1_000)
    monkeypatch.setattr(sweep_module, "LONG", 2_000)
    monkeypatch.setattr(sweep_module, "BLOCK", 8)
    words = [*WORDS, "--batch-size", "20,1", "--learning-rate", "0.05,1e30", "--engine", "numpy"]
    path, part = tmp_path / "a.csv", tmp_path / "a.csv.part"
    assert main([*words, "--out", str(path)]) == 0
    table = path.read_bytes()
    path.unlink()
    stop_after(18, monkeypatch)
    assert main([*words, "--out", str(path)]) == 130
    whole = part.read_bytes()
    slices, rows = whole.count(b', "eA'), whole.count(b", [[")
    assert slices > rows > 4
    capsys.readouterr()
    wrong = []
    for seed in seeds:
        part.write_bytes(broken(whole, Random(seed)))
        status, err = main([*words, "--out", str(path)]), capsys.readouterr().err
        if status != 0 or path.read_bytes() != table or part.exists() or err.count("\n") > 1:
            wrong.append((seed, status, err))
        path.unlink(missing_ok=True)
    assert not wrong


def test_a_journal_of_which_little_is_left_is_left_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A journal of other words whose first line is damaged is said to be one, with what is in it."""
    path, part = tmp_path / "a.csv", tmp_path / "a.csv.part"
    monkeypatch.setattr(sweep_module, "WORK", 30_000)
    stop_after(2, monkeypatch)
    assert main([*WORDS, "--out", str(path), "--seed", "1"]) == 130
    damaged = b"x" + part.read_bytes()[1:]
    part.write_bytes(damaged)
    capsys.readouterr()
    assert main([*WORDS, "--out", str(path)]) == 2
    assert "its first line is damaged, and 2 finished parts in it" in capsys.readouterr().err
    assert part.read_bytes() == damaged
    assert main([*WORDS, "--out", str(path), "--seed", "1"]) == 0
    assert (
        capsys.readouterr().err
        == "batchgame: a.csv.part was damaged: 2 finished parts in it can be read and are kept\n"
    )


LADDERS = ["--batch-size", "1,2,4", "--momentum", "0:0.9:10"]
LONG = ["sweep", "canyon", *LADDERS, "--dtype", "float32", "--trajectories", "16000"]
MAIN = "import sys; from batchgame.sim import sweep; from batchgame.tui.command.main import main; {}; sys.exit(main())"
# A fast machine would be through before it is killed, so every part rests before it is computed.
SLOW = "import time; own = sweep.compute; sweep.compute = lambda *part: (time.sleep(0.1), own(*part))[1]"
CUT = "sweep.LONG, sweep.WORK = 10**7, 4 * 10**6"  # every cell comes in two slices or more


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Make the file of the long sweep without a disturbance, and return its bytes."""
    path = tmp_path_factory.mktemp("alone") / "whole.csv"
    assert main([*LONG, "--out", str(path)]) == 0
    return path.read_bytes()


@pytest.mark.skipif(os.name == "nt", reason="kills as POSIX does")
@pytest.mark.parametrize("cut", ["pass", CUT], ids=["whole cells", "slices"])
def test_a_kill_loses_no_part_and_computes_none_twice(tmp_path: Path, cut: str, alone: bytes) -> None:
    """Kill a sweep in mid-run twice: at its end the bytes are those of a sweep that was left alone."""
    slow, fast = (
        [sys.executable, "-c", MAIN.format(first), *LONG, "--out", "killed.csv"] for first in (f"{cut}; {SLOW}", cut)
    )
    part, seen = tmp_path / "killed.csv.part", b""
    for _ in range(2):
        program = subprocess.Popen(slow, stderr=subprocess.DEVNULL, cwd=tmp_path)
        while not part.exists() or part.stat().st_size <= len(seen) + 500:
            assert program.poll() is None, "the sweep has ended before it was killed"
            time.sleep(0.01)
        program.send_signal(signal.SIGKILL)
        program.wait()
        now = part.read_bytes() if part.exists() else b""
        assert now.startswith(seen)  # what was finished is still there, and nothing before it has been written again
        seen = now[: now.rindex(b"\n") + 1] if b"\n" in now else b""
    lines = [json.loads(line.split(b" ", 1)[1]) for line in seen.splitlines()[1:]]
    computed = [line[0] for line in lines if len(line) == 2]
    assert len(computed) == len(set(computed)) > 1
    assert any(isinstance(line[1], str) for line in lines) == (cut == CUT)
    subprocess.run(fast, check=True, capture_output=True, cwd=tmp_path)
    assert (tmp_path / "killed.csv").read_bytes() == alone
    assert sorted(file.name for file in tmp_path.iterdir()) == ["killed.csv"]


@pytest.mark.skipif(os.name == "nt", reason="interrupts as POSIX does")
def test_an_interrupt_says_how_to_go_on(tmp_path: Path) -> None:
    words = [*LONG[:-1], "200000", "--out", tmp_path / "a.csv"]
    program = subprocess.Popen(
        [sys.executable, "-m", "batchgame.tui.cli", *words], stderr=subprocess.PIPE, text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )  # fmt: skip
    part = tmp_path / "a.csv.part"
    while not part.exists() or part.read_bytes().count(b"\n") < 2:  # the first line is no part of the sweep
        assert program.poll() is None, "the sweep has ended before it was interrupted"
        time.sleep(0.05)
    program.send_signal(signal.SIGINT)
    _, err = program.communicate(timeout=120)
    assert program.returncode == 130
    assert "the same words go on from here" in err
    assert "Traceback" not in err
