"""The command `class`: what it says without its extra, without a class, and for wrong words."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

WITHOUT = """
import sys
sys.modules["asyncssh"] = None
from batchgame.tui.command.main import main
raise SystemExit(main({!r}))
"""


def run(tmp_path: Path, *words: str) -> "subprocess.CompletedProcess[str]":
    environ = {**os.environ, "XDG_STATE_HOME": str(tmp_path)}
    return subprocess.run(
        [sys.executable, "-c", WITHOUT.format(list(words))], env=environ, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize("word", ["serve", "check"])
def test_without_the_extra_it_is_named(word: str, tmp_path: Path) -> None:
    found = run(tmp_path, "class", word)
    assert found.returncode == 2
    assert "batchgame[class]" in found.stderr


@pytest.mark.parametrize("word", ["", "serve", "console", "wall", "tally", "join", "check", "close"])
def test_help_needs_no_extra(word: str, tmp_path: Path) -> None:
    found = run(tmp_path, "class", *([word] if word else []), "--help")
    assert found.returncode == 0
    assert found.stdout.startswith("usage: batchgame class")


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (("class", "tally", "1", "2"), 1, "no class is being given here"),
        (("class", "close"), 1, "no class is kept for port 2222"),
        (("class", "srve"), 2, "did you mean serve?"),
        (("class", "tally", "-1"), 2, "-1"),
        (("class", "console"), 2, "needs a terminal"),
        (("class", "join", "a;b"), 2, "is no code"),
    ],
)
def test_mistakes_are_told_in_one_line(words: tuple[str, ...], status: int, said: str, tmp_path: Path) -> None:
    found = run(tmp_path, *words)
    assert found.returncode == status
    assert said in found.stderr
    assert len(found.stderr.splitlines()) == 1
