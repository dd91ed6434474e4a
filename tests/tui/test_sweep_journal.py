"""The journal of a sweep: an interrupted table goes on, and a damaged one never becomes another table."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from random import Random

import pytest
from filelock import FileLock
from sweeping import WORDS

from batchgame.sim import sweep as sweep_module
from batchgame.sim.sweep import Found, Part, Sweep
from batchgame.tui.command.main import main
from batchgame.tui.plain import meter


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


def test_a_disk_that_is_full_at_the_end_is_said_and_loses_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", full)
        assert main([*WORDS, "--out", str(tmp_path / "a.csv")]) == 1
    assert capsys.readouterr().err == "batchgame: No space left on device\n"
    assert sorted(file.name for file in tmp_path.iterdir()) == ["a.csv.part"]
    stop_after(0, monkeypatch)  # nothing is left to be computed
    assert main([*WORDS, "--out", str(tmp_path / "a.csv")]) == 0
