"""`batchgame map` in a real pseudo-terminal, and through pipes."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from pathlib import Path

import pytest
from terminal_of import COMMAND, Terminal, is_restored

from batchgame.sim.outcome import Status
from batchgame.tui.maps.cell import Cell

MAP = ("map", "saddle", "--lang", "en")


def alone(terminal: Terminal, seconds: float = 5.0) -> bool:
    """No process of this game is left."""
    end = time.monotonic() + seconds
    while terminal.processes() and time.monotonic() < end:
        time.sleep(0.05)
    return not terminal.processes()


def test_it_opens_refines_and_plays(tmp_path: Path) -> None:
    with Terminal(tmp_path, *MAP, "--trajectories", "32") as terminal:
        terminal.until("32 runs a cell")
        terminal.until(lambda text: "32 runs a cell " in text and "/" not in text.splitlines()[0])
        assert "▀" in terminal.text()
        terminal.press("up", "up", "right")
        terminal.until("B 18, λ")
        terminal.press("2")
        terminal.until("λ by η, B = 18 held")
        terminal.press("enter")
        terminal.until("Enter fire")
        terminal.press("escape")
        terminal.until("λ by η, B = 18 held")
        terminal.press("q")
        assert terminal.ended() == 0
        assert is_restored(terminal)
        assert alone(terminal)


@pytest.mark.parametrize("how", ["q", "ctrl+c", "SIGTERM", "SIGHUP"])
def test_no_worker_is_left(how: str, tmp_path: Path) -> None:
    with Terminal(tmp_path, *MAP, "--y", "learning-rate", "--batch-size", "4", "--trajectories", "2000") as terminal:
        terminal.until(lambda text: "/" in text.splitlines()[0])
        assert len(terminal.processes()) >= 2
        if how.startswith("SIG"):
            terminal.child.kill(getattr(signal, how))
        else:
            terminal.press(how)
        assert terminal.ended() == {"q": 0, "ctrl+c": 130, "SIGTERM": 143, "SIGHUP": 129}[how]
        assert is_restored(terminal)
        assert alone(terminal)


def piped(folder: Path, *words: str, **environ: str) -> subprocess.CompletedProcess[str]:
    around = os.environ | {"BATCHGAME_DATA": str(folder), **environ}
    return subprocess.run(
        [*COMMAND, *words],
        env=around,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_through_a_pipe_it_is_a_table(tmp_path: Path) -> None:
    done = piped(tmp_path, "map", "saddle", "--trajectories", "16")
    assert (done.returncode, done.stderr) == (0, "")
    title, head, *rows = done.stdout.splitlines()
    assert title.startswith("Per cent of 16 runs that solve saddle within 20 epochs; η = 0.05.")
    assert head.split()[:4] == ["B", "\\", "λ", "0"]
    assert [row.split()[0] for row in rows] == ["1", "4", "6", "9", "12", "15", "17", "20"]
    assert rows[-1].split()[1:] == ["0"] * 8, "the full batch never leaves the saddle"
    assert rows[0].split()[1] == "100"
    assert done.stdout == piped(tmp_path, "map", "saddle", "--trajectories", "16", "--plain").stdout
    ascii_ = piped(tmp_path, "map", "saddle", "--trajectories", "16", "--ascii", "--lang", "zh-TW")
    assert ascii_.stdout.isascii()
    chinese = piped(tmp_path, "map", "saddle", "--trajectories", "16", "--lang", "zh-TW", PYTHONIOENCODING="utf-8")
    assert "成功率" in chinese.stdout


def test_what_blows_up_has_its_own_sign(tmp_path: Path) -> None:
    done = piped(tmp_path, "map", "ravine", "--trajectories", "4", "--y", "learning-rate", "--batch-size", "20")
    assert done.stdout.splitlines()[2].split()[1:] == ["x"] * 8
    assert Cell(4, 0, 4, None, None, None, Status.BLOWN_UP.value).blown_up
