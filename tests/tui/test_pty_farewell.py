"""Keys typed while a game leaves are neither echoed nor left for the shell; Ctrl+C never shows a traceback."""

from __future__ import annotations

import shlex
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from terminal_of import COMMAND, PATIENCE, Terminal, is_restored

# The game's last work lasts until a file is there. For a player that is a map that decides about a star.
SLOW = """
import os, time
from batchgame.tui.command.interrupt import watch_for_interrupts
watch_for_interrupts()
from batchgame.tui.game.session import Session
close = Session.close
def slowly(self, *how, **more):
    while not os.path.exists(os.environ["GO"]):
        time.sleep(0.01)
    close(self, *how, **more)
Session.close = slowly
from batchgame.tui.cli import main
main()
"""
# A signal comes some seconds after the first line of the command's own. Before that line only Python itself runs.
INTERRUPTED = """
from batchgame.tui.command.interrupt import watch_for_interrupts
watch_for_interrupts()
import os, signal, sys, threading
threading.Timer(float(sys.argv.pop(1)), os.kill, (os.getpid(), signal.SIGINT)).start()
from batchgame.tui.cli import main
main()
"""
RUN = ("run", "canyon", "--batch-size", "1", "--momentum", "0")
WORK = (*RUN, "--updates", "30000", "--trajectories", "2000", "--engine", "numpy")  # some seconds
COMMANDS = (
    "play saddle",
    "play saddle --plain",
    "map saddle",
    "list",
    "doctor",
    "check",
    f"{' '.join(RUN)} --updates 100000000",
    "sweep saddle --batch-size 1,2 --momentum 0:0.9:10 --trajectories 20000 --restart --out",
)


def _leaving(terminal: Terminal) -> None:
    terminal.until("How sure")
    terminal.press("q")
    terminal.until(lambda _: terminal.modes()[1049] is False)  # the game has left the screen, and works on
    terminal.settled(0.2)


def test_what_is_typed_while_the_game_leaves_is_neither_seen_nor_kept(tmp_path: Path) -> None:
    command = shlex.join([sys.executable, "-c", SLOW, "play", "saddle", "--lang", "en"])
    script = f'{command}; IFS= read -r -s -t 1 typed; echo "left: <$typed>"; sleep 60'
    go = tmp_path / "go"
    with Terminal(tmp_path, "-c", script, command=["bash"], GO=str(go)) as terminal:
        _leaving(terminal)
        for _ in range(3):
            terminal.type("typed\r")
        terminal.settled(0.2)
        assert b"typed" not in terminal.sent
        go.touch()
        terminal.until("left: <>")
        assert is_restored(terminal)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT])
def test_a_signal_while_the_game_leaves(number: signal.Signals, tmp_path: Path) -> None:
    command = [sys.executable, "-c", SLOW]
    go = str(tmp_path / "never")
    with Terminal(tmp_path, "play", "saddle", "--lang", "en", command=command, GO=go) as terminal:
        _leaving(terminal)
        if number == signal.SIGINT:
            terminal.type("\x03")
        else:
            terminal.child.kill(number)
        assert terminal.ended() == 128 + number
        assert is_restored(terminal)


@pytest.mark.parametrize("words", COMMANDS)
@pytest.mark.share(2)
def test_an_interrupt_at_any_moment_of_the_start(words: str, tmp_path: Path) -> None:
    offenders = []
    more = [str(tmp_path / "table.csv")] if words.endswith("--out") else []
    for seconds in (0.0, 0.01, 0.02, 0.05, 0.1, 0.2, 0.4):
        command = [sys.executable, "-c", INTERRUPTED, str(seconds)]
        with Terminal(tmp_path, *words.split(), *more, command=command) as terminal:
            status = terminal.ended()
            if status not in (130, 0) or b"Traceback" in terminal.sent or b"ignored" in terminal.sent:
                offenders.append(f"{seconds} s: {status}, {bytes(terminal.sent)[-1000:]!r}")
    assert not offenders, "\n".join(offenders)


def test_a_program_that_was_told_to_ignore_the_interrupt_goes_on() -> None:
    """Start a command as a shell starts a job in the background."""
    command = f"trap '' INT; exec {shlex.join(COMMAND)} {' '.join(WORK)}"
    program = subprocess.Popen(["sh", "-c", command], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert program.stderr is not None
    assert program.stderr.readline().startswith("canyon: ")
    program.send_signal(signal.SIGINT)
    out, _ = program.communicate(timeout=PATIENCE)
    assert program.returncode == 0
    assert out.startswith("stage ")


LOOPING = """
import asyncio, os, signal, sys
make = asyncio.BaseEventLoop.__init__
def interrupted(self):
    os.kill(os.getpid(), signal.SIGINT)
    make(self)
asyncio.BaseEventLoop.__init__ = interrupted
from batchgame.tui.command.main import main
raise SystemExit(main(sys.argv[1:]))
"""


@pytest.mark.parametrize("words", ["play saddle", "class serve --no-wall --port 42871", "serve --port 42872"])
def test_an_interrupt_while_the_event_loop_is_made(words: str, tmp_path: Path) -> None:
    command = [sys.executable, "-c", LOOPING]
    with Terminal(tmp_path, *words.split(), command=command, XDG_STATE_HOME=str(tmp_path)) as terminal:
        assert terminal.ended() == 130
        assert b"Traceback" not in terminal.sent
        assert b"ignored" not in terminal.sent
