"""Thirty seconds of everything that a line can carry, at random: the game stays small, answers, and leaves no trace."""

from __future__ import annotations

import os
import random
import time
from pathlib import Path

import pytest
from hostile import as_bytes, foreign, strings
from terminal_of import KEYS, NEEDS_PROC, is_restored
from typing_in import LEAVING, PASTE, PASTED, answers, memory, opened, type_in

SECONDS = 30.0
LARGEST_GROWTH = 50.0  # MB, above a game that has played a round
SIZES = ((80, 24), (120, 40), (60, 18), (20, 5), (200, 60), (1, 1))
QUIT = b"qQ\x03\x11"  # as bytes that may come together by chance, these leave the game
NO_LEAVING = {key: sent for key, sent in KEYS.items() if key not in ("ctrl+c", "ctrl+q")}
OPENINGS = (
    b"\x1b[",
    b"\x1b]52;c;",
    b"\x1bP",
    b"\x1b_",
    b"\x1bO",
    b"\x1b[<0;",
    b"\x1b[M",
    b"\x1b[200~",
    b"\x1b",
    b"\xe4\xb8",
)


def piece(chance: random.Random) -> bytes:
    """Return one thing that a terminal, a player or an attacker may send; none of the keys that leave the game."""
    kind = chance.randrange(10)
    x, y, button = chance.randrange(300), chance.randrange(100), chance.choice((0, 1, 2, 32, 35, 64, 65, 128))
    if kind < 3:
        return chance.choice(list(NO_LEAVING.values())).encode() * chance.choice((1, 1, 1, 50))
    if kind == 3:
        return chance.choice("abcdefghijklmnoprstuvwxyz0123456789HＭ１ㄅ中。").encode() * chance.choice((1, 3, 500))
    if kind == 4:
        down, up = b"\x1b[<%d;%d;%dM" % (button, x, y), b"\x1b[<%d;%d;%dm" % (button, x, y)
        return chance.choice(
            (down + up, down, up, b"\x1b[MC!!", b"\x1b[%d;%d;%dM" % (button + 32, x, y))
        ) * chance.choice((1, 300))
    if kind == 5:
        report = (b"\x1b[48;%d;%d;9;9t" % (y * 99, x * 99), b"\x1b[I\x1b[O", b"\x1b[%d;%dR" % (y, x), b"\x1b[?2026;2$y")
        return chance.choice(report) * chance.choice((1, 300))
    if kind == 6:
        return chance.choice(OPENINGS) + chance.choice((b"", b"1;2;3", b"z" * 3000))
    if kind == 7:
        return chance.randbytes(chance.choice((5, 500))).translate(None, QUIT)
    text = as_bytes(chance.choice(strings()).translate(LEAVING))
    return text if kind == 8 else PASTE + text + chance.choice((PASTED, b""))


@NEEDS_PROC
@pytest.mark.slow
@pytest.mark.parametrize("kiosk", [False, True], ids=["", "kiosk"])
def test_a_storm_finds_nothing(kiosk: bool, tmp_path: Path) -> None:
    seed = int(os.environ.get("BATCHGAME_STORM_SEED", 0)) or random.randrange(1, 1 << 32)
    print(f"BATCHGAME_STORM_SEED={seed}")
    chance = random.Random(seed)
    with opened("result", tmp_path, kiosk) as terminal:
        terminal.settled()
        before, end = memory(terminal), time.monotonic() + SECONDS
        while time.monotonic() < end:
            if chance.random() < 0.02:
                terminal.resize(*chance.choice(SIZES))
            type_in(terminal, b"".join(piece(chance) for _ in range(chance.randrange(1, 20))), quickly=True)
            if chance.random() < 0.1:
                terminal.read(0.4)  # otherwise all of it would belong to the first paste that has no end
                time.sleep(0.4)
        terminal.resize(80, 24)
        answers(terminal)
        grown = memory(terminal) - before
        assert grown <= LARGEST_GROWTH, f"{grown:.0f} MB more, seed {seed}"
        terminal.press("q")
        assert terminal.ended() == 0
        assert is_restored(terminal)
        assert foreign(bytes(terminal.sent)) == []
