"""Two thousand hostile strings, typed and pasted into the running game on four pages, in a kiosk and outside of one."""

from __future__ import annotations

from pathlib import Path

import pytest
from hostile import as_bytes, strings
from typing_in import LEAVING, PASTE, PASTED, finished, opened, type_in

LONGEST = 100  # characters typed of one string
MOUSE = (
    b"\x1b[<0;%d;%dM", b"\x1b[<35;%d;%dM", b"\x1b[<64;%d;%dM", b"\x1b[<0;%d;%dm", b"\x1b[%d;%dR", b"\x1b[48;%d;%d;1;1t",
    b"\x1b[M%d%d", b"\x1b[<999;%d;%dM", b"\x1b[%d;%dM",
)  # fmt: skip
PLACES = ((0, 0), (1, 1), (80, 24), (99999, 99999), (3, 24), (60, 7), (10**9, 1))
PAGES = ("menu", "predict", "aim", "result")
pages = pytest.mark.parametrize("page", PAGES)
# Each half holds every kind of string; a second one on each page takes as long as the first.
halves = pytest.mark.parametrize("half", [0, pytest.param(1, marks=pytest.mark.slow)])


def shares(place: int, half: int) -> tuple[list[str], list[str]]:
    """Return half of this page's strings in two lists: those that are UTF-8, and those that are not."""
    mine = [text.translate(LEAVING) for text in strings()[place + half * len(PAGES) :: 2 * len(PAGES)]]
    broken = [text for text in mine if any("\ud800" <= sign <= "\udfff" for sign in text)]
    return [text for text in mine if text not in set(broken)], broken


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
