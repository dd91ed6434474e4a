"""Keys as terminals send them: each one of the table reaches the page, other bytes do no harm, a click is a key."""

from __future__ import annotations

import os
import signal
import sys
import time
from pathlib import Path

from terminal_of import KEYS, NEEDS_PROC, PATIENCE, Terminal

from batchgame.tui.game.keys import COMMANDS, DIGITS

LISTENING = """
import sys
from batchgame.tui.game.app import BatchgameApp
log = open(sys.argv.pop(), "a", buffering=1)
BatchgameApp._do = lambda self, action: print(action, file=log)
BatchgameApp._leave = lambda self, status: print("leave", status, file=log)
from batchgame.tui.command.main import main
sys.exit(main(sys.argv[1:]))
"""
# Keys as terminals with the keyboard protocol of kitty send them (flags 1, 8 and 16).
PROTOCOL = {
    "\x1b[13u": "next", "\x1b[27u": "back", "\x1b[9u": "down", "\x1b[9;2u": "up", "\x1b[32;;32u": "pause",
    "\x1b[46;;46u": "one_update", "\x1b[61;2;43u": "faster", "\x1b[61;;61u": "faster", "\x1b[45;;45u": "slower",
    "\x1b[47;2;63u": "help", "\x1b[49;;49u": "digit:1", "\x1b[1;1A": "up", "\x1b[99;5u": "leave 130",
}  # fmt: skip
OTHERS = {"\x1bOA": "up", "\x1bOB": "down", "\x1bOC": "right", "\x1bOD": "left"}  # arrows of application mode
NO_KEYS = (
    b"\x1b[47:63;2;63u",
    b"\x1b[:u",
    b"\x1b[99999999999u",
    b"\xff\xfe",
    "中文".encode("big5"),
    b"\x1b[200~q\rq\x1b[201~",
    b"\x00",
)
SADDLE = ("play", "saddle", "--lang", "en", "--trajectories", "100")


def _typed() -> dict[str, str]:
    """Map what is sent for each key of the table to the action that it must lead to."""
    keys = {KEYS.get(key, key): command.name for command in COMMANDS for key in command.keys}
    return keys | {str(n): action for n, action in enumerate(DIGITS)} | {"\x03": "leave 130"} | OTHERS | PROTOCOL


def test_every_key_reaches_the_page(tmp_path: Path) -> None:
    log = tmp_path / "log"
    log.touch()
    command = [sys.executable, "-c", LISTENING]
    with Terminal(tmp_path, *SADDLE, str(log), command=command) as terminal:
        terminal.until("How sure")
        done: list[str] = []
        for sent, wanted in _typed().items():
            terminal.child.send(sent)
            done.append(wanted)
            end = time.monotonic() + PATIENCE
            while len(log.read_text().splitlines()) < len(done) and time.monotonic() < end:
                terminal.read(0.01)
            assert log.read_text().splitlines() == done, f"{sent!r}"


def test_what_is_no_key_does_no_harm(tmp_path: Path) -> None:
    with Terminal(tmp_path, *SADDLE) as terminal:
        terminal.until("How sure")
        for junk in NO_KEYS:
            terminal.child.send(junk)
            terminal.read(0.3)
        terminal.press("1")
        terminal.until("sure, and on")


def test_a_click_on_the_footer_is_its_key(tmp_path: Path) -> None:
    with Terminal(tmp_path, *SADDLE) as terminal:
        terminal.until("How sure")
        terminal.press("1")
        terminal.until("sure, and on")
        terminal.click("Enter next")
        terminal.until("Enter fire")
        terminal.click("? help")
        terminal.until("scroll")
        terminal.settled(0.2)
        terminal.click("Esc")
        terminal.until("Enter fire")


@NEEDS_PROC
def test_keys_are_answered_while_the_map_is_computed(tmp_path: Path) -> None:
    """Stop the map's process, and press keys: each is answered, so none waits for the map.

    That process also has less right to the processor; bench/terminal.py measures what this comes to.
    """
    with Terminal(tmp_path, "play", "canyon", "--lang", "en") as terminal:
        terminal.until("How sure")
        terminal.press("1", "9")
        terminal.until("ONE EPOCH")
        terminal.press("enter")
        terminal.until("STEP SIZE")
        worker = terminal.map_worker()
        terminal.until(lambda _: os.getpriority(os.PRIO_PROCESS, worker) > 0)
        os.kill(worker, signal.SIGSTOP)
        try:
            terminal.press("space")
            terminal.until("paused")
            for n in range(10):
                terminal.press("right")
                terminal.until(f" {('updates', 'epochs', 'time')[n % 3]} ─")
        finally:
            os.kill(worker, signal.SIGCONT)  # the game is killed at the end, and a stopped process would outlive it
