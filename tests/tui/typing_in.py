"""Type anything into a game on some page, and find out whether it still answers."""

from __future__ import annotations

import contextlib
import os
import threading
import time
from pathlib import Path

import pytest
from hostile import foreign
from terminal_of import PATIENCE, Terminal

SADDLE = ("play", "saddle", "--lang", "en", "--trajectories", "50")
# These keys leave the game, as they should, also with Caps Lock and in full width.
LEAVING = str.maketrans("", "", "qQｑＱ\x03\x11")
CHUNK, PAUSE = 200, 0.004  # bytes, seconds: as a person who pastes quickly
PASTE, PASTED = b"\x1b[200~", b"\x1b[201~"
MENUS, SURE = ("0 start", "0 開頭"), ("How sure are you", "你有多大把握")


def opened(page: str, folder: Path, kiosk: bool) -> Terminal:
    """Start a game and go to that page."""
    words = [*SADDLE, *(["--kiosk"] if kiosk else [])]
    terminal = Terminal(folder, *words)
    terminal.until("How sure")
    if page == "menu":
        terminal.press("escape")
        terminal.until(MENUS[0])
    if page in ("aim", "result"):
        terminal.press("1", "9")
        terminal.until("Enter fire")
    if page == "result":
        terminal.press("enter")
        terminal.until("STEP SIZE")
        terminal.press("enter")
        terminal.until(", over")
        terminal.press("enter")
        terminal.until("Press 1 to")
        terminal.press("1")
        terminal.until("LESSON")
    return terminal


def type_in(terminal: Terminal, data: bytes, quickly: bool = False) -> None:
    """Send all of it and read what the game sends meanwhile: a terminal that does not read stops the game.

    quickly: as fast as the game takes it.
    """
    child = terminal.child
    rest = memoryview(data)

    def send() -> None:
        nonlocal rest
        with contextlib.suppress(OSError):  # the game has ended
            while rest:
                rest = rest[os.write(child.child_fd, rest if quickly else rest[:CHUNK]) :]
                if not quickly:
                    time.sleep(PAUSE)

    thread = threading.Thread(target=send, daemon=True)
    thread.start()
    while thread.is_alive():
        terminal.read(0.02)
        assert child.isalive(), f"ended with\n{terminal.text()}"


def answers(terminal: Terminal) -> None:
    """Check that keys still do what the footer says: they lead from any page to the menu, and open a scenario."""
    type_in(terminal, PASTED)  # a paste may be open, and in it keys and the terminal's own answers are text
    end = time.monotonic() + PATIENCE  # thousands of keys may still be on their way through menus and races
    while time.monotonic() < end:
        terminal.settled(0.4)
        if any(menu in terminal.text() for menu in MENUS):
            terminal.press("2", "enter")
            with contextlib.suppress(AssertionError):
                terminal.until(lambda text: any(sure in text for sure in SURE), 8)
                return
        terminal.press("escape")
    pytest.fail(f"keys do not lead to a scenario any more:\n{terminal.text()}")


def finished(terminal: Terminal) -> None:
    """Check that the game answers keys, leaves when asked to, and has sent nothing but text and its own sequences."""
    answers(terminal)
    terminal.press("q")
    assert terminal.ended() == 0
    assert foreign(bytes(terminal.sent)) == []
    assert b"Traceback" not in terminal.sent


def memory(terminal: Terminal) -> float:
    """Return the most memory that the game has had so far, in MB; needs /proc."""
    lines = Path(f"/proc/{terminal.child.pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1024
