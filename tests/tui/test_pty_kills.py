"""Fifty games that end at a random moment by a random signal or a lost terminal: nothing is left of them."""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import time
from pathlib import Path

import pytest
from terminal_of import NEEDS_PROC, Terminal, is_restored
from test_pty_gone import SECONDS, WAYS, _cpu, ends, started_by

pytestmark = [NEEDS_PROC, pytest.mark.slow, pytest.mark.skipif(sys.platform != "linux", reason="hang-ups are Linux's")]
KILLS = 50
SEED = int(os.environ.get("BATCHGAME_KILLS_SEED", "0")) or random.SystemRandom().randrange(1, 1 << 32)
GAMES = {
    "play": ("play", "canyon", "--lang", "en"),
    "a large race": ("play", "canyon", "--lang", "en", "--trajectories", "200000"),
    "map": ("map", "canyon", "--lang", "en", "--trajectories", "2000"),
    "plain": ("play", "saddle", "--plain", "--lang", "en", "--trajectories", "20000"),
    "kiosk": ("play", "canyon", "--kiosk", "--lang", "en"),
    "first minute": ("play",),
}
SIGNALS = ("SIGTERM", "SIGHUP", "SIGINT", "SIGQUIT", "SIGKILL")
KEYS = {"plain": ("1\r", "9\r", "\r", "2\r")}
ON_A_SCREEN = ("1", "9", "\r", "m", "2", " ", "+", "-", "\x1b[C", "\x1b[A", "l", "?")
LONGEST = 4.0  # seconds of play


def _play(terminal: Terminal, keys: tuple[str, ...], dice: random.Random) -> None:
    """Type at random for a random time."""
    end = time.monotonic() + dice.uniform(0, LONGEST)
    while time.monotonic() < end and terminal.child.isalive():
        terminal.read(0.05)
        if dice.random() < 0.3:
            terminal.type(dice.choice(keys))


def test_fifty_kills_leave_nothing(tmp_path: Path) -> None:
    print(f"BATCHGAME_KILLS_SEED={SEED}")
    dice = random.Random(SEED)
    for number in range(KILLS):
        game = dice.choice(list(GAMES))
        how = dice.choice([*SIGNALS, *WAYS])
        signals = dice.choice(["blocked", "ignored", "heard"])
        what = f"seed {SEED}, kill {number}: {game}, {how}, SIGHUP {signals}"
        print(what)
        folder = tmp_path / str(number)
        with Terminal(folder, *GAMES[game], command=started_by(signals)) as terminal:
            terminal.until(lambda _: terminal.sent)
            _play(terminal, KEYS.get(game, ON_A_SCREEN), dice)
            before = _cpu(terminal.child.pid)
            if how in WAYS:
                WAYS[how](terminal)
                assert ends(terminal) - before < SECONDS, what
            else:
                terminal.child.kill(getattr(signal, how))
                terminal.ended()
                assert ends(terminal) == 0, what
                if game != "plain" and how != "SIGKILL":
                    assert is_restored(terminal), what
            assert b"Traceback" not in terminal.sent, what
        progress = folder / "progress.json"
        if progress.exists():
            json.loads(progress.read_text())
        assert game != "kiosk" or not progress.exists(), what
