"""Input that comes faster than anybody types, or never ends: the game stays small, and answers once it is over."""

from __future__ import annotations

import contextlib
import os
import subprocess
import time
from pathlib import Path

import pytest
from terminal_of import COMMAND, NEEDS_PROC, PATIENCE, Terminal
from typing_in import memory, type_in

PLACES = {
    "a round": ("play", "saddle", "--trajectories", "50"),
    "a kiosk": ("play", "saddle", "--trajectories", "50", "--kiosk"),
    "a race": ("play", "canyon", "--trajectories", "500"),
    "a map": ("map", "saddle", "--trajectories", "20"),
}
LARGEST_GROWTH = 50.0  # MB
ANSWER_SECONDS = 1.0
AGAIN_SECONDS = 0.5
TRIES = 3  # of an answer that a busy machine may delay
ONCE = {
    "keys": b"z" * 200_000,
    "a key that is held down": b"\x1b[C" * 40_000,
    "keys of kitty": b"\x1b[57441;2u\x1b[97;2;65u" * 10_000,
    "motion": b"\x1b[<35;10;10M" * 20_000,
    "motion as X10": b"\x1b[MC##" * 40_000,
    "clicks": b"\x1b[<0;3;3M\x1b[<0;3;3m" * 10_000,
    "focus": b"\x1b[I\x1b[O" * 30_000,
    "places": b"\x1b[5;5R" * 40_000,
    "sizes": b"".join(b"\x1b[48;%d;%d;9;9t" % (300 + n % 700, 900 - n % 500) for n in range(5000)),
    "mode reports": b"\x1b[?2026;2$y\x1b[?2048;2$y" * 10_000,
    "ideographs": "中ㄅ".encode() * 40_000,
    "no UTF-8": b"\xff\xe4\xb8" * 80_000,
    "pastes": (b"\x1b[200~" + b"z" * 90 + b"\x1b[201~") * 5000,
}
ENDLESS = {
    "OSC": b"\x1b]52;c;" + b"A" * 1_000_000,
    "DCS": b"\x1bP" + b"1" * 1_000_000,
    "APC": b"\x1b_" + b"G" * 1_000_000,
    "SOS": b"\x1bX" + b"z" * 1_000_000,
    "CSI": b"\x1b[" + b"1;" * 500_000,
    "a paste": b"\x1b[200~" + b"z\r" * 500_000,
    "a paste with sequences": b"\x1b[200~" + b"z\x1b[A\x1b]" * 200_000,
}


def seconds_to_answer(terminal: Terminal) -> float:
    """Return how long the help page takes to come, for a player who presses the key again after half a second."""
    begun = time.monotonic()
    while "scroll" not in terminal.text():
        assert time.monotonic() < begun + PATIENCE, terminal.text()
        terminal.press("?")
        with contextlib.suppress(AssertionError):
            terminal.until("scroll", AGAIN_SECONDS)
    return time.monotonic() - begun


@NEEDS_PROC
@pytest.mark.parametrize(
    "place", ["a kiosk", *(pytest.param(name, marks=pytest.mark.slow) for name in PLACES if name != "a kiosk")]
)
def test_a_flood_costs_little_and_is_over_when_it_ends(place: str, tmp_path: Path) -> None:
    with Terminal(tmp_path, *PLACES[place], "--lang", "en") as terminal:
        terminal.until("? help")
        if place == "a race":
            terminal.press("1", "9")
            terminal.until("ONE EPOCH")
            terminal.press("enter")
            terminal.until("STEP SIZE")
            terminal.press("minus", "minus", "minus", "minus")
        else:
            terminal.settled(1.0)
        seconds_to_answer(terminal)
        before, slow = memory(terminal), {}
        for what, data in (ONCE | ENDLESS).items():
            took = []
            while (not took or min(took) > ANSWER_SECONDS) and len(took) < TRIES:
                terminal.press("escape")
                terminal.until(lambda text: "scroll" not in text)
                type_in(terminal, data, quickly=True)
                took.append(seconds_to_answer(terminal))
            slow |= {what: took} if min(took) > ANSWER_SECONDS else {}
        assert not slow
        grown = memory(terminal) - before
        assert grown <= LARGEST_GROWTH, f"{grown:.0f} MB more"


@NEEDS_PROC
def test_plain_lines_forget_the_rest_of_a_long_line(tmp_path: Path) -> None:
    """Send 50 MB without an end of line to the plain game, and one answer behind it."""
    words = [*COMMAND, "play", "saddle", "--plain", "--lang", "en"]
    around = {**os.environ, "BATCHGAME_DATA": str(tmp_path)}
    with subprocess.Popen(words, env=around, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as game:
        assert game.stdin is not None
        assert game.stdout is not None
        for _ in range(50):
            game.stdin.write(b"x" * 1_000_000)
        game.stdin.write(b"\n1\n")
        game.stdin.flush()
        said = b""
        while b"How sure" not in said:
            said += game.stdout.readline()
        status = Path(f"/proc/{game.pid}/status").read_text()
        assert said.count(b"Not understood") == 1
        assert int(status.split("VmHWM:")[1].split()[0]) / 1024 < 120
        game.communicate(b"q\n")
        assert game.returncode == 0
