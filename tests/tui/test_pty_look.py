"""Dark and light, and a screen drawn again, in a real pseudo-terminal."""

from pathlib import Path

from terminal_of import Terminal

from batchgame.tui.draw.look import look

WORDS = ("play", "saddle", "--lang", "en", "--trajectories", "50")
GROUND = {theme: str(look("true", "", theme).background).removeprefix("#") for theme in ("dark", "light")}  # type: ignore[arg-type]


def is_in(theme: str, terminal: Terminal) -> bool:
    """Wait until the page has the background of that theme; fails when it never does."""
    terminal.until(lambda _: ground(terminal) == GROUND[theme])
    return True


def ground(terminal: Terminal) -> str:
    """Return the background of a cell of the page that shows nothing."""
    return str(terminal.screen.buffer[terminal.screen.lines - 4][terminal.screen.columns - 1].bg)


def test_d_turns_the_screen_light_and_it_stays_so(tmp_path: Path) -> None:
    with Terminal(tmp_path, *WORDS) as terminal:
        terminal.until("How sure")
        assert is_in("dark", terminal)
        terminal.press("d")
        assert is_in("light", terminal)
        terminal.press("q")
        assert terminal.ended() == 0
    with Terminal(tmp_path, *WORDS) as terminal:
        terminal.until("How sure")
        assert is_in("light", terminal)
    with Terminal(tmp_path, *WORDS, "--theme", "dark") as terminal:
        terminal.until("How sure")
        assert is_in("dark", terminal)


def test_ctrl_l_draws_all_of_it_again(tmp_path: Path) -> None:
    with Terminal(tmp_path, *WORDS) as terminal:
        terminal.until(lambda text: "How sure" in text and "start" in text)  # the landscape comes after the first frame
        before = terminal.settled()
        terminal.take(b"\x1b[H\x1b[41mrubbish\r\nfrom another program\x1b[2;2H\x1b[0J")
        assert terminal.text() != before
        terminal.press("ctrl+l")
        assert terminal.until(lambda text: text == before)
