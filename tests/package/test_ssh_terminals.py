"""Every terminal of docs/terminals.md over a real sshd: the table there says exactly what was proven here.

`BATCHGAME_WRITE_DOCS=1 uv run --group dev pytest -m ssh tests/package/test_ssh_terminals.py` writes the table anew.
"""

from __future__ import annotations

import os
import re
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from sshd import MISSING, THERE, Host, draw_over, remote, running, state, the_game, wait_until
from terminal_of import Terminal, is_restored
from terminal_table import (
    CHARACTERS,
    COLOUR_NAMES,
    COLOURS,
    CUT,
    DOCUMENT,
    LEFT,
    RESIZE,
    ROUND,
    SCREEN,
    STOP,
    Proofs,
    Row,
    document,
    table,
)
from tmux_of import TMUX, Tmux

from batchgame.scenarios.reading.library import find
from batchgame.tui.race.options import PlayOptions
from batchgame.tui.race.round import Round

pytestmark = [pytest.mark.ssh, pytest.mark.skipif(not THERE, reason=MISSING)]
SADDLE = ("play", "saddle", "--lang", "en", "--trajectories", "100")
TERMS = ("xterm-256color", "tmux-256color", "xterm", "linux", "vt100")
LANGS = ("en_US.UTF-8", "C", "zh_TW.BIG5")
DRAWN: list[Row] = [(term, lang) for term in TERMS for lang in LANGS]
PLAIN: list[Row] = [("dumb", lang) for lang in LANGS]
IN_TMUX: Row = ("tmux-256color, a real tmux", "en_US.UTF-8")
ROWS = [*DRAWN, *PLAIN, IN_TMUX]
ONE_SCREEN = ("vt100", "linux")  # they have no second screen to leave
OFTEN = [
    *zip(TERMS, LANGS * 2, strict=False),
    PLAIN[0],
]  # each terminal and each locale at least once; the rest is slow
KINDS = {"true": {2}, "256": {5}, "16": set(), "mono": set()}  # of SGR 38 and 48
COLOURED = re.compile(r"(3[0-7]|4[0-7]|9[0-7]|10[0-7]|38|48)\Z")
LANES = {"Unicode": ("●", "◌", "◆", "▲"), "ASCII": ("Y", "S", "F", "1")}
PROVEN = Proofs()


def rows(of: list[Row]) -> list[object]:
    """Return rows of the table as a test's parameters, the usual ones in the quick group."""
    return [pytest.param(row, id="-".join(row), marks=[] if row in OFTEN else pytest.mark.slow) for row in of]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Return the folder where the game on the other side keeps its progress."""
    return tmp_path / "there"


class Line:
    """An `ssh -tt` to a host from a terminal of a given kind."""

    def __init__(self, host: Host, installed: Path, data: Path) -> None:
        self.host, self.installed, self.data = host, installed, data

    def __call__(self, row: Row, *words: str) -> Terminal:
        term, lang = row
        command = remote(self.installed, self.data, *words, lang=lang)
        here = self.data.parent / "here"
        return Terminal(
            here, command, command=self.host.words("-tt"), alternate=term not in ONE_SCREEN, TERM=term, LANG=lang
        )

    def decided(self, row: Row) -> dict[str, str]:
        """Return the decisions of `batchgame doctor` on the host, without their reasons."""
        with self(row, "doctor") as terminal:
            terminal.ended()
            said = terminal.sent.decode()
        return dict(re.findall(r"^  (screen|colours|characters) +([^:\r\n]+)", said, re.MULTILINE))


@pytest.fixture
def line(host: Host, installed: Path, data: Path) -> Line:
    return Line(host, installed, data)


def note(row: Row, decided: dict[str, str]) -> None:
    """Note the decisions about a terminal in the table."""
    PROVEN.note(row, SCREEN, decided["screen"])
    PROVEN.note(row, COLOURS, COLOUR_NAMES[decided["colours"]])
    PROVEN.note(row, CHARACTERS, decided["characters"])


def race(terminal: Terminal) -> None:
    """Answer the questions of a round and start its race, slowly."""
    terminal.until("Which of these surely does NOT move")
    terminal.press("1")
    terminal.until("sure, and on")
    terminal.press("9")
    terminal.until("ONE EPOCH")
    terminal.press("enter")
    terminal.until("STEP SIZE")
    terminal.press("minus")


def rest_of_the_round(terminal: Terminal) -> None:
    """Play from the race to the next stage."""
    terminal.press("enter")
    terminal.until(", over")
    terminal.press("enter")
    terminal.until("What did you see")
    terminal.press("2")
    terminal.until("LESSON closed")
    terminal.press("v")
    terminal.until("MODEL")
    terminal.press("enter")
    terminal.until("The same idea, other numbers")
    question = Round(*find("saddle"), PlayOptions()).transfer
    terminal.press(str(question.order.index(question.right) + 1))
    terminal.until("Yes.")
    terminal.press("enter")
    terminal.until("Zero gradient, and then?")


def paused(terminal: Terminal) -> list[list[tuple[object, ...]]]:
    """Pause the race and return the screen as cells."""
    terminal.press("space")
    terminal.settled(0.4)
    return terminal.cells()


def fills(text: str, height: int) -> bool:
    """Return whether the race is drawn down to the last line."""
    return "STEP SIZE" in text and len(lines := text.splitlines()) == height and "Enter skip" in lines[-1]


def nothing_is_torn(text: str, characters: str) -> None:
    """Check that each lane has its columns where the head of the table has them."""
    lines = text.splitlines()
    (head,) = (y for y, line in enumerate(lines) if re.match(r"   lane +B ", line))
    status, updates = lines[head].index("status"), lines[head].index("updates") + len("updates")
    for glyph, name, line in zip(LANES[characters], ("YOU", "SAID", "FULL", "B=1"), lines[head + 1 :], strict=False):
        assert line.startswith(f" {glyph} {name}"), line
        assert re.match(r"MOVING|CRAWLING|AT REST|ARRIVED", line[status:]), line
        assert line[updates - 1].isdigit(), line
        assert line[updates] == " ", line


def sent_what_it_may(terminal: Terminal, decided: dict[str, str]) -> None:
    """Check that only the decided bytes and colours were sent, and no escape sequence of Python's as text."""
    colours = {style for style in terminal.styles() if COLOURED.match(str(style[0]))}
    assert {style[1] for style in colours if len(style) > 1} == KINDS[decided["colours"]]
    assert bool(colours) is (decided["colours"] != "mono")
    assert (max(terminal.sent) <= 126) is (decided["characters"] == "ASCII")
    assert not re.search(rb"\\[uxN][0-9a-f{]", terminal.sent)


@pytest.mark.parametrize("row", rows(DRAWN))
def test_a_whole_round_resized_and_left(row: Row, line: Line, data: Path) -> None:
    decided = line.decided(row)
    note(row, decided)
    with line(row, *SADDLE) as terminal:
        with PROVEN.of(row, ROUND):
            race(terminal)
            before = paused(terminal)
            nothing_is_torn(terminal.text(), decided["characters"])
        with PROVEN.of(row, RESIZE):
            terminal.resize(20, 5)
            terminal.until("60x18")
            terminal.resize(120, 40)
            terminal.until(lambda text: fills(text, 40))
            nothing_is_torn(terminal.text(), decided["characters"])
            terminal.resize(80, 24)
            terminal.until(lambda text: fills(text, 24))
            terminal.settled(0.4)
            assert terminal.cells() == before, "what was drawn bit by bit is not what is drawn at once"
        with PROVEN.of(row, ROUND):
            rest_of_the_round(terminal)
            sent_what_it_may(terminal, decided)
        with PROVEN.of(row, LEFT):
            terminal.press("q")
            assert terminal.ended() == 0
            assert is_restored(terminal)
            left = terminal.text().strip()
            assert re.fullmatch(r"batchgame play saddle [ \w.\-\n]+", left), (
                "the game is still on the only screen there is"
            )
            assert running(data) == []


@pytest.mark.parametrize("row", rows(DRAWN))
def test_stopped_and_continued_in_mid_race(row: Row, line: Line, data: Path) -> None:
    with PROVEN.of(row, STOP), line(row, *SADDLE) as terminal:
        race(terminal)
        before = paused(terminal)
        game = the_game(data)
        os.kill(game, signal.SIGTSTP)
        wait_until(lambda: state(game) == "T")
        terminal.until(lambda _: terminal.modes()[1049] is False)
        draw_over(game)
        terminal.until("drawn over")
        os.kill(game, signal.SIGCONT)
        terminal.until("STEP SIZE")
        terminal.settled(0.4)
        assert terminal.cells() == before
        terminal.press("space", "enter")
        terminal.until(", over")
        terminal.press("q")
        assert terminal.ended() == 0
        assert is_restored(terminal)


@pytest.mark.parametrize("row", rows([*DRAWN, *PLAIN]))
def test_the_line_is_cut(row: Row, line: Line, data: Path) -> None:
    with PROVEN.of(row, CUT), line(row, *SADDLE) as terminal:
        terminal.until("surely does NOT move")
        terminal.child.kill(signal.SIGKILL)
        wait_until(lambda: not running(data))


@pytest.mark.parametrize("row", rows(PLAIN))
def test_without_a_cursor_the_round_is_played_in_lines(row: Row, line: Line, data: Path) -> None:
    decided = line.decided(row)
    note(row, decided)
    PROVEN.note(row, RESIZE, "nothing to redraw")
    with line(row, *SADDLE) as terminal:
        with PROVEN.of(row, ROUND):
            terminal.until("TERM=dumb can't place a cursor: plain lines")
            terminal.until("surely does NOT move")
        with PROVEN.of(row, STOP):
            game = the_game(data)
            os.kill(game, signal.SIGSTOP)
            wait_until(lambda: state(game) == "T")
            os.kill(game, signal.SIGCONT)
        with PROVEN.of(row, ROUND), PROVEN.of(row, STOP):
            for answer in ("1", "9", "4", "0.5", "", "2", "2", "q"):
                terminal.press(answer, "enter")
            assert terminal.ended() == 0
            assert b"95%" in terminal.sent
            assert b"\x1b" not in terminal.sent
            assert (max(terminal.sent) <= 126) is (decided["characters"] == "ASCII")
        with PROVEN.of(row, LEFT):
            assert terminal.termios() == terminal.flags
            assert running(data) == []


@pytest.fixture
def tmux(line: Line, tmp_path: Path) -> Iterator[Tmux]:
    """Open a pane of 80x24 with `ssh` in it and no window attached."""
    if not TMUX:
        pytest.skip("needs tmux")
    command = remote(line.installed, line.data, *SADDLE, lang=IN_TMUX[1])
    with Tmux(tmp_path, [*line.host.words("-tt"), command]) as found:
        yield found


def test_in_tmux(tmux: Tmux, line: Line, data: Path) -> None:
    note(IN_TMUX, line.decided(("tmux-256color", IN_TMUX[1])))
    tmux.until("Which of these surely does NOT move")
    with PROVEN.of(IN_TMUX, ROUND):
        race(tmux)
        paused(tmux)
        nothing_is_torn(tmux.text(), "Unicode")
        before = tmux.cells()
    with PROVEN.of(IN_TMUX, RESIZE):
        with tmux.attached(120, 40) as window:
            tmux.until(lambda text: fills(text, 40))
            tmux.settled(0.4)
            nothing_is_torn(tmux.text(), "Unicode")
            window.until("STEP SIZE")
            tmux.do("detach-client")
            assert window.ended() == 0
            assert is_restored(window)
        with tmux.attached(80, 24):
            tmux.until(lambda text: fills(text, 24))
            tmux.settled(0.4)
            assert tmux.cells() == before
    with PROVEN.of(IN_TMUX, STOP):
        game = the_game(data)
        os.kill(game, signal.SIGTSTP)
        wait_until(lambda: state(game) == "T")
        draw_over(game)
        os.kill(game, signal.SIGCONT)
        tmux.until("STEP SIZE")
        tmux.settled(0.4)
        assert tmux.cells() == before
    with PROVEN.of(IN_TMUX, ROUND):
        tmux.press("space")
        rest_of_the_round(tmux)
    with PROVEN.of(IN_TMUX, LEFT):
        tmux.press("q")
        tmux.until("the game is over")
        assert tmux.flags() == {"alternate_on": "0", "cursor_flag": "1", "mouse_any_flag": "0", "wrap_flag": "1"}
        assert running(data) == []


def test_tmux_is_killed(tmux: Tmux, data: Path) -> None:
    with PROVEN.of(IN_TMUX, CUT):
        tmux.until("Which of these")
        tmux.do("kill-server")
        wait_until(lambda: not running(data))


def test_the_table_says_what_was_proven() -> None:
    missing = PROVEN.missing(ROWS)
    if missing:
        pytest.skip(f"the table of terminals: not all of it was tried in this run, for example {missing[0]}")
    made = document(table(PROVEN.cells, ROWS), DOCUMENT.read_text(encoding="utf-8"))
    if os.environ.get("BATCHGAME_WRITE_DOCS"):
        DOCUMENT.write_text(made, encoding="utf-8")
    assert DOCUMENT.read_text(encoding="utf-8") == made, "BATCHGAME_WRITE_DOCS=1 writes it anew"
