"""The replay line in a kiosk, where no command can be typed: it is said to be for a computer elsewhere."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest
from terminal_of import COMMAND, Terminal

ELSEWHERE = {"en": "On a computer of your own that has batchgame: ", "zh-TW": "在你自己裝了 batchgame 的電腦上輸入："}
WORDS = ("play", "saddle", "--trajectories", "20")
LINE = "batchgame play saddle --batch-size"


def _close(text: str) -> str:
    """Return a screen's text without spaces and ends of lines: a line may be broken anywhere."""
    return "".join(text.split())


@pytest.mark.parametrize("language", ELSEWHERE)
@pytest.mark.parametrize("kiosk", [True, False], ids=["kiosk", ""])
def test_on_the_screen(kiosk: bool, language: str, tmp_path: Path) -> None:
    with Terminal(tmp_path, *WORDS, "--lang", language, *(["--kiosk"] if kiosk else [])) as terminal:
        terminal.until("Esc")
        terminal.press("1", "9", "enter")
        terminal.press("y")
        text = terminal.until(lambda text: _close(LINE) in _close(text))
        assert (_close(ELSEWHERE[language] + LINE) in _close(text)) == kiosk
        assert (b"\x1b]52;" in terminal.sent) == (not kiosk)


@pytest.mark.parametrize("language", ELSEWHERE)
@pytest.mark.parametrize("kiosk", [True, False], ids=["kiosk", ""])
def test_in_plain_lines(kiosk: bool, language: str, tmp_path: Path) -> None:
    words = [*COMMAND, *WORDS, "--lang", language, "--plain", *(["--kiosk"] if kiosk else [])]
    done = subprocess.run(
        words,
        input="1\n9\n4\n0.5\n\n2\n2\nq\n",
        env={**os.environ, "BATCHGAME_DATA": str(tmp_path), "PYTHONUTF8": "1"},
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert LINE in done.stdout
    assert (ELSEWHERE[language] + LINE in done.stdout) == kiosk
