"""Two thousand hostile strings, typed and pasted into the running game on four pages, in a kiosk and outside of one."""

from __future__ import annotations

import contextlib
import os
import threading
import time
from pathlib import Path

import pytest
from hostile import as_bytes, foreign, strings
from terminal_of import PATIENCE, Terminal

SADDLE = ("play", "saddle", "--lang", "en", "--trajectories", "50")
# These keys leave the game, as they should, and a paste may hold them: Textual reads what follows an escape as keys.
LEAVING = str.maketrans("", "", "q\x03\x11")
CHUNK, PAUSE = 200, 0.004  # bytes, seconds: bytes that are read together with one that is no UTF-8 are dropped with it
LONGEST = 100  # characters typed of one string
PASTE, PASTED = b"\x1b[200~", b"\x1b[201~"
MOUSE = (
    b"\x1b[<0;%d;%dM", b"\x1b[<35;%d;%dM", b"\x1b[<64;%d;%dM", b"\x1b[<0;%d;%dm", b"\x1b[%d;%dR", b"\x1b[48;%d;%d;1;1t",
    b"\x1b[M%d%d", b"\x1b[<999;%d;%dM", b"\x1b[%d;%dM",
)  # fmt: skip
PLACES = ((0, 0), (1, 1), (80, 24), (99999, 99999), (3, 24), (60, 7), (10**9, 1))
MENUS, SURE = ("0 first minute", "0 第一分鐘"), ("How sure are you", "你有多大把握")
PAGES = ("menu", "predict", "aim", "result")
pages = pytest.mark.parametrize("page", PAGES)
# Each half holds every kind of string; a second one on each page takes as long as the first.
halves = pytest.mark.parametrize("half", [0, pytest.param(1, marks=pytest.mark.slow)])


def shares(place: int, half: int) -> tuple[list[str], list[str]]:
    """Return half of this page's strings in two lists: those that are UTF-8, and those that are not."""
    mine = [text.translate(LEAVING) for text in strings()[place + half * len(PAGES) :: 2 * len(PAGES)]]
    broken = [text for text in mine if any("\ud800" <= sign <= "\udfff" for sign in text)]
    return [text for text in mine if text not in set(broken)], broken


def opened(page: str, folder: Path, kiosk: bool) -> Terminal:
    """Start a game and go to that page."""
    words = [*SADDLE, *(["--kiosk"] if kiosk else [])]
    terminal = Terminal(folder, *words)
    terminal.until("How sure")
    if page == "menu":
        terminal.press("escape")
        terminal.until(MENUS[0])
    if page in ("aim", "result"):
        terminal.press("1", "9", "enter")
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


def type_in(terminal: Terminal, data: bytes) -> None:
    """Send all of it and read what the game sends meanwhile: a terminal that does not read stops the game."""
    child = terminal.child
    rest = memoryview(data)

    def send() -> None:
        nonlocal rest
        with contextlib.suppress(OSError):  # the game has ended
            while rest:
                rest = rest[os.write(child.child_fd, rest[:CHUNK]) :]
                time.sleep(PAUSE)

    thread = threading.Thread(target=send, daemon=True)
    thread.start()
    while thread.is_alive():
        terminal.read(0.02)
        assert child.isalive(), f"ended with\n{terminal.text()}"


def answers(terminal: Terminal) -> None:
    """Check that keys still do what the footer says: they lead from any page to the menu, and open a scenario."""
    type_in(terminal, PASTED)  # a paste may be open, and in it keys and the terminal's own answers are text
    type_in(terminal, b"\x1b[48;24;80;384;640t")  # it may have been told of another size
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


@pages
@halves
def test_typed(half: int, page: str, tmp_path: Path) -> None:
    place = PAGES.index(page)
    with opened(page, tmp_path, kiosk=place % 2 == 0) as terminal:
        for part in shares(place, half):
            type_in(terminal, b"".join(as_bytes(text[:LONGEST]) for text in part))
        finished(terminal)


@pages
@halves
def test_pasted(half: int, page: str, tmp_path: Path) -> None:
    place = PAGES.index(page)
    with opened(page, tmp_path, kiosk=place % 2 == 1) as terminal:
        for part in shares(place, half):
            type_in(terminal, b"".join(PASTE + as_bytes(text) + PASTED for text in part))
        type_in(terminal, PASTE + b"q\r\x03" + PASTED)
        type_in(terminal, PASTE + "".join(shares(place, half)[0]).encode())  # no end
        terminal.settled()
        type_in(terminal, PASTED)
        finished(terminal)


@pytest.mark.parametrize("kiosk", [False, True])
def test_reports_that_no_terminal_sends(kiosk: bool, tmp_path: Path) -> None:
    with opened("aim", tmp_path, kiosk) as terminal:
        for form in MOUSE:
            for x, y in PLACES:
                if not form.startswith(b"\x1b[48") or (x, y) not in ((99999, 99999), (10**9, 1)) or kiosk:
                    type_in(terminal, form % (x, y))
        type_in(terminal, b"\x1b[48;24;80;0;0t")
        terminal.settled()
        finished(terminal)
