"""Every key of the table, as a terminal sends it, reaches the page; what is no key does no harm; a click is a key."""

from __future__ import annotations

import statistics
import sys
import time
from pathlib import Path

from terminal_of import KEYS, Terminal

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
# As terminals with the keyboard protocol of kitty send them (flags 1, 8 and 16).
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
    """What is sent for each key of the table, and what it has to do."""
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
            end = time.monotonic() + 10
            while log.read_text().splitlines() != done and time.monotonic() < end:
                terminal.read(0.01)
            assert log.read_text().splitlines() == done, f"{sent!r}"


def test_what_is_no_key_does_no_harm(tmp_path: Path) -> None:
    with Terminal(tmp_path, *SADDLE) as terminal:
        terminal.until("How sure")
        for junk in NO_KEYS:
            terminal.child.send(junk)
            terminal.read(0.3)
        terminal.press("1")
        terminal.until("if you are sure")


def test_a_click_on_the_footer_is_its_key(tmp_path: Path) -> None:
    with Terminal(tmp_path, *SADDLE) as terminal:
        terminal.until("How sure")
        terminal.press("1", "9")
        terminal.until("now set the knobs")
        terminal.click("Enter next")
        terminal.until("Enter fire")
        terminal.click("? help")
        terminal.until("scroll")
        terminal.settled(0.2)
        terminal.click("Esc")
        terminal.until("Enter fire")


def test_keys_are_answered_while_the_map_is_computed(tmp_path: Path) -> None:
    """The map has a process of its own, with less right to the processor."""
    with Terminal(tmp_path, "play", "canyon", "--lang", "en") as terminal:
        terminal.until("How sure")
        terminal.press("1", "9", "enter")
        terminal.until("ONE EPOCH")
        terminal.press("enter")
        terminal.until("STEP SIZE")
        terminal.press("space")
        waits = []
        for n in range(10):
            terminal.settled(0.03)
            began = time.monotonic()
            terminal.press("right")
            terminal.until(f" {('updates', 'epochs', 'time')[n % 3]} ─", 10)
            waits.append(time.monotonic() - began)
        assert statistics.median(waits) < 0.25
