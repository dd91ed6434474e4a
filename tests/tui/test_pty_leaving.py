"""The ways out that no player chooses: a line that hangs, a signal at the first byte, a mistake in the code."""

from __future__ import annotations

import os
import signal
import sys
import time
from pathlib import Path

import pytest
from terminal_of import NEEDS_PROC, PATIENCE, Terminal, is_restored

SADDLE = ("play", "saddle", "--lang", "en", "--trajectories", "100")
# Leaving may wait for a map that decides about a star, and a game that hangs is ended. Here both come after an hour.
WAITING = """
import sys
from batchgame.tui.command import exits
from batchgame.tui.game import session
exits.GRACE = session.LAST_STAR_SECONDS = 3600.0
from batchgame.tui.command.main import main
sys.exit(main(sys.argv[1:]))
"""
MISTAKEN = """
import sys
from batchgame.tui.game.pages.aim import AimPage
def fails(self, *_):
    secret = "of nobody's business"
    return {}["no such place"]
setattr(AimPage, sys.argv.pop(), fails)
from batchgame.tui.command.main import main
sys.exit(main(sys.argv[1:]))
"""


def _race(terminal: Terminal) -> None:
    """Play until a race has begun."""
    terminal.until("How sure")
    terminal.press("1", "9")
    terminal.until("ONE EPOCH")
    terminal.press("enter")
    terminal.until("STEP SIZE")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT], ids=lambda number: number.name)
def test_a_signal_at_the_first_byte(number: signal.Signals, tmp_path: Path) -> None:
    with Terminal(tmp_path, *SADDLE) as terminal:
        terminal.until(lambda _: terminal.sent)
        terminal.child.kill(number)
        assert terminal.ended() == 128 + number
        assert is_restored(terminal)


@NEEDS_PROC
def test_a_signal_does_not_wait_for_the_map(tmp_path: Path) -> None:
    with Terminal(tmp_path, *SADDLE, command=[sys.executable, "-c", WAITING]) as terminal:
        _race(terminal)
        os.kill(terminal.map_worker(), signal.SIGSTOP)  # the map will never be complete
        terminal.press("enter")
        terminal.until(", over")
        terminal.press("enter")
        terminal.until("What did you see")
        terminal.press("2")
        terminal.until("LESSON")
        terminal.child.kill(signal.SIGHUP)
        assert terminal.ended() == 129
        assert is_restored(terminal)
        assert terminal.processes() == []
    assert '"saddle"' in (tmp_path / "progress.json").read_text()


@NEEDS_PROC
@pytest.mark.parametrize("closed", [True, False], ids=["closed", "still open"])
def test_a_terminal_that_takes_nothing_any_more(closed: bool, tmp_path: Path) -> None:
    """Leave a game that hangs in a write: nothing can be restored, and no process stays behind."""
    with Terminal(tmp_path, "play", "canyon", "--lang", "en", size=(160, 50)) as terminal:
        _race(terminal)
        terminal.press("minus", "minus", "minus")
        time.sleep(3.0)  # nobody reads, and the line fills up
        if closed:
            terminal.hang_up()
        else:
            terminal.child.kill(signal.SIGTERM)
        end = time.monotonic() + PATIENCE
        while terminal.child.isalive():
            assert time.monotonic() < end, "the game still hangs in a write"
            time.sleep(0.02)
        assert (terminal.child.exitstatus, terminal.processes()) == (129 if closed else 143, [])


@pytest.mark.parametrize("method", ["paint", "press", "offers"])
def test_a_mistake_in_a_page_is_said_in_a_few_lines(method: str, tmp_path: Path) -> None:
    command = [sys.executable, "-c", MISTAKEN]
    with Terminal(tmp_path, *SADDLE, method, command=command) as terminal:
        terminal.until("How sure")
        terminal.press("1", "9")
        if method == "press":
            terminal.until("ONE EPOCH")
            terminal.press("enter")
        assert terminal.ended() == 1
        assert is_restored(terminal)
        said = terminal.sent.rpartition(b"\x1b[?1006l")[2].decode()
        assert "a mistake in batchgame itself: KeyError: 'no such place'" in said
        assert "line 6, in fails" in said or "line 6, fails" in said
        assert "nobody's business" not in said
        assert len(said.splitlines()) <= 6
