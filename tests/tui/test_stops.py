"""SIGINT, SIGTERM and SIGHUP end every command with one line and the status of a shell, and leave nothing behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from random import Random

import pytest

from batchgame.tui.command.main import main

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX")
LADDERS = ["--batch-size", "1,2,4", "--momentum", "0:0.9:10"]
SWEEP = ["sweep", "canyon", *LADDERS, "--trajectories", "4000"]
LONG = {
    "run": ["run", "canyon", "--batch-size", "1", "--momentum", "0", "--updates", "100000000"],
    "run numpy": ["run", "canyon", "--batch-size", "1", "--momentum", "0", "--updates", "9999999", "--engine", "numpy"],
    "check": ["check"],
    "bench": ["bench", "--seconds", "600"],
    "map": ["map", "canyon", "--trajectories", "60000"],
    "sweep": [*SWEEP[:-1], "400000", "--out", "a.csv"],
}
ENDS = {signal.SIGINT: (130, "interrupted"), signal.SIGTERM: (143, "terminated"), signal.SIGHUP: (129, "hung up")}
KEPT = "; what is done is kept; the same words go on from here"
# Each signal as a program in the foreground has it, whatever this one was started with.
USUAL = "import signal; signal.signal(1, signal.SIG_DFL); signal.signal(2, signal.default_int_handler); \
from batchgame.tui.plain import meter; meter.FIRST_AFTER = {seconds}; \
from batchgame.sim import sweep; from batchgame.tui.command.main import main; {more}; import sys; sys.exit(main())"


def start(folder: Path, words: Sequence[str], more: str = "pass", seconds: float = 0.05) -> subprocess.Popen[str]:
    code = USUAL.format(more=more, seconds=seconds)
    return subprocess.Popen(
        [sys.executable, "-c", code, *words], cwd=folder, text=True,
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True,
    )  # fmt: skip


def until(program: subprocess.Popen[str], there: Callable[[], bool]) -> None:
    end = time.monotonic() + 90
    while not there():
        assert program.poll() is None, program.communicate()
        assert time.monotonic() < end
        time.sleep(0.01)


def last_line(program: subprocess.Popen[str]) -> str:
    """Return the one line on stderr that is not progress, once no process of the program is left."""
    _, err = program.communicate(timeout=90)
    end = time.monotonic() + 90
    with suppress(ProcessLookupError):
        while time.monotonic() < end:
            os.killpg(program.pid, 0)
            time.sleep(0.01)
    assert time.monotonic() < end
    (line,) = (line for line in err.splitlines() if "%, " not in line)
    return line


@pytest.mark.parametrize("number", ENDS)
def test_a_signal_ends_every_command_in_one_line(number: signal.Signals, tmp_path: Path) -> None:
    wrong = []
    names = {signal.SIGINT: ["sweep"], signal.SIGHUP: ["run", "map", "sweep"]}.get(number, list(LONG))
    for name in names:
        program = start(tmp_path, LONG[name])
        assert program.stderr is not None
        program.stderr.readline()  # progress: it is at work
        program.send_signal(number)
        line, (status, said) = last_line(program), ENDS[number]
        if (program.returncode, line) != (status, f"batchgame: {said}{KEPT if name == 'sweep' else ''}"):
            wrong.append((name, program.returncode, line))
    assert not wrong
    assert sorted(file.name for file in tmp_path.iterdir()) == ["a.csv.part"]


def test_a_second_signal_changes_nothing(tmp_path: Path) -> None:
    """A system that shuts down sends SIGTERM and SIGHUP at once."""
    for name in ("run", "check", "sweep"):
        program = start(tmp_path, LONG[name])
        assert program.stderr is not None
        program.stderr.readline()
        for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT, signal.SIGTERM):
            program.send_signal(number)
        line = last_line(program)
        assert (program.returncode, line.split(";")[0]) in [
            (status, f"batchgame: {said}") for status, said in ENDS.values()
        ], name
    assert sorted(file.name for file in tmp_path.iterdir()) == ["a.csv.part"]


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("table") / "a.csv"
    assert main([*SWEEP, "--out", str(path)]) == 0
    return path.read_bytes()


def test_under_nohup_a_sweep_goes_on(tmp_path: Path, table: bytes) -> None:
    ignored = ["sh", "-c", 'trap "" HUP; exec "$@"', "sh", sys.executable, "-m", "batchgame.tui.cli"]
    program = subprocess.Popen(
        [*ignored, *SWEEP, "--out", "a.csv"], cwd=tmp_path, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    until(program, (tmp_path / "a.csv.part").exists)
    program.send_signal(signal.SIGHUP)
    program.communicate(timeout=90)
    assert program.returncode == 0
    assert (tmp_path / "a.csv").read_bytes() == table


def test_a_signal_while_the_table_is_written_loses_nothing(tmp_path: Path, table: bytes) -> None:
    writes = "from batchgame.tui.command import sweep_table; own = sweep_table.write; sweep_table.write = lambda *a: {}"
    before = "(open('there', 'w').close(), __import__('time').sleep(60))"
    after = "(own(*a), open('there', 'w').close(), __import__('time').sleep(60))"
    for slow in (before, after):
        program = start(tmp_path, [*SWEEP, "--out", "a.csv"], writes.format(slow), 1e6)
        until(program, (tmp_path / "there").exists)
        program.send_signal(signal.SIGTERM)
        assert last_line(program) == f"batchgame: terminated{KEPT}"
        assert program.returncode == 143
        (tmp_path / "there").unlink()
        assert {file.name for file in tmp_path.iterdir()} - {"a.csv"} == {"a.csv.part"}
        assert main([*SWEEP, "--out", str(tmp_path / "a.csv")]) == 0
        assert (tmp_path / "a.csv").read_bytes() == table
        (tmp_path / "a.csv").unlink()


@pytest.mark.parametrize("stops", [4, pytest.param(50, marks=pytest.mark.slow)])
def test_signals_at_any_moment_leave_a_sweep_that_goes_on(tmp_path: Path, table: bytes, stops: int) -> None:
    """Stop a sweep again and again, at random moments of its life: it never leaves more than its journal."""
    dice, path, wrong = Random(stops), tmp_path / "a.csv", []
    began = time.monotonic()
    start(tmp_path, [*SWEEP, "--out", "a.csv"]).communicate(timeout=90)
    life = time.monotonic() - began
    for _ in range(stops):
        path.unlink(missing_ok=True)
        program = start(tmp_path, [*SWEEP, "--out", "a.csv"], seconds=1e6)
        time.sleep(dice.uniform(0, life))
        for number in dice.sample(list(ENDS), dice.randrange(1, 4)):
            program.send_signal(number)
        _, err = program.communicate(timeout=90)
        left = {file.name for file in tmp_path.iterdir()}
        # Before `main` is called, signals end it as any program.
        early = "batchgame: " not in err
        if program.returncode == 0:
            if path.read_bytes() != table or left != {"a.csv"}:
                wrong.append((program.returncode, err, left))
            continue
        in_order = early or (program.returncode in (130, 143, 129) and err.count("\n") == 1)
        if not in_order or left - {"a.csv", "a.csv.part"}:
            wrong.append((program.returncode, err, left))
    assert not wrong
    path.unlink(missing_ok=True)
    assert main([*SWEEP, "--out", str(path)]) == 0
    assert path.read_bytes() == table
