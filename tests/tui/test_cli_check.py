"""`batchgame check` on several files at once: the order of its lines, and the ends of its processes."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from batchgame.tui.command import check
from batchgame.tui.command.main import main

RACES = Path(__file__).parents[2] / "scenarios" / "races"
COMMAND = [sys.executable, "-m", "batchgame.tui.cli", "check"]
NEEDS_PROC = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc to find processes")
WAIT_SECONDS = 90.0


def group(leader: int) -> list[int]:
    """Return the processes of a group that still run."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, _, pgrp = stat.read_text().rpartition(")")[2].split()[:3]
        except OSError:
            continue
        if int(pgrp) == leader and state != "Z":
            found.append(int(stat.parent.name))
    return found


def begun() -> subprocess.Popen[str]:
    """Start a check of everything as the leader of a group, and wait for its first line."""
    program = subprocess.Popen(
        COMMAND, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    assert program.stdout
    assert program.stdout.readline().endswith("stages\n")
    return program


def empty(leader: int) -> bool:
    end = time.monotonic() + WAIT_SECONDS
    while group(leader) and time.monotonic() < end:
        time.sleep(0.05)
    return not group(leader)


@pytest.mark.parametrize("processes", [1, 2])
def test_lines_come_in_the_order_of_the_files(
    processes: int, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    text = (RACES / "hill.toml").read_text(encoding="utf-8")
    (tmp_path / "false.toml").write_text(re.sub(r"hold = \d+", "hold = 9000", text), encoding="utf-8")
    (tmp_path / "broken.toml").write_text("format = 1", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(check, "processes_for", lambda files: processes)
    assert main(["check", "canyon", "false.toml", "sadle", "quiz", "broken.toml", "canyon"]) == 1
    lines = capfd.readouterr().out.splitlines()
    heads = [re.split("[ :]", line)[0] for line in lines]
    assert [head for n, head in enumerate(heads) if head != heads[n - 1] or n == 0] == [
        "canyon", "false.toml", "unknown", "quiz", "broken.toml", "canyon",
    ]  # fmt: skip
    assert [line for line in lines if line.startswith("false.toml: hill: solution: solves 0")]


@NEEDS_PROC
def test_ctrl_c_says_one_line_and_leaves_no_process() -> None:
    program = begun()
    os.killpg(program.pid, signal.SIGINT)
    _, err = program.communicate(timeout=WAIT_SECONDS)
    assert (program.returncode, err.splitlines()[-1]) == (130, "batchgame: interrupted")
    assert "Traceback" not in err
    assert empty(program.pid)


@NEEDS_PROC
@pytest.mark.parametrize("name", ["SIGTERM", "SIGKILL", "SIGHUP"])
def test_its_processes_end_with_it(name: str) -> None:
    program = begun()
    program.send_signal(getattr(signal, name))
    program.communicate(timeout=WAIT_SECONDS)
    assert empty(program.pid)
