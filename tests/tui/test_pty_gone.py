"""A terminal that is gone: the game ends in two seconds however that happened, with its progress and all processes."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from terminal_of import COMMAND, NEEDS_PROC, PATIENCE, Terminal

from batchgame.tui.command import exits

SECONDS = 2.0  # in which a game whose terminal is gone has ended
SADDLE = ("play", "saddle", "--lang", "en", "--trajectories", "100")
CANYON = ("play", "canyon", "--lang", "en", "--trajectories", "100")
PLAIN = ("play", "saddle", "--plain", "--lang", "en")
LONG = ("--trajectories", "1000000", "--engine", "numpy")  # an update takes a second, and a race takes minutes
MAP = ("map", "canyon", "--lang", "en", "--trajectories", "2000")
HANG_UP = """
import ctypes, fcntl, os, sys, termios
os.setsid()
file = os.open(sys.argv[1], os.O_RDWR | os.O_NOCTTY)
fcntl.ioctl(file, termios.TIOCSCTTY, 1)  # takes the terminal away from its session, which only root may
ctypes.CDLL(None).vhangup()
"""
pytestmark = [NEEDS_PROC, pytest.mark.skipif(sys.platform != "linux", reason="hang-ups are the kernel's own")]


def started_by(signals: str) -> list[str]:
    """Return the command, started by a program that has the signal of a hang-up `blocked` or `ignored`."""
    does = {
        "blocked": "signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGHUP})",
        "ignored": "signal.signal(signal.SIGHUP, signal.SIG_IGN)",
        "heard": "pass",
    }[signals]
    return [sys.executable, "-c", f"import os, signal, sys; {does}; os.execv(sys.argv[1], sys.argv[1:])", *COMMAND]


def close(terminal: Terminal) -> None:
    terminal.hang_up()


def vhangup(terminal: Terminal) -> None:
    name = os.readlink(f"/proc/{terminal.child.pid}/fd/0")
    done = subprocess.run([sys.executable, "-c", HANG_UP, name], capture_output=True, text=True, check=False)
    if "PermissionError" in done.stderr:
        pytest.skip("only root may take a terminal away")
    assert done.returncode in (0, -signal.SIGHUP), done.stderr


WAYS: dict[str, Callable[[Terminal], None]] = {"closed": close, "hung up": vhangup}


def ends(terminal: Terminal) -> float:
    """Wait until no process of the game is left, and return how many seconds of a processor it took to find out."""
    used = 0.0
    end = time.monotonic() + PATIENCE
    while terminal.child.isalive() or terminal.processes():
        assert time.monotonic() < end, f"left: {terminal.processes()}"
        used = max(used, _cpu(terminal.child.pid))
        time.sleep(0.02)
    return used


def _cpu(process: int) -> float:
    try:
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _race(terminal: Terminal) -> None:
    terminal.until("How sure")
    terminal.press("1", "9")
    terminal.until("ONE EPOCH")
    terminal.press("enter")
    terminal.until("STEP SIZE")


def _result(terminal: Terminal) -> None:
    _race(terminal)
    terminal.press("enter")
    terminal.until(", over")
    terminal.press("enter")
    terminal.until("Press 1 to")
    terminal.press("1")
    terminal.until("LESSON")


def _plain_race(terminal: Terminal) -> None:
    """Answer up to a race that takes minutes, and wait until it is computed."""
    for answer in ("1", "9", "", "", ""):
        terminal.child.send(answer + "\r")
    terminal.until(lambda _: len(terminal.processes()) == 2)


PLACES: dict[str, tuple[tuple[str, ...], Callable[[Terminal], object]]] = {
    "before Textual": (SADDLE, lambda terminal: time.sleep(0.05)),
    "the page of languages": (("play",), lambda terminal: terminal.until("English")),
    "the first minute": (("play", "--lang", "en"), lambda terminal: terminal.until("Space")),
    "a race": (CANYON, _race),
    "a map": (MAP, lambda terminal: terminal.until(lambda text: "/" in text.splitlines()[0])),
    "plain, at a question": (PLAIN, lambda terminal: terminal.until("1 to 3")),
    "plain, in a race": ((*PLAIN, *LONG), _plain_race),
    "kiosk": (("play", "--kiosk", *CANYON[1:]), _race),
    "a large race": ((*CANYON[:-1], *LONG[1:]), _race),
}


@pytest.mark.parametrize("place", PLACES)
def test_wherever_the_game_is(place: str, tmp_path: Path) -> None:
    words, play = PLACES[place]
    with Terminal(tmp_path, *words, command=started_by("blocked")) as terminal:
        play(terminal)
        before = _cpu(terminal.child.pid)
        close(terminal)
        assert ends(terminal) - before < SECONDS


@pytest.mark.parametrize("signals", ["blocked", "ignored", "heard"])
@pytest.mark.parametrize("way", WAYS)
def test_however_the_terminal_goes(way: str, signals: str, tmp_path: Path) -> None:
    with Terminal(tmp_path, *SADDLE, command=started_by(signals)) as terminal:
        _result(terminal)
        before = _cpu(terminal.child.pid)
        WAYS[way](terminal)
        assert ends(terminal) - before < SECONDS
        assert terminal.child.exitstatus == 129
    assert "saddle" in json.loads((tmp_path / "progress.json").read_text())["records"]


def test_it_has_two_seconds() -> None:
    assert exits.GRACE_WITHOUT_TERMINAL < SECONDS


def test_a_game_in_plain_lines_whose_output_is_gone(tmp_path: Path) -> None:
    """Read nothing of a game that has answers left: a pipe without a reader, and a terminal that was closed."""
    ours, theirs = os.openpty()
    out, closed = os.pipe()
    os.close(ours)
    os.close(out)
    for gone in (theirs, closed):
        done = subprocess.run(
            [*COMMAND, *PLAIN], input="1\n9\n" * 1000, stdout=gone, stderr=subprocess.PIPE, text=True, check=False,
            timeout=PATIENCE, env=os.environ | {"BATCHGAME_DATA": str(tmp_path)},
        )  # fmt: skip
        os.close(gone)
        assert "Traceback" not in done.stderr
        assert done.stderr.count("\n") <= 1


@pytest.mark.parametrize("words", [
    "run canyon --batch-size 1 --momentum 0 --updates 30000 --trajectories 2000 --engine numpy",
    "check saddle",
    "map canyon --plain --trajectories 2000",
])  # fmt: skip
def test_work_that_outlives_its_terminal_ends_in_order(words: str, tmp_path: Path) -> None:
    """Close the terminal of a command that does not listen to hang-ups, as under nohup: it works on, and then ends."""
    command = [*started_by("ignored"), *words.split()]
    with Terminal(tmp_path, command=command) as terminal:
        terminal.until(lambda _: _cpu(terminal.child.pid) > 0.3)
        close(terminal)
        assert ends(terminal) < PATIENCE
        assert terminal.child.exitstatus in (0, 1)
