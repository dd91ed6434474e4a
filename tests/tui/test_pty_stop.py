"""Stop and continue under a shell with job control: the shell gets its terminal back, and the game its whole screen."""

from __future__ import annotations

import os
import shlex
import shutil
import signal
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pytest
from terminal_of import COMMAND, NEEDS_PROC, Terminal, is_restored

SADDLE = " ".join(("play", "saddle", "--lang", "en", "--trajectories", "100"))
# A game that is stopped while it hands over what is to be written, the first time that it finds the file `stop`.
STOPPED_IN_WRITING = """
import os, signal, sys
from batchgame.tui.screen.writer import Writer
def write(self, text, own=Writer.write):
    with self._change:
        own(self, text)
        if os.path.exists("stop"):
            os.unlink("stop")
            os.kill(os.getpid(), signal.SIGTSTP)
Writer.write = write
from batchgame.tui.command.main import main
sys.exit(main(sys.argv[1:]))
"""
SHELL = ["bash", "--norc", "--noprofile", "--noediting", "-i"]
pytestmark = [
    NEEDS_PROC,
    pytest.mark.skipif(not shutil.which("bash"), reason="needs bash"),
]


def _in_a_shell(tmp_path: Path, **how: bool) -> Terminal:
    terminal = Terminal(tmp_path, command=SHELL, PS1="prompt> ", HISTFILE="/dev/null", **how)  # type: ignore[arg-type]
    terminal.until("prompt>")
    return terminal


def _race(terminal: Terminal, command: Sequence[str] = COMMAND) -> None:
    """Play until a race runs, slowed down."""
    terminal.child.send(f"{' '.join(command)} {SADDLE}\r")
    terminal.until("How sure")
    terminal.press("1", "9")
    terminal.until("ONE EPOCH")
    terminal.press("enter")
    terminal.until("STEP SIZE")
    terminal.press("minus", "minus")


def _pause(terminal: Terminal) -> None:
    """Pause the race, and wait until the screen stands still."""
    terminal.press("space")
    terminal.until("paused")
    terminal.settled(0.5)


def _games(terminal: Terminal) -> list[int]:
    """Return the game's processes, without the shell."""
    return [pid for pid in terminal.processes() if pid != terminal.child.pid]


def _stop(terminal: Terminal, number: int = signal.SIGTSTP) -> None:
    """Stop the game as Ctrl+Z would if the game left that key to the terminal; the shell takes over and says so."""
    game = next(pid for pid in _games(terminal) if _parent(pid) == terminal.child.pid)
    os.kill(game, number)
    terminal.until("Stopped")
    terminal.settled(0.2)


def _parent(pid: int) -> int:
    """Return the process that has started this one. Numbers alone don't tell: after the largest they begin anew."""
    return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])


def _continue(terminal: Terminal) -> None:
    terminal.child.send("fg\r")
    terminal.until(lambda _: terminal.modes()[1049])


def _quit(terminal: Terminal) -> None:
    terminal.press("q")
    terminal.until(lambda _: _games(terminal) == [])  # what is typed before that goes to the game, and is lost
    terminal.settled(0.2)
    terminal.child.send("echo the same $((20 + 3)) shell\r")
    terminal.until("the same 23 shell")


@pytest.mark.parametrize("alternate", [True, False], ids=["two screens", "one screen"])
@pytest.mark.parametrize("answers", [True, False], ids=["answers", "mute"])
def test_a_paused_race_looks_as_before_after_stop_and_continue(alternate: bool, answers: bool, tmp_path: Path) -> None:
    with _in_a_shell(tmp_path, alternate=alternate, answers=answers) as terminal:
        flags = terminal.termios()
        _race(terminal)
        _pause(terminal)
        before = terminal.cells()
        _stop(terminal)
        assert is_restored_to(terminal, flags)
        terminal.child.send("echo drawn $((1 + 1)) over\r")
        terminal.until("drawn 2 over")
        _continue(terminal)
        terminal.until(lambda _: terminal.cells() == before)
        _quit(terminal)
        assert is_restored_to(terminal, flags)


def test_a_running_race_goes_on_after_stop_and_continue(tmp_path: Path) -> None:
    with _in_a_shell(tmp_path) as terminal:
        flags = terminal.termios()
        _race(terminal)
        _stop(terminal)
        assert is_restored_to(terminal, flags)
        said = len(terminal.sent)
        time.sleep(1.0)
        terminal.read(0.1)
        assert len(terminal.sent) == said, "a stopped game writes"
        _continue(terminal)
        terminal.until("STEP SIZE")
        drawn = terminal.cells()
        terminal.until(lambda _: terminal.cells() != drawn)
        _pause(terminal)
        shown = terminal.cells()
        terminal.resize(81, 24)
        terminal.settled(0.5)
        terminal.resize(80, 24)
        terminal.until(lambda _: terminal.cells() == shown)  # as a fresh paint shows it
        terminal.press("space", "enter")
        terminal.until(", over")
        _quit(terminal)
        assert is_restored_to(terminal, flags)


def test_stopped_with_another_size_when_it_continues(tmp_path: Path) -> None:
    with _in_a_shell(tmp_path) as terminal:
        _race(terminal)
        _stop(terminal)
        terminal.resize(120, 40)
        _continue(terminal)
        terminal.until(lambda text: "STEP SIZE" in text and "Enter skip" in text.splitlines()[39])
        _quit(terminal)


def test_stopped_many_times(tmp_path: Path) -> None:
    """Stop in a pause, where nothing ticks: the signal alone has to wake the loop that waits for keys."""
    with _in_a_shell(tmp_path) as terminal:
        flags = terminal.termios()
        _race(terminal)
        _pause(terminal)
        before = terminal.text()
        for _ in range(5):
            _stop(terminal)
            assert is_restored_to(terminal, flags)
            _continue(terminal)
            terminal.until(lambda text: text == before)
        _quit(terminal)


def test_stopped_while_it_writes(tmp_path: Path) -> None:
    """Stop where the thread that writes has to wait for the one that is stopped: neither waits for ever."""
    (tmp_path / "game.py").write_text(STOPPED_IN_WRITING)
    with _in_a_shell(tmp_path) as terminal:
        terminal.child.send(f"cd {shlex.quote(str(tmp_path))}\r")
        _race(terminal, [sys.executable, "game.py"])
        (tmp_path / "stop").touch()
        terminal.until("Stopped")
        _continue(terminal)
        terminal.until("STEP SIZE")
        _quit(terminal)


def test_stopped_by_the_signal_that_no_program_hears(tmp_path: Path) -> None:
    """Stop without a chance to restore the terminal: the game puts it right when it goes on."""
    with _in_a_shell(tmp_path) as terminal:
        flags = terminal.termios()
        _race(terminal)
        _pause(terminal)
        before = terminal.text()
        _stop(terminal, signal.SIGSTOP)
        _continue(terminal)
        terminal.until(lambda text: text == before)
        terminal.press("space", "enter")
        terminal.until(", over")
        _quit(terminal)
        assert is_restored_to(terminal, flags)


@pytest.mark.parametrize("number", ["TERM", "HUP"])  # with which a shell also lets a stopped program go on
def test_a_stopped_game_can_be_killed(number: str, tmp_path: Path) -> None:
    """Kill it from the shell that has stopped it: it ends, and draws nothing over what the shell shows."""
    with _in_a_shell(tmp_path) as terminal:
        flags = terminal.termios()
        _race(terminal)
        _stop(terminal)
        drawn = len(terminal.sent)
        terminal.child.send(f"kill -{number} %1\r")
        terminal.until(lambda _: _games(terminal) == [])
        terminal.child.send("echo the same $((20 + 3)) shell\r")
        terminal.until("the same 23 shell")
        assert b"\x1b[2J" not in terminal.sent[drawn:]
        assert is_restored_to(terminal, flags)


def test_a_continue_without_a_stop_does_no_harm(tmp_path: Path) -> None:
    with Terminal(tmp_path, *SADDLE.split()) as terminal:
        terminal.until("How sure")
        for _ in range(2):
            terminal.child.kill(signal.SIGCONT)
            terminal.settled(0.4)
        terminal.press("1", "9")
        terminal.until("ONE EPOCH")
        terminal.press("q")
        assert terminal.ended() == 0
        assert is_restored(terminal)


def is_restored_to(terminal: Terminal, flags: object) -> bool:
    """Check that the terminal is as the shell has it, which is not quite as it was before the shell."""
    terminal.until(lambda _: terminal.termios() == flags)
    terminal.flags = terminal.termios()
    return is_restored(terminal)
