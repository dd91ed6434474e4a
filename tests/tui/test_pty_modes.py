"""The terminal's modes: the game asks for what it uses, and resets on each way out what it has set."""

from __future__ import annotations

import os
import re
import shutil
import signal
from collections import Counter
from pathlib import Path

import pytest
from terminal_of import COMMAND, NEEDS_PROC, PUSHED, Terminal

SADDLE = ("play", "saddle", "--lang", "en", "--trajectories", "100")
MODE = re.compile(rb"\x1b\[\?([0-9;]+)([hl])")
HIDDEN_CURSOR, WRAP = 25, 7  # modes that are on in a terminal that nobody has touched
USED = {1000, 1006, 1049, 2004, 2026}
MODE_QUESTION = re.compile(rb"\x1b\[\?([0-9]+)\$p")


class Modern(Terminal):
    """A terminal that has every mode that a program asks for, and tells its size by itself."""

    def take(self, data: bytes) -> None:
        super().take(data)
        for mode in MODE_QUESTION.findall(data):
            self.type(f"\x1b[?{mode.decode()};2$y")
        if b"\x1b[?2048h" in data:
            self.type("\x1b[48;24;80;480;800t")


def balance(sent: bytes) -> tuple[set[int], dict[int, str]]:
    """Return the modes that were set, and those that were not reset after that, with both counts."""
    sets, resets, last = Counter[int](), Counter[int](), dict[int, bool]()
    for numbers, sign in MODE.findall(sent):
        for mode in map(int, numbers.split(b";")):
            changed = (sign == b"h") != (mode in (HIDDEN_CURSOR, WRAP))
            (sets if changed else resets)[mode] += 1
            last[mode] = changed
    left = {mode: f"{sets[mode]} set, {resets[mode]} reset" for mode in sets if last[mode]}
    pushed, popped = len(PUSHED.findall(sent)), sent.count(b"\x1b[<u")
    if pushed != popped:
        left[0] = f"keyboard protocol: {pushed} pushed, {popped} popped"
    return set(sets), left


WAYS = {
    "the key q": lambda terminal: terminal.press("q"),
    "Ctrl+C": lambda terminal: terminal.press("ctrl+c"),
    "SIGTERM": lambda terminal: terminal.child.kill(signal.SIGTERM),
    "SIGHUP": lambda terminal: terminal.child.kill(signal.SIGHUP),
    "SIGINT": lambda terminal: terminal.child.kill(signal.SIGINT),
}


@pytest.mark.parametrize("kiosk", [False, True], ids=["", "kiosk"])
@pytest.mark.parametrize("way", WAYS)
def test_what_was_set_is_reset(way: str, kiosk: bool, tmp_path: Path) -> None:
    with Modern(tmp_path, *SADDLE, *(["--kiosk"] if kiosk else [])) as terminal:
        terminal.until("How sure")
        terminal.press("1", "9")
        terminal.until("ONE EPOCH")
        terminal.press("enter")
        terminal.until("STEP SIZE")
        WAYS[way](terminal)
        terminal.ended()
        asked, left = balance(bytes(terminal.sent))
        assert left == {}
        assert asked <= USED | {HIDDEN_CURSOR, WRAP}, "asked for and not used"
        assert {1000, 1006, 1049, 2004, HIDDEN_CURSOR} <= asked


@NEEDS_PROC
@pytest.mark.skipif(not shutil.which("bash"), reason="needs bash")
def test_what_was_set_is_reset_at_a_stop_and_set_again(tmp_path: Path) -> None:
    shell = ["bash", "--norc", "--noprofile", "--noediting", "-i"]
    with Modern(tmp_path, command=shell, PS1="prompt> ", HISTFILE="/dev/null") as terminal:
        terminal.until("prompt>")
        terminal.child.send(f"{' '.join((*COMMAND, *SADDLE))}\r")
        terminal.until("How sure")
        for _ in range(2):
            game = next(pid for pid in terminal.processes() if pid != terminal.child.pid)
            os.kill(game, signal.SIGTSTP)
            terminal.until("Stopped")
            terminal.settled(0.2)
            assert balance(bytes(terminal.sent))[1] == {}
            terminal.child.send("fg\r")
            terminal.until("How sure")
            terminal.until(lambda _: {1000, 1006, 1049, 2004} <= set(balance(bytes(terminal.sent))[1]))
        terminal.press("q")
        terminal.until(lambda text: text.rstrip().endswith("prompt>"))
        assert balance(bytes(terminal.sent))[1] == {}
