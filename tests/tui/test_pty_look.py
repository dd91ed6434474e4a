"""Dark and light, and a screen drawn again, in a real pseudo-terminal."""

from pathlib import Path

from terminal_of import Terminal

from batchgame.tui.draw.look import look

WORDS = ("play", "saddle", "--lang", "en", "--trajectories", "50")
GROUND = {theme: str(look("true", "", theme).background).removeprefix("#") for theme in ("dark", "light")}  # type: ignore[arg-type]


def ground(terminal: Terminal) -> str:
    """Of a cell that shows nothing, on the page."""
    return str(terminal.screen.buffer[terminal.screen.lines - 4][terminal.screen.columns - 1].bg)


def test_d_turns_the_screen_light_and_it_stays_so(tmp_path: Path) -> None:
    with Terminal(tmp_path, *WORDS) as terminal:
        terminal.until("How sure")
        terminal.settled()
        assert ground(terminal) == GROUND["dark"]
        terminal.press("d")
        terminal.settled()
        assert ground(terminal) == GROUND["light"]
        terminal.press("q")
        assert terminal.ended() == 0
    with Terminal(tmp_path, *WORDS) as terminal:
        terminal.until("How sure")
        terminal.settled()
        assert ground(terminal) == GROUND["light"]
    with Terminal(tmp_path, *WORDS, "--theme", "dark") as terminal:
        terminal.until("How sure")
        terminal.settled()
        assert ground(terminal) == GROUND["dark"]


def test_ctrl_l_draws_all_of_it_again(tmp_path: Path) -> None:
    with Terminal(tmp_path, *WORDS) as terminal:
        terminal.until("How sure")
        before = terminal.settled()
        terminal.take(b"\x1b[H\x1b[41mrubbish\r\nfrom another program\x1b[2;2H\x1b[0J")
        assert terminal.text() != before
        terminal.press("ctrl+l")
        assert terminal.settled() == before
