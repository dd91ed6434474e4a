"""The installed game in a pseudo-terminal: a round from prediction to result, and every way to leave."""

import os
import re
import signal
import sys
import time
from pathlib import Path

import pytest

pexpect = pytest.importorskip("pexpect", reason="needs pexpect")
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
PATIENCE = 120.0  # seconds, on a busy machine
ESCAPE = re.compile(r"\x1b\[[0-9;?>=<]*[ -/]*[@-~]|\x1b[()][A-Z0-9]|\x1b[=>]")


class Game:
    """A game in a terminal of 80x24: keys go in, text comes out."""

    def __init__(self, program: Path, folder: Path, *words: str) -> None:
        environ = os.environ | {
            "TERM": "xterm-256color",
            "COLORTERM": "truecolor",
            "LANG": "C.UTF-8",
            "LC_ALL": "C.UTF-8",
            "BATCHGAME_DATA": str(folder),
        }
        environ.pop("NO_COLOR", None)
        self.child = pexpect.spawn(
            str(program), ["play", *words], env=environ, dimensions=(24, 80), encoding="utf-8", timeout=120
        )
        self.seen = ""

    def until(self, text: str) -> None:
        """Read until `text` has been drawn since the last key."""
        end = time.monotonic() + PATIENCE
        while text not in ESCAPE.sub("", self.seen):
            assert time.monotonic() < end, f"no {text!r} in {ESCAPE.sub('', self.seen)[-3000:]!r}"
            try:
                self.seen += self.child.read_nonblocking(65536, timeout=0.2)
            except pexpect.TIMEOUT:
                continue

    def press(self, keys: str) -> None:
        self.seen = ""
        self.child.send(keys)

    def ended(self) -> int | None:
        """Wait for the end of the game, and return its exit status."""
        self.seen += self.child.read()
        self.child.close()
        status: int | None = self.child.exitstatus
        return status


@pytest.fixture
def game(installed: Path, tmp_path: Path) -> Game:
    return Game(
        installed / "batchgame", tmp_path, "saddle", "--lang", "en", "--batch-size", "4", "--trajectories", "200"
    )


def test_a_round(game: Game, tmp_path: Path) -> None:
    game.until("BATCHGAME")
    game.press("1")
    game.until("9")
    game.press("9")
    game.until("AIM")
    game.press("\r")
    game.until("FULL")
    game.press("\r")  # to the end of the race
    game.until(", over")
    game.press("\r")
    game.until("Before the explanation")
    game.press("2")
    game.until("LESSON")
    game.press("q")
    assert game.ended() == 0
    assert "\x1b[?1049l" in game.seen, "the terminal's own screen is back"
    assert '"saddle"' in (tmp_path / "progress.json").read_text()


@pytest.mark.parametrize(("keys", "status"), [("q", 0), ("\x03", 130)])
def test_leaving_restores_the_terminal(game: Game, keys: str, status: int) -> None:
    game.until("BATCHGAME")
    game.press(keys)
    assert game.ended() == status
    for mode in ("\x1b[?1049l", "\x1b[?25h", "\x1b[?1000l"):
        assert mode in game.seen


@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP"])
def test_a_signal_restores_the_terminal(game: Game, name: str) -> None:
    number = getattr(signal, name)
    game.until("BATCHGAME")
    game.child.kill(number)
    assert game.ended() == 128 + number
    assert "\x1b[?1049l" in game.seen
