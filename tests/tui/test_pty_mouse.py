"""The mouse as terminals report it: clicks in every encoding, and nothing else that it does."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import pytest
from terminal_of import PATIENCE, Terminal
from test_pty_keys import LISTENING, SADDLE
from typing_in import type_in

ENCODINGS = {
    "X10": (lambda b, x, y, down: b"\x1b[M%c%c%c" % (32 + (b if down else 3), 32 + x, 32 + y)),
    "SGR": (lambda b, x, y, down: b"\x1b[<%d;%d;%d%c" % (b, x, y, b"M"[0] if down else b"m"[0])),
    "urxvt": (lambda b, x, y, down: b"\x1b[%d;%d;%dM" % (32 + (b if down else 3), x, y)),
}
NOT_LEFT = {"middle": 1, "right": 2, "motion": 35, "drag": 32, "wheel up": 64, "wheel down": 65, "back": 128}


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_a_click_is_its_key_and_nothing_else_is_one(encoding: str, tmp_path: Path) -> None:
    report, log = ENCODINGS[encoding], tmp_path / "log"
    log.touch()
    command = [sys.executable, "-c", LISTENING]
    with Terminal(tmp_path, *SADDLE, str(log), size=(200, 50), command=command) as terminal:
        terminal.until("How sure")
        terminal.until("? help")
        x, y = terminal.place("? help")
        for button in NOT_LEFT.values():
            type_in(terminal, report(button, x, y, True) + report(button, x, y, False))
        type_in(terminal, report(0, 1, 1, False))  # released where nothing was pressed
        for modifiers in (0, 4, 8, 16):
            data = report(modifiers, x, y, True) + report(modifiers, x, y, False)
            for part in (data[:4], data[4:]):  # as a slow line brings them; the terminal answers nothing in between
                os.write(terminal.child.child_fd, part)
                time.sleep(0.02)
            terminal.read(0.02)
        terminal.press("1")
        end = time.monotonic() + PATIENCE
        while len(log.read_text().split()) < 5 and time.monotonic() < end:
            terminal.read(0.01)
        assert log.read_text().split() == [*["help"] * 4, "digit:1"]


def test_reports_of_pixels_and_sizes_move_no_click(tmp_path: Path) -> None:
    """A terminal that tells its size in pixels still reports clicks in cells, as it was asked to."""
    with Terminal(tmp_path, *SADDLE) as terminal:
        terminal.until("How sure")
        type_in(terminal, b"\x1b[?2048;2$y\x1b[48;24;80;480;800t")
        terminal.settled(0.2)
        terminal.click("? help")
        terminal.until("scroll")
